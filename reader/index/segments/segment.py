"""A segment: some articles, the terms they have, and where. Its arrays are read from mapped files as they are needed."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.index.segments import array_file
from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.invert import MANY
from reader.index.segments.term_table import TermTable, runs

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.index.segments.array_file import Array
    from reader.text.tokens import WantedWord

    Docs = NDArray[np.int64]
    Weights = NDArray[np.float64]

POSTINGS, COLUMNS = ".pst", ".col"
"""Endings of a segment's files: its terms and who has them; its articles."""

_MANY_POSTINGS = 2_000
"""So many of a run of terms are read as they lie."""

_SUMMED_AT_ONCE = 100_000
"""Postings that are summed at once, or as many as there are articles: a third of the time of a million at once."""

PLACE_BITS = 32
"""A word's place in the index is the number of its article, shifted by so many bits, and its place in the article."""


class Postings(NamedTuple):
    """Articles by their rising numbers, and how often each has a term."""

    docs: Docs
    counts: NDArray[np.float64]


class Segment:
    """One segment. Its arrays never change; it only loses articles: `deleted` are the numbers of these."""

    def __init__(self, folder: Path, name: str, deleted: Collection[int] = ()) -> None:
        self.name = name
        columns = array_file.read(folder / f"{name}{COLUMNS}")
        postings = array_file.read(folder / f"{name}{POSTINGS}")
        try:
            self.ids, self.days, self.sizes = (columns[name] for name in ("id", "date", "size"))
            self.terms = TermTable(postings["text"], postings["text_start"], postings["by_form"])
            self.stemmers = postings["stemmer"].tobytes().decode()
            self.start, self.place_start = postings["start"], postings["place_start"]
            self._having = postings["having"]
            self.doc, self._count, self.place = postings["doc"], postings["count"], postings["place"]
            self._many, self._how_many = postings["many"], postings["how_many"]
        except KeyError as error:
            raise DamagedFileError(f"{name} has no array {error}") from error
        fit = (
            len(self.ids) == len(self.days) == len(self.sizes)
            and 0 < len(self.start) == len(self.place_start) == len(postings["text_start"])
            and len(self.start) - 1 == len(self._having) == len(postings["by_form"])
            and len(self.doc) == len(self._count)
            and len(self._many) == len(self._how_many)
            and [own.dtype.str for own in (self.ids, self.days, self.sizes)] == ["<i8", "<i4", "<u4"]
            and self.ids.min(initial=0) >= 0
        )
        if not fit:
            raise DamagedFileError(f"{name} has arrays that do not fit each other")
        self._lose(deleted)

    def after_losing(self, deleted: Collection[int]) -> Segment:
        """The segment without these articles."""
        if len(deleted) == len(self.deleted):
            return self
        other = copy(self)
        other._lose(deleted)
        return other

    def _lose(self, deleted: Collection[int]) -> None:
        self.deleted = frozenset(deleted)
        self.alive: NDArray[np.bool_] | None = None
        if deleted:
            self.alive = np.ones(len(self.ids), np.bool_)
            self.alive[list(deleted)] = False

    def terms_of(self, field: str, word: WantedWord) -> list[range]:
        """The terms that a word of a query asks for: its stem, and itself as a stem or a form."""
        found = {*self.terms.of_stem(field, word.exact), *self.terms.of_form(field, word.exact)}
        for stem in {word.stem(stemmer) for stemmer in self.stemmers} - {word.exact}:
            same = self.terms.of_stem(field, stem)
            makers = self.terms.stemmers(same)
            found.update(
                number for number, maker in zip(same, makers, strict=True) if word.stem(maker) == stem
            )
        for stemmer in self.stemmers:
            for form in word.uncut(stemmer):
                alike = self.terms.of_form(field, form)
                makers = self.terms.stemmers(alike)
                found.update(number for number, maker in zip(alike, makers, strict=True) if maker == stemmer)
        return runs(found)

    def postings(self, terms: Sequence[range]) -> Postings:
        """The articles that have one of the terms, and how often they have all of them together."""
        if len(terms) == 1:
            start, end = int(self.start[terms[0].start]), int(self.start[terms[0].stop])
            docs, counts = self.doc[start:end], self.counts(start, end)
        else:
            docs, counts = self._gathered(terms)
        if len(docs) and docs.max() >= len(self.ids):
            raise DamagedFileError(f"{self.name} names articles that it does not have")
        if len(terms) == 1 and len(terms[0]) == 1:
            return self._living(Postings(docs.astype(np.int64), counts.astype(np.float64)))
        return self._living(_summed(docs, counts, len(self.ids)))

    def _gathered(self, terms: Sequence[range]) -> tuple[Array, Array]:
        """The articles and counts of all runs of terms. Those of few articles, of which a beginning has hundreds, are
        collected at once."""
        starts = self.start[[run.start for run in terms]].astype(np.int64)
        lengths = self.start[[run.stop for run in terms]] - starts
        is_few = lengths < _MANY_POSTINGS
        many = list(zip(starts[~is_few].tolist(), lengths[~is_few].tolist(), strict=True))
        docs = [self.doc[start : start + length] for start, length in many]
        counts = [self.counts(start, start + length) for start, length in many]
        starts, lengths = starts[is_few], lengths[is_few]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
        few = self._count[at]
        if len(above := np.flatnonzero(few == MANY)):
            few = few.astype(np.uint32)
            few[above] = self._how_many[self._many.searchsorted(at[above].astype(np.uint32))]
        return np.concatenate([*docs, self.doc[at]]), np.concatenate([*counts, few])

    def places(self, terms: Sequence[range], docs: Docs) -> NDArray[np.int64]:
        """The places of some terms in some articles, in rising order."""
        wanted = np.zeros(len(self.ids), np.bool_)
        wanted[docs] = True
        found: list[NDArray[np.int64]] = []
        for run in terms:
            start, end = int(self.start[run.start]), int(self.start[run.stop])
            having = self.doc[start:end]
            taken = np.flatnonzero(wanted[having])
            if not len(taken):
                continue
            counts = self.counts(start, end)
            upto = np.cumsum(counts, dtype=np.int64)
            if upto[-1] != int(self.place_start[run.stop]) - int(self.place_start[run.start]):
                raise DamagedFileError(f"{self.name} has more places or fewer than it counts")
            lengths = counts[taken].astype(np.int64)
            begins = int(self.place_start[run.start]) + upto[taken] - lengths
            ends = np.cumsum(lengths)
            at = np.arange(ends[-1]) + np.repeat(begins - (ends - lengths), lengths)
            found.append(np.repeat(having[taken].astype(np.int64) << PLACE_BITS, lengths) | self.place[at])
        places: NDArray[np.int64] = np.concatenate([np.empty(0, np.int64), *found])
        places.sort(kind="stable")
        return places

    def frequency(self, field: str, stem: str) -> int:
        """The number of articles that have the stem, deleted ones included."""
        first = self.terms.first_of_stem(field, stem)
        return 0 if first is None else int(self._having[first])

    def frequencies(self, field: str, stems: Collection[str]) -> NDArray[np.int64]:
        """The number of articles that have each stem, deleted ones included: quicker for many."""
        if not len(self._having):
            return np.zeros(len(stems), np.int64)
        firsts = self.terms.firsts_of_stems(field, stems)
        return np.where(firsts < 0, 0, self._having[firsts].astype(np.int64))

    def counts(self, start: int, end: int) -> NDArray[np.unsignedinteger]:
        """The counts of some postings: how often each article has the term."""
        first, last = self._many.searchsorted(np.array((start, end), np.uint32))
        if first == last:
            return self._count[start:end]
        counts = self._count[start:end].astype(np.uint32)
        counts[self._many[first:last] - start] = self._how_many[first:last]
        return counts

    def let_go(self) -> None:
        """Takes what was read of the postings out of memory: all of them are read where segments are merged."""
        array_file.let_go(self.place_start)

    def _living(self, postings: Postings) -> Postings:
        if self.alive is None:
            return postings
        kept = self.alive[postings.docs]
        return Postings(postings.docs[kept], postings.counts[kept])


def _summed(docs: Array, counts: Array, most: int) -> Postings:
    """The articles, each once, with the sum of its counts. A table of all articles is quicker for many, sorting for few."""
    if len(docs) * 16 > most:
        table: Weights = np.zeros(most)
        # A letter has a million postings: what they are converted to should stay in the processor's cache.
        step = max(most, _SUMMED_AT_ONCE)
        for start in range(0, len(docs), step):
            table += np.bincount(docs[start : start + step], counts[start : start + step], most)
        found = np.flatnonzero(table > 0)
        return Postings(found, table[found])
    order = docs.argsort(kind="stable")
    docs = docs[order].astype(np.int64)
    firsts = np.flatnonzero(np.diff(docs, prepend=-1))
    sums: Array = np.add.reduceat(counts[order], firsts, dtype=np.float64) if len(firsts) else np.empty(0)
    return Postings(docs[firsts], sums)
