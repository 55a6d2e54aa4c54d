"""What a search leaves out changes nothing, and what it surely knows is so."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reader.archive import planning, vectors
from reader.archive.planning import LexemeFrequencies
from reader.archive.vectors import TIER, Adjacent, All, Either, Lexemes, Pattern, Vector, Without
from tests.archive.test_vectors import BODIES, matches, vector

NAMES = st.sampled_from(
    ("egas", "ebank", "-the", "=banks", "t:egas", "+:egas", "edune", "epier", "p:-of ethe")
)
LEXEMES = st.builds(
    Lexemes, st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple), st.just(value=False)
) | st.just(Lexemes(("eba", "epi"), is_start=True))
PATTERNS: st.SearchStrategy[Pattern] = st.recursive(
    LEXEMES | st.builds(Adjacent, st.lists(LEXEMES, min_size=2, max_size=2).map(tuple)),
    lambda parts: (
        st.builds(All, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(Either, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(Without, parts)
    ),
    max_leaves=6,
)


def frequencies(papers: list[Vector]) -> LexemeFrequencies:
    of = Counter(name for paper in papers for name in paper.lexemes if not name.startswith(TIER))
    begun = {start: [n for name, n in of.items() if name.startswith(start)] for start in ("eba", "epi")}
    starts = {start: sum(numbers) for start, numbers in begun.items()}
    least = {start: max(numbers) for start, numbers in begun.items() if numbers}
    return LexemeFrequencies(len(papers), of, starts, least_of_starts=least)


@given(st.lists(BODIES, min_size=1, max_size=4), PATTERNS)
def test_what_no_article_has_is_left_out_and_the_same_is_found(bodies: list[str], asked: Pattern) -> None:
    papers = [vector("Gas", body, "en") for body in bodies]
    known = frequencies(papers)
    left = planning.present(asked, known)
    found = [matches(left, paper) for paper in papers]
    assert found == [matches(asked, paper) for paper in papers]
    assert planning.least(left, known) <= sum(found)
    for one in vectors.lexemes(left):
        assert left == planning.EVERYTHING or planning.is_nothing(left) or one.names


def test_very_common_words_are_walked() -> None:
    known = LexemeFrequencies(500_000, {}, {})
    assert planning.is_walked(400_000, 50, known)
    assert not planning.is_walked(50_000, 50, known)
    assert not planning.is_walked(400_000, 1_000, known)


def test_where_each_article_is_read_a_stretch_grows_by_little_more_than_should_do() -> None:
    starts = tuple(datetime(2025, month, 1, tzinfo=UTC) for month in range(12, 0, -1))
    months = planning.Months(starts, (1 / 12,) * 12)
    read = planning.Stretch(months, about=18_000, needed=50, by_place=True)
    told = planning.Stretch(months, about=1_200, needed=50)
    assert (read.since, told.since) == (starts[0], starts[0])
    read.grow(40)
    told.grow(40)
    assert (read.since, told.since) == (starts[1], starts[2])
    read.grow(0)
    assert read.is_all


def test_the_whole_archive_is_not_looked_up_by_date() -> None:
    months = planning.Months(
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)), (0.5, 0.5)
    )
    some = planning.Stretch(months, about=2_000, needed=50)
    assert some.sql("$1") == "a.filed >= $1"
    some.grow(0)
    assert "filed" not in some.sql("$1")


def test_as_many_have_a_beginning_as_have_its_most_frequent_word() -> None:
    known = LexemeFrequencies(10, {}, {"eba": 9, "=ba": 4}, least_of_starts={"eba": 5, "=ba": 4})
    assert planning.least(Lexemes(("=ba", "eba"), is_start=True), known) == 5


def test_what_is_likely_to_match_goes_by_chance() -> None:
    known = LexemeFrequencies(1_000, {"egas": 500, "ebank": 100, "t:egas": 50}, {})
    gas, bank = Lexemes(("egas",)), Lexemes(("ebank",))
    assert planning.likely(All((gas, bank)), known) == 50
    assert planning.likely(Either((gas, bank)), known) == 550
    assert planning.likely(Without(bank), known) == 900
