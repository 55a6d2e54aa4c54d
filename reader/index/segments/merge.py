"""Merges segments into one, without their deleted articles. All terms are in memory at once, as arrays; postings only in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.index.segments import array_file
from reader.index.segments.array_file import ArrayWriter, DamagedFileError, Shape
from reader.index.segments.byte_strings import ByteStrings
from reader.index.segments.invert import MANY, having
from reader.index.segments.segment import COLUMNS, POSTINGS
from reader.index.segments.term_table import stem_numbers, term_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.index.segments.array_file import Array
    from reader.index.segments.segment import Segment

TERMS_AT_ONCE = 100_000
"""Terms of one part, some 20 MB while they are sorted."""

AT_ONCE = 250_000
"""Postings of one part, some 20 MB while they are sorted; larger parts take longer as well, as they fit no cache."""

_GONE = 2**32 - 1
"""Stands for the new number of an article that was deleted."""


class _Source(NamedTuple):
    """A segment that is merged: the new numbers of its articles and of its terms."""

    segment: Segment
    docs: NDArray[np.uint32]
    terms: NDArray[np.int64]


class _Part(NamedTuple):
    """Postings of a run of terms: the number of postings of each term, then articles and counts of all, then places."""

    lengths: NDArray[np.int64]
    docs: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    places: Array


def merge(segments: Sequence[Segment], folder: Path, name: str) -> int:
    """Write the files of a segment that holds the articles of some, and return how many these are."""
    alive = [np.ones(len(one.ids), np.bool_) if one.alive is None else one.alive for one in segments]
    columns = {
        column: np.concatenate([getattr(one, own)[kept] for one, kept in zip(segments, alive, strict=True)])
        for column, own in (("id", "ids"), ("date", "days"), ("size", "sizes"))
    }
    array_file.write(folder / f"{name}{COLUMNS}", columns)
    merged, numbers = _merged_terms(segments)
    for segment in segments:
        segment.let_go()
    sources = list(map(_Source, segments, _numbered(alive), numbers))
    terms = term_arrays(merged)
    del merged
    stems = stem_numbers(terms["text"], terms["text_start"])
    runs = list(_runs(sources, stems))
    sizes = [_size(sources, run) for run in runs]
    _fill(
        folder / f"{name}{POSTINGS}",
        terms,
        sources,
        stems,
        runs,
        [sum(each) for each in zip((0, 0, 0), *sizes, strict=True)],
    )
    return len(columns["id"])


def _numbered(alive: Sequence[NDArray[np.bool_]]) -> Iterator[NDArray[np.uint32]]:
    """The new numbers of each segment's articles."""
    base = 0
    for kept in alive:
        numbers = base + np.cumsum(kept) - 1
        yield np.where(kept, numbers, _GONE).astype(np.uint32)
        base += int(np.count_nonzero(kept))


def _merged_terms(segments: Sequence[Segment]) -> tuple[ByteStrings, list[NDArray[np.int64]]]:
    """All terms in order, and the new numbers of each segment's terms."""
    new: list[list[NDArray[np.int64]]] = [[np.empty(0, np.int64)] for _ in segments]
    pieces = []
    known = 0
    for spans in _spans(segments):
        owned = [one.terms.piece(*span) for one, span in zip(segments, spans, strict=True)]
        terms = ByteStrings.joined(owned)
        order = terms.order()
        terms = terms.taken(order)
        is_new = ~terms.repeats()
        numbers = np.empty(len(order), np.int64)
        numbers[order] = known + np.cumsum(is_new) - 1
        known += int(np.count_nonzero(is_new))
        pieces.append(terms.taken(np.flatnonzero(is_new)).copied())
        ends = np.cumsum([last - first for first, last in spans])
        for own, part in zip(new, np.split(numbers, ends[:-1]), strict=True):
            own.append(part)
    return ByteStrings.joined(pieces), list(map(np.concatenate, new))


