"""Stems by script."""

from __future__ import annotations

import pytest

from reader.text.stemming import is_cyrillic, stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("running", "run"),
        ("harbours", "harbour"),
        ("boats", "boat"),
        ("гаваней", "гаван"),
        ("والمنارة", "منار"),
        ("منارات", "منار"),
        ("והמגדל", "מגדל"),
        ("ערים", "ערים"),
        ("λιμάνια", "λιμάνια"),
        ("is", "is"),
        ("ins", "in"),
        ("covid19", "covid19"),
    ],
)
def test_a_word_has_the_stem_of_its_script(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_arabic_and_hebrew_words_keep_three_letters() -> None:
    assert [stem(word) for word in ("وال", "الم", "ها", "והר")] == ["وال", "الم", "ها", "והר"]


@pytest.mark.parametrize(
    ("char", "expected"), [("я", True), ("Ѐ", True), ("ԯ", True), ("\u03ff", False), ("\u0530", False)]
)
def test_letters_between_greek_and_armenian_are_cyrillic(char: str, *, expected: bool) -> None:
    assert is_cyrillic(char) is expected
