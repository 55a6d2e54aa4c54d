"""The log of changes that the index follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.change_log import IndexChange, log
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from reader.store.library import Library


def test_each_article_is_told_once_with_its_last_change(library: Library) -> None:
    one, other = save(library, 1), save(library, 2)
    library.articles.save(draft(1, title="New"), now=LATER)
    assert library.changes.since(0, 10) == [
        IndexChange(2, other, gone=False),
        IndexChange(3, one, gone=False),
    ]
    assert library.changes.since(2, 10) == [IndexChange(3, one, gone=False)]
    assert library.changes.since(3, 10) == []
    assert library.changes.since(0, 1) == [IndexChange(2, other, gone=False)]


def test_numbers_are_never_given_twice(library: Library) -> None:
    assert library.changes.newest() == 0
    save(library, 1)
    library.changes.forget(1)
    assert (library.changes.newest(), library.changes.since(0, 10)) == (1, [])
    save(library, 2)
    assert [change.number for change in library.changes.since(0, 10)] == [2]


def test_forgetting_keeps_what_came_later(library: Library) -> None:
    save(library, 1)
    save(library, 2)
    library.changes.forget(1)
    assert [change.number for change in library.changes.since(0, 10)] == [2]


def test_a_log_that_has_forgotten_more_than_one_knows_does_not_follow(library: Library) -> None:
    assert library.changes.follows(0)
    for number in (1, 2, 3):
        save(library, number)
    assert [library.changes.follows(number) for number in range(5)] == [True, True, True, True, False]
    library.changes.forget(2)
    assert [library.changes.follows(number) for number in range(5)] == [False, False, True, True, False]
    library.changes.forget(3)
    assert [library.changes.follows(number) for number in (2, 3)] == [False, True]


def test_marks_and_tags_are_no_change_for_the_index(library: Library) -> None:
    number = save(library)
    library.marks.read([number], NOW)
    library.tags.change([number], ["a"], [], NOW)
    assert library.changes.newest() == 1


def test_removed_articles_are_gone_and_those_that_come_back_are_not(library: Library) -> None:
    one, other = save(library, 1), save(library, 2)
    library.marks.remove([other, one], NOW)
    assert library.changes.since(2, 10) == [IndexChange(3, one, gone=True), IndexChange(4, other, gone=True)]
    library.undo.undo(1, LATER)
    assert [change.gone for change in library.changes.since(0, 10)] == [False, False]


def test_changes_are_logged_in_the_order_in_which_they_are_given(library: Library) -> None:
    log(library.database, [5, 3, 9], gone=True)
    assert library.changes.since(0, 2) == [IndexChange(1, 5, gone=True), IndexChange(2, 3, gone=True)]
    assert library.changes.newest() == 3
