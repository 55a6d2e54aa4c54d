"""Which articles are weighed, by what they say with each word."""

from __future__ import annotations

from typing import Any

from reader.archive import grades, vectors
from reader.archive.grades import Graded, Worth, _Grade
from reader.archive.planning import LexemeFrequencies, Months
from reader.archive.vectors import All, Either, Lexemes, Pattern

GAS, GAS_TITLED, GAS_MUCH = (Lexemes((name,)) for name in ("egas", "t:egas", "+:egas"))
TAX, TAX_TITLED = (Lexemes((name,)) for name in ("etax", "t:etax"))


def gas() -> list[_Grade]:
    return [
        _Grade(1.0, 0.1, GAS),
        _Grade(1.5, 0.01, GAS_MUCH),
        _Grade(3.0, 0.001, GAS_TITLED, is_title=True),
        _Grade(3.5, 0.0005, All((GAS_TITLED, GAS_MUCH)), is_title=True),
    ]


def tax() -> list[_Grade]:
    return [_Grade(2.0, 0.01, TAX), _Grade(6.0, 0.001, TAX_TITLED, is_title=True)]


def lexemes(pattern: Pattern | None) -> set[str]:
    return {name for one in vectors.lexemes(pattern) for name in one.names} if pattern else set()


def test_the_best_grades_have_room_and_the_next_ones_fill_it() -> None:
    chosen = Graded([gas()], 100_000, needs_all=True).chosen(250)
    assert chosen == (GAS_TITLED, Either((GAS_MUCH, GAS_TITLED)))
    assert Graded([gas()], 100_000, needs_all=True).chosen(100) == (
        All((GAS_TITLED, GAS_MUCH)),
        GAS_TITLED,
    )


def test_where_there_is_room_for_all_all_that_match_fill_it() -> None:
    assert Graded([gas()], 100_000, needs_all=True).chosen(50_000)[-1] is None


def test_of_two_words_one_that_says_more_makes_up_for_the_other() -> None:
    either = Graded([gas(), tax()], 100_000, needs_all=False)
    best, rest = either.chosen(150)
    assert best == Either((TAX_TITLED, All((GAS_TITLED, Either((TAX, TAX_TITLED))))))
    assert lexemes(rest) == {"t:etax", "t:egas", "+:egas", "etax"}
    both, _ = Graded([gas(), tax()], 100_000, needs_all=True).chosen(150)
    assert isinstance(both, All | Either)
    assert "egas" in lexemes(both)


class Newest:
    """A connection to an archive of 1,000 articles, of which ten have each grade."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    async def fetchrow(self, _: str, since: object, *asked: str | None) -> list[Any]:
        self.asked = [*asked]
        return [1_000, *(10 if one else 0 for one in asked)]


async def test_beginnings_that_were_counted_are_not_counted_again() -> None:
    begun, titled = Lexemes(("ega",), is_start=True), Lexemes(("t:ega",), is_start=True)
    known = LexemeFrequencies(1_000, {}, {"ega": 900, "t:ega": 50})
    newest = Newest()
    worth = Worth(begun, titled, 1.0, 3.0)
    found = await grades.graded(newest, [worth], {begun: 0.9, titled: 0.05}, known, Months(), needs_all=True)
    assert not {vectors.tsquery(begun), vectors.tsquery(titled)} & {*newest.asked}
    assert newest.asked.count(None) == 2
    assert found is not None
    assert found.chosen(40)[-1] == titled
