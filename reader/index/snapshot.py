"""The index as of one commit: its segments, which terms its articles have, and which articles match a tree of words."""

from __future__ import annotations

import math
import time
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from whoosh.index import FileIndex, open_dir

from reader.index.schema import SCHEMA, WordField
from reader.index.segment import Postings, PostingsCache, Segment
from reader.query.tree import And, Everything, Node, Not, Or, Text
from reader.text.stemming import CODES
from reader.text.tokens import WantedWord, WantedWords, wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from whoosh.reading import IndexReader

T = TypeVar("T")

_TRIES, _PAUSE_S = 3, 0.02
"""A segment that a writer replaces between the reading of the table of contents and the opening of the files."""

FIELDS: dict[str, WordField] = {"any": "text", "title": "title", "author": "author", "url": "url"}
"""Field of a query → field of the index."""


class Snapshot:
    """An open reader. Another commit does not change what it says; open another to see that."""

    def __init__(self, leaves: list[Segment], cache: PostingsCache) -> None:
        self.leaves = leaves
        self.cache = cache
        self.count = sum(len(leaf.ids) - len(leaf.deleted) for leaf in leaves)

    @classmethod
    def open(cls, folder: Path, before: Snapshot | None = None) -> Snapshot:
        """The newest commit; segments that `before` has read already are taken over from it, the others closed."""
        cache = before.cache if before else PostingsCache()
        known = {leaf.key[0]: leaf for leaf in before.leaves} if before else {}
        leaves: list[Segment] = []
        for reader in _readers(folder):
            segment = reader.segment()
            assert segment is not None
            kept = known.get(segment.segment_id())
            if kept and kept.key[1] == segment.deleted_count():
                reader.close()
                del known[kept.key[0]]
            else:
                kept = Segment(reader, cache, kept)
            leaves.append(kept)
        for leaf in known.values():
            leaf.reader.close()
        return cls(leaves, cache)

    def close(self) -> None:
        """Close the files."""
        for leaf in self.leaves:
            leaf.reader.close()

    def ids(self) -> set[int]:
        """All articles."""
        return {id_ for leaf in self.leaves for id_ in leaf.numbers}

    def frequency(self, field: WordField, stem: str) -> int:
        """The number of articles that have the stem."""
        return sum(leaf.reader.doc_frequency(field, stem) for leaf in self.leaves)

    def estimate(self, field: WordField, stem: str) -> float:
        """About how many articles have the stem, by the largest segment alone: each segment asked costs some 10 µs."""
        if len(self.leaves) < 2:
            return self.frequency(field, stem)
        largest = max(self.leaves, key=lambda leaf: len(leaf.ids))
        return (largest.reader.doc_frequency(field, stem) + 0.5) * self.count / len(largest.ids)

    def postings(self, text: Text) -> list[Postings]:
        """The postings of a query's words, one `Postings` a segment or condition; meant for ranking."""
        field = FIELDS[text.field]
        found: list[Postings] = []
        for want in wanted(text.words, prefix=text.prefix):
            if want.words:
                found += self._side_by_side(field, want)
            if want.beginning is not None:
                found += [leaf.prefix(field, want.beginning) for leaf in self.leaves]
        return found

    def matching(self, tree: Node) -> set[int]:
        """All articles that match a tree of words, as `query.parse.matches` has it."""
        match tree:
            case Text():
                return self._matching_words(tree)
            case And(parts):
                return set.intersection(*(self.matching(part) for part in parts))
            case Or(parts):
                return set().union(*(self.matching(part) for part in parts))
            case Not(part):
                return self.ids() - self.matching(part)
            case Everything():
                return self.ids()
            case _:
                raise ValueError(f"not a tree of words: {tree!r}")

    def _matching_words(self, text: Text) -> set[int]:
        field = FIELDS[text.field]
        found: set[int] = set()
        for want in wanted(text.words, prefix=text.prefix):
            conditions: list[set[int]] = []
            if want.words:
                conditions.append(_ids(self._side_by_side(field, want)))
            if want.beginning is not None:
                conditions.append(_ids([leaf.prefix(field, want.beginning) for leaf in self.leaves]))
            found |= set.intersection(*conditions)
        return found

    def _side_by_side(self, field: WordField, want: WantedWords) -> list[Postings]:
        if len(want.words) > 1:
            phrases = list(product(*(self.stems(field, word) for word in want.words)))
            return [_best([leaf.phrase(field, stems) for stems in phrases]) for leaf in self.leaves]
        (word,) = want.words
        stems = self.stems(field, word)
        return [_best([leaf.word(field, stem) for stem in stems]) for leaf in self.leaves]

    def stems(self, field: WordField, word: WantedWord) -> list[str]:
        """The stems by which the word may be found, the most frequent first; those that no article has are left out."""
        stems = {word.exact, *map(word.stem, CODES)}
        found = {stem: many for stem in stems if (many := self.frequency(field, stem))}
        return sorted(found, key=lambda stem: (-found[stem], stem))

    def idf(self, frequency: int) -> float:
        """The weight of a condition that so many articles fulfil."""
        return math.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5))


def _best(found: list[Postings]) -> Postings:
    """The postings as one, with the highest weight of each article."""
    best: dict[int, float] = {}
    for ids, weights in found:
        for id_, weight in zip(ids, weights, strict=True):
            best[id_] = max(weight, best.get(id_, 0.0))
    return Postings(list(best), list(best.values()))


def _ids(found: list[Postings]) -> set[int]:
    return set().union(*(postings.ids for postings in found))


def _readers(folder: Path) -> list[IndexReader]:
    readers = patiently(lambda: [reader for reader, _ in opened(folder).reader().leaf_readers()])
    return [reader for reader in readers if reader.segment() is not None]  # An empty index has one without.


def opened(folder: Path) -> FileIndex:
    """The Whoosh index in the folder."""
    return open_dir(str(folder), schema=SCHEMA)


def patiently(work: Callable[[], T]) -> T:
    """Do it again, a little later, when a file was gone: a writer may just have replaced it."""
    for _ in range(_TRIES - 1):
        try:
            return work()
        except FileNotFoundError:
            time.sleep(_PAUSE_S)
    return work()
