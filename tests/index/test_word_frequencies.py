"""How much a stem says."""

from __future__ import annotations

from reader.index.word_frequencies import NO_BACKGROUND, Frequencies, WordTable, background


def test_the_shipped_table_knows_common_words_of_two_scripts() -> None:
    table = background()
    assert table.frequencies["the"] > table.frequencies["govern"] > 0
    assert "по" in table.frequencies
    assert max(table.frequencies.values()) < table.articles


def test_what_all_have_says_nothing_and_what_few_have_says_more() -> None:
    counts = {"the": 10, "gas": 5, "rare": 1}
    frequencies = Frequencies(10, lambda stem: counts.get(stem, 0), NO_BACKGROUND)
    assert frequencies.idf("the") == 0
    assert 0 < frequencies.idf("gas") < frequencies.idf("rare") == frequencies.idf("unknown")


def test_a_background_makes_common_words_common_in_a_small_library() -> None:
    behind = WordTable(1_000, {"say": 900})
    small = Frequencies(2, lambda _: 1, behind)
    assert small.idf("say") < small.idf("dam") / 10


def test_an_estimate_serves_where_the_exact_count_does_not_matter() -> None:
    frequencies = Frequencies(100, lambda _: 10, NO_BACKGROUND, estimate=lambda _: 50.0)
    assert frequencies.about("dam") < frequencies.idf("dam")
    exact = Frequencies(100, lambda _: 10, NO_BACKGROUND)
    assert exact.about("dam") == exact.idf("dam")
