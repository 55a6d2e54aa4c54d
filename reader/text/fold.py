"""Text folded for comparing and matching."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """For comparing and matching: case and diacritics folded, ё as е; й stays a letter of its own.

    Same length is not promised. Letters whose marks make another letter to their readers (й, and the kana with
    voicing marks) keep them.
    """
    if text.isascii():
        return text.lower()
    out: list[str] = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if (
            char in _KEPT_MARKS
            or not (decomposed := unicodedata.decomposition(char))
            or decomposed.startswith("<")
        ):
            out.append(_SPECIAL.get(char, char))
        else:
            out.extend(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    return "".join(c for c in out if not "\u0300" <= c <= "\u036f")  # marks of Latin letters


_KEPT_MARKS = (
    frozenset("йў")
    | frozenset(chr(c) for c in range(0x3040, 0x3100))
    | frozenset(chr(c) for c in range(0xAC00, 0xD7A4))
)
_SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}
