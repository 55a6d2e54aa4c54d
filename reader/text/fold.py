"""Text folded for comparing and matching."""

from __future__ import annotations

import unicodedata

from reader.late import pattern


def fold(text: str) -> str:
    """Folds for comparing and matching: case and diacritics folded, ё as е; й stays a letter of its own.

    Same length is not promised. Letters whose marks make another letter to their readers (й, and the kana with
    voicing marks) keep them.
    """
    if text.isascii():
        return text.lower()
    if _RUSSIAN.fullmatch(text):  # a third of the work of the table
        return text.lower().replace("ё", "е")
    return text.translate(_LETTERS) if _BY_LETTER.fullmatch(text) else _folded(text)


def _folded(text: str) -> str:
    out: list[str] = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if (
            _keeps_marks(char)
            or not (decomposed := unicodedata.decomposition(char))
            or decomposed.startswith("<")
        ):
            out.append(_SPECIAL.get(char, char))
        else:
            out.extend(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    return "".join(c for c in out if not "\u0300" <= c <= "\u036f")  # marks of Latin letters


def _keeps_marks(char: str) -> bool:
    return char in "йў" or "\u3040" <= char < "\u3100" or "\uac00" <= char < "\ud7a4"


_SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}

_RUSSIAN = pattern("[а-яёА-ЯЁ]+")

_BY_LETTER = pattern("[\u0000-\u024f\u0370-\u0482\u048a-\u052f\u1e00-\u1fff]+")
"""Latin, Greek and Cyrillic letters, each of which is folded by itself where no combining mark stands among them."""


class _Letters(dict[int, str]):
    """Each letter that was met, folded."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_LETTERS = _Letters()
