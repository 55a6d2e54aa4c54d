"""Foreign text: cleaned once at the door, and again when drawn, printed or logged."""

from __future__ import annotations

import re
import unicodedata

from reader.text.scripts import UNSPACED

TITLE_LIMIT = 1_000
"""Characters of a title, name or other single-line field that are kept."""

BODY_LIMIT = 1_000_000
"""Characters of an article's body that are kept."""

COMBINING_LIMIT = 4
"""Combining marks in a row that are kept: enough for Vietnamese and vocalised Arabic, too few to pile up."""

_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(rf"[^\w\s]{{{COMBINING_LIMIT + 1}}}")
"""No combining mark is a letter: where so many others do not stand in a row there is no pile."""


def clean(text: str, limit: int = BODY_LIMIT) -> str:
    """The text without anything a terminal acts on: no control, bidi or tag characters, no lone surrogates.

    Line breaks of any kind become LF; tabs stay. At most `COMBINING_LIMIT` combining marks in a row; NFC; at most
    `limit` characters. ZWJ, ZWNJ, LRM and RLM stay, since honest Persian, Hindi, Arabic and emoji need them.
    Idempotent.
    """
    if len(text) > limit:
        text = text[:limit]
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", _NEWLINES.sub("\n", text))
    if not text.isascii():
        text = _thin_marks(unicodedata.normalize("NFC", text))[:limit]
    return text


def line(text: str, limit: int = TITLE_LIMIT) -> str:
    """A single-line field: clean, every run of white space one space, none at the ends, at most `limit` characters."""
    return clean(_SPACES.sub(" ", clean(text, limit * 4)).strip()[:limit], limit).strip()


def optional_line(text: object, limit: int = TITLE_LIMIT) -> str | None:
    """`line` of a string, or None where nothing is left or the value is no string."""
    return (line(text, limit) or None) if isinstance(text, str) else None


def _thin_marks(text: str) -> str:
    if not _has_pile(text):
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char) == "Me" else 0
        if run <= COMBINING_LIMIT:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _has_pile(text: str) -> bool:
    if not _MARKS.search(text):
        return False
    run = 0
    for char in text:
        if char < "\u0300":
            run = 0
        elif unicodedata.combining(char) or unicodedata.category(char) == "Me":
            run += 1
            if run > COMBINING_LIMIT:
                return True
        else:
            run = 0
    return False


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
    return "".join(c for c in out if not _is_latin_mark(c))


_KEPT_MARKS = (
    frozenset("йў")
    | frozenset(chr(c) for c in range(0x3040, 0x3100))
    | frozenset(chr(c) for c in range(0xAC00, 0xD7A4))
)
_SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}


def _is_latin_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def width(text: str) -> int:
    """Terminal cells that a clean single-line text takes: wide East Asian characters and emoji two, marks none."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, cells: int) -> str:
    """At most `cells` terminal cells, cut at a word where one is near the end, with … in place of what was cut."""
    if width(text) <= cells:
        return text
    kept: list[str] = []
    room = max(cells - 1, 0)
    for char in text:
        room -= _cells(char)
        if room < 0:
            break
        kept.append(char)
    cut = "".join(kept)
    at_word = cut.rsplit(" ", 1)[0]
    if " " in cut and len(at_word) >= len(cut) * 0.7:
        cut = at_word
    return cut.rstrip(" ,;:–—-") + "…" if cells > 0 else ""


def count_words(text: str) -> int:
    """Words, for reading time: runs of letters and digits; two characters of Chinese, Japanese or Thai count as one."""
    cjk = len(_UNSPACED.findall(text))
    return len(_WORDS.findall(text)) + (cjk + 1) // 2


_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORDS = re.compile(rf"[^\W_{UNSPACED}]+(?:['’.-][^\W_{UNSPACED}]+)*")


def capital(words: str) -> str:
    """The words as a sentence begins; all but the first letter stays."""
    return words[:1].upper() + words[1:]


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `1,204 articles`, `2 entries`."""
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun}"
