"""Words of a search that carry its grammar and not its subject."""

from __future__ import annotations

import pytest

from reader.text.question_words import small_words


@pytest.mark.parametrize(
    ("typed", "small"),
    [
        ("who is the keeper of lennet", {"who", "is", "the", "of"}),
        ("proc nejede trajekt", {"proc"}),
        ("сколько стоит паром", {"сколько"}),
        ("lennet who", set()),
        ("WHO lennet report", set()),
        ("us may ferry", set()),
        ("the ferry to lennet", {"the", "to"}),
        ("ferry lennet", set()),
        ("", set()),
    ],
)
def test_question_words_begin_a_search_and_others_come_by_two(typed: str, small: set[str]) -> None:
    assert small_words(typed.split()) == small
