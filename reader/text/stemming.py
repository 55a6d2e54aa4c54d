"""Stems of words, by their script: Snowball for Latin (English) and Cyrillic (Russian), affixes cut for Arabic and Hebrew."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ARABIC_FRONT = re.compile("^(?:(?:[وفبك]?ال|لل|و)(?=.{3}))+")
_ARABIC_END = re.compile("(?<=.{3})(?:ات|ها|هم|ية|ي|ة|ه)$")
_HEBREW_FRONT = re.compile("^(?:ו(?=.{3}))?(?:[כש]?ה(?=.{3}))?")


def stem(exact: str) -> str:
    """The stem of a folded word; the word itself in a script without a stemmer, and where it is shorter than 3 letters."""
    if not exact.isalpha() or len(exact) < 3:
        return exact
    if exact.isascii() or exact[0] < "\u0250":
        return _stemmer("english")(exact)
    if "\u0600" <= exact[0] <= "\u06ff":
        return _ARABIC_END.sub("", _ARABIC_FRONT.sub("", exact))
    if "\u05d0" <= exact[0] <= "\u05ea":
        return _HEBREW_FRONT.sub("", exact)
    return _stemmer("russian")(exact) if is_cyrillic(exact[0]) else exact


def is_cyrillic(char: str) -> bool:
    """Tells whether a letter is Cyrillic."""
    return "\u0400" <= char <= "\u052f"


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    # Imported late: whoever only asks for the grammar or a list of feeds does not need it.
    import Stemmer

    # Its own cache is off: `tokens` remembers more.
    stem_word: Callable[[str], str] = Stemmer.Stemmer(language, 0).stemWord
    return stem_word
