"""Makes headlines and names plain text, and compares them by their words."""

from __future__ import annotations

import html
import unicodedata
from typing import TYPE_CHECKING

from reader.late import pattern
from reader.text.clean import TITLE_LIMIT, line
from reader.text.fold import fold
from reader.text.scripts import UNSPACED_OR_HANGUL

if TYPE_CHECKING:
    from collections.abc import Iterable

_ANCHOR = " ¶"
"""The sign of a link to the heading itself, as documentation tools put it there."""

_TAG = pattern(r"</?[a-zA-Z][^<>]{0,300}>")
_WORD = pattern(r"\w+")
_UNIT = pattern(rf"[{UNSPACED_OR_HANGUL}]|[^\W{UNSPACED_OR_HANGUL}]+")
_INVISIBLE = pattern("[\u00ad\u200b-\u200f\u2060\ufeff]")


def plain(text: str | None) -> str | None:
    """A headline or name as plain text: entities read up to three times, HTML tags gone, one line; None for nothing."""
    if not text:
        return None
    # More digits than that in one reference are an error to html.unescape.
    text = unescaped(text[: TITLE_LIMIT * 4])
    return line(_INVISIBLE.sub("", _TAG.sub("", text) if "<" in text else text)).rstrip(_ANCHOR) or None


def unescaped(text: str) -> str:
    """A text whose HTML entities are read, up to three times where they were escaped again."""
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in order, as it is written first; case and diacritics make no difference."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold(name), name)
    return tuple(kept.values())


def key(text: str | None) -> str:
    """A text for comparing: case, compatibility forms, punctuation and white space folded."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def units(text: str | None) -> frozenset[str]:
    """Its words; single characters where the script has no spaces."""
    return frozenset(_UNIT.findall(key(text)))


def likeness(form: str | None, others: Iterable[str | None]) -> float:
    """Gives the share of words that a form and its most like other both have."""
    mine = units(form)
    each = filter(None, map(units, others))
    return max((len(mine & theirs) / len(mine | theirs) for theirs in each), default=0.0)
