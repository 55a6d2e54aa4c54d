"""Marks and tags of the reader, undone and done again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.model import Subscription
from reader.query.tree import Everything
from reader.store.library import Library
from reader.store.user_state import undo
from tests.store.making import LATER, LONG, NOW, draft, save, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model import Article


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
    library.undo.undo(2, LATER)
    assert [found.read for found in library.articles.many(ids)] == [False, False]


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


def test_tags_are_given_and_taken(library: Library, ids: list[int]) -> None:
    assert library.tags.change(ids[:2], ["#Russia", "news/world/"], [], NOW) == 2
    assert library.tags.change(ids, ["russia"], ["NEWS/world"], NOW) == 3
    assert [found.tags for found in library.articles.many(ids)] == [("Russia",), ("Russia",), ("russia",)]
    assert library.tags.all() == [("Russia", 3)]


def test_a_tag_both_given_and_taken_is_given(library: Library, ids: list[int]) -> None:
    library.tags.change(ids[:1], ["a"], ["a"], NOW)
    assert article(library, ids[0]).tags == ("a",)


@pytest.mark.parametrize("tag", ["", "#", " / ", "\n"])
def test_a_tag_of_which_nothing_is_left_is_refused(library: Library, ids: list[int], tag: str) -> None:
    with pytest.raises(UsageError):
        library.tags.change(ids, [tag], [], NOW)


def test_undo_tells_in_words_what_it_undid(library: Library, ids: list[int]) -> None:
    library.marks.read(ids, NOW)
    library.marks.bookmark(ids[:1], NOW)
    library.tags.change(ids[:1], ["a"], [], NOW)
    library.tags.change(ids[:1], [], ["a"], NOW)
    assert library.undo.undo(9, NOW) == [
        "tagged “Story 0” -a",
        "tagged “Story 0” +a",
        "bookmarked “Story 0”",
        "marked 3 articles read",
    ]
    assert library.undo.undo(1, NOW) == []
    assert library.undo.redo(2, NOW) == ["marked 3 articles read", "bookmarked “Story 0”"]


def test_what_changed_nothing_cannot_be_undone(library: Library, ids: list[int]) -> None:
    library.marks.unread(ids, NOW)
    library.tags.change(ids, [], ["a"], NOW)
    assert library.undo.undo(1, NOW) == []


def test_a_new_operation_ends_the_chance_to_do_old_ones_again(library: Library, ids: list[int]) -> None:
    library.marks.read(ids, NOW)
    library.undo.undo(1, NOW)
    library.marks.bookmark(ids, NOW)
    assert library.undo.redo(1, NOW) == []


def test_only_so_many_operations_are_kept(
    library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "KEPT", 3)
    for _ in range(4):
        library.marks.read(ids, NOW)
        library.marks.unread(ids, NOW)
    assert len(library.undo.undo(99, NOW)) == 3


OPERATIONS: dict[str, Callable[[Library, list[int], int], object]] = {
    "read": lambda library, ids, n: library.marks.read(ids, NOW + timedelta(hours=n)),
    "unread": lambda library, ids, n: library.marks.unread(ids, NOW + timedelta(hours=n)),
    "bookmark": lambda library, ids, n: library.marks.bookmark(ids, NOW + timedelta(hours=n)),
    "unbookmark": lambda library, ids, n: library.marks.unbookmark(ids, NOW + timedelta(hours=n)),
    "remove": lambda library, ids, n: library.marks.remove(ids, NOW + timedelta(hours=n)),
    "tag": lambda library, ids, n: library.tags.change(ids, ["A", "b"], [], NOW + timedelta(hours=n)),
    "untag": lambda library, ids, n: library.tags.change(ids, ["c"], ["a"], NOW + timedelta(hours=n)),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.sets(st.integers(1, 4))), max_size=8))
def test_undo_restores_exactly_and_redo_does_exactly_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, set[int]]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("law") / "library.db") as library:
        library.feeds.add(Subscription(url="https://paper.example/feed"), NOW)
        for number in range(4):
            save(library, number, text=LONG if number < 2 else "own")
        states = [(table(library, "mark"), table(library, "tag"))]
        for number, (name, ids) in enumerate(steps):
            OPERATIONS[name](library, sorted(ids), number)
            state = (table(library, "mark"), table(library, "tag"))
            if state != states[-1]:
                states.append(state)
        for state in states[-2::-1]:
            assert len(library.undo.undo(1, LATER)) == 1
            assert (table(library, "mark"), table(library, "tag")) == state
        assert library.undo.undo(1, LATER) == []
        assert len(library.undo.redo(99, LATER)) == len(states) - 1
        assert (table(library, "mark"), table(library, "tag")) == states[-1]


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
