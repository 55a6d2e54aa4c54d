"""One table of the scripts without spaces, and what its users make of it."""

from __future__ import annotations

import re

import pytest

from reader.extract.metadata.authors.names import is_unspaced
from reader.extract.metadata.normalize import units
from reader.text.clean import count_words
from reader.text.quote_anchor import word_spans
from reader.text.scripts import UNSPACED, UNSPACED_OR_HANGUL
from reader.text.tokens import stems

INSIDE = "々〇一鿿㐀豈𠮷𰀀ぁゖゝアンーヿㇰｱﾟกฺเ๎"
OUTSIDE = " 、。「」・゠aяא٠๐฿０"


@pytest.mark.parametrize("char", INSIDE)
def test_a_character_of_such_a_script_is_a_word_for_all(char: str) -> None:
    assert re.fullmatch(f"[{UNSPACED}]", char)
    assert re.fullmatch(f"[{UNSPACED_OR_HANGUL}]", char)
    assert word_spans(char * 3) == [(0, 1), (1, 2), (2, 3)]
    assert count_words(char * 4) == 2
    assert is_unspaced(char)


@pytest.mark.parametrize("char", OUTSIDE)
def test_signs_digits_and_other_letters_are_of_none(char: str) -> None:
    assert not re.fullmatch(f"[{UNSPACED_OR_HANGUL}]", char)
    assert not is_unspaced(char)


def test_hangul_parts_words_by_spaces_but_is_searched_by_pairs() -> None:
    assert not re.fullmatch(f"[{UNSPACED}]", "한")
    assert re.fullmatch(f"[{UNSPACED_OR_HANGUL}]", "한")
    assert word_spans("한국어 말") == [(0, 3), (4, 5)]
    assert count_words("한국어 말") == 2
    assert stems("한국어") == ["한국", "국어"]
    assert units("한국") == {"한", "국"}


@pytest.mark.parametrize(("text", "count"), [("人々", 1), ("東京・大阪", 2), ("𠮷野家だ", 2), ("๑๒ ปี", 2)])
def test_iteration_marks_rare_characters_and_signs_do_not_count_apart(text: str, count: int) -> None:
    assert count_words(text) == count
