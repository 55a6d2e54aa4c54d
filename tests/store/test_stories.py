"""Stories that the reader splits and joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from reader.store.connection import Library


@pytest.fixture
def flood(library: Library) -> list[int]:
    """Three reports of one story, and one of another."""
    ids = [save(library, n) for n in range(1, 5)]
    library.groups.settle(ids, [((ids[0], ids[1], ids[2]), None), ((ids[3],), None)], [])
    return ids


def stories(library: Library) -> set[frozenset[int]]:
    rows = library.rows("SELECT group_concat(article_id) FROM report GROUP BY story_id")
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
    before = library.rows("SELECT * FROM report ORDER BY article_id")
    library.stories.split([flood[0]], LATER)
    library.stories.join([flood[0], flood[3]], LATER)
    after = library.rows("SELECT * FROM report ORDER BY article_id")
    assert library.undo.undo(2, LATER) == [
        "joined “Story 4” to a story",
        "took “Story 1” out of the story",
    ]
    assert library.rows("SELECT * FROM report ORDER BY article_id") == before
    library.undo.redo(2, LATER)
    assert library.rows("SELECT * FROM report ORDER BY article_id") == after


def test_no_grouping_changes_what_the_reader_said(library: Library, flood: list[int]) -> None:
    library.stories.split([flood[0]], LATER)
    library.stories.join([flood[1], flood[3]], LATER)
    said = library.rows("SELECT * FROM report ORDER BY article_id")
    assert library.groups.settled(flood) == set(flood)
    library.groups.settle(flood, [(tuple(flood), None)], [])
    assert library.rows("SELECT * FROM report ORDER BY article_id") == said


def test_an_article_that_was_alone_may_find_its_story_later(library: Library, flood: list[int]) -> None:
    (number,) = library.stories.of([flood[0]]).values()
    library.groups.settle([flood[3]], [((flood[3],), number)], [])
    assert stories(library) == {frozenset(flood)}


def test_articles_that_wait_to_be_grouped_can_be_joined(library: Library) -> None:
    one, two = save(library, 1), save(library, 2)
    assert library.stories.join([one, two], NOW) == 1
    assert stories(library) == {frozenset((one, two))}


def test_reports_are_in_the_order_of_time_without_removed_ones(library: Library, flood: list[int]) -> None:
    library.run("UPDATE mark SET sorted_at = 100 - article_id")
    library.marks.remove([flood[1]], NOW)
    (story,) = library.stories.of([flood[0]]).values()
    assert library.stories.reports([story]) == {story: [flood[2], flood[0]]}
