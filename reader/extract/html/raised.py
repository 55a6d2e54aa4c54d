"""Subscripts and superscripts as plain text: H₂O, mc², 10⁻⁶ by the characters that Unicode has for them, else x_max,
2^n/2."""

from __future__ import annotations

import re
from typing import Literal

from reader.late import pattern

LONGEST = 12
"""Characters of a subscript or superscript; longer ones are small print."""

_PLAIN = "0123456789+-−=()abcdefghijklmnoprstuvwxyz"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_FORMS = {
    "sup": dict(zip(_PLAIN, _RAISED, strict=True)),
    "sub": dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
}
_SIGNS = {"sup": "^", "sub": "_"}
_BETWEEN = {char: char for char in ",; –"}
_LISTED = pattern(r"\d+(?:[,;–] ?\d+)+")
_ONE = pattern(r"[\w.]+")


def shifted(text: str, kind: Literal["sub", "sup"], before: str) -> str:
    """The text as it stands in a line after the character `before`, "" for none.

    It stays as it is where that is how people write it: ordinals (19th, 20e), marks (™, *), [1] and (1), small print.
    """
    if len(text) > LONGEST or text[:1] in ("[", "("):
        return text
    if text.isalpha() and (before.isdigit() or (kind == "sup" and len(text) > 1 and text.isascii())):
        return text
    is_word = len(text) > 2 and text.isalpha()  # too small to read
    if not is_word and (formed := _formed(text, kind)) is not None:
        return formed
    if not before.strip() or not any(map(str.isalnum, text)):
        return text
    return f"{_SIGNS[kind]}{text if _ONE.fullmatch(text) else f'({text})'}"


def _formed(text: str, kind: Literal["sub", "sup"]) -> str | None:
    """The text in the characters of its kind; None where Unicode lacks one of them. Between figures signs stay."""
    known = _FORMS[kind] | _BETWEEN if _LISTED.fullmatch(text) else _FORMS[kind]
    forms = [known.get(char, "") for char in re.sub(r"\A–(?=\d)", "-", text)]
    return "".join(forms) if all(forms) else None
