"""Feeds: subscribed, found, tried, moved, removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.fetch.schedule import may_ask
from reader.model import Subscription
from reader.store.feeds import FeedOutcome, names
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model import Feed
    from reader.store.library import Library


def add(library: Library, url: str, title: str | None = None, tags: tuple[str, ...] = ()) -> Feed:
    return library.feeds.add(Subscription(url=url, title=title, tags=tags), NOW)[0]


def due(library: Library, now: datetime) -> list[Feed]:
    return [feed for feed in library.feeds.all() if may_ask(feed, now, by_hand=False) is None]


def titles(feeds: list[Feed]) -> list[str]:
    return [feed.title for feed in feeds]


def test_a_new_feed_is_due_at_once(library: Library) -> None:
    feed = add(library, "https://paper.example/feed", tags=("news/world",))
    assert (feed.title, feed.state, feed.tags) == ("https://paper.example/feed", "new", ("news/world",))
    assert due(library, NOW) == [feed]


def test_a_feed_is_subscribed_once_and_gains_the_tags_it_lacks(library: Library, feed: Feed) -> None:
    again, created = library.feeds.add(
        Subscription(url="HTTPS://Paper.Example:443/feed.xml#top", title="Otherwise", tags=("a",)), LATER
    )
    assert (again.id, created, again.title, again.tags) == (feed.id, False, "The Paper", ("a",))


@pytest.mark.parametrize("url", ["https://paper.example/feed.xml/", "http://paper.example/feed.xml"])
def test_slash_and_scheme_make_another_feed(library: Library, feed: Feed, url: str) -> None:
    assert add(library, url).id != feed.id


def test_what_is_no_address_is_refused(library: Library) -> None:
    with pytest.raises(UsageError):
        add(library, "javascript:alert(1)")


def test_feeds_come_by_title_with_their_counts(library: Library, feed: Feed) -> None:
    add(library, "https://z.example/", "Ärzteblatt")
    for number in range(3):
        library.articles.save(draft(number), now=NOW, feed_id=feed.id, guid=str(number))
    library.marks.read([1], NOW)
    library.database.run("UPDATE mark SET muted_at = 1 WHERE article_id = 2")
    assert [(found.title, found.articles, found.unread) for found in library.feeds.all()] == [
        ("Ärzteblatt", 0, 0),
        ("The Paper", 2, 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "https://paper.example/feed.xml",
        "paper.example/feed.xml",
        "http://paper.example/feed.xml/",
        "PAPER",
        "pap",
    ],
)
def test_a_feed_is_found_by_number_address_or_part_of_its_title(
    library: Library, feed: Feed, text: str
) -> None:
    add(library, "https://z.example/", "Zeitung")
    assert library.feeds.find(text).id == feed.id


def test_a_part_that_fits_several_lists_them(library: Library, feed: Feed) -> None:
    add(library, "https://z.example/", "The Paperboy")
    with pytest.raises(UsageError, match="1 The Paper, 2 The Paperboy"):
        library.feeds.find("pape")
    assert library.feeds.find("the paper") == feed


@pytest.mark.parametrize("text", ["nothing", "", "99", "9" * 5_000])
def test_a_feed_that_is_not_there_is_said(library: Library, feed: Feed, text: str) -> None:
    with pytest.raises(NothingFound):
        library.feeds.find(text)


@pytest.mark.parametrize("number", [0, 99, -1, 2**70])
def test_a_number_that_is_not_there_is_said(library: Library, number: int) -> None:
    with pytest.raises(NothingFound):
        library.feeds.get(number)


def test_a_password_is_never_in_a_title(library: Library) -> None:
    feed = add(library, "https://me:secret@paper.example/feed")
    library.articles.save(draft(), now=NOW, feed_id=feed.id)
    article = library.articles.get(1)
    assert article is not None
    assert "secret" not in feed.title + article.feeds[0]


FETCHED = FeedOutcome(
    tried=LATER,
    state="ok",
    outcome="2 entries",
    next_at=LATER + timedelta(hours=1),
    next_why="as the feed asks",
    body_hash="hash",
    etag='"tag"',
    last_modified="Sun, 01 Mar 2026 10:00:00 GMT",
    title="The Paper Online",
    site_url="https://paper.example/",
    ttl=3600,
)


def test_a_refresh_leaves_all_that_is_known_of_the_feed(library: Library) -> None:
    feed = library.feeds.get(library.feeds.tried(add(library, "https://paper.example/feed").id, FETCHED))
    for name in [
        "state",
        "outcome",
        "next_at",
        "next_why",
        "body_hash",
        "etag",
        "last_modified",
        "title",
        "site_url",
        "ttl",
    ]:
        assert getattr(feed, name) == getattr(FETCHED, name), name
    assert feed.last_tried == feed.last_success == LATER
    assert due(library, LATER) == []
    assert due(library, LATER + timedelta(hours=1)) == [feed]


def test_the_readers_own_title_outlives_refreshes(library: Library, feed: Feed) -> None:
    assert library.feeds.get(library.feeds.tried(feed.id, FETCHED)).title == "The Paper"
    library.feeds.rename(feed.id, "  My\npaper ", NOW)
    assert library.feeds.get(library.feeds.tried(feed.id, FETCHED)).title == "My paper"
    library.feeds.rename(feed.id, None, NOW)
    assert library.feeds.get(feed.id).title == "The Paper Online"


def test_a_failure_keeps_what_was_known_and_the_last_success(library: Library, feed: Feed) -> None:
    library.feeds.tried(feed.id, FETCHED)
    failed = FeedOutcome(
        tried=LATER + timedelta(hours=2),
        state="failing",
        outcome="HTTP 503",
        failures=1,
        retry_after=LATER + timedelta(hours=9),
    )
    found = library.feeds.get(library.feeds.tried(feed.id, failed))
    assert (found.state, found.failures, found.retry_after) == ("failing", 1, LATER + timedelta(hours=9))
    assert (found.etag, found.body_hash, found.last_success) == ('"tag"', "hash", LATER)


def test_a_whole_answer_without_validators_drops_the_old_ones(library: Library, feed: Feed) -> None:
    library.feeds.tried(feed.id, FETCHED)
    found = library.feeds.get(
        library.feeds.tried(feed.id, FeedOutcome(tried=LATER, state="ok", outcome="", body_hash="other"))
    )
    assert (found.body_hash, found.etag, found.last_modified) == ("other", None, None)


def test_the_same_feed_again_brings_new_validators_and_keeps_those_it_does_not_name(
    library: Library, feed: Feed
) -> None:
    library.feeds.tried(feed.id, FETCHED)
    same = FeedOutcome(tried=LATER, state="ok", outcome="nothing new", etag='"new"')
    found = library.feeds.get(library.feeds.tried(feed.id, same))
    assert (found.etag, found.last_modified, found.body_hash) == ('"new"', FETCHED.last_modified, "hash")
    dated = replace(same, etag=None, last_modified="Mon", moved_to="https://new.example/feed")
    found = library.feeds.get(library.feeds.tried(feed.id, dated))
    assert (found.etag, found.last_modified, found.url) == ('"new"', "Mon", "https://new.example/feed")
    found = library.feeds.get(library.feeds.tried(feed.id, replace(same, etag=None)))
    assert (found.etag, found.last_modified, found.ttl) == ('"new"', "Mon", 3600)


def test_bytes_that_end_their_reader_are_counted_until_others_do(library: Library, feed: Feed) -> None:
    def tried(lethal: str | None) -> tuple[str | None, int]:
        outcome = FeedOutcome(tried=LATER, state="failing", outcome="", crash_hash=lethal)
        found = library.feeds.get(library.feeds.tried(feed.id, outcome))
        return found.crash_hash, found.crash_count

    assert [tried(lethal) for lethal in ("a", "a", None, "b", "b", "b")] == [
        ("a", 1),
        ("a", 2),
        ("a", 2),
        ("b", 1),
        ("b", 2),
        ("b", 3),
    ]


def test_every_field_of_a_try_comes_back_as_its_own(library: Library, feed: Feed) -> None:
    outcome = replace(
        FETCHED, failures=3, retry_after=LATER + timedelta(hours=2), tried=LATER + timedelta(minutes=1)
    )
    found = library.feeds.get(library.feeds.tried(feed.id, outcome))
    assert (found.failures, found.retry_after, found.next_at) == (3, outcome.retry_after, outcome.next_at)
    assert found.last_tried == found.last_success == outcome.tried
    failed = FeedOutcome(tried=LATER + timedelta(hours=1), state="failing", outcome="")
    found = library.feeds.get(library.feeds.tried(feed.id, failed))
    assert (found.last_tried, found.last_success) == (failed.tried, outcome.tried)
    assert (found.next_at, found.next_why, found.failures) == (None, None, 0)


def test_feeds_are_due_from_the_time_of_their_next_try_on(library: Library) -> None:
    ids = [add(library, f"https://paper.example/{n}").id for n in range(3)]
    for number, minutes in zip(ids, (20, 10, 30), strict=True):
        library.feeds.tried(number, replace(FETCHED, next_at=NOW + timedelta(minutes=minutes)))
    assert [feed.id for feed in due(library, NOW + timedelta(minutes=20))] == ids[:2]


def test_several_are_unsubscribed_as_one(library: Library) -> None:
    ids = [add(library, f"https://paper.example/{n}").id for n in range(3)]
    library.feeds.remove_all(ids[:2], NOW)
    assert [feed.id for feed in library.feeds.all()] == ids[2:]
    assert library.undo.undo(9, NOW) == ["removed 2 feeds"]
    assert len(library.feeds.all()) == 3


def test_a_feed_that_is_there_keeps_its_state_when_it_is_added_again(library: Library, feed: Feed) -> None:
    before = library.feeds.get(library.feeds.tried(feed.id, FETCHED))
    assert library.feeds.add(Subscription(url=feed.url or "", title="New"), LATER) == (before, False)


def test_many_candidates_are_counted(library: Library) -> None:
    for number in range(12):
        add(library, f"https://paper.example/{number}", f"Paper {number}")
    fits = r"^paper: 12 feeds match: 1 Paper 0, .*, 8 Paper 7 and 2 more$"
    with pytest.raises(UsageError, match=fits) as raised:
        library.feeds.find("paper")
    assert raised.value.hint == "give the number of one"


def test_an_address_of_no_web_page_is_named_without_its_password(library: Library) -> None:
    with pytest.raises(UsageError, match="not an http or https address") as raised:
        library.feeds.add(Subscription(url="ftp://ann:secret@paper.example/"), NOW)
    assert "paper.example" in raised.value.subject
    assert "secret" not in raised.value.subject


def test_an_imported_article_appears_once_in_a_feed_of_that_name(library: Library, feed: Feed) -> None:
    save(library, 1)
    for name in ("The Paper", "https://paper.example/feed.xml", "New one", "New one"):
        library.feeds.join(1, name, "Story", 5)
    assert [found.feeds for found in library.articles.many([1])] == [("The Paper", "New one")]
    assert titles(library.feeds.all()) == ["New one", "The Paper"]


def test_names_are_those_of_the_feeds_that_are_subscribed(library: Library, feed: Feed) -> None:
    library.feeds.set_tags(feed.id, ["b", "a"], NOW)
    other = add(library, "https://me:secret@other.example/feed")
    gone = add(library, "https://gone.example/feed")
    library.feeds.remove(gone.id, NOW)
    assert names(library.database) == [
        (feed.id, "The Paper", ("a", "b")),
        (other.id, "https://me:***@other.example/feed", ()),
    ]


def test_a_feed_that_is_gone_is_never_due(library: Library, feed: Feed) -> None:
    library.feeds.tried(feed.id, FeedOutcome(tried=NOW, state="gone", outcome="410"))
    assert due(library, LATER) == []


def test_a_feed_moves_to_its_new_address(library: Library, feed: Feed) -> None:
    moved = FeedOutcome(tried=NOW, state="ok", outcome="", moved_to="https://new.example/feed")
    assert library.feeds.get(library.feeds.tried(feed.id, moved)).url == "https://new.example/feed"
    assert library.feeds.find("https://new.example/feed#x").id == feed.id
    with pytest.raises(NothingFound):
        library.feeds.find("https://paper.example/feed.xml")


def test_a_feed_that_moves_to_a_subscribed_address_is_joined_with_it(library: Library, feed: Feed) -> None:
    other = add(library, "https://new.example/feed", tags=("a",))
    library.feeds.set_tags(feed.id, ["a", "b"], NOW)
    library.feeds.set(feed.id, "interval", "60", NOW)
    library.articles.save(draft(1), now=NOW, feed_id=feed.id, guid="1")
    library.articles.save(draft(2), now=NOW, feed_id=other.id, guid="2")
    moved = FeedOutcome(tried=NOW, state="ok", outcome="", moved_to="https://new.example/feed")
    found = library.feeds.get(library.feeds.tried(feed.id, moved))
    assert (found.id, found.title, found.tags, found.articles) == (other.id, "The Paper", ("a", "b"), 2)
    assert found.settings == (("interval", "60"),)
    assert library.feeds.all() == [found]


def test_settings_are_kept_replaced_and_taken_away(library: Library, feed: Feed) -> None:
    library.feeds.set(feed.id, "header.Cookie", "env:PAPER", NOW)
    library.feeds.set(feed.id, "interval", "30", NOW)
    library.feeds.set(feed.id, "interval", "60", NOW)
    assert library.feeds.get(feed.id).settings == (("header.Cookie", "env:PAPER"), ("interval", "60"))
    library.feeds.set(feed.id, "interval", None, NOW)
    assert library.feeds.get(feed.id).settings == (("header.Cookie", "env:PAPER"),)


def test_articles_outlive_their_feed_and_undo_brings_it_back(library: Library, feed: Feed) -> None:
    library.articles.save(draft(), now=NOW, feed_id=feed.id, guid="g")
    library.feeds.remove(feed.id, NOW)
    assert library.feeds.all() == due(library, LATER) == []
    assert [article.feeds for article in library.articles.many([1])] == [()]
    assert library.undo.undo(1, LATER) == ["removed the feed “The Paper”"]
    assert titles(library.feeds.all()) == ["The Paper"]
    assert [article.feeds for article in library.articles.many([1])] == [("The Paper",)]


def test_a_removed_feed_that_is_added_again_is_asked_for_all_it_has(library: Library, feed: Feed) -> None:
    library.feeds.tried(feed.id, FETCHED)
    library.feeds.remove(feed.id, NOW)
    again, created = library.feeds.add(Subscription(url="https://paper.example/feed.xml"), LATER)
    assert (again.id, created, again.etag, again.body_hash) == (feed.id, True, None, None)
    assert due(library, NOW) == [again]


def test_a_held_feed_is_not_asked_until_somebody_subscribes(library: Library) -> None:
    held = library.feeds.hold("https://paper.example/feed.xml", "The Paper", "https://paper.example/", NOW)
    library.articles.save(draft(), now=NOW, feed_id=held, guid="g")
    assert library.feeds.hold("https://PAPER.example/feed.xml", "Else", None, LATER) == held
    assert [(feed.title, feed.url) for feed in library.feeds.all()] == [("The Paper", None)]
    assert due(library, LATER) == []

    feed, created = library.feeds.add(Subscription(url="https://paper.example/feed.xml", title="Mine"), LATER)
    assert (feed.id, feed.title, feed.url, feed.articles, created) == (
        held,
        "Mine",
        "https://paper.example/feed.xml",
        1,
        True,
    )
    assert due(library, LATER) == [feed]


def test_a_subscribed_or_removed_feed_is_held_as_it_is(library: Library, feed: Feed) -> None:
    assert library.feeds.hold("https://paper.example/feed.xml", "Else", None, LATER) == feed.id
    library.feeds.remove(feed.id, NOW)
    assert library.feeds.hold("https://paper.example/feed.xml", "Else", None, LATER) == feed.id
    assert library.feeds.all() == []


def test_a_feed_that_was_never_asked_gains_the_title_of_the_held_one(library: Library) -> None:
    feed = add(library, "https://paper.example/feed")
    library.feeds.hold("https://paper.example/feed", "The Paper", "https://paper.example/", LATER)
    library.feeds.hold("https://paper.example/feed", "Else", "https://else.example/", LATER)
    known = library.feeds.get(feed.id)
    assert (known.title, known.site_url) == ("The Paper", "https://paper.example/")


def test_what_has_no_address_is_not_held(library: Library) -> None:
    with pytest.raises(UsageError):
        library.feeds.hold("exec:run", "Run", None, NOW)


def test_a_feed_that_moves_to_a_held_one_gets_its_articles_and_its_address(
    library: Library, feed: Feed
) -> None:
    held = library.feeds.hold("https://new.example/feed", "Old copy", None, NOW)
    library.articles.save(draft(), now=NOW, feed_id=held, guid="g")
    moved = library.feeds.get(
        library.feeds.tried(feed.id, replace(FETCHED, moved_to="https://new.example/feed"))
    )
    assert (moved.url, moved.articles) == ("https://new.example/feed", 1)


def test_the_list_of_feeds_costs_the_same_for_one_and_for_many(library: Library) -> None:
    def statements() -> int:
        seen: list[str] = []
        library.database._connection.set_trace_callback(seen.append)
        library.feeds.all()
        library.database._connection.set_trace_callback(None)
        return len(seen)

    add(library, "https://paper.example/0")
    few = statements()
    for number in range(1, 30):
        add(library, f"https://paper.example/{number}", tags=("a",))
    assert statements() == few


def test_a_setting_makes_a_feed_due_unless_it_is_gone(library: Library, feed: Feed) -> None:
    other = add(library, "https://gone.example/feed")
    library.feeds.tried(feed.id, FETCHED)
    library.feeds.tried(other.id, replace(FETCHED, state="gone"))
    for one in (feed, other):
        library.feeds.set(one.id, "interval", "60", NOW)
    assert due(library, LATER) == [library.feeds.get(feed.id)]
    assert library.feeds.get(feed.id).next_why is None
    assert library.feeds.get(other.id).next_at == FETCHED.next_at


def test_tags_replace_those_that_the_feed_has(library: Library, feed: Feed) -> None:
    library.feeds.set_tags(feed.id, ["a", "b"], NOW)
    library.feeds.set_tags(feed.id, ["c"], NOW)
    assert library.feeds.get(feed.id).tags == ("c",)


def test_name_and_tags_are_undone_and_done_again(library: Library, feed: Feed) -> None:
    library.feeds.set_tags(feed.id, ["a", "b"], NOW)
    library.feeds.rename(feed.id, "Mine", NOW)
    library.feeds.set_tags(feed.id, ["b", "c", "c"], NOW)
    library.feeds.rename(feed.id, "Mine", NOW)  # nothing to undo
    library.feeds.set_tags(feed.id, ["c", "b"], NOW)
    changed = library.feeds.get(feed.id)
    assert (changed.title, changed.tags) == ("Mine", ("b", "c"))
    done = [
        "changed the tags of the feed “Mine”",
        "renamed the feed “The Paper”",
        "changed the tags of the feed “The Paper”",
    ]
    assert library.undo.undo(9, NOW) == done
    assert (library.feeds.get(feed.id).title, library.feeds.get(feed.id).tags) == ("The Paper", feed.tags)
    assert library.undo.redo(9, NOW) == done[::-1]
    assert library.feeds.get(feed.id) == changed


def test_a_feed_that_is_not_there_can_be_given_nothing(library: Library) -> None:
    with pytest.raises(NothingFound):
        library.feeds.rename(99, "Paper", NOW)
    with pytest.raises(NothingFound):
        library.feeds.set_tags(99, [], NOW)
    with pytest.raises(NothingFound):
        library.feeds.set(99, "interval", "60", NOW)


def test_a_setting_is_undone_with_the_time_of_the_next_try(library: Library, feed: Feed) -> None:
    library.feeds.tried(feed.id, FETCHED)
    before = library.feeds.get(feed.id)
    assert before.next_at is not None
    library.feeds.set(feed.id, "interval", "never", NOW)
    paused = library.feeds.get(feed.id)
    assert (paused.is_paused, paused.next_at, paused.next_why) == (True, None, None)
    library.feeds.set(feed.id, "interval", "never", NOW)
    library.feeds.set(feed.id, "full_text", "always", NOW)
    assert library.undo.undo(2, NOW) == [
        "changed the settings of the feed “The Paper”",
        "paused the feed “The Paper”",
    ]
    assert library.feeds.get(feed.id) == before
    assert library.undo.redo(2, NOW)[0] == "paused the feed “The Paper”"
    assert library.feeds.get(feed.id).settings == (("full_text", "always"), ("interval", "never"))


def test_a_setting_of_a_feed_that_has_ended_does_not_make_it_due(library: Library, feed: Feed) -> None:
    gone = FeedOutcome(tried=NOW, state="gone", outcome="HTTP 410", next_at=LATER, next_why="ended")
    library.feeds.tried(feed.id, gone)
    library.feeds.set(feed.id, "interval", "60", NOW)
    assert library.feeds.get(feed.id).next_at == LATER


def test_a_hidden_feed_has_its_tag_and_its_folder(library: Library, feed: Feed) -> None:
    library.feeds.set_tags(feed.id, ["news", "art"], NOW)
    assert library.feeds.hidden() == []
    library.feeds.hide(feed.id, NOW, on=True)
    library.feeds.hide(feed.id, NOW, on=True)
    found = library.feeds.get(feed.id)
    assert (found.is_hidden, found.tags, found.folder) == (True, ("art", "hidden", "news"), "art")
    assert library.feeds.hidden() == [feed.id]
    library.feeds.hide(feed.id, NOW, on=False)
    assert library.feeds.get(feed.id).tags == ("art", "news")
    assert library.undo.undo(2, NOW) == ["showed the feed “The Paper” again", "hid the feed “The Paper”"]
    library.feeds.set_tags(feed.id, ["Hidden"], NOW)
    assert library.feeds.hidden() == [feed.id]
    assert (library.feeds.get(feed.id).is_hidden, library.feeds.get(feed.id).folder) == (True, "")


def test_an_article_has_the_feed_that_it_appeared_in_first(library: Library, feed: Feed) -> None:
    other = add(library, "https://other.example/feed")
    one = library.articles.save(draft(1), now=NOW, feed_id=other.id, guid="1").id
    library.articles.save(draft(1), now=NOW + timedelta(hours=1), feed_id=feed.id, guid="1")
    two = library.articles.save(draft(2), now=NOW, feed_id=feed.id, guid="2").id
    alone = library.articles.save(draft(3), now=NOW).id
    assert library.feeds.first_of([one, two, alone]) == {one: other.id, two: feed.id}
    library.feeds.remove(other.id, NOW)
    assert library.feeds.first_of([one]) == {one: feed.id}


def test_the_latest_article_of_each_feed_is_the_last_that_came(library: Library, feed: Feed) -> None:
    other = add(library, "https://other.example/feed")
    empty = add(library, "https://empty.example/feed")
    for number, of in ((1, feed), (2, other), (3, feed)):
        library.articles.save(draft(number), now=NOW, feed_id=of.id, guid=str(number))
    assert library.feeds.latest() == {feed.id: 3, other.id: 2}
    library.feeds.remove(feed.id, NOW)
    assert library.feeds.latest() == {other.id: 2}
    assert empty.id not in library.feeds.latest()
