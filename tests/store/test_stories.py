"""Stories that the reader splits and joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.store import stories as store_stories
from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from reader.store.library import Library
    from reader.store.user_state.undo import RowChange


@pytest.fixture
def flood(library: Library) -> list[int]:
    """Three reports of one story, and one of another."""
    ids = [save(library, n) for n in range(1, 5)]
    library.groups.settle(ids, [((ids[0], ids[1], ids[2]), None), ((ids[3],), None)], [])
    return ids


def stories(library: Library) -> set[frozenset[int]]:
    rows = library.database.rows("SELECT group_concat(article_id) FROM report GROUP BY story_id")
    return {frozenset(map(int, ids.split(","))) for (ids,) in rows}


def test_what_is_split_off_is_a_story_together(library: Library, flood: list[int]) -> None:
    one, two, three, four = flood
    assert library.stories.split([two, three], LATER) == 2
    assert stories(library) == {frozenset((one,)), frozenset((two, three)), frozenset((four,))}


def test_an_article_that_is_alone_cannot_be_split_off(library: Library, flood: list[int]) -> None:
    before = stories(library)
    assert library.stories.split([flood[3]], LATER) == 0
    assert library.stories.split(flood[:3], LATER) == 0
    assert stories(library) == before
    assert library.undo.undo(1, LATER) == []


def test_joining_brings_whole_stories_together(library: Library, flood: list[int]) -> None:
    assert library.stories.join([flood[3], flood[1]], LATER) == 3
    assert stories(library) == {frozenset(flood)}
    assert library.stories.join([flood[3], flood[1]], LATER) == 0


def test_both_are_undone_and_done_again(library: Library, flood: list[int]) -> None:
    before = library.database.rows("SELECT * FROM report ORDER BY article_id")
    library.stories.split([flood[0]], LATER)
    library.stories.join([flood[0], flood[3]], LATER)
    after = library.database.rows("SELECT * FROM report ORDER BY article_id")
    assert library.undo.undo(2, LATER) == [
        "joined “Story 4” into one story",
        "split “Story 1” off the story",
    ]
    assert library.database.rows("SELECT * FROM report ORDER BY article_id") == before
    library.undo.redo(2, LATER)
    assert library.database.rows("SELECT * FROM report ORDER BY article_id") == after


def test_no_grouping_changes_what_the_reader_said(library: Library, flood: list[int]) -> None:
    library.stories.split([flood[0]], LATER)
    library.stories.join([flood[1], flood[3]], LATER)
    said = library.database.rows("SELECT * FROM report ORDER BY article_id")
    assert library.groups.settled(flood) == set(flood)
    library.groups.settle(flood, [(tuple(flood), None)], [])
    assert library.database.rows("SELECT * FROM report ORDER BY article_id") == said


def test_an_article_that_was_alone_may_find_its_story_later(library: Library, flood: list[int]) -> None:
    (number,) = library.stories.of([flood[0]]).values()
    library.groups.settle([flood[3]], [((flood[3],), number)], [])
    assert stories(library) == {frozenset(flood)}


def test_articles_that_wait_to_be_grouped_can_be_joined(library: Library) -> None:
    one, two = save(library, 1), save(library, 2)
    assert library.stories.join([one, two], NOW) == 1
    assert stories(library) == {frozenset((one, two))}


def test_reports_are_in_the_order_of_time_without_removed_ones(library: Library, flood: list[int]) -> None:
    library.database.run("UPDATE mark SET sorted_at = 100 - article_id")
    library.marks.remove([flood[1]], NOW)
    (story,) = library.stories.of([flood[0]]).values()
    assert library.stories.reports([story]) == {story: [flood[2], flood[0]]}


def test_reports_without_a_date_stand_after_all_others(library: Library, flood: list[int]) -> None:
    library.arrivals.put_last([flood[0]])
    (story,) = library.stories.of([flood[0]]).values()
    assert library.stories.reports([story]) == {story: [flood[1], flood[2], flood[0]]}


def test_of_a_story_found_to_be_two_the_larger_part_keeps_the_number(
    library: Library, flood: list[int]
) -> None:
    one, two, three, four = flood
    before = library.stories.of(flood)
    new = save(library, 5)
    library.groups.settle([new], [((one, new), None), ((two, three), None), ((four,), None)], [])
    after = library.stories.of([*flood, new])
    assert stories(library) == {frozenset((one, new)), frozenset((two, three)), frozenset((four,))}
    assert {id_: after[id_] for id_ in (two, three, four)} == {id_: before[id_] for id_ in (two, three, four)}


def test_stories_found_to_be_one_keep_the_number_of_the_larger(library: Library, flood: list[int]) -> None:
    number = library.stories.of(flood)[flood[0]]
    library.groups.settle([], [(tuple(reversed(flood)), None)], [])
    assert set(library.stories.of(flood).values()) == {number}


def test_a_report_held_in_the_meantime_stays_and_the_others_are_settled(
    library: Library, flood: list[int]
) -> None:
    one, two, three, four = flood
    new = save(library, 5)
    library.stories.join([four, one], LATER)  # all reports of both stories are held now
    held = library.database.rows("SELECT * FROM report ORDER BY article_id")
    library.groups.settle([new], [((one, two), None), ((three, four, new), None)], [])
    assert (
        library.database.rows("SELECT * FROM report WHERE article_id <> ? ORDER BY article_id", (new,))
        == held
    )
    assert stories(library) == {frozenset(flood), frozenset((new,))}


def test_only_stories_without_a_say_of_the_reader_are_free(library: Library, flood: list[int]) -> None:
    of = library.stories.of(flood)
    every = set(of.values())
    assert library.groups.free(every) == {of[flood[0]]: 3, of[flood[3]]: 1}
    library.marks.remove([flood[2]], LATER)
    assert library.groups.free(every) == {of[flood[0]]: 2, of[flood[3]]: 1}
    library.stories.split([flood[1]], LATER)
    assert library.groups.free(set(library.stories.of(flood).values())) == {of[flood[3]]: 1}


def test_what_was_split_and_what_stays_are_both_held(library: Library, flood: list[int]) -> None:
    library.stories.split(flood[:1], LATER)
    rows = library.database.rows("SELECT article_id, held FROM report ORDER BY article_id")
    assert rows == [(flood[0], 1), (flood[1], 1), (flood[2], 1), (flood[3], 0)]
    assert library.stories.split(flood[:1], LATER) == 0
    assert len(library.undo.undo(9, LATER)) == 1


def test_who_is_held_already_and_stays_is_not_changed_again(
    library: Library, flood: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    library.stories.split(flood[:1], LATER)
    changed: list[object] = []

    def noted(database: object, at: int, words: str, table: str, changes: list[RowChange]) -> None:
        changed.extend(change.key for change in changes)

    monkeypatch.setattr(store_stories, "perform", noted)
    library.stories.split(flood[1:2], LATER)
    assert changed == [(flood[1],)]


def test_who_was_put_there_by_hand_is_known(library: Library, flood: list[int]) -> None:
    assert library.stories.held(flood) == set()
    library.stories.split(flood[:1], LATER)
    assert flood[0] in library.stories.held(flood)
    assert library.stories.held([]) == set()
