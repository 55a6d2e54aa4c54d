"""Masks: what they find is what the statements and the reference find, and they follow the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text
from reader.store.library import Library
from reader.store.search import masks as search_masks
from reader.store.search.lists import Tally
from tests.store.making import NOW, save
from tests.store.search.test_lists import UNREAD, documents, expected, shelf, trees

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Document
    from reader.store.search.lists import Sort
    from reader.store.search.masks import Mask

__all__ = ["documents", "shelf"]

GAS, OIL = Text("any", "gas"), Text("title", "oil")
WORDS = {GAS: [1, 3, 4, 12, 77], OIL: [2, 3]}
"""The articles that have the words: 4 is muted, 12 removed, and the library has no 77."""


def found(library: Library, tree: Node, sort: Sort = "date") -> list[int]:
    masks = library.masks

    def texts(text: Text) -> Mask:
        return masks.of_ids(WORDS[text])

    return masks.ids(masks.shown(tree, masks.matching(tree, texts)), sort)


@settings(max_examples=60)
@given(tree=trees, sort=st.sampled_from(["date", "oldest", "longest"]))
def test_a_mask_is_what_the_statements_find(
    shelf: Library, documents: list[Document], tree: Node, sort: Sort
) -> None:
    ids = found(shelf, tree, sort)
    assert ids == shelf.queries.ids(tree, sort=sort)
    assert set(ids) == expected(documents, tree)
    masks = shelf.masks
    matching = masks.matching(tree, lambda _: pytest.fail("there are no words"))
    assert masks.tally(tree, matching) == shelf.queries.tally(tree)
    assert set(masks.ids(matching, "date")) == set(shelf.queries.ids(tree, with_muted=True))


def test_what_the_index_says_is_joined_with_the_rest(shelf: Library) -> None:
    assert set(found(shelf, GAS)) == {1, 3}
    assert set(found(shelf, And((GAS, OIL)))) == {3}
    assert set(found(shelf, Or((GAS, OIL)))) == {1, 2, 3}
    assert set(found(shelf, And((GAS, UNREAD)))) == {3}
    assert set(found(shelf, And((Not(GAS), Not(UNREAD))))) == {2, 5}
    assert set(found(shelf, And((GAS, Filter("is", "muted"))))) == {4}


def test_a_muted_article_that_the_words_find_is_only_counted(shelf: Library) -> None:
    masks = shelf.masks
    matching = masks.matching(GAS, lambda text: masks.of_ids(WORDS[text]))
    assert masks.tally(GAS, matching) == Tally(found=2, unread=1, muted=1)


def test_an_empty_library_has_masks(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        assert found(library, Or((Everything(), GAS))) == []


def test_masks_follow_the_library_whoever_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library, Library.open(path) as other:
        for number in (1, 2):
            save(library, number)
        assert len(found(library, UNREAD)) == 2
        library.marks.read([1], NOW)
        assert found(library, UNREAD) == [2]
        other.marks.read([2], NOW)
        assert found(library, UNREAD) == []
        save(other, 3)
        assert found(library, UNREAD) == [3]
        other.marks.remove([3], NOW)
        assert found(library, UNREAD) == []


def test_a_condition_is_read_once_until_something_changes(shelf: Library) -> None:
    def asked() -> int:
        seen: list[str] = []
        shelf.database._connection.set_trace_callback(seen.append)
        found(shelf, And((GAS, UNREAD, Number("words", 1, None))))
        shelf.database._connection.set_trace_callback(None)
        return sum("group_concat" in statement for statement in seen)

    shelf.masks._version = None
    assert asked() == 4, "the order, the muted ones, two conditions"
    assert asked() == 0
    shelf.database.run("UPDATE mark SET position = position WHERE article_id = 3")
    assert asked() == 4


def test_conditions_are_forgotten_the_oldest_first(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_masks, "KEPT", 3)
    shelf.masks._version = None
    for number in range(9):
        found(shelf, Number("words", number, None))
        assert len(shelf.masks._kept) <= 3
    assert any("a.words" in str(key) for key in shelf.masks._kept)


def test_what_came_in_between_two_conditions_has_no_place_yet(shelf: Library) -> None:
    masks = shelf.masks
    masks.matching(Everything(), lambda _: pytest.fail("no words"))
    masks._kept.clear()
    masks.length -= 2
    try:
        assert max(masks.ordered("date")) < masks.length
        assert len(masks.of_ids([1, masks.length, 10**12])) == masks.length
    finally:
        masks._version = None


def test_numbers_and_arrays_make_the_same_mask(shelf: Library) -> None:
    masks = shelf.masks
    found(shelf, Everything())
    assert masks.of_ids([3, 5]).tolist() == masks.of_ids(np.array([5, 3])).tolist()
    assert np.flatnonzero(masks.of_ids(iter([3, 5]))).tolist() == [3, 5]
