"""Texts that readers take for the same are the same when folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.fold import _folded, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Caf\u00c9 ABC", "cafe abc"),
        ("\u0141\u00f3d\u017a \u0110\u00f0 \u00d8re \u0127al \u0131", "lodz d\u00f0 ore hal i"),
        ("\u00c6on \u0152uvre Stra\u00dfe", "aeon oeuvre strasse"),
        (
            "\u0401\u043b\u043a\u0430 \u0419\u043e\u0434 \u040e",
            "\u0435\u043b\u043a\u0430 \u0439\u043e\u0434 \u045e",
        ),
        ("\u304c\u30d1\ud55c", "\u304c\u30d1\ud55c"),
        ("\uff21\uff11\ufb01", "a1fi"),
        ("e\u0301x\u0301", "ex"),
        ("\u03ac", "\u03b1"),
    ],
)
def test_case_and_marks_are_folded_and_letters_of_their_own_are_not(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x2000), max_size=20))
def test_letters_are_folded_by_themselves_as_they_are_together(text: str) -> None:
    assert fold(text) == _folded(text)
