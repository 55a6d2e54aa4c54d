"""One segment of the index, read once and kept as plain lists: who has a term, and how much it says there.

Whoosh's own search asks every posting through a chain of calls; here a term's postings are read once into lists that
all later queries share.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from whoosh.reading import IndexReader, TermNotFound

from reader.index.analyse import BEGINNING, MARKS
from reader.index.schema import SCHEMA, WordField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CACHED_POSTINGS = 3_000_000
"""Postings remembered by all leaves of a snapshot together, some 36 MB."""

_K1, _B = 1.2, 0.75
"""BM25's usual constants."""

_AVERAGE_SIZE = 300
"""Terms of a usual article. A constant, so that what is remembered of a segment stays true when others are added."""


class Postings(NamedTuple):
    """Articles that have a term, and the term's weight in each: the part of BM25 that idf multiplies."""

    ids: Sequence[int]
    weights: Sequence[float]


NONE = Postings((), ())

_READ = frozenset({"ids", "days", "sizes"})
"""What stays true of a segment that lost documents."""


class PostingsCache:
    """The most recently used postings, up to a number of them in all."""

    def __init__(self, limit: int = CACHED_POSTINGS) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[object, Postings] = OrderedDict()

    def get(self, key: object) -> Postings | None:
        """The value kept under the key."""
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: object, postings: Postings) -> Postings:
        """Remember, and forget the least recently used."""
        self._kept[key] = postings
        self._size += len(postings.ids) + 1
        while self._size > self._limit and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1].ids) + 1
        return postings


class Segment:
    """One segment. `key` names its content: a segment never changes but by losing documents.

    `before` is the same segment when it had lost fewer.
    """

    def __init__(self, reader: IndexReader, cache: PostingsCache, before: Segment | None = None) -> None:
        segment = reader.segment()
        assert segment is not None
        self.key = (segment.segment_id(), segment.deleted_count())
        self.reader = reader
        self.cache = cache
        # Columns are opened at once, since a later merge may delete their files while this leaf is in use, and read when
        # they are asked for: who writes needs the ids alone, and each value takes a microsecond.
        self._columns = {name: reader.column_reader(name, translate=False) for name in ("id", "date", "size")}
        if before:
            self.__dict__ |= {name: kept for name, kept in vars(before).items() if name in _READ}
        self.deleted: frozenset[int] = frozenset(segment.deleted_docs())

    @cached_property
    def ids(self) -> list[int]:
        """Document number → article id."""
        return list(self._columns["id"])

    @cached_property
    def days(self) -> list[int]:
        """Document number → days since 1970 of its date."""
        return list(self._columns["date"])

    @cached_property
    def sizes(self) -> list[int]:
        """Document number → terms of its text."""
        return list(self._columns["size"])

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Article id → document number within the segment."""
        return {id_: number for number, id_ in enumerate(self.ids) if number not in self.deleted}

    def word(self, field: WordField, stem: str) -> Postings:
        """The articles that have the stem in the field."""
        key = (self.key, field, stem)
        return self.cache.get(key) or self.cache.keep(key, self._read(field, stem.encode()))

    def form(self, field: WordField, exact: str) -> frozenset[int]:
        """The articles that have that exact form in the field, where it is not its own stem."""
        key = (self.key, "exact", MARKS[field] + exact)
        found = self.cache.get(key) or self.cache.keep(key, self._read("exact", key[2].encode()))
        return frozenset(found.ids)

    def phrase(self, field: WordField, stems: tuple[str, ...]) -> Postings:
        """The articles that have the stems side by side in the field."""
        key = (self.key, field, stems)
        return self.cache.get(key) or self.cache.keep(key, self._phrase(field, stems))

    def prefix(self, field: WordField, beginning: str) -> Postings:
        """The articles that have a term in the field whose stem or exact form starts so; all weights are 1."""
        key = (self.key, field, beginning, "*")
        return self.cache.get(key) or self.cache.keep(key, self._prefix(field, beginning))

    def places(self, field: WordField, stem: str, numbers: Iterable[int]) -> dict[int, list[int]]:
        """Document number → positions of the stem, for those of the given rising numbers that have it."""
        found: dict[int, list[int]] = {}
        if not self.reader.doc_frequency(field, stem):
            return found
        matcher = self.reader.postings(field, stem)
        for number in numbers:
            if not matcher.is_active():
                break
            matcher.skip_to(number)
            if matcher.is_active() and matcher.id() == number:
                found[number] = matcher.value_as("positions")
        return found

    def _read(self, field: str, term: bytes) -> Postings:
        try:
            matcher = self.reader.postings(field, term)
        except TermNotFound:
            return NONE
        numbers: list[int] = []
        counts: list[float] = []
        while matcher.is_active():
            numbers.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        if SCHEMA[field].scorable:
            return self._weighed(field, numbers, counts)
        return self._weighed("exact", numbers, ())

    def _weighed(self, field: str, numbers: Sequence[int], counts: Sequence[float]) -> Postings:
        ids = list(map(self.ids.__getitem__, numbers))
        if field != "text":  # Titles, names and addresses are all short: their length says nothing.
            short = (n * (_K1 + 1) / (n + _K1) for n in counts) if counts else [1.0] * len(ids)
            return Postings(ids, array("f", short))
        sizes, flat, slope = self.sizes, _K1 * (1 - _B), _K1 * _B / _AVERAGE_SIZE
        weights = (
            n * (_K1 + 1) / (n + flat + slope * sizes[at]) for at, n in zip(numbers, counts, strict=True)
        )
        return Postings(ids, array("f", weights))

    def _phrase(self, field: WordField, stems: tuple[str, ...]) -> Postings:
        first, *rest = (self.word(field, stem) for stem in stems)
        ids = set(first.ids).intersection(*(postings.ids for postings in rest))
        numbers = sorted(map(self.numbers.__getitem__, ids))
        starts: dict[int, set[int]] = {}
        for offset, stem in enumerate(stems):
            places = self.places(field, stem, numbers)
            if offset == 0:
                starts = {number: set(found) for number, found in places.items()}
                continue
            for number in numbers:
                starts[number].intersection_update([place - offset for place in places[number]])
            numbers = [number for number in numbers if starts[number]]
        return self._weighed(field, numbers, [len(starts[number]) for number in numbers])

    def _prefix(self, field: WordField, beginning: str) -> Postings:
        if len(beginning) <= BEGINNING:
            longer = self._read("begin", (MARKS[field] + beginning).encode()).ids
            ids = sorted(self.form(field, beginning).union(longer, self.word(field, beginning).ids))
            return Postings(ids, [1.0] * len(ids))
        found: set[int] = set()
        for name, start in ((field, beginning), ("exact", MARKS[field] + beginning)):
            terms = ((info.doc_frequency(), term) for term, info in self.reader.iter_prefix(name, start))
            for _, term in sorted(terms, reverse=True):
                if len(found) == len(self.numbers):
                    break
                found.update(self.reader.postings(name, term).all_ids())
        return self._weighed("exact", sorted(found), ())
