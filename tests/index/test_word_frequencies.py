"""How much a stem says."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import pytest

from reader.index.word_frequencies import Frequencies, WordTable, background

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_the_shipped_table_knows_common_words_of_two_scripts() -> None:
    table = background()
    assert table.frequencies["the"] > table.frequencies["govern"] > 0
    assert "по" in table.frequencies
    assert max(table.frequencies.values()) < table.articles


def test_what_all_have_says_nothing_and_what_few_have_says_more() -> None:
    counts = {"the": 10, "gas": 5, "rare": 1}
    frequencies = Frequencies(10, lambda stem: counts.get(stem, 0), WordTable(0, {}))
    assert frequencies.idf("the") == 0
    assert 0 < frequencies.idf("gas") < frequencies.idf("rare") == frequencies.idf("unknown")


def test_a_background_makes_common_words_common_in_a_small_library() -> None:
    behind = WordTable(1_000, {"say": 900})
    small = Frequencies(2, lambda _: 1, behind)
    assert small.idf("say") < small.idf("dam") / 10


def test_an_estimate_serves_where_the_exact_count_does_not_matter() -> None:
    frequencies = Frequencies(100, lambda _: 10, WordTable(0, {}), estimate=lambda _: 50.0)
    assert frequencies.about("dam") < frequencies.idf("dam")
    exact = Frequencies(100, lambda _: 10, WordTable(0, {}))
    assert exact.about("dam") == exact.idf("dam")


def test_the_weight_is_the_logarithm_of_the_share_of_articles() -> None:
    counts = {"gas": 5, "one": 1, "all": 10}
    plain = Frequencies(10, lambda stem: counts.get(stem, 0), WordTable(0, {}))

    assert plain.count == 10
    assert plain.idf("gas") == pytest.approx(log(2))
    assert plain.idf("one") == plain.idf("none") == pytest.approx(log(10))
    assert plain.idf("all") == 0
    assert Frequencies(10, lambda _: 11, WordTable(0, {})).idf("more than all") == 0


def test_counts_of_the_background_are_added_to_both() -> None:
    frequencies = Frequencies(2, lambda _: 2, WordTable(98, {"say": 48}), estimate=lambda _: 0.5)

    assert frequencies.count == 100
    assert frequencies.idf("say") == pytest.approx(log(2))
    assert frequencies.idf("dam") == pytest.approx(log(50))
    assert frequencies.about("say") == pytest.approx(log(100 / 49))


def test_each_stem_is_counted_once() -> None:
    asked: list[str] = []

    def having(stem: str) -> int:
        asked.append(stem)
        return 1

    frequencies = Frequencies(2, having)
    assert frequencies.idf("dam") == frequencies.idf("dam")
    assert asked == ["dam"]
    assert frequencies.count == 2 + background().articles


def test_stems_that_are_looked_up_together_are_asked_for_once() -> None:
    asked: list[list[str]] = []

    def counts(stems: Sequence[str]) -> list[int]:
        asked.append(sorted(stems))
        return [len(stem) for stem in stems]

    def none(_: str) -> int:
        raise AssertionError

    frequencies = Frequencies(90, none, WordTable(10, {"dam": 2}), counts=counts, estimates=counts)
    frequencies.look_up(iter(("dam", "gas", "gas")))
    frequencies.look_up(("dam", "pike"))
    frequencies.look_up(("dam", "reed"), roughly=True)
    frequencies.look_up(("reed",), roughly=True)
    assert asked == [["dam", "gas"], ["pike"], ["dam", "reed"]]
    assert frequencies.having("pike") == 4
    assert frequencies.idf("dam") == log(100 / 5)
    assert (frequencies.about("dam"), frequencies.about("reed")) == (frequencies.idf("dam"), log(100 / 4))


def test_without_a_way_to_ask_for_many_each_is_asked_for_when_it_is_needed() -> None:
    frequencies = Frequencies(90, len, WordTable(10, {}))
    frequencies.look_up(("dam",))
    frequencies.look_up(("dam",), roughly=True)
    assert frequencies.about("dam") == frequencies.idf("dam") == log(100 / 3)
