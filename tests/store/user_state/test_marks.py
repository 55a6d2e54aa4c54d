"""Marks and tags of the reader, undone and done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.model import Subscription
from reader.query.tree import Everything
from tests.store.making import LATER, LONG, NOW, draft, save

if TYPE_CHECKING:
    from reader.model import Article
    from reader.store.library import Library


@pytest.fixture
def ids(library: Library) -> list[int]:
    return [save(library, number) for number in range(3)]


def article(library: Library, number: int) -> Article:
    found = library.articles.get(number)
    assert found is not None
    return found


def test_marks_say_how_many_articles_they_changed(library: Library, ids: list[int]) -> None:
    assert library.marks.read(ids[:2], NOW) == 2
    assert library.marks.read([*ids, 99, 2**70], LATER) == 1
    assert library.marks.unread(ids, LATER) == 3
    assert library.marks.bookmark(ids[:1], NOW) == 1
    assert article(library, ids[0]).bookmarked
    assert library.marks.unbookmark(ids, NOW) == 1


def test_a_mark_keeps_the_time_of_its_last_change(library: Library, ids: list[int]) -> None:
    library.marks.read(ids[:1], NOW)
    library.marks.read(ids[:1], LATER)
    (first,) = library.database.rows("SELECT read_at, read_changed FROM mark WHERE article_id = ?", (ids[0],))
    library.marks.unread(ids[:1], LATER)
    (second,) = library.database.rows(
        "SELECT read_at, read_changed FROM mark WHERE article_id = ?", (ids[0],)
    )
    assert first[0] == first[1]
    assert second[0] is None
    assert second[1] - first[1] == 3_600_000_000


def test_reading_one_copy_reads_all_and_bookmarks_only_itself(library: Library) -> None:
    ids = [save(library, number, text=LONG) for number in range(2)]
    assert library.marks.read(ids[:1], NOW) == 1
    library.marks.bookmark(ids[:1], NOW)
    assert [(found.read, found.bookmarked) for found in library.articles.many(ids)] == [
        (True, True),
        (True, False),
    ]
    assert library.undo.undo(2, LATER) == ["bookmarked “Story 0”", "marked “Story 0” and 1 copy as read"]
    assert [found.read for found in library.articles.many(ids)] == [False, False]
    library.marks.read([*ids, save(library, 7)], NOW)
    assert library.undo.undo(1, LATER) == ["marked 3 articles as read"], (
        "copies that were named are no others"
    )
    library.marks.unread(ids, NOW)
    assert library.marks.read(ids[:1], NOW, also=ids[1:]) == 2
    assert library.undo.undo(1, LATER) == ["marked “Story 0” and 1 copy as read"], "those that go along are"
    assert library.marks.read([], NOW, also=ids[1:]) == 1
    assert library.undo.undo(1, LATER) == ["marked “Story 1” and 1 copy as read"]


def test_removed_articles_are_nowhere_until_undone(library: Library, ids: list[int]) -> None:
    before = library.changes.newest()
    assert library.marks.remove(ids[:1], NOW) == 1
    assert library.articles.get(ids[0]) is None
    assert library.marks.read(ids[:1], NOW) == 0
    assert [(change.article_id, change.gone) for change in library.changes.since(before, 9)] == [
        (ids[0], True)
    ]
    library.undo.undo(1, LATER)
    assert article(library, ids[0]).title == "Story 0"
    assert [(change.article_id, change.gone) for change in library.changes.since(before, 9)] == [
        (ids[0], False)
    ]


def test_the_place_in_an_article_is_kept_and_lists_it_as_begun(library: Library, ids: list[int]) -> None:
    library.marks.keep_place(ids[0], 1200, 0.4, NOW)
    library.marks.keep_place(ids[1], 9000, 1.0, NOW)
    assert (library.marks.place(ids[0]), library.marks.place(ids[2])) == (1200, 0)
    assert library.marks.begun(10) == [ids[0]]
    assert article(library, ids[0]).progress == 0.4
    assert library.undo.undo(1, NOW) == []


def test_ids_of_some_feeds_only(library: Library) -> None:
    papers = [library.feeds.add(Subscription(url=f"https://{n}.example/feed"), NOW)[0] for n in range(2)]
    for number, paper in enumerate(papers):
        library.articles.save(draft(number), now=NOW, feed_id=paper.id, guid=str(number))
    (only,) = library.queries.ids(Everything(), feeds=[papers[1].id])
    assert article(library, only).title == "Story 1"


@pytest.mark.parametrize(
    ("on", "off", "told"),
    [
        ("read", "unread", ["marked “Story 1” as unread", "marked “Story 1” as read"]),
        ("bookmark", "unbookmark", ["removed the bookmark from “Story 1”", "bookmarked “Story 1”"]),
        ("mute", "unmute", ["unmuted “Story 1”", "muted “Story 1”"]),
    ],
)
def test_each_mark_is_set_and_taken_once_and_says_so(
    library: Library, on: str, off: str, told: list[str]
) -> None:
    number = save(library)
    for name in (on, off):
        change = getattr(library.marks, name)
        assert [change([number], NOW), change([number], NOW)] == [1, 0]
    assert library.undo.undo(9, NOW) == told


def test_a_place_from_elsewhere_is_kept_where_nothing_was_begun_here(library: Library) -> None:
    first, second = save(library, 1), save(library, 2)
    library.marks.keep_place(first, 1200, 0.4, NOW)
    for number in (first, second):
        library.marks.begin(number, 0.25, 1_001, 7)
    assert [library.marks.place(number) for number in (first, second)] == [1200, 250]
    assert [article.progress for article in library.articles.many([first, second])] == [0.4, 0.25]
    assert library.marks.begun(5) == [first, second]
