from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.model import Snippet
from reader.tui.widgets import row_cache
from reader.tui.widgets.article_row import Row
from reader.tui.widgets.row_cache import RowCache
from tests.support.articles import article

if TYPE_CHECKING:
    from collections.abc import Iterable


def rows(ids: Iterable[int], *, unread: Iterable[int] = ()) -> list[Row]:
    return [Row(article(id=id_, read=id_ not in set(unread))) for id_ in ids]


class Kept:
    """A cache over a hundred thousand ids, 1 and up, and what it requested."""

    def __init__(self, here: Iterable[int] = (), *, number: int = 100_000, snippets: bool = False) -> None:
        self.wanted: list[tuple[int, ...]] = []
        self.cache = RowCache(self.wanted.append)
        self.cache.reset(range(1, number + 1), rows(here), snippets=snippets)


def test_a_row_is_found_by_its_place_where_it_is_here() -> None:
    cache = Kept([1, 3], number=3).cache
    assert [row and row.article.id for row in map(cache.row, (-1, 0, 1, 2, 3))] == [None, 1, None, 3, None]
    assert cache.cached_ids() == [1, 3]


def test_an_empty_cache_has_no_row() -> None:
    cache = RowCache(print)
    assert (cache.ids, cache.row(0), cache.cached_ids()) == ((), None, [])


@pytest.mark.parametrize(
    ("snippets", "index", "wanted"),
    [
        (False, 0, (1, 60)),
        (False, 59, (1, 60)),
        (False, 60, (61, 120)),
        (True, 19, (1, 20)),
        (True, 20, (21, 40)),
    ],
)
def test_a_row_is_requested_with_its_block(*, snippets: bool, index: int, wanted: tuple[int, int]) -> None:
    kept = Kept(snippets=snippets)
    kept.cache.request(index)
    assert kept.wanted == [tuple(range(wanted[0], wanted[1] + 1))]


def test_of_a_block_only_what_is_not_here_is_requested_and_once() -> None:
    kept = Kept(range(1, 59))
    kept.cache.request(0)
    kept.cache.request(58)
    assert kept.wanted == [(59, 60)]
    kept.cache.put(rows([59]), 0)
    kept.cache.request(58)
    assert kept.wanted == [(59, 60)], "one is here, the other on its way"


def test_a_row_that_was_evicted_is_requested_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_cache, "KEPT", 40)
    kept = Kept()
    kept.cache.request(0)
    kept.cache.put(rows(range(1, 61)), cursor=50)
    assert kept.cache.cached_ids() == list(range(41, 61))
    kept.cache.request(0)
    assert kept.wanted[1:] == [tuple(range(1, 41))]


@pytest.mark.parametrize(
    ("cursor", "first", "last"),
    [(0, 1, 10), (9, 1, 19), (10, 1, 20), (11, 2, 21), (20, 11, 30), (40, 31, 41)],
)
def test_the_rows_near_the_cursor_stay_when_they_are_too_many(
    cursor: int, first: int, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_cache, "KEPT", 40)
    kept = Kept(range(1, 40))
    kept.cache.put(rows([40]), cursor)
    assert len(kept.cache.cached_ids()) == 40
    kept.cache.put(rows([41]), cursor)
    assert kept.cache.cached_ids() == list(range(first, last + 1))


def test_two_thousand_rows_are_kept() -> None:
    kept = Kept(range(1, 2_001))
    kept.cache.put((), 0)
    assert len(kept.cache.cached_ids()) == 2_000
    kept.cache.put(rows([2_001]), 1_000)
    assert len(kept.cache.cached_ids()) == 1_000


def test_a_row_that_comes_again_takes_the_place_of_the_old_one() -> None:
    kept = Kept([1])
    newer = Row(article(id=1), Snippet("words", ()))
    kept.cache.put([newer], 0)
    assert kept.cache.row(0) == newer


def test_a_row_that_is_as_it_was_stays_the_same_object_in_another_snapshot() -> None:
    cache = Kept([1, 2], number=2).cache
    before, changed = cache.row(0), rows([2], unread=[2])[0]
    cache.reset([2, 1], [changed, *rows([1])], snippets=True)
    assert cache.row(1) is before
    assert cache.row(0) is changed


def test_a_changed_article_keeps_the_snippet_of_its_row() -> None:
    kept = Kept()
    kept.cache.put([Row(article(id=2), Snippet("words", ()))], 0)
    changed = replace(article(id=2), title="Other")
    assert kept.cache.update(changed)
    assert kept.cache.row(1) == Row(changed, Snippet("words", ()))
    assert not kept.cache.update(article(id=3))
    assert kept.cache.cached_ids() == [2]


@pytest.mark.parametrize(
    ("at", "step", "place"),
    [
        (0, 1, 1),
        (1, 1, 3),
        (2, 1, 3),
        (3, 1, 5),
        (5, 1, None),
        (9, -1, 5),
        (4, -1, 3),
        (3, -1, 1),
        (1, -1, None),
    ],
)
def test_the_next_unread_row_is_told_as_far_as_rows_are_here(at: int, step: int, place: int | None) -> None:
    cache = Kept().cache
    cache.put(rows(range(1, 11), unread=[2, 4, 6]), 0)
    assert cache.unread_beside(at, step) == place


def test_beyond_the_rows_that_are_here_no_unread_one_is_guessed() -> None:
    cache = Kept().cache
    cache.put([*rows([1, 2]), *rows([4], unread=[4])], 0)
    assert cache.unread_beside(0, 1) is None
    assert cache.unread_beside(2, 1) == 3


def test_other_rows_take_the_place_of_all_that_was_here_and_requested() -> None:
    kept = Kept([1, 2])
    kept.cache.request(0)
    kept.cache.reset([3, 4, 5], rows([4]))
    assert kept.cache.cached_ids() == [4]
    kept.cache.request(0)
    assert kept.wanted[1:] == [(3, 5)]


@pytest.mark.parametrize(("snippets", "ahead", "block"), [(False, 40, 60), (True, 12, 20)])
def test_rows_some_way_above_and_below_the_view_are_requested(
    *, snippets: bool, ahead: int, block: int
) -> None:
    kept = Kept(snippets=snippets)
    first, last = 10 * block + ahead, 12 * block - ahead - 1
    kept.cache.prefetch(first, last)
    assert [ids[0] for ids in kept.wanted] == [10 * block + 1, 11 * block + 1]
    kept.wanted.clear()
    kept.cache.prefetch(first - 1, last + 1)
    assert [ids[0] for ids in kept.wanted] == [9 * block + 1, 12 * block + 1]


def test_above_the_first_and_below_the_last_row_is_nothing_to_prefetch() -> None:
    kept = Kept(range(2, 61), number=120)
    kept.cache.prefetch(10, 100)
    assert kept.wanted == [(1,), tuple(range(61, 121))]


def test_what_is_here_is_not_prefetched() -> None:
    kept = Kept([61, 141])
    kept.cache.prefetch(100, 100)
    assert kept.wanted == []


def test_rows_that_are_asked_for_anew_stay_until_they_come() -> None:
    kept = Kept(range(1, 100), snippets=True)
    kept.cache.renew(10, 12)
    assert kept.wanted == [(11, 12, 13)]
    assert kept.cache.cached_ids() == [11, 12, 13]
    kept.cache.request(11)
    assert 12 not in kept.wanted[-1], "it is under way"
    Kept(number=0).cache.renew(0, 9)
