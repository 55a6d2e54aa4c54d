"""The constants of ranking: what people find first depends on them."""

from __future__ import annotations

from reader.query import weights


def test_the_weights_are_these() -> None:
    assert (weights.K1, weights.B, weights.AVERAGE_SIZE) == (1.2, 0.75, 300)
    assert (weights.TITLE_BOOST, weights.TOGETHER, weights.FORM, weights.NEAR) == (2.0, 0.5, 1.5, 8)
    assert (weights.RECENCY, weights.HALF_LIFE_DAYS) == (0.10, 365)


def test_the_form_of_a_word_says_less_the_more_words_there_are() -> None:
    assert [weights.form_share(words) for words in (1, 2, 5)] == [1.5, 0.1875, 0.012]
