"""Did you mean …? The nearest word that the library has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.index.segments.term_table import unpacked
from reader.index.segments.whoosh_codec import FIELDS, damerau_levenshtein
from reader.text.tokens import terms

if TYPE_CHECKING:
    from reader.index.snapshot import Snapshot

_SHORT = 3
"""Words of so few letters have too many neighbours to guess among."""

_LONG = 8
"""From so many letters on, two mistakes are forgiven, else one."""


def nearest(snapshot: Snapshot, word: str) -> str | None:
    """The most frequent of the words at the smallest distance that begin with the same letter, else None.

    Distance counts letters left out, put in, changed, or two neighbours swapped.
    """
    asked = list(terms(word))
    if len(asked) != 1 or len(asked[0].exact) <= _SHORT or snapshot.frequency("text", asked[0].stem):
        return None
    exact = asked[0].exact
    most = 2 if len(exact) >= _LONG else 1
    words = _words(snapshot, exact[0]).items()
    like = (
        (found, many)
        for found, many in words
        if found[0] == exact[0] and abs(len(found) - len(exact)) <= most
    )
    near = ((-damerau_levenshtein(exact, found, most), many, found) for found, many in like)
    best = max((one for one in near if -one[0] <= most), default=None)
    return best[2] if best else None


def _words(snapshot: Snapshot, letter: str) -> dict[str, int]:
    """Words that begin with the letter, as they are written, with the number of articles that have them."""
    words: dict[str, int] = {}
    for segment in snapshot.segments:
        for run in segment.terms.beginning_either_way(FIELDS["text"], letter):
            for number in run:
                word = unpacked(segment.terms[number]).form
                words[word] = words.get(word, 0) + int(segment.start[number + 1]) - int(segment.start[number])
    return words
