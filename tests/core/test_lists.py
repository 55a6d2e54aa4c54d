"""On the screen copies are one row; marking all read means what the rows stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, lists
from tests.core.test_clustering import BREAD, save
from tests.core.test_related import DAM
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Three copies of one text, the second edited, and another article, which is the oldest."""
    with session(tmp_path) as opened:
        save(opened, "a", DAM, days_ago=1)
        save(opened, "b", DAM.replace("ten days", "nine days"))
        save(opened, "c", DAM, days_ago=2)
        save(opened, "d", BREAD, days_ago=3)
        indexing.catch_up(opened)
        yield opened


def test_a_list_has_one_row_for_copies_and_counts_all(library: Session) -> None:
    found = lists.section(library, lists.UNREAD, unread_only=True)
    assert (list(found.ids), found.total) == ([2, 4], 4)


def test_a_search_has_one_row_for_copies(library: Session) -> None:
    found = lists.search(library, "orsava")
    assert (len(found.ids), found.total) == (1, 3)


def test_near_copies_are_read_by_themselves_and_the_row_says_how_many_are_not(library: Session) -> None:
    library.library.marks.read([1], NOW)
    edited, first = library.library.articles.many([2, 1])
    assert (first.read, first.copies, first.near_copies, first.unread_copies) == (True, (2, 3), (2,), 1)
    assert (edited.read, edited.copies, edited.unread_copies) == (False, (1, 3), 0)
    assert list(lists.section(library, lists.UNREAD, unread_only=True).ids) == [2, 4]


def test_bookmarks_are_all_there(library: Session) -> None:
    library.library.marks.bookmark([1, 2, 3], NOW)
    assert list(lists.section(library, lists.BOOKMARKED, unread_only=False).ids) == [2, 1, 3]


def test_a_row_stands_for_all_its_copies(library: Session) -> None:
    assert sorted(lists.with_copies(library, [2])) == [1, 2, 3]
    assert lists.with_copies(library, [4]) == [4]
