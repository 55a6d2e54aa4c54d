"""Did you mean …? The nearest word that the library has."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from reader.index.segments.term_table import unpacked
from reader.index.segments.whoosh_codec import FIELDS, damerau_levenshtein
from reader.query.tree import Text
from reader.text.tokens import WantedWord, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from reader.index.snapshot import Snapshot

_SHORT = 3
"""Words of so few letters have too many neighbours to guess among."""

_ROOT = 4
"""In scripts that leave out vowels, a word of so few letters with one of them changed is another word."""

_CONSONANTS = re.compile("[\u0590-\u06ff]+")

_LONG = 8
"""From so many letters on, two mistakes are forgiven, else one."""


_MADE_UP = 20
"""Times as many articles have a word with one mistake more, if that is to be the one that was meant."""

_RIGHT_LETTERS = 10
"""Times as likely as another mistake is one with all the right letters: two neighbours swapped, a letter doubled or not."""

_SOUNDS = ("ckq", "sz", "vw", "iyj", "fv", "иій", "эеє", "оа", "гґх", "тд")
"""Letters that stand for much the same sound in names that are written as they are heard."""

_SURE = 5
"""Letters from which on a word that some articles have is taken for a mistake: shorter ones have too many neighbours."""


def nearest(snapshot: Snapshot, word: str, limit: int = 1) -> list[str]:
    """The words that were probably meant by one that does not occur, best first: those that most articles have, where each
    further mistake, and another first letter of much the same sound, must be made up by `_MADE_UP` times as many, and one
    with other letters by `_RIGHT_LETTERS` times.

    A mistake is a letter left out, put in or changed, or two neighbours swapped.
    """
    asked = list(terms(word))
    if len(asked) != 1 or len(asked[0].exact) <= _SHORT or snapshot.matching(Text("any", word)).any():
        return []
    exact = asked[0].exact
    most = 2 if len(exact) >= _LONG else 1
    is_root = len(exact) <= _ROOT and _CONSONANTS.fullmatch(exact) is not None
    likely: dict[str, float] = {}
    for letter in _alike(exact[0]):
        for found, many in _like(snapshot, letter + exact[1:], most):
            if is_root and len(found) == len(exact) and sorted(found) != sorted(exact):
                continue
            if (mistakes := damerau_levenshtein(exact, found, most)) <= most:
                weight = _RIGHT_LETTERS if _has_right_letters(exact, found) else 1
                likely[found] = weight * many / _MADE_UP ** (mistakes + (letter != exact[0]))
    return _best(likely, limit)


def likelier(snapshot: Snapshot, word: str, limit: int = 1) -> list[str]:
    """The words that were probably meant by one that no article has as it is typed, though some have its stem, best first.

    They have all its letters, and stand in texts of other languages, since a stem of theirs may be alike by chance (aple,
    apel), or have its stem, since a stemmer may take a mistake for an ending (Merkle, Merkel). One with
    another letter is a word as good: able.
    """
    asked = list(terms(word))
    if len(asked) != 1 or len(asked[0].exact) <= _SHORT:
        return []
    exact, field = asked[0].exact, FIELDS["text"]
    if any(segment.terms.of_form(field, exact) for segment in snapshot.segments):
        return []
    own = [
        unpacked(segment.terms[number])
        for segment in snapshot.segments
        for run in segment.terms_of(field, WantedWord(exact, word.lower()))
        for number in run
    ]
    stemmers = {term.stemmer for term in own}
    alike = {term.form for term in own}
    likely: dict[str, float] = {}
    for found, many in _like(snapshot, exact, 1) if own else ():
        if _has_right_letters(exact, found) and damerau_levenshtein(exact, found, 1) == 1:
            likely[found] = many if found in alike else _many_elsewhere(snapshot, found, stemmers)
    return [found for found in _best(likely, limit) if likely[found]]


def kindred(snapshot: Snapshot, word: str, others: Collection[str], limit: int = 1) -> list[str]:
    """The words that were probably meant by one that only articles in other languages have than those which the `others` of a
    search are at home in, best first: words of these languages that have all its letters, and one more or two more at the end.
    None for a word that is at home there. One with another letter is a guess too far, since the word is right somewhere."""
    asked = list(terms(word))
    if len(asked) != 1 or len(asked[0].exact) <= _SHORT:
        return []
    exact = asked[0].exact
    own = _many_by_stemmer(snapshot, exact)
    homes = {home for other in others if (home := _home(snapshot, other)) is not None}
    if not own or not homes or homes & own.keys():
        return []
    likely: dict[str, float] = {}
    lengths = range(len(exact) - 1, len(exact) + 3)
    for found, _ in lexicon(snapshot, exact[0]).having(exact, None, lengths):
        most = 2 if found.startswith(exact) else 1
        if not _has_all_letters(exact, found):  # before the distance, which takes longer
            continue
        if 1 <= damerau_levenshtein(exact, found, most) <= most:
            by_stemmer = _many_by_stemmer(snapshot, found)
            likely[found] = sum(many for stemmer, many in by_stemmer.items() if stemmer in homes)
    return [found for found in _best(likely, limit) if likely[found]]


def _home(snapshot: Snapshot, word: str) -> str | None:
    """The stemmer of the language in which most articles have a word; None for one that is not a single word, or in none."""
    asked = list(terms(word))
    by_stemmer = _many_by_stemmer(snapshot, asked[0].exact) if len(asked) == 1 else None
    return max(by_stemmer, key=lambda stemmer: by_stemmer[stemmer]) if by_stemmer else None


def _many_by_stemmer(snapshot: Snapshot, form: str) -> Counter[str]:
    """The number of articles that have a form, by the stemmer of their language."""
    found: Counter[str] = Counter()
    for segment in snapshot.segments:
        for number in segment.terms.of_form(FIELDS["text"], form):
            many = int(segment.start[number + 1]) - int(segment.start[number])
            found[unpacked(segment.terms[number]).stemmer] += many
    return found


def _many_elsewhere(snapshot: Snapshot, form: str, stemmers: Collection[str]) -> int:
    """The number of articles that have a form by other stemmers than these."""
    found = _many_by_stemmer(snapshot, form)
    return sum(many for stemmer, many in found.items() if stemmer not in stemmers)


def _has_right_letters(typed: str, meant: str) -> bool:
    return sorted(typed) == sorted(meant) or _undoubled(typed) == _undoubled(meant)


def _has_all_letters(typed: str, meant: str) -> bool:
    """Tell whether a word has the letters of the typed one in their order, or all of them and no others."""
    rest = iter(meant)
    return _has_right_letters(typed, meant) or all(letter in rest for letter in typed)


def _undoubled(word: str) -> list[str]:
    return [letter for letter, _ in groupby(word)]


def _best(likely: Mapping[str, float], limit: int) -> list[str]:
    return heapq.nlargest(limit, likely, key=lambda found: (likely[found], found))


def _alike(letter: str) -> str:
    """A letter and those that it is taken for at the beginning of a word."""
    return letter + "".join(dict.fromkeys("".join(sound for sound in _SOUNDS if letter in sound))).replace(
        letter, ""
    )


def commonest(snapshot: Snapshot, word: str) -> str | None:
    """The most frequent of the words at one mistake that begin with the same letter and have another stem, whether or not the
    word itself occurs; else None, as for a word that is a form of a known one."""
    asked = list(terms(word))
    if len(asked) != 1 or len(asked[0].exact) < _SURE:
        return None
    exact, stem = asked[0].exact, asked[0].stem
    if _is_inflected(snapshot, word, exact):
        return None
    near = (
        (many, found)
        for found, many in _like(snapshot, exact, 1)
        if damerau_levenshtein(exact, found, 1) == 1 and all(term.stem != stem for term in terms(found))
    )
    best = max(near, default=None)
    return best[1] if best else None


def _is_inflected(snapshot: Snapshot, word: str, exact: str) -> bool:
    """Tell whether articles that have a word are outnumbered by those in its language that have other forms of it: what is
    misspelt a few times has few of these."""
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for segment in snapshot.segments:
        for run in segment.terms_of(FIELDS["text"], WantedWord(exact, word.lower())):
            for number in run:
                term = unpacked(segment.terms[number])
                counts = own if term.form == exact else others
                counts[term.stemmer] += int(segment.start[number + 1]) - int(segment.start[number])
    return any(others[stemmer] > many for stemmer, many in own.items())


def _like(snapshot: Snapshot, exact: str, most: int) -> Iterator[tuple[str, int]]:
    return lexicon(snapshot, exact[0]).like(exact, most)


def lexicon(snapshot: Snapshot, letter: str) -> Lexicon:
    """The words that begin with a letter; made once a commit."""
    return snapshot.remembered(("lexicon", letter), lambda: Lexicon(snapshot, letter))


class Lexicon:
    """The words that begin with a letter, as they are written, with the number of articles that have them."""

    def __init__(self, snapshot: Snapshot, letter: str) -> None:
        words: dict[str, int] = {}
        for segment in snapshot.segments:
            for run in segment.terms.beginning_either_way(FIELDS["text"], letter):
                numbers = segment.start[run.start : run.stop + 1].astype(np.int64)
                for number, many in zip(run, np.diff(numbers).tolist(), strict=True):
                    word = unpacked(segment.terms[number]).form
                    if word[0] == letter:
                        words[word] = words.get(word, 0) + many
        self._words = list(words.items())
        self._lengths = np.fromiter(map(len, words), np.int64, len(words))
        self._letters = np.fromiter(map(_letters, words), np.uint64, len(words))

    def like(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        """Those that may be at that distance at most: each mistake adds or takes away a letter, or both."""
        others = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        for place in np.flatnonzero((np.abs(self._lengths - len(word)) <= most) & (others <= 2 * most)):
            yield self._words[place]

    def having(self, needed: str, possible: str | None, lengths: range) -> Iterator[tuple[str, int]]:
        """Those of such a length that may have all needed letters, and no others than `possible` ones; None: any."""
        least = np.uint64(_letters(needed))
        fitting = (self._lengths >= lengths.start) & (self._lengths < lengths.stop)
        fitting &= self._letters & least == least
        if possible is not None:
            most = np.uint64(_letters(possible))
            fitting &= self._letters | most == most
        for place in np.flatnonzero(fitting):
            yield self._words[place]


def _letters(word: str) -> int:
    """The letters of a word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
