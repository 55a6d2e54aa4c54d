"""Entries come into the library in two steps, and each step leaves what the next refresh needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import lists
from reader.core.refresh import save_entries
from reader.core.refresh.outcome import Decision
from reader.core.refresh.save_entries import SavedFeed, WaitingEntry, announce, entries_of, finish, whole
from reader.core.sandbox.entry_draft import listed
from reader.core.sandbox.results import FeedRead
from reader.model import Draft, Entry, Feed, Link, ParsedFeed, Picture, Subscription
from reader.query.tree import Everything
from reader.store.feeds import FeedOutcome
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.session import Session
    from reader.model import TextState

TRIED = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
ATTEMPT = FeedOutcome(
    tried=TRIED,
    state="ok",
    outcome="2 entries",
    next_at=TRIED + timedelta(hours=1),
    next_why="checked every 60 min",
    body_hash="ff",
    etag='"b"',
    last_modified="Mon, 02 Mar 2026 08:00:00 GMT",
)


class Rules:
    """Knows which articles it was shown, and when."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, list[int]]] = []

    def listed(self, ids: Collection[int]) -> None:
        self.seen.append(("listed", list(ids)))

    def came(self, ids: Collection[int]) -> None:
        self.seen.append(("came", list(ids)))


class Desk:
    """A library with one feed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.rules = Rules()
        self._feed = session.library.feeds.add(Subscription(url="https://pier.example/feed"), NOW)[0]

    @property
    def feed(self) -> Feed:
        return self.session.library.feeds.get(self._feed.id)

    @property
    def known_rules(self) -> RuleSet:
        return self.rules  # type: ignore[return-value]

    def announce(self, came: ParsedFeed | None, attempt: FeedOutcome = ATTEMPT) -> SavedFeed:
        return announce(self.session, self.feed, Decision(attempt=attempt, came=came), self.known_rules)

    def finish(self, saved: SavedFeed, *drafts: Draft, attempt: FeedOutcome = ATTEMPT) -> tuple[int, int]:
        return finish(self.session, self.feed, saved, drafts, attempt, self.known_rules)

    def refresh(self, came: ParsedFeed, state: TextState = "full") -> tuple[int, int]:
        """Both steps."""
        saved = self.announce(came)
        drafts = [text(waiting.entry, state) for waiting in saved.waiting]
        new, updated = self.finish(saved, *drafts) if saved.waiting else (0, 0)
        return saved.new + new, updated

    @property
    def queued(self) -> list[tuple[str, int | None]]:
        jobs = self.session.library.jobs.due(NOW + timedelta(days=1), 99)
        return [(job.url, job.feed_id) for job in jobs]

    def states(self) -> list[tuple[str, str]]:
        rows = self.session.library.database.rows("SELECT id FROM article ORDER BY id")
        return [(a.title, a.text_state) for a in self.session.library.articles.many([row[0] for row in rows])]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with session(tmp_path) as opened:
        yield Desk(opened)


def entry(name: str, words: str = "") -> Entry:
    digest = f"{name}{words}".encode().ljust(16, b".")[:16].hex()
    return Entry(title=name, guid=name, url=f"https://pier.example/{name}", html=words, digest=digest)


def feed(*names: str) -> ParsedFeed:
    return ParsedFeed(title="The Pier", entries=tuple(entry(name) for name in names))


def text(of: Entry, state: TextState = "full") -> Draft:
    words = f"The text of {of.title} {of.html}".strip()
    return replace(
        listed(of, ParsedFeed(title="The Pier")), text=words, markdown=words, text_state=state, reason=None
    )


def test_a_try_without_a_feed_is_recorded_as_it_is(desk: Desk) -> None:
    attempt = replace(ATTEMPT, body_hash=None, outcome="nothing new", moved_to="https://pier.example/new")
    saved = desk.announce(None, attempt)
    assert (saved.feed_id, saved.new, saved.waiting, saved.same) == (desk.feed.id, 0, (), frozenset())
    found = desk.feed
    assert (found.url, found.outcome, found.etag) == ("https://pier.example/new", "nothing new", '"b"')
    assert (found.last_tried, found.next_at) == (TRIED, ATTEMPT.next_at)


def test_new_entries_are_listed_and_the_feed_counts_as_not_read(desk: Desk) -> None:
    saved = desk.announce(feed("lamp", "stairs"))
    assert desk.states() == [("stairs", "pending"), ("lamp", "pending")]
    assert (saved.new, saved.is_news_only, saved.at) == (2, True, NOW)
    assert [(w.entry.title, w.position, w.article_id) for w in saved.waiting] == [
        ("stairs", 1, 1),
        ("lamp", 0, 2),
    ]
    found = desk.feed
    assert (found.body_hash, found.etag, found.last_modified) == (None, None, None)
    assert (found.next_at, found.next_why) == (TRIED, "the last refresh was interrupted")
    assert desk.rules.seen == [("listed", [1, 2])]
    assert desk.queued == []


def test_a_kill_in_between_leaves_the_validators_of_the_last_whole_try(desk: Desk) -> None:
    desk.refresh(feed("lamp"))
    desk.announce(feed("stairs", "lamp"), replace(ATTEMPT, body_hash="ee", etag='"c"', last_modified="later"))
    found = desk.feed
    assert (found.body_hash, found.etag, found.last_modified) == ("ff", '"b"', ATTEMPT.last_modified)


def listed_in_order(desk: Desk) -> list[str]:
    library = desk.session.library
    return [article.title for article in library.articles.many(library.queries.ids(Everything()))]


def test_what_a_new_feed_holds_without_a_date_stands_last_and_is_not_of_today(desk: Desk) -> None:
    dated = replace(feed("old").entries[0], published=NOW - timedelta(days=9000))
    desk.refresh(replace(feed("lamp", "stairs"), entries=(*feed("lamp", "stairs").entries, dated)))
    assert listed_in_order(desk) == ["old", "lamp", "stairs"]
    assert lists.counts(desk.session).today == 0
    # What comes later came about then.
    desk.refresh(feed("gate", "lamp", "stairs"))
    assert listed_in_order(desk) == ["gate", "old", "lamp", "stairs"]
    assert lists.counts(desk.session).today == 1


def test_an_entry_that_cannot_be_listed_at_once_stands_last_as_well(desk: Desk) -> None:
    twins = replace(feed("lamp", "lamp"), entries=(entry("lamp", "one"), entry("lamp", "two")))
    desk.refresh(twins)
    assert lists.counts(desk.session).today == 0


def test_a_date_that_the_page_gives_puts_the_article_in_its_place(desk: Desk) -> None:
    desk.refresh(feed("lamp", "stairs"))
    page = replace(text(entry("stairs")), text_origin="page", published=NOW)
    desk.session.library.articles.save(page, now=NOW, article_id=1)
    assert listed_in_order(desk) == ["stairs", "lamp"]
    assert [article.undated for article in desk.session.library.articles.many([1, 2])] == [False, True]


def test_texts_are_saved_and_the_try_is_whole(desk: Desk) -> None:
    saved = desk.announce(feed("lamp", "stairs"))
    drafts = [text(waiting.entry) for waiting in saved.waiting]
    assert desk.finish(saved, *drafts) == (0, 0)
    assert desk.states() == [("stairs", "full"), ("lamp", "full")]
    assert desk.session.library.articles.content(2).text == "The text of lamp"
    found = desk.feed
    assert (found.body_hash, found.etag, found.next_at) == ("ff", '"b"', ATTEMPT.next_at)
    assert desk.rules.seen[1:] == [("came", [1, 2])]


def test_entries_that_have_not_changed_do_not_wait(desk: Desk) -> None:
    desk.refresh(feed("lamp"))
    saved = desk.announce(feed("lamp"), replace(ATTEMPT, etag='"c"'))
    assert (saved.waiting, saved.same, saved.new) == ((), frozenset({1}), 0)
    assert desk.feed.etag == '"c"'
    saved = desk.announce(feed("stairs", "lamp"))
    assert [waiting.entry.title for waiting in saved.waiting] == ["stairs"]
    assert saved.same == {1}


def test_a_changed_entry_waits_and_is_an_update(desk: Desk) -> None:
    desk.refresh(feed("lamp"))
    came = ParsedFeed(title="The Pier", entries=(entry("lamp", "again"),))
    saved = desk.announce(came)
    assert (saved.new, saved.is_news_only) == (0, False)
    assert [waiting.article_id for waiting in saved.waiting] == [None]
    assert desk.finish(saved, text(came.entries[0])) == (0, 1)
    assert desk.session.library.articles.content(1).text == "The text of lamp again"
    assert desk.rules.seen[-1] == ("came", [])
    assert desk.refresh(came) == (0, 0)


def test_an_article_that_another_feed_listed_gets_its_first_text_here(desk: Desk) -> None:
    other = desk.session.library.feeds.add(Subscription(url="https://quay.example/feed"), NOW)[0]
    announce(desk.session, other, Decision(attempt=ATTEMPT, came=feed("lamp")), desk.known_rules)
    desk.session.library.feeds.set(desk.feed.id, "full_text", "always", NOW)
    assert desk.refresh(feed("lamp"))[0] == 0
    assert desk.states() == [("lamp", "full")]
    assert desk.rules.seen[-1] == ("came", [1])
    assert desk.queued == [("https://pier.example/lamp", desk.feed.id)]


def test_a_move_is_not_made_twice(desk: Desk) -> None:
    moved = replace(ATTEMPT, moved_to="https://pier.example/new")
    saved = desk.announce(feed("lamp"), moved)
    assert desk.feed.url == "https://pier.example/new"
    desk.session.library.feeds.tried(desk.feed.id, replace(ATTEMPT, moved_to="https://pier.example/newer"))
    desk.finish(saved, text(saved.waiting[0].entry), attempt=moved)
    assert desk.feed.url == "https://pier.example/newer"


def test_each_text_needs_its_entry(desk: Desk) -> None:
    saved = desk.announce(feed("lamp", "stairs"))
    with pytest.raises(ValueError, match="shorter"):
        desk.finish(saved, text(saved.waiting[0].entry))


@pytest.mark.parametrize(
    ("setting", "state", "is_queued"),
    [
        ("auto", "full", False),
        ("auto", "teaser", True),
        ("auto", "part", True),
        ("auto", "failed", False),
        ("auto", "none", True),
        ("always", "full", True),
        ("always", "failed", True),
        ("never", "teaser", False),
    ],
)
def test_pages_are_queued_as_the_feed_is_set(
    desk: Desk, setting: str, state: TextState, is_queued: bool
) -> None:
    desk.session.library.feeds.set(desk.feed.id, "full_text", setting, NOW)
    desk.refresh(feed("lamp"), state)
    assert desk.queued == ([("https://pier.example/lamp", desk.feed.id)] if is_queued else [])


def test_an_entry_that_is_a_file_to_play_has_no_page_fetched(desk: Desk) -> None:
    came = feed("lamp", "stairs")
    sound, picture = (Link(f"https://pier.example/{name}", role="enclosure") for name in ("a.mp3", "b.jpg"))
    saved = desk.announce(came)
    drafts = [replace(text(waiting.entry, "none"), links=(link,), pictures=(Picture(url=picture.url),))
              for waiting, link in zip(saved.waiting, (sound, picture), strict=True)]  # fmt: skip
    desk.finish(saved, *drafts)
    assert desk.queued == [(drafts[1].url, desk.feed.id)]


def test_an_entry_without_address_has_no_page(desk: Desk) -> None:
    came = ParsedFeed(title="The Pier", entries=(replace(entry("lamp"), url=None),))
    desk.refresh(came, "teaser")
    assert desk.queued == []


def test_a_whole_new_feed_comes_in_one_step_in_the_order_of_a_refresh(desk: Desk) -> None:
    came = feed("lamp", "stairs")
    read = FeedRead(feed=came, drafts=tuple(text(one, "teaser") for one in came.entries))
    assert whole(desk.session, desk.feed, read, ATTEMPT, desk.known_rules) == 2
    assert desk.states() == [("stairs", "teaser"), ("lamp", "teaser")]
    assert sorted(desk.queued) == [(f"https://pier.example/{n}", desk.feed.id) for n in ("lamp", "stairs")]
    assert desk.rules.seen == [("came", [1, 2])]
    assert desk.feed.body_hash == "ff"
    seen = desk.session.library.arrivals.seen(desk.feed.id)
    articles = {one.title: seen[bytes.fromhex(one.digest or "")] for one in came.entries}
    assert articles == {"lamp": 2, "stairs": 1}
    assert desk.announce(came).waiting == ()
    assert whole(desk.session, desk.feed, read, ATTEMPT, desk.known_rules) == 0


def test_only_entries_that_wait_are_read() -> None:
    came = feed("lamp", "stairs", "pier")
    waiting = tuple(WaitingEntry(came.entries[n], n, None) for n in (2, 0))
    saved = SavedFeed(feed_id=1, at=NOW, waiting=waiting)
    found = entries_of(came, saved)
    assert [one.title for one in found.entries] == ["pier", "lamp"]
    assert replace(found, entries=came.entries) == came


def test_cut_states_are_those_of_a_feeds_text() -> None:
    assert {"teaser", "part"} == save_entries.CUT


def test_what_waits_is_packed_and_unpacked_the_same() -> None:
    entries = tuple(
        Entry(guid=f"g{n}", title="Möwe", html="<p>Über dem Pier 鷗</p>" * 40, digest="ab") for n in range(9)
    )
    came = ParsedFeed(title="The Pier", entries=entries)
    data = save_entries.packed(came)
    assert save_entries.unpacked(data) == came
    assert len(data) < sum(len(entry.html) for entry in entries) / 3


def test_what_waits_keeps_all_but_the_html() -> None:
    entry = Entry(guid="g", title="Gull", html="<p>Over the pier</p>", digest="ab")
    saved = SavedFeed(feed_id=1, at=NOW, waiting=(WaitingEntry(entry, 3, 7),), same=frozenset({5}))
    assert save_entries.without_html(saved) == replace(
        saved, waiting=(WaitingEntry(replace(entry, html=""), 3, 7),)
    )
