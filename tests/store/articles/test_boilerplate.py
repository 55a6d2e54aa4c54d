"""Which lines are boilerplate is kept, bounded, and forgotten again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reader.store.articles import boilerplate
from tests.store.making import NOW, save

if TYPE_CHECKING:
    import pytest

    from reader.store.library import Library


def test_a_line_of_three_articles_is_boilerplate(library: Library) -> None:
    library.boilerplate.add([(7, 1), (7, 2), (8, 1)], NOW)
    assert library.boilerplate.proven([7, 8]) == set()
    assert library.boilerplate.witnesses([7, 8, 9]) == {7: [1, 2], 8: [1]}
    library.boilerplate.add([(7, 2), (7, 3)], NOW)
    assert library.boilerplate.proven([7, 8]) == {7}
    assert library.boilerplate.proven([8]) == set()


def test_articles_that_turn_out_to_have_it_are_clustered_again(library: Library) -> None:
    one, other = save(library, 1), save(library, 2)
    library.groups.settle([one, other], [], [])
    library.boilerplate.add([], NOW, [other, 99])
    assert library.groups.waiting(9) == [other]


def test_lines_are_forgotten_after_weeks_and_what_is_proven_after_a_year(library: Library) -> None:
    library.boilerplate.add([(7, 1), (7, 2), (7, 3), (8, 1)], NOW)
    week = timedelta(weeks=1)
    library.boilerplate.forget(NOW + boilerplate.WEEKS * week)
    assert library.boilerplate.witnesses([8]) == {8: [1]}
    library.boilerplate.forget(NOW + (boilerplate.WEEKS + 1) * week)
    assert library.boilerplate.witnesses([7, 8]) == {7: [1, 2, 3]}
    library.boilerplate.forget(NOW + (boilerplate.PROVEN_WEEKS + 1) * week)
    assert library.boilerplate.witnesses([7, 8]) == {}


def test_of_too_many_lines_the_older_half_goes_first_what_is_not_proven(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boilerplate, "MOST", 6)
    library.boilerplate.add([(7, 1), (7, 2), (7, 3), (8, 1), (8, 4), (9, 5)], NOW)
    library.boilerplate.forget(NOW)
    assert library.boilerplate.witnesses([7, 8, 9]) == {7: [1, 2, 3], 8: [1, 4], 9: [5]}
    library.boilerplate.add([(10, 6)], NOW)
    library.boilerplate.forget(NOW)
    assert library.boilerplate.witnesses([7, 8, 9, 10]) == {7: [1, 2, 3], 8: [4], 9: [5], 10: [6]}
