"""Finds how the library writes a name in other scripts: Putin, Путин, بوتين."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.index.spelling import lexicon
from reader.text.tokens import terms
from reader.text.transliteration import (
    first_letters,
    is_latin,
    is_long_enough,
    may_be_one,
    needed_letters,
    possible_letters,
    script_of,
)

if TYPE_CHECKING:
    from reader.index.snapshot import Snapshot

_SHORTER, _LONGER = 4, 5
"""Letters that a word in another script may have fewer or more."""


def counterparts(snapshot: Snapshot, word: str) -> dict[str, int]:
    """The words in other scripts that may be the name that a word is, folded, with the number of articles that have each, those
    of most articles first; between two scripts of which neither is Latin none is known."""
    asked = list(terms(word))
    if len(asked) != 1 or not is_long_enough(exact := asked[0].exact):
        return {}
    if not (is_from_latin := is_latin(exact)) and not script_of(exact):
        return {}
    lengths = range(len(exact) - _SHORTER, len(exact) + _LONGER + 1)
    needed, possible = needed_letters(exact), possible_letters(exact)
    found = {
        other: many
        for letter in first_letters(exact)
        for other, many in lexicon(snapshot, letter).having(needed, possible, lengths)
        if may_be_one(*((exact, other) if is_from_latin else (other, exact)))
    }
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
