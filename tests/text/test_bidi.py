from __future__ import annotations

import ctypes
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.bidi import levels, mirrored, reordered, visual_order


def shown(text: str, *, is_right: bool) -> str:
    return "".join(text[at] for at in visual_order(text, is_right=is_right))


@pytest.mark.parametrize(
    ("text", "from_left", "from_right"),
    [
        ("lock gate", "lock gate", "lock gate"),
        ("אבג דה", "הד גבא", "הד גבא"),
        ("אבג lock דה", "גבא lock הד", "הד lock גבא"),
        ("lock אבג.", "lock גבא.", ".גבא lock"),
        ("אבג 12 דה", "הד 12 גבא", "הד 12 גבא"),
        ("אבג 12, 30.5% דה", "הד 30.5% ,12 גבא", "הד 30.5% ,12 גבא"),
        ("بجد 12-30", "30-12 دجب", "30-12 دجب"),
        ("אבג (lock) דה", "גבא (lock) הד", "הד )lock( גבא"),
        ("lock (אבג) gate", "lock (גבא) gate", "gate )גבא( lock"),
        ("12 - 30", "12 - 30", "30 - 12"),
        ("אבג  ", "גבא  ", "  גבא"),
        ("", "", ""),
    ],
)
def test_a_line_is_seen_in_the_order_in_which_it_is_read(text: str, from_left: str, from_right: str) -> None:
    assert shown(text, is_right=False) == from_left
    assert shown(text, is_right=True) == from_right


@pytest.mark.parametrize("pair", ["()", "[]", "{}", "«»", "‹›", "<>", "「」", "【】", "⟨⟩", "≤≥"])
def test_brackets_and_quotes_are_turned(pair: str) -> None:
    assert "".join(map(mirrored, pair)) == pair[::-1]


@pytest.mark.parametrize("char", "a1א“!¿」"[:-1])
def test_other_signs_are_not(char: str) -> None:
    assert mirrored(char) == char


@given(st.text("ab אברب12٣+-.,:%()[]«» ", max_size=30), st.booleans())
def test_every_letter_is_seen_once(text: str, is_right: bool) -> None:
    assert sorted(visual_order(text, is_right=is_right)) == list(range(len(text)))


@given(st.lists(st.integers(0, 4), max_size=20))
def test_levels_of_the_left_alone_keep_the_order(found: list[int]) -> None:
    assert reordered([level * 0 for level in found]) == list(range(len(found)))
    assert reordered([1 for _ in found]) == list(range(len(found)))[::-1]


# FriBidi is C, LGPL, and nothing of ours: it says what Unicode's rules give, where it is installed.


def _fribidi() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL("libfribidi.so.0")
    except OSError:
        return None


def _as_fribidi(library: ctypes.CDLL, text: str, *, is_right: bool) -> list[int]:
    size = len(text)
    letters = (ctypes.c_uint32 * size)(*map(ord, text))
    kinds, brackets, found = (
        (ctypes.c_uint32 * size)(),
        (ctypes.c_uint32 * size)(),
        (ctypes.c_int8 * size)(),
    )
    library.fribidi_get_bidi_types(letters, size, kinds)
    library.fribidi_get_bracket_types(letters, size, kinds, brackets)
    base = ctypes.c_uint32(0x111 if is_right else 0x110)
    library.fribidi_get_par_embedding_levels_ex(kinds, brackets, size, ctypes.byref(base), found)
    return list(found)


@given(st.text("abאבעربم123٤٥٦+-./:,%$#()[]{}<>«» !\"'⟨⟩〈〉", min_size=1, max_size=24), st.booleans())
def test_levels_are_those_that_fribidi_finds(text: str, is_right: bool) -> None:
    if (library := _fribidi()) is None:
        pytest.skip("needs FriBidi (apt-get install libfribidi0)")
    text = text.rstrip() or "a"  # L1 is not of these levels there
    assert levels(text, is_right=is_right) == _as_fribidi(library, text, is_right=is_right)


def test_marks_go_with_the_letter_before_them() -> None:
    assert levels(["e\u0301", "א\u05b8", "\u05b8", "1"], is_right=False) == [0, 1, 1, 2]
    assert unicodedata.bidirectional("\u05b8") == "NSM"
