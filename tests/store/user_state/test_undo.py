"""What the reader did is undone exactly, and done again exactly."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Subscription
from reader.store.library import Library
from reader.store.user_state import undo
from reader.store.user_state.undo import RowChange, named, perform, perform_all
from tests.store.making import LATER, LONG, NOW, save, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.store.database import Value


@pytest.fixture
def ids(library: Library) -> list[int]:
    return [save(library, number) for number in range(3)]


def test_undo_tells_in_words_what_it_undid(library: Library, ids: list[int]) -> None:
    library.marks.read(ids, NOW)
    library.marks.bookmark(ids[:1], NOW)
    library.tags.change(ids[:1], ["a"], [], NOW)
    library.tags.change(ids[:1], [], ["a"], NOW)
    assert library.undo.undo(9, NOW) == [
        "tagged “Story 0” -a",
        "tagged “Story 0” +a",
        "bookmarked “Story 0”",
        "marked 3 articles as read",
    ]
    assert library.undo.undo(1, NOW) == []
    assert library.undo.redo(2, NOW) == ["marked 3 articles as read", "bookmarked “Story 0”"]


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
    assert undo.KEPT == 1_000
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


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
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


def test_two_changes_of_one_row_within_one_operation_end_as_before_both(
    library: Library, ids: list[int]
) -> None:
    before = table(library, "mark")
    with library.undo.as_one():
        library.marks.bookmark(ids[:1], NOW)
        library.marks.unbookmark(ids[:1], LATER)
        library.marks.read(ids[1:], NOW)
    after = table(library, "mark")
    assert after != before
    assert library.undo.undo(1, LATER) == ["bookmarked “Story 0”"]
    assert table(library, "mark") == before
    assert library.undo.redo(1, LATER) == ["bookmarked “Story 0”"]
    assert table(library, "mark") == after
    assert library.undo.undo(9, LATER) == ["bookmarked “Story 0”"]


def test_a_row_made_and_changed_within_one_operation_is_gone_after_it(
    library: Library, ids: list[int]
) -> None:
    with library.undo.as_one():
        number = library.own_words.write(ids[0], "One", NOW)
        library.own_words.rewrite(number, "Two", NOW)
        library.own_words.remove_note(number, NOW)
        other = library.own_words.write(ids[0], "Three", NOW)
    library.undo.undo(1, LATER)
    assert table(library, "note") == []
    library.undo.redo(1, LATER)
    assert [note.id for note in library.own_words.notes(ids[0])] == [other]


def test_one_operation_takes_in_nothing_that_was_before_it(library: Library, ids: list[int]) -> None:
    library.marks.read(ids[:1], NOW)
    library.marks.read(ids[1:2], NOW)
    library.undo.undo(1, NOW)
    with library.undo.as_one():
        pass
    assert library.undo.redo(1, NOW) == ["marked “Story 1” as read"]
    with library.undo.as_one():
        library.marks.bookmark(ids, NOW)
    assert library.undo.undo(9, NOW) == [
        "bookmarked 3 articles",
        "marked “Story 1” as read",
        "marked “Story 0” as read",
    ]


def test_what_fails_within_one_operation_undoes_all_of_it(library: Library, ids: list[int]) -> None:
    before = table(library, "mark")

    def fail() -> None:
        with library.undo.as_one():
            library.marks.read(ids, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert table(library, "mark") == before
    assert library.undo.undo(1, NOW) == []


def test_the_last_operations_are_undone_newest_first_and_done_again_oldest_first(
    library: Library, ids: list[int]
) -> None:
    for number in ids:
        library.marks.read([number], NOW)
    assert library.undo.undo(2, LATER) == ["marked “Story 2” as read", "marked “Story 1” as read"]
    assert library.undo.redo(1, LATER) == ["marked “Story 1” as read"]
    assert [found.read for found in library.articles.many(ids)] == [True, True, False]
    done, undone = library.database.rows("SELECT done_at, undone_at FROM undo ORDER BY id DESC")[:2]
    assert (done[1] is None, undone[1] is None) == (False, True)
    assert undone[0] == done[1]


def test_an_operation_goes_on_only_while_it_is_not_undone(library: Library, ids: list[int]) -> None:
    def bookmark(number: int, after: int | None) -> int | None:
        change = RowChange((number,), (None, None), (5, 5))
        return perform_all(library.database, 5, f"up to {number}", {"bookmarked": [change]}, after=after)

    first = bookmark(ids[0], None)
    assert first is not None
    assert bookmark(ids[1], first) == first
    assert perform_all(library.database, 5, "nothing", {"bookmarked": []}, after=first) == first
    assert library.undo.undo(9, NOW) == [f"up to {ids[1]}"]
    assert not any(found.bookmarked for found in library.articles.many(ids))
    assert bookmark(ids[2], first) == first + 1
    assert perform_all(library.database, 5, "nothing", {"read": []}) is None


def test_rows_of_equal_change_share_one_part(library: Library, ids: list[int]) -> None:
    changes = [RowChange((number,), (None,), (7,)) for number in ids]
    perform(library.database, 7, "muted all", "muted", changes)
    (inverse,) = library.database.column("SELECT inverse FROM undo")
    assert inverse == f'[["muted",[null],[7],[[{ids[0]}],[{ids[1]}],[{ids[2]}]]]]'
    assert all(found.muted for found in library.articles.many(ids))


def test_undoing_a_removal_is_a_change_for_the_index(library: Library, ids: list[int]) -> None:
    library.marks.remove(ids[:1], NOW)
    library.undo.undo(1, NOW)
    library.undo.redo(1, NOW)
    rows = library.database.rows("SELECT article_id, gone FROM change ORDER BY number")
    assert rows[len(ids) :] == [(ids[0], 1), (ids[0], 0), (ids[0], 1)]


def test_several_articles_are_named_by_their_number(library: Library, ids: list[int]) -> None:
    assert named(library.database, ids[1:2]) == "“Story 1”"
    assert named(library.database, ids[:2]) == "2 articles"
    assert named(library.database, range(1_234)) == "1,234 articles"


@pytest.mark.parametrize(
    ("name", "key", "first", "then"),
    [
        ("tag", (1, "sea"), ("Sea", 1, 0), ("SEA", 0, 5)),
        ("note", (7,), (1, "a", 0), (1, "b", 5)),
        ("highlight", (7,), (1, "a", "b", "c", 0), (1, "a", "", "", 5)),
        ("saved", (7,), ("k", "K", "gas", 1), ("k", "K", "oil", 2)),
        ("rule", (7,), (None, "gas", "mute", None, 1), (None, "gas", "tag", "sea", 0)),
    ],
)
def test_rows_of_the_readers_own_come_change_and_go(
    library: Library,
    ids: list[int],
    name: str,
    key: tuple[Value, ...],
    first: tuple[Value, ...],
    then: tuple[Value, ...],
) -> None:
    database, kind = library.database, undo._KINDS[name]
    columns = ", ".join((*kind.key, *kind.columns))
    for values in (first, then, None):
        with database.transaction():
            undo.put(database, name, [key], values)
        expected = [] if values is None else [(*key, *values)]
        assert database.rows(f"SELECT {columns} FROM {kind.table}") == expected
