"""Cells of a terminal that a text takes, and texts cut to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.width import shorten, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("\u00e9", 1),
        ("e\u0301", 1),
        ("\u5317\u4eac", 4),
        ("\uff21", 2),
        ("\U0001f5de", 1),
        ("\U0001f600\ufe0f", 2),
        ("a\u200db", 2),
    ],
)
def test_wide_characters_take_two_cells_and_marks_none(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab\u2026"),
        ("one two three", 11, "one two\u2026"),
        ("one, twothree", 12, "one, twothr\u2026"),
        ("one two three four", 14, "one two three\u2026"),
        ("Agricultural embargo", 19, "Agricultural\u2026"),
        ("one two, three", 10, "one two\u2026"),
        ("\u5317\u4eac\u5927\u5b66", 6, "\u5317\u4eac\u2026"),
        ("abc", 1, "\u2026"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_at_a_word_where_one_is_near(text: str, cells: int, shown: str) -> None:
    assert shorten(text, cells) == shown


@given(st.text("ab \u5317\u0301", max_size=30), st.integers(0, 20))
def test_a_cut_text_fits(text: str, cells: int) -> None:
    assert width(shorten(text, cells)) <= cells
