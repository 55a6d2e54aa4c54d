from __future__ import annotations

from typing import Literal

import pytest

from reader.extract.html.raised import LONGEST, shifted
from reader.text.tokens import stems

Kind = Literal["sub", "sup"]


@pytest.mark.parametrize(
    ("before", "kind", "text", "wanted"),
    [
        ("H", "sub", "2", "₂"),
        ("c", "sup", "2", "²"),
        ("0", "sup", "-6", "⁻⁶"),
        ("0", "sup", "−6", "⁻⁶"),
        ("0", "sup", "–6", "⁻⁶"),
        ("a", "sup", "2+", "²⁺"),
        ("a", "sup", "+", "⁺"),
        ("x", "sup", "n", "ⁿ"),
        ("x", "sup", "n+1", "ⁿ⁺¹"),
        ("a", "sub", "ij", "ᵢⱼ"),
        ("", "sup", "239", "²³⁹"),
        (" ", "sup", "1", "¹"),
        ("d", "sup", "1,2", "¹,²"),
        ("d", "sup", "1–3", "¹–³"),
        ("d", "sup", "11, 12", "¹¹, ¹²"),
        ("⁄", "sub", "2", "₂"),
    ],
)
def test_what_unicode_has_is_written_by_it(before: str, kind: Kind, text: str, wanted: str) -> None:
    assert shifted(text, kind, before) == wanted


@pytest.mark.parametrize(
    ("before", "kind", "text", "wanted"),
    [
        ("a", "sup", "1/2", "^(1/2)"),
        ("0", "sup", "1.5", "^1.5"),
        ("x", "sub", "b", "_b"),
        ("T", "sub", "max", "_max"),
        ("x", "sub", "i,j", "_(i,j)"),
        ("x", "sup", "β", "^β"),
        ("x", "sup", "iπ", "^iπ"),
        ("x", "sup", "2Q", "^2Q"),
    ],
)
def test_the_rest_has_a_sign_before_it(before: str, kind: Kind, text: str, wanted: str) -> None:
    assert shifted(text, kind, before) == wanted


@pytest.mark.parametrize(
    ("before", "kind", "text"),
    [
        ("9", "sup", "th"),
        ("0", "sup", "e"),
        ("M", "sup", "me"),
        ("n", "sup", "TM"),
        ("e", "sup", "*"),
        ("e", "sup", "®"),
        ("d", "sup", "[1]"),
        ("d", "sup", "(1)"),
        (" ", "sup", "1/2"),
        ("", "sub", "b"),
        ("x", "sub", "Photo by Ann B"),
        ("x", "sub", "1" * (LONGEST + 1)),
        ("x", "sup", ""),
    ],
)
def test_what_people_write_as_it_stands_stays(before: str, kind: Kind, text: str) -> None:
    assert shifted(text, kind, before) == text
    assert shifted("1" * LONGEST, "sub", "x") == "₁" * LONGEST


@pytest.mark.parametrize(
    ("written", "typed"),
    [("H₂O", "H2O"), ("mc²", "mc2"), ("Tₘₐₓ", "tmax"), ("10⁻⁶", "10 6"), ("²³⁹Pu", "239pu")],
)
def test_a_search_finds_it_by_plain_letters(written: str, typed: str) -> None:
    assert stems(written) == stems(typed)