def _spans(segments: Sequence[Segment]) -> Iterator[list[tuple[int, int]]]:
    """The numbers [first, last) of each segment's terms in one part of all of them after another."""
    largest = max((one.terms for one in segments), key=len)
    parts = -(-sum(len(one.terms) for one in segments) // TERMS_AT_ONCE) or 1
    firsts = [0] * len(segments)
    for part in range(1, parts + 1):
        lasts = [len(one.terms) for one in segments]
        if part < parts:
            key = largest[len(largest) * part // parts]
            lasts = [one.terms.find(key) for one in segments]
        yield list(zip(firsts, lasts, strict=True))
        firsts = lasts


def _runs(sources: Sequence[_Source], stems: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of terms [first, last) with about as many postings as one part has; no stem is cut."""
    lengths = np.zeros(len(stems), np.int64)
    for segment, _, terms in sources:
        own = _lengths(segment.start)
        if own.min(initial=0) < 0 or segment.start[-1] != len(segment.doc):
            raise DamagedFileError(f"{segment.name} has postings that do not follow each other")
        lengths[terms] += own
    firsts = np.append(np.flatnonzero(np.diff(stems, prepend=-1)), len(stems))
    before = np.append(0, np.cumsum(lengths))[firsts]
    at = 0
    while at < len(firsts) - 1:
        to = max(int(np.searchsorted(before, before[at] + AT_ONCE)), at + 1)
        to = min(to, len(firsts) - 1)
        yield int(firsts[at]), int(firsts[to])
        at = to


def _slices(source: _Source, run: tuple[int, int]) -> tuple[slice, slice]:
    """The segment's own terms of a run, and their postings."""
    first, last = (int(at) for at in np.searchsorted(source.terms, run))
    start = source.segment.start
    return slice(first, last), slice(int(start[first]), int(start[last]))


def _size(sources: Sequence[_Source], run: tuple[int, int]) -> tuple[int, int, int]:
    """The numbers of postings, of places, and of counts that do not fit a byte."""
    postings = places = many = 0
    for source in sources:
        terms, own = _slices(source, run)
        counts = source.segment.counts(own.start, own.stop)
        if counts.sum() != int(source.segment.place_start[terms.stop]) - int(
            source.segment.place_start[terms.start]
        ):
            raise DamagedFileError(f"{source.segment.name} has more places or fewer than it counts")
        if source.segment.alive is not None:
            counts = counts[source.segment.alive[source.segment.doc[own]]]
        postings += len(counts)
        places += int(counts.sum())
        many += int(np.count_nonzero(counts >= MANY))
    return postings, places, many


def _fill(
    path: Path,
    terms: Mapping[str, Array],
    sources: Sequence[_Source],
    stems: NDArray[np.int64],
    runs: Sequence[tuple[int, int]],
    sizes: Sequence[int],
) -> None:
    wide = any(source.segment.place.dtype.itemsize > 2 for source in sources)
    postings, places, many = sizes
    shapes = {
        **{name: Shape(array.dtype.str, len(array)) for name, array in terms.items()},
        "having": Shape("<u4", len(stems)),
        "start": Shape("<u4", len(stems) + 1),
        "place_start": Shape("<u4", len(stems) + 1),
        "doc": Shape("<u4", postings),
        "count": Shape("|u1", postings),
        "place": Shape("<u4" if wide else "<u2", places),
        "many": Shape("<u4", many),
        "how_many": Shape("<u4", many),
    }
    with ArrayWriter(path, shapes) as out:
        for name, array in terms.items():
            out.put(name, 0, array)
        at = place = more = 0
        for first, last in runs:
            part = _part(sources, (first, last))
            of_terms = np.append(0, np.cumsum(part.lengths))
            of_places = np.append(0, np.cumsum(part.counts, dtype=np.int64))
            over = np.flatnonzero(part.counts >= MANY)
            out.put("having", first, having(stems[first:last], part.lengths, part.docs))
            out.put("start", first, at + of_terms)
            out.put("place_start", first, place + of_places[of_terms])
            out.put("doc", at, part.docs)
            out.put("count", at, np.minimum(part.counts, MANY))
            out.put("place", place, part.places)
            out.put("many", more, at + over)
            out.put("how_many", more, part.counts[over])
            at, place, more = at + len(part.docs), place + len(part.places), more + len(over)
            for source in sources:
                source.segment.let_go()


def _lengths(starts: Array) -> NDArray[np.int64]:
    """The lengths of pieces that begin there, one after another."""
    return starts[1:].astype(np.int64) - starts[:-1]


def _part(sources: Sequence[_Source], run: tuple[int, int]) -> _Part:
    terms, docs, counts, begins, pools = [], [], [], [], []
    pooled = 0
    for source in sources:
        segment = source.segment
        own, postings = _slices(source, run)
        each = segment.counts(postings.start, postings.stop)
        place = slice(int(segment.place_start[own.start]), int(segment.place_start[own.stop]))
        pools.append(segment.place[place])
        terms.append(np.repeat(source.terms[own], _lengths(segment.start[own.start : own.stop + 1])))
        docs.append(source.docs[segment.doc[postings]])
        counts.append(each)
        begins.append(pooled + np.cumsum(each, dtype=np.int64) - each)
        pooled += len(pools[-1])
    doc = np.concatenate(docs)
    order = np.flatnonzero(doc != _GONE)
    term = np.concatenate(terms)[order]
    order = order[np.argsort((term - run[0]) << 32 | doc[order], kind="stable")]
    count, begin = np.concatenate(counts)[order], np.concatenate(begins)[order]
    ends = np.cumsum(count, dtype=np.int64)
    at = np.repeat(begin - (ends - count), count) + np.arange(int(ends[-1]) if len(ends) else 0)
    return _Part(
        np.bincount(term - run[0], minlength=run[1] - run[0]), doc[order], count, np.concatenate(pools)[at]
    )
