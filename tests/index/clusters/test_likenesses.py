"""Many likenesses at once are those of one pair after another."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.index.clusters import likenesses
from reader.index.clusters.cluster_features import gist, template_of, unpacked
from reader.index.clusters.likenesses import Likenesses
from reader.index.clusters.stories import JOIN, likeness, of_one_source
from reader.index.days import Days
from reader.index.notices import Template, are_of_one_source, are_of_one_template
from reader.index.similarity import Weighed, same_filling
from tests.index.clusters.test_cluster_features import ARTICLES, made, rare, weighed

if TYPE_CHECKING:
    from collections.abc import Mapping

VECTORS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 0.7), max_size=6)
DAYS = st.builds(
    Days,
    st.frozensets(st.sampled_from((3, 4, 200, 365)), max_size=2),
    st.frozensets(st.sampled_from((0, 1, 6)), max_size=2),
)
TEMPLATES = st.builds(Template, title=st.sampled_from((0, 7)), filling=st.frozensets(st.integers(1, 3), max_size=2),
                      source=st.integers(0, 2))  # fmt: skip


@st.composite
def packed_articles(draw: st.DrawFn) -> bytes:
    parts = {part: draw(VECTORS) for part in ("words", "names", "numbers", "title")}
    return gist(made(**parts, days=draw(DAYS), cased=draw(st.booleans())), rare, draw(TEMPLATES)).packed


def one_by_one(first: bytes, second: bytes) -> float:
    one, other = unpacked(first), unpacked(second)
    value = likeness(one, other)
    if value < JOIN:
        return value
    templates = template_of(first), template_of(second)
    if are_of_one_template(*templates, same_filling=same_filling(one, other)):
        return 0.0
    return of_one_source(value, one, other) if are_of_one_source(*templates) else value


def known(articles: Mapping[int, bytes]) -> Likenesses:
    alike = Likenesses()
    for id_, packed in articles.items():
        alike.know(id_, packed)
    return alike


@given(articles=st.lists(packed_articles(), min_size=2, max_size=6))
def test_of_all_pairs_at_once_each_is_as_by_itself(articles: list[bytes]) -> None:
    at_once = known(dict(enumerate(articles)))
    at_once.compare(permutations(range(len(articles)), 2))
    alone = known(dict(enumerate(articles)))
    for one, other in permutations(range(len(articles)), 2):
        alone.of(one, [other])
    assert at_once.pairs == alone.pairs


@given(articles=st.lists(packed_articles(), min_size=2, max_size=6))
def test_of_many_at_once_each_is_that_of_the_pair(articles: list[bytes]) -> None:
    found = known(dict(enumerate(articles))).of(0, range(1, len(articles)))
    expected = {at: one_by_one(articles[0], other) for at, other in enumerate(articles[1:], 1)}
    # The order of adding decides where a likeness is the bar itself.
    assume(all(abs(likeness(unpacked(articles[0]), unpacked(other)) - JOIN) > 1e-9 for other in articles))
    assert found == pytest.approx(expected, abs=1e-9)


def test_real_articles_are_as_like_as_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likenesses, "HELD", 2)  # what was let go is made again
    packed = {
        number: gist(weighed(article), rare).packed + b"more" for number, article in enumerate(ARTICLES)
    }
    alike = known(packed)
    for one in packed:
        alike.of(one, [other for other in packed if other != one])
    assert len(alike.pairs) == len(packed) * (len(packed) - 1) // 2
    for one, other in permutations(packed, 2):
        assert alike.of(one, [other])[other] == pytest.approx(one_by_one(packed[one], packed[other]))


def test_each_pair_is_compared_once_and_some_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    compared = likenesses.compared

    def counted(packed: Any, pairs: Any, days: Any) -> Any:
        asked.append(len(pairs))
        return compared(packed, pairs, days)

    monkeypatch.setattr(likenesses, "compared", counted)
    alike = known(dict.fromkeys(range(4), gist(weighed(ARTICLES[0]), rare).packed))
    alike.of(0, [1, 2, 3])
    alike.of(0, [1, 2, 3])
    alike.of(2, [0, 1, 3])
    assert asked == [3, 2]
    monkeypatch.setattr(likenesses, "TOGETHER", 2)
    every = known(dict.fromkeys(range(4), gist(weighed(ARTICLES[0]), rare).packed))
    every.compare(permutations(range(4), 2))
    assert asked == [3, 2, 2, 2, 2]
    assert every.of(3, [0, 1, 2]).keys() == {0, 1, 2}


def test_what_is_known_of_all_pairs_is_not_gone_through_again(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = known({number: gist(weighed(text), rare).packed for number, text in enumerate(ARTICLES[:3])})
    found = alike.of(0, [1, 2])
    asked: list[list[tuple[int, int]]] = []
    monkeypatch.setattr(alike, "compare", asked.append)
    assert (alike.of(0, [1, 2]), alike.of(2, [0])) == (found, {0: found[2]})
    assert asked == []


def test_the_eleventh_and_the_twelfth_case_of_a_town_are_apart() -> None:
    def report(number: str, date: int) -> Weighed[str]:
        return made(
            words={"case": 0.7, "velia": 0.7}, names={"velia": 1.0}, numbers={number: 1.0},
            title={"velia": 5.0, number: 5.0}, days=Days(frozenset((date,)), frozenset()),
        )  # fmt: skip

    alike = known({1: gist(report("11", 30), rare).packed, 2: gist(report("12", 31), rare).packed})
    assert alike.of(1, [2]) == {2: 0.0}
