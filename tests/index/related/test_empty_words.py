"""Words and names that are no reason, and those that are none alone."""

from __future__ import annotations

import pytest

from reader.index.related.empty_words import is_empty, is_zone, says_little_alone


@pytest.mark.parametrize(
    ("form", "stem", "expected"),
    [
        ("Three", "three", True),
        ("contrary", "contrari", True),
        ("Sunday", "sunday", True),
        ("August", "august", True),
        ("Tysięcy", "tysiąc", True),
        ("GMT", "gmt", True),
        ("said", "said", True),
        ("ran", "ran", True),
        ("I'll", "ill", True),
        ("isn’t", "isnt", True),
        ("MB", "mb", True),
        ("p.m", "pm", True),
        ("www", "www", True),
        ("X", "x", True),
        ("Я", "я", True),
        ("水", "水", False),
        ("heron", "heron", False),
        ("Praha", "prah", False),
        ("est", "est", False),
    ],
)
def test_numerals_days_zones_units_letters_and_common_words_are_empty(
    form: str, stem: str, expected: bool
) -> None:
    assert is_empty(form, stem) is expected


@pytest.mark.parametrize(
    ("form", "expected"), [("EST", True), ("Greenwich", True), ("est", False), ("Pst", False)]
)
def test_short_zones_stand_in_capitals(form: str, expected: bool) -> None:
    assert is_zone(form) is expected


def test_agencies_companies_and_credits_say_little_alone() -> None:
    assert all(map(says_little_alone, ("Reuters", "AFP", "ТАСС", "ČTK", "Apple", "Photo", "Фото")))
    assert not says_little_alone("Lennet")
