"""The index as of one commit: which articles have a word, and which match a tree of words.

Articles have numbers here, from 0 over all segments; answers are masks, one truth value an article.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from reader.index.segments.segment import PLACE_BITS
from reader.index.segments.term_table import runs
from reader.index.segments.whoosh_codec import FIELDS
from reader.query.tree import And, Everything, Node, Not, Or, Text
from reader.query.weights import AVERAGE_SIZE, K1, B
from reader.text.tokens import WantedWord, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from reader.index.analyse import WordField
    from reader.index.segments.array_file import Array
    from reader.index.segments.segment import Docs, Segment

    Mask = NDArray[np.bool_]
    Weights = NDArray[np.float64]

T = TypeVar("T")

OF_QUERY: dict[str, WordField] = {"any": "text", "title": "title", "author": "author", "url": "url"}
"""Field of a query → field of the index."""

CACHED_POSTINGS = 4_000_000
"""Postings of words that are remembered, some 64 MB."""


class WeighedDocs(NamedTuple):
    """Articles by their rising numbers, and how much a condition weighs in each: the part of BM25 that idf multiplies."""

    docs: Docs
    weights: Weights


class Snapshot:
    """The open segments. Another commit does not change what it says; open another to see that."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.bases: list[int] = []
        self.size = 0
        for segment in segments:
            self.bases.append(self.size)
            self.size += len(segment.ids)
        self.count = self.size - sum(len(segment.deleted) for segment in segments)
        self._cache: OrderedDict[object, WeighedDocs] = OrderedDict()
        self._cached = 0
        self._remembered: dict[object, Any] = {}

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """The articles' numbers in the library."""
        return self._column("ids", np.int64)

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Days since 1970 of the articles' dates."""
        return self._column("days", np.int32)

    @cached_property
    def alive(self) -> Mask:
        """All articles that are not deleted."""
        alive = np.ones(self.size, np.bool_)
        for base, segment in zip(self.bases, self.segments, strict=True):
            alive[[base + doc for doc in segment.deleted]] = False
        return alive

    def found(self, mask: Mask) -> set[int]:
        """The library's numbers of the articles of a mask."""
        return set(self.ids[mask].tolist())

    def given(self, mask: Mask, length: int) -> Mask:
        """A mask of articles by their numbers in the library, up to `length`."""
        given = np.zeros(length, np.bool_)
        ids = self.ids[mask]
        given[ids[ids < length]] = True
        return given

    def taken(self, given: Mask) -> Mask:
        """The articles of a mask by their numbers in the library."""
        taken = self.alive & (self.ids < len(given))
        taken[taken] = given[self.ids[taken]]
        return taken

    def frequency(self, field: WordField, stem: str) -> int:
        """The number of articles that have the stem; deleted ones count until their segment is merged."""
        return sum(segment.frequency(FIELDS[field], stem) for segment in self.segments)

    def estimate(self, field: WordField, stem: str) -> float:
        """About how many articles have the stem, by the largest segment alone: each that is asked costs some 10 µs."""
        if len(self.segments) < 2 or not self.count:
            return self.frequency(field, stem)
        return (self._largest.frequency(FIELDS[field], stem) + 0.5) * self.count / len(self._largest.ids)

    def frequencies(self, field: WordField, stems: Collection[str]) -> list[int]:
        """`frequency` of many stems."""
        sums = np.zeros(len(stems), np.int64)
        for segment in self.segments:
            sums += segment.frequencies(FIELDS[field], stems)
        return sums.tolist()

    def estimates(self, field: WordField, stems: Collection[str]) -> list[float]:
        """`estimate` of many stems."""
        if len(self.segments) < 2 or not self.count:
            return list(self.frequencies(field, stems))
        found = self._largest.frequencies(FIELDS[field], stems)
        about: list[float] = ((found + 0.5) * self.count / len(self._largest.ids)).tolist()
        return about

    @cached_property
    def _largest(self) -> Segment:
        return max(self.segments, key=lambda segment: len(segment.ids))

    def matching(self, tree: Node) -> Mask:
        """All articles that match a tree of words, as `query.evaluate` has it."""
        match tree:
            case Text():
                return self._matching_words(tree)
            case And(parts):
                return _all([self.matching(part) for part in parts])
            case Or(parts):
                return ~_all([~self.matching(part) for part in parts])
            case Not(part):
                return self.alive & ~self.matching(part)
            case Everything():
                return self.alive.copy()
            case _:
                raise ValueError(f"not a tree of words: {tree!r}")

    def ways(self, text: Text) -> list[list[WeighedDocs]]:
        """The ways in which a query's words are found, each with one or two conditions that must all be fulfilled."""
        field = OF_QUERY[text.field]
        ways: list[list[WeighedDocs]] = []
        for want in wanted(text.words, prefix=text.prefix):
            way = [self.side_by_side(field, want.words)] if want.words else []
            if want.beginning is not None:
                way.append(self.beginning(field, want.beginning))
            ways.append(way)
        return ways

    def side_by_side(self, field: WordField, words: tuple[WantedWord, ...]) -> WeighedDocs:
        """The articles that have the words one after another; of one word those that have it."""
        read = self._word if len(words) == 1 else self._phrase
        return self._kept((field, words), lambda: read(field, words))

    def beginning(self, field: WordField, start: str) -> WeighedDocs:
        """The articles that have a word whose stem or exact form begins so."""
        return self._kept((field, start), lambda: self._beginning(field, start))

    def stem(self, field: WordField, stem: str) -> WeighedDocs:
        """The articles that have a stem, whichever stemmer made it."""
        letter = FIELDS[field]
        return self._kept(
            (field, stem, "~"),
            lambda: self._collected(field, lambda one: _run(one.terms.of_stem(letter, stem))),
        )

    def form(self, field: WordField, exact: str) -> WeighedDocs:
        """The articles that have a word in that exact form."""
        return self._kept((field, exact, "="), lambda: self._form(field, exact))

    def places(self, field: WordField, word: WantedWord, docs: Docs) -> NDArray[np.int64]:
        """The places of a word in some articles, rising: the article's number, shifted by `PLACE_BITS`, and the place
        in it."""
        found = [np.empty(0, np.int64)]
        for base, segment in zip(self.bases, self.segments, strict=True):
            own = docs[np.searchsorted(docs, base) : np.searchsorted(docs, base + len(segment.ids))] - base
            if len(own):
                found.append(
                    segment.places(segment.terms_of(FIELDS[field], word), own) + (base << PLACE_BITS)
                )
        return np.concatenate(found)

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """The value that was made under that key, as long as this commit is the newest."""
        found: T | None = self._remembered.get(key)
        if found is None:
            found = self._remembered[key] = make()
        return found

    def idf(self, frequency: int) -> float:
        """The weight of a condition that so many articles fulfil."""
        return math.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5))

    def in_address_only(self, text: Text) -> Mask:
        """The articles that have a word in their address and nowhere else; none for what is not a single word. The text has
        all places, also those in the address."""
        only = np.zeros(self.size, np.bool_)
        words = [want.words for want in wanted(text.words)]
        if text.phrase or text.prefix or any(len(way) != 1 for way in words):
            return only
        docs = np.flatnonzero(_any([self._masked(self.side_by_side("url", way).docs) for way in words]))
        everywhere, there = (self._times(field, words, docs) for field in ("text", "url"))
        only[docs] = everywhere == there
        return only & self.alive

    def _times(
        self, field: WordField, words: Sequence[tuple[WantedWord, ...]], docs: Docs
    ) -> NDArray[np.int64]:
        """The number of times that each of the articles has one of the words."""
        places = np.concatenate([self.places(field, word, docs) for (word,) in words])
        places.sort(kind="stable")
        found = _distinct(places) >> PLACE_BITS
        return np.searchsorted(found, docs, "right") - np.searchsorted(found, docs)

    def _matching_words(self, text: Text) -> Mask:
        matching = np.zeros(self.size, np.bool_)
        for way in self.ways(text):
            matching |= _all([self._masked(found.docs) for found in way])
        return matching

    def _masked(self, docs: Docs) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        mask[docs] = True
        return mask

    def _word(self, field: WordField, words: tuple[WantedWord, ...]) -> WeighedDocs:
        letter, (word,) = FIELDS[field], words
        return self._collected(field, lambda segment: segment.terms_of(letter, word))

    def _form(self, field: WordField, exact: str) -> WeighedDocs:
        letter = FIELDS[field]
        return self._collected(field, lambda segment: runs(segment.terms.of_form(letter, exact)))

    def _beginning(self, field: WordField, start: str) -> WeighedDocs:
        letter = FIELDS[field]
        return self._collected(field, lambda segment: segment.terms.beginning_either_way(letter, start))

    def _collected(self, field: WordField, terms: Callable[[Segment], Sequence[range]]) -> WeighedDocs:
        docs, counts = [], []
        for base, segment in zip(self.bases, self.segments, strict=True):
            if found := terms(segment):
                postings = segment.postings(found)
                docs.append(postings.docs + base)
                counts.append(postings.counts)
        if not docs:
            return WeighedDocs(np.empty(0, np.int64), np.empty(0))
        return self._weighed(field, np.concatenate(docs), np.concatenate(counts))

    def _weighed(self, field: WordField, docs: Docs, counts: NDArray[np.float64]) -> WeighedDocs:
        # Titles, names and addresses are all short: their length says nothing.
        if field == "text":
            below = self._slowness[docs]
            below += counts
        else:
            below = counts + K1
        weights = counts * (K1 + 1)
        weights /= below  # in place: a common word has arrays of megabytes
        return WeighedDocs(docs, weights)

    def _phrase(self, field: WordField, words: tuple[WantedWord, ...]) -> WeighedDocs:
        each = [self.side_by_side(field, (word,)).docs for word in words]
        mask = _all([self._masked(docs) for docs in each])
        docs = np.flatnonzero(mask)
        starts = _distinct(self.places(field, words[0], docs))
        for offset, word in enumerate(words[1:], 1):
            if not len(starts):
                break
            starts = _common(starts, _distinct(self.places(field, word, docs)) - offset)
        found = starts >> PLACE_BITS
        firsts = np.flatnonzero(np.diff(found, prepend=-1))
        return self._weighed(field, found[firsts], np.diff(firsts, append=len(found)).astype(np.float64))

    def _column(self, name: str, kind: type) -> Array:
        columns = [getattr(segment, name) for segment in self.segments]
        return columns[0] if len(columns) == 1 else np.concatenate([np.empty(0, kind), *columns])

    @cached_property
    def _slowness(self) -> Weights:
        """By how much an article's length slows the gain of a word that repeats."""
        return K1 * (1 - B) + K1 * B / AVERAGE_SIZE * self._column("sizes", np.uint32)

    def _kept(self, key: object, make: Callable[[], WeighedDocs]) -> WeighedDocs:
        if (found := self._cache.get(key)) is None:
            found = self._cache[key] = make()
            self._cached += len(found.docs) + 1
            while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
                self._cached -= len(self._cache.popitem(last=False)[1].docs) + 1
        else:
            self._cache.move_to_end(key)
        return found


def _all(masks: list[Mask]) -> Mask:
    if len(masks) == 1:
        return masks[0]
    found: Mask = np.logical_and.reduce(masks)
    return found


def _any(masks: list[Mask]) -> Mask:
    found: Mask = np.logical_or.reduce(masks)
    return found


def _run(numbers: range) -> list[range]:
    return [numbers] if numbers else []


def _distinct(rising: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each of rising values once: a word with two stems stands twice at one place."""
    return rising[np.diff(rising, prepend=-1) > 0]


def _common(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """The values that two rising arrays without repetitions have in common."""
    both: NDArray[np.int64] = np.concatenate((one, other))
    both.sort(kind="stable")  # merges the two
    found: NDArray[np.int64] = both[:-1][both[:-1] == both[1:]]
    return found
