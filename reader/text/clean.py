"""Foreign text: cleaned once at the door, and again when drawn, printed or logged."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from reader.late import pattern
from reader.text.scripts import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE_LIMIT = 1_000
"""Characters of a title, name or other single-line field that are kept."""

BODY_LIMIT = 1_000_000
"""Characters of an article's body that are kept."""

COMBINING_LIMIT = 4
"""Combining marks in a row that are kept: enough for Vietnamese and vocalised Arabic, too few to pile up."""

_DROPPED = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_NEWLINES = pattern(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_MARKS = pattern(rf"[^\w\s]{{{COMBINING_LIMIT + 1}}}")
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
    if not text.isprintable():  # nothing that is printable is dropped, or a line break
        text = _DROPPED.sub("", _NEWLINES.sub("\n", text))
    if not text.isascii():
        text = _thin_marks(unicodedata.normalize("NFC", text))[:limit]
    return text


def line(text: str, limit: int = TITLE_LIMIT) -> str:
    """A single-line field: clean, every run of white space one space, none at the ends, at most `limit` characters."""
    return " ".join(clean(text, limit * 4).split())[:limit].rstrip()


def optional_line(text: object, limit: int = TITLE_LIMIT) -> str | None:
    """`line` of a string, or None where nothing is left or the value is no string."""
    return (line(text, limit) or None) if isinstance(text, str) else None


def _thin_marks(text: str) -> str:
    if not _MARKS.search(text):
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        is_mark = char >= "\u0300" and (unicodedata.combining(char) or unicodedata.category(char) == "Me")
        run = run + 1 if is_mark else 0
        if run <= COMBINING_LIMIT:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def count_words(text: str) -> int:
    """Words, for reading time: runs of letters and digits; two characters of Chinese, Japanese or Thai count as one."""
    if text.isascii():
        return len(_ASCII_WORDS.findall(text))
    cjk = len(_UNSPACED.findall(text))
    return len(_WORDS.findall(text)) + (cjk + 1) // 2


def is_unspaced(text: str) -> bool:
    """Tell whether most letters of a text are of a script without spaces between words."""
    return 2 * len(_UNSPACED.findall(text)) > sum(map(str.isalpha, text))


_UNSPACED = pattern(f"[{UNSPACED}]")
_WORDS = pattern(rf"[^\W_{UNSPACED}]+(?:['’.-][^\W_{UNSPACED}]+)*")
_ASCII_WORDS = pattern("[A-Za-z0-9]+(?:['.-][A-Za-z0-9]+)*")


_AS_TYPED = pattern(r"(?:\S*[:/._=@]\w|broadsheet )")
"""The beginning of a sentence that is an address, a path or a command: no letter of it may change."""

_SUBJECT = pattern(r"\S+:\s")
"""A single word that an error is about, as in `mpv: no such program`."""


def capital(words: str) -> str:
    """The words as a sentence begins; all but the first letter stays. What is typed just so stays whole."""
    return words if _AS_TYPED.match(words) else words[:1].upper() + words[1:]


def sentences(*texts: str) -> str:
    """The texts as sentences in a row: each begins with a capital and ends with a full stop, unless it ends by itself;
    empty ones are left out."""
    whole = (capital(text.strip().removesuffix(".")) for text in texts)
    return " ".join(text if text.endswith(("?", "!", "…")) else f"{text}." for text in whole if text)


def meant(near: Sequence[str], otherwise: str) -> str:
    """The hint at the nearest right form, where there is one, and at the list of all."""
    return f"did you mean {near[0]}? {capital(otherwise)}" if near else otherwise


def told(error: str, hint: str | None = None) -> str:
    """An error as the screen says it: with a hint as sentences; alone without a full stop. Its subject stays as it is."""
    text = sentences(error, hint) if hint else capital(error)
    return error[:1] + text[1:] if _SUBJECT.match(error) else text


def size(number: int) -> str:
    """`2.4 MB`, `1,204 bytes`: a number of bytes."""
    return f"{number / 1e6:,.1f} MB" if number >= 100_000 else f"{number:,} bytes"


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `1,204 articles`, `2 entries`."""
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun}"


def them(number: int) -> str:
    """The pronoun for so many things: `it`, `them`."""
    return "it" if number == 1 else "them"
