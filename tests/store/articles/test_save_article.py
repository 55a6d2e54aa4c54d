"""What saving a draft makes of what the library knew."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Draft, Embed, Link, Picture, RelatedLink, Revision
from reader.store.articles import save_article
from reader.store.articles.save_article import new_uid
from reader.store.articles.texts import word_hash
from reader.store.library import Library
from reader.store.sql_values import micros
from tests.store.making import LATER, LONG, NOW, draft, save, table

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Feed

FULL = draft(
    canonical="https://agency.example/original",
    authors=("Ana Lima", "Bo Ek"),
    agency="AFP",
    publication="The Paper",
    published=datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
    day="2026-03-01",
    updated=NOW,
    lang="en",
    description="What it is about",
    pictures=(
        Picture("https://p.example/1.jpg", "alt", "caption", "credit"),
        Picture(caption="no address"),
    ),
    embeds=(
        Embed("tweet", "two\n\nparagraphs", "A", "@a", "https://t.example/1", "2026-02-01"),
        Embed("video"),
    ),
    links=(
        Link("https://l.example/1", "one"),
        Link("https://l.example/2"),
        Link("https://e.example/a.mp3", None, "enclosure"),
    ),
    related=(RelatedLink("Earlier story", "https://paper.example/earlier"), RelatedLink("No address")),
    text_state="part",
    reason="the page gives the first half",
)


def outcome(library: Library, given: Draft) -> str:
    return library.articles.save(given, now=LATER).outcome


def test_all_that_a_draft_says_comes_back(library: Library) -> None:
    saved = library.articles.save(FULL, now=NOW)
    article, content = library.articles.get(saved.id), library.articles.content(saved.id)
    assert article is not None
    for name in [
        "title",
        "url",
        "canonical",
        "authors",
        "agency",
        "publication",
        "published",
        "day",
        "updated",
        "lang",
        "description",
        "text_origin",
        "text_state",
        "reason",
    ]:
        assert getattr(article, name) == getattr(FULL, name), name
    for name in ("markdown", "text", "pictures", "embeds", "links", "related"):
        assert getattr(content, name) == getattr(FULL, name), name
    assert article.fetched == NOW
    assert article.words == len(FULL.text.split())


def test_the_same_draft_again_changes_nothing_at_all(library: Library) -> None:
    saved = library.articles.save(FULL, now=NOW)
    before = list(library.database._connection.iterdump())
    assert library.articles.save(FULL, now=LATER) == type(saved)(saved.id, "same")
    assert list(library.database._connection.iterdump()) == before


def test_saving_what_is_known_costs_few_statements(library: Library, feed: Feed) -> None:
    library.articles.save(FULL, now=NOW, feed_id=feed.id, guid="g")
    with library.transaction():
        seen: list[str] = []
        library.database._connection.set_trace_callback(seen.append)
        library.articles.save(FULL, now=LATER, feed_id=feed.id, guid="g")
        library.database._connection.set_trace_callback(None)
    assert len(seen) <= 6, seen


def test_a_new_text_replaces_the_old_which_is_kept_as_a_revision(library: Library) -> None:
    number = save(library, text="The first text", title="First")
    assert outcome(library, draft(text="The second text", title="Second")) == "updated"
    assert library.articles.content(number).markdown == "The second text"
    assert library.articles.earlier(number) == [Revision("page", "First", "The first text", LATER)]
    outcome(library, draft(text="The third text"))
    assert [revision.markdown for revision in library.articles.earlier(number)] == [
        "The first text",
        "The second text",
    ]


def test_only_another_form_of_the_same_words_is_no_revision(library: Library) -> None:
    number = save(library, text="Quoted: 'one'")
    assert outcome(library, draft(text="Quoted:\n\n“One”")) == "updated"
    assert library.articles.content(number).markdown == "Quoted:\n\n“One”"
    assert table(library, "revision") == []


def test_unknown_values_leave_known_ones(library: Library) -> None:
    library.articles.save(FULL, now=NOW)
    article = library.articles.get(1)
    bare = Draft(title=FULL.title, url=FULL.url, text=FULL.text, markdown=FULL.markdown, text_state="part")
    outcome(library, bare)
    again = library.articles.get(1)
    assert article is not None
    assert again is not None
    assert (again.authors, again.agency, again.published, again.lang, again.canonical, again.description) == (
        article.authors,
        article.agency,
        article.published,
        article.lang,
        article.canonical,
        article.description,
    )


def test_a_page_is_shown_before_a_feeds_text_and_both_are_kept(library: Library) -> None:
    number = save(library, text="from the feed", text_origin="feed", title="Feed title")
    assert outcome(library, draft(text="from the page", title="Page title")) == "updated"
    article = library.articles.get(number)
    assert article is not None
    assert (article.text_origin, article.title) == ("page", "Page title")
    assert library.articles.content(number).text == "from the page"
    assert set(library.database.column("SELECT body FROM text")) == {"from the feed", "from the page"}
    assert table(library, "revision") == []


def test_the_feeds_text_that_comes_again_after_the_page_changes_nothing(library: Library) -> None:
    save(library, text="from the feed", text_origin="feed", title="Feed title")
    outcome(library, draft(text="from the page", title="Page title"))
    assert outcome(library, draft(text="from the feed", text_origin="feed", title="Feed title")) == "same"


def test_a_changed_feed_text_behind_a_page_is_kept_but_not_told(library: Library) -> None:
    save(library, text="from the feed", text_origin="feed")
    outcome(library, draft(text="from the page"))
    log = library.changes.newest()
    assert outcome(library, draft(text="news from the feed", text_origin="feed")) == "same"
    assert "news from the feed" in set(library.database.column("SELECT body FROM text"))
    assert library.changes.newest() == log


def test_a_full_feed_text_is_shown_before_a_teaser_of_the_page(library: Library) -> None:
    number = save(library, text="all of it from the feed", text_origin="feed")
    outcome(library, draft(text="the first words", text_state="teaser"))
    article = library.articles.get(number)
    assert article is not None
    assert (article.text_origin, article.text_state) == ("feed", "full")


@pytest.mark.parametrize("state", ["failed", "paywall", "script"])
def test_what_the_page_came_to_is_told_where_the_feed_gives_only_a_part(library: Library, state: str) -> None:
    number = save(library, text="a teaser", text_origin="feed", text_state="teaser")
    assert outcome(library, draft(text="", text_state=state, reason="the page needs a login")) == "updated"
    article = library.articles.get(number)
    assert article is not None
    assert (article.text_origin, article.text_state, article.reason) == (
        "feed",
        state,
        "the page needs a login",
    )
    assert library.articles.content(number).text == "a teaser"


def test_a_page_that_fails_later_does_not_take_its_text_away(library: Library) -> None:
    number = save(library, text="all of it")
    assert outcome(library, draft(text="", text_state="failed", reason="HTTP 500")) == "same"
    article = library.articles.get(number)
    assert article is not None
    assert article.text_state == "full"
    assert library.articles.content(number).text == "all of it"


@pytest.mark.parametrize(("known", "kept"), [("2026-02-04", "2026-02-04"), (None, "2026-02-05")])
def test_with_a_time_its_own_day_is_kept(library: Library, known: str | None, kept: str) -> None:
    exact = datetime(2026, 2, 4, 23, 30, tzinfo=UTC)
    number = save(library, published=exact, day=known, text_origin="feed")
    outcome(library, draft(published=datetime(2026, 2, 5, tzinfo=UTC), day="2026-02-05"))
    found = library.articles.get(number)
    assert found is not None
    assert (found.published, found.day) == (exact, kept)


def test_an_entry_keeps_the_guid_and_link_that_it_had_and_takes_new_ones(
    library: Library, feed: Feed
) -> None:
    url = "https://paper.example/2026/story-1"
    seen = []
    for hours, (guid, link) in enumerate([("g", url), (None, url), ("h", url), ("h", None)]):
        now = NOW + timedelta(hours=hours)
        library.articles.save(draft(url=link, text_origin="feed"), now=now, feed_id=feed.id, guid=guid)
        seen += library.database.rows("SELECT guid, link_key FROM appearance")
    key = "https://paper.example/2026/story-1"
    assert seen == [("g", key), ("g", key), ("h", key), ("h", key)]


def test_a_day_does_not_replace_a_time_of_that_day(library: Library) -> None:
    exact = datetime(2026, 2, 4, 9, 19, tzinfo=UTC)
    save(library, published=exact, day="2026-02-04", text_origin="feed")
    outcome(library, draft(published=datetime(2026, 2, 4, tzinfo=UTC), day="2026-02-04"))
    article = library.articles.get(1)
    assert article is not None
    assert article.published == exact


def test_a_corrected_time_moves_the_article_in_the_lists(library: Library) -> None:
    save(library, published=NOW)
    outcome(library, draft(published=NOW - timedelta(days=3)))
    assert library.database.rows("SELECT sorted_at FROM mark") == library.database.rows(
        "SELECT published FROM article"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"authors": ("Somebody",)},
        {"agency": "dpa"},
        {"published": NOW},
        {"text": "Another text"},
        {"pictures": (Picture(caption="another caption"),)},
        {"related": (RelatedLink("another"),)},
    ],
)
def test_what_search_sees_is_logged_when_it_changes(library: Library, change: dict[str, Any]) -> None:
    save(library)
    assert outcome(library, draft(**change)) == "updated"
    assert library.changes.newest() == 2


def test_what_search_does_not_see_is_not_logged(library: Library) -> None:
    save(library)
    assert outcome(library, draft(description="A summary")) == "updated"
    assert library.changes.newest() == 1


def test_removed_articles_do_not_come_back(library: Library, feed: Feed) -> None:
    saved = library.articles.save(draft(), now=NOW, feed_id=feed.id, guid="g")
    library.marks.remove([saved.id], NOW)
    again = library.articles.save(draft(text="news"), now=LATER, feed_id=feed.id, guid="g")
    assert again == type(saved)(saved.id, "same")
    assert library.articles.get(saved.id) is None
    assert library.articles.get(draft().url or "") is None


def test_a_page_belongs_to_the_article_it_was_fetched_for_wherever_it_was_found(library: Library) -> None:
    number = save(
        library, url="https://short.example/x", text="teaser", text_origin="feed", text_state="teaser"
    )
    page = draft(url="https://paper.example/2026/long", text="the page")
    saved = library.articles.save(page, now=LATER, article_id=number)
    assert (saved.id, saved.outcome) == (number, "updated")
    assert library.articles.by_url("https://paper.example/2026/long") == number
    assert library.articles.by_url("https://short.example/x") == number


def test_an_import_brings_marks_tags_and_feeds(library: Library) -> None:
    number = save(
        library,
        uid="abcdefgh234567ab",
        read=True,
        bookmarked=True,
        tags=("#Russia", "news/world"),
        feeds=("The Moscow Times", "Wire"),
    )
    article = library.articles.get(number)
    assert article is not None
    assert (article.uid, article.read, article.bookmarked) == ("abcdefgh234567ab", True, True)
    assert article.tags == ("news/world", "Russia")
    assert article.feeds == ("The Moscow Times", "Wire")


def test_an_import_joins_a_feed_of_that_title_or_address(library: Library, feed: Feed) -> None:
    save(library, 1, feeds=("The Paper",))
    save(library, 2, feeds=("https://paper.example/feed.xml",))
    assert [(found.id, found.articles) for found in library.feeds.all()] == [(feed.id, 2)]


def test_a_feed_made_by_an_import_has_no_address(library: Library) -> None:
    save(library, 1, feeds=("Wire",))
    (made,) = library.feeds.all()
    assert (made.title, made.url) == ("Wire", None)


@pytest.mark.parametrize("uid", ["short", "ABCDEFGH234567AB", "abcdefgh234567a1", None])
def test_a_uid_of_another_form_is_made_anew(library: Library, uid: str | None) -> None:
    save(library, uid=uid)
    article = library.articles.get(1)
    assert article is not None
    assert article.uid != uid
    assert len(article.uid) == 16
    assert set(article.uid) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_uid_that_is_taken_is_made_anew(library: Library) -> None:
    one = save(library, 1, uid="abcdefgh234567ab")
    other = save(library, 2, uid="abcdefgh234567ab")
    uids = [article.uid for article in library.articles.many([one, other])]
    assert uids[0] == "abcdefgh234567ab" != uids[1]


def test_a_draft_that_fills_leaves_a_text_that_is_there(library: Library, feed: Feed) -> None:
    at: dict[str, Any] = {"feed_id": feed.id, "guid": "g", "fills": True}
    new = draft(text_origin="feed", text="The edited text.")
    library.articles.save(new, now=NOW, feed_id=feed.id, guid="g")
    old = draft(text_origin="feed", text="The text before the edit.", read=True, tags=("a",))
    assert library.articles.save(old, now=LATER, **at).outcome == "same"
    article = library.articles.many([1])[0]
    assert library.articles.content(1).text == "The edited text."
    assert (article.read, article.tags) == (True, ("a",))


def test_a_draft_that_fills_gives_a_text_where_there_is_less_of_one(library: Library) -> None:
    save(library, text="", markdown="", text_state="pending")
    assert library.articles.save(draft(), now=LATER, fills=True).outcome == "updated"
    assert library.articles.many([1])[0].text_state == "full"
    pending = draft(text="", markdown="", text_state="pending", text_origin="file")
    assert library.articles.save(pending, now=LATER, fills=True).outcome == "same"
    assert library.articles.many([1])[0].text_state == "full"


def test_equal_texts_are_copies_of_each_other(library: Library) -> None:
    ids = [save(library, n, text=text) for n, text in enumerate([LONG, LONG.upper(), LONG + " end", LONG])]
    copies = [article.copies for article in library.articles.many(ids)]
    assert copies == [(ids[1], ids[3]), (ids[0], ids[3]), (), (ids[0], ids[1])]


@pytest.mark.parametrize(
    "change", [{"text": "Subscribe to read on."}, {"text": LONG, "text_state": "paywall"}]
)
def test_equal_notices_in_place_of_a_text_are_no_copies(library: Library, change: dict[str, str]) -> None:
    ids = [save(library, n, **change) for n in range(2)]
    assert [article.copies for article in library.articles.many(ids)] == [(), ()]


def test_a_copy_of_a_read_article_comes_in_read(library: Library) -> None:
    one = save(library, 1, text=LONG)
    library.marks.read([one], NOW)
    other = save(library, 2, text=LONG)
    assert [article.read for article in library.articles.many([one, other])] == [True, True]


def test_of_several_read_copies_the_earliest_reading_counts(library: Library) -> None:
    ids = [save(library, n, text=f"own {n}") for n in range(3)]
    for number, hours in zip(ids, (2, 1, 3), strict=True):
        library.marks.read([number], NOW + timedelta(hours=hours))
    library.database.run("UPDATE article SET text_hash = ?", (word_hash(LONG, 1),))
    new = save(library, 9, text=LONG)
    read: dict[int, int] = dict(library.database.rows("SELECT article_id, read_at FROM mark"))
    assert read[new] == read[ids[1]] == micros(NOW + timedelta(hours=1))


def test_a_copy_that_was_read_keeps_its_own_time(library: Library) -> None:
    one, other = save(library, 1), save(library, 2)
    library.marks.read([one], NOW)
    library.marks.read([other], LATER)
    for number in (1, 2):
        library.articles.save(draft(number, text=LONG), now=LATER)
    rows = library.database.rows("SELECT read_at, read_changed FROM mark ORDER BY article_id")
    assert rows == [(micros(NOW), micros(NOW)), (micros(LATER), micros(LATER))]


def test_an_import_that_was_read_reads_its_copies(library: Library) -> None:
    copy, other = save(library, 1, text=LONG), save(library, 2)
    read = save(library, 3, text=LONG, read=True)
    assert [found.read for found in library.articles.many([copy, other, read])] == [True, False, True]


@pytest.mark.parametrize(
    ("tick", "time"),
    [(0, "222222"), (31, "22222z"), (32, "222232"), (32**2, "222322"), (32**3, "223222"), (32**4, "232222"), (32**5, "322222")],
)  # fmt: skip
def test_a_uid_begins_with_the_time_in_steps_of_four_seconds(tick: int, time: str) -> None:
    assert new_uid(tick * 4_000_000)[:6] == new_uid(tick * 4_000_000 + 3_999_999)[:6] == time
    assert len({new_uid(0) for _ in range(100)}) == 100
    assert re.fullmatch(r"[a-z2-7]{16}", new_uid(tick))


# The reader chooses which text is shown

FEED_TEXT = f"from the feed {LONG}"
PAGE_TEXT = f"from the page {LONG} and more"


@pytest.fixture
def both(library: Library) -> int:
    number = save(library, text=FEED_TEXT, text_origin="feed", text_state="part", reason="cut")
    library.articles.save(draft(text=PAGE_TEXT), now=LATER)
    return number


def shown(library: Library, number: int) -> tuple[str, str, str, int]:
    article = library.articles.get(number)
    assert article is not None
    return article.text_origin, article.text_state, library.articles.content(number).text, article.words


def test_the_other_text_is_shown_with_its_own_state(library: Library, both: int) -> None:
    assert library.articles.origins(both) == ["page", "feed"]
    before = library.changes.newest()
    assert library.articles.choose_text(both, "feed")
    assert shown(library, both) == ("feed", "part", FEED_TEXT, len(FEED_TEXT.split()))
    assert library.articles.origins(both) == ["feed", "page"]
    assert [change.article_id for change in library.changes.since(before, 9)] == [both]
    assert library.articles.choose_text(both, "page")
    assert shown(library, both)[:2] == ("page", "full")


def test_the_choice_outlives_new_texts(library: Library, both: int) -> None:
    library.articles.choose_text(both, "feed")
    library.articles.save(draft(text=f"{PAGE_TEXT} anew"), now=LATER)
    assert shown(library, both)[0] == "feed"
    library.articles.save(draft(text=f"{FEED_TEXT} anew", text_origin="feed", text_state="part"), now=LATER)
    assert shown(library, both)[2] == f"{FEED_TEXT} anew"


def test_a_text_that_is_not_there_cannot_be_chosen(library: Library, both: int) -> None:
    assert not library.articles.choose_text(both, "file")
    assert shown(library, both)[0] == "page"


def test_a_page_that_gave_nothing_is_no_text(library: Library) -> None:
    number = save(library, text=FEED_TEXT, text_origin="feed")
    library.articles.save(draft(text="", markdown="", text_state="failed", reason="404"), now=NOW)
    assert library.articles.origins(number) == ["feed"]
    assert not library.articles.choose_text(number, "page")


def test_a_chosen_text_is_not_told_to_be_what_the_page_came_to(library: Library) -> None:
    number = save(library, text=FEED_TEXT, text_origin="feed", text_state="part")
    library.articles.save(draft(text="Subscribe to read on", text_state="paywall"), now=LATER)
    assert shown(library, number)[:2] == ("feed", "paywall")
    library.articles.choose_text(number, "feed")
    assert shown(library, number)[:2] == ("feed", "part")


def test_only_a_text_of_the_article_itself_can_be_chosen(library: Library, both: int) -> None:
    other = save(library, 2)
    assert library.articles.choose_text(both, "feed") is True
    assert library.articles.choose_text(other, "feed") is False
    assert library.articles.origins(other) == ["page"]


words = st.sampled_from(["alpha", "beta", "gamma", LONG])
drafts = st.builds(
    Draft,
    title=words,
    url=st.sampled_from([None, *(f"https://paper.example/{n}" for n in range(3)), "https://paper.example/"]),
    text=words,
    markdown=words,
    lang=st.sampled_from([None, "en", "de"]),
    published=st.sampled_from([None, NOW]),
    pictures=st.sampled_from([(), (Picture(caption="one"),)]),
    text_state=st.sampled_from(["full", "teaser", "failed"]),
)
# Feeds give no guids, a guid an entry, or one guid for all; their links may be shared, missing, or the front page.
documents = st.one_of(
    st.lists(st.tuples(drafts, st.none()), max_size=6),
    st.lists(
        st.tuples(drafts, st.sampled_from(["g1", "g2", "g3", "g4"])),
        max_size=4,
        unique_by=lambda pair: pair[1],
    ),
    st.lists(st.tuples(drafts, st.just("g")), max_size=6),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents)
def test_a_feed_document_that_comes_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[Draft, str | None]]
) -> None:
    place: Path = tmp_path_factory.mktemp("law")
    with Library.open(place / "library.db") as library:
        feed_id = library.database.insert(
            "INSERT INTO feed (url, added_at) VALUES ('https://f.example/', 0)", ()
        )

        def refresh(number: int) -> list[str]:
            now = NOW + timedelta(hours=number)
            with library.transaction():
                return [
                    library.articles.save(item, now=now, feed_id=feed_id, guid=guid, position=n).outcome
                    for n, (item, guid) in enumerate(entries)
                ]

        refresh(0)
        assert refresh(1) == ["same"] * len(entries)
        texts = {row[0] for row in library.database.rows("SELECT title FROM article")}
        assert texts == {item.title for item, _ in entries}


def test_a_new_article_was_not_listed_before(library: Library) -> None:
    result = library.articles.save(draft(), now=NOW)
    assert (result.outcome, result.first_text) == ("new", False)


@pytest.mark.parametrize(
    ("state", "worth"),
    [
        ("full", 4),
        ("part", 3),
        ("teaser", 2),
        ("paywall", 1),
        ("script", 2),
        ("pending", 2),
        ("failed", 1),
        ("none", 1),
    ],
)
def test_a_text_is_worth_what_its_state_says_and_none_is_worth_nothing(state: str, worth: int) -> None:
    assert (save_article._worth(state, "text"), save_article._worth(state, "")) == (worth, 0)


def test_texts_without_a_word_are_no_revisions_of_each_other(library: Library) -> None:
    number = save(library, text="...")
    library.articles.save(draft(text="!!!"), now=LATER)

    assert library.articles.earlier(number) == []


def test_an_article_is_read_when_the_text_that_is_chosen_was_read_elsewhere(library: Library) -> None:
    library.marks.read([save(library, 1, text=LONG)], NOW)
    number = save(library, 2)
    library.articles.save(draft(2, text=LONG, text_origin="feed"), now=NOW, article_id=number)
    assert [article.read for article in library.articles.many([1, 2])] == [True, False]

    library.articles.choose_text(number, "feed")
    assert [article.read for article in library.articles.many([1, 2])] == [True, True]


def test_an_entry_that_comes_without_a_hash_keeps_the_known_one(library: Library, feed: Feed) -> None:
    for entry_hash in (bytes(16), None):
        library.articles.save(draft(), now=NOW, feed_id=feed.id, guid="g", entry_hash=entry_hash)
    assert library.arrivals.seen(feed.id) == {bytes(16): 1}


def test_an_import_brings_notes_and_highlights(library: Library) -> None:
    number = save(library, notes=("Ask the pilot.",), highlights=("word7 word8",))

    assert [note.text for note in library.own_words.notes(number)] == ["Ask the pilot."]
    (highlight,) = library.own_words.highlights(number)
    assert highlight.passage.quote == "word7 word8"
    assert highlight.passage.before.endswith("word6 ")


DAY = 86_400_000_000
MIDNIGHT = 20_513 * DAY


@pytest.mark.parametrize(
    ("old", "new", "is_vaguer"),
    [
        (MIDNIGHT + 1, MIDNIGHT, True),
        (MIDNIGHT + DAY + 1, MIDNIGHT + DAY, True),
        (MIDNIGHT - 1, MIDNIGHT, True),
        (MIDNIGHT + 2 * DAY - 1, MIDNIGHT, True),
        (MIDNIGHT + 2 * DAY + 1, MIDNIGHT, False),
        (MIDNIGHT + DAY, MIDNIGHT, False),
        (MIDNIGHT, MIDNIGHT, False),
        (MIDNIGHT + 1, MIDNIGHT + 2, False),
        (MIDNIGHT + 1, MIDNIGHT + DAY // 2, False),
    ],
)
def test_a_day_alone_is_vaguer_than_a_time_near_it(old: int, new: int, *, is_vaguer: bool) -> None:
    assert save_article._is_vaguer(old, new) is is_vaguer


def test_an_article_has_as_much_as_a_draft_where_its_best_text_is_worth_as_much(library: Library) -> None:
    number = save(library, text_state="part")
    as_much = save_article._has_as_much

    assert as_much(library.database, number, draft(text_state="part"))
    assert not as_much(library.database, number, draft(text_state="full"))
    assert not as_much(library.database, 99, draft())
    assert as_much(library.database, 99, draft(text=""))


@pytest.mark.parametrize(
    ("named", "text", "stored"),
    [
        (None, "渡し船は島へ向かう途中で座礁した。", "ja"),
        (None, "Halcyon Bay", None),
        ("de", "渡し船は島へ向かう途中で座礁した。", "de"),
    ],
)
def test_an_article_without_a_named_language_has_that_of_its_text(
    library: Library, named: str | None, text: str, stored: str | None
) -> None:
    saved = library.articles.save(replace(FULL, lang=named, title="–", text=text), now=NOW)
    article = library.articles.get(saved.id)
    assert article is not None
    assert article.lang == stored
