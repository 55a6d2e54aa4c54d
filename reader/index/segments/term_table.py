"""The sorted list of a segment's terms.

A term is a word as an article has it: the field it stands in, its stem, the stemmer that made it, and its exact form.
Sorted by these in this order, the forms of one stem lie side by side, and so do all words that begin alike. Most words
that begin with some letters have a stem that does, too; a second order, by field and exact form, gives the others.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.byte_strings import ByteStrings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray

    from reader.index.segments.array_file import Array

_STEP = 64
"""Every so many-th term is held in memory: the search for a term ends within one such stretch."""

_NO_TERM = np.uint32(2**32 - 1)

_END = b"\xff"
"""Greater than every byte of UTF-8."""


class IndexTerm(NamedTuple):
    """A term, taken apart. `field` and `stemmer` are one character each."""

    field: str
    stem: str
    stemmer: str
    form: str


def packed(field: str, stem: str, stemmer: str, form: str) -> bytes:
    """A term as bytes, in whose order terms are sorted."""
    return f"{field}{stem}\0{stemmer}{'' if form == stem else form}".encode()


def unpacked(key: bytes) -> IndexTerm:
    """The term again. Raises ValueError, IndexError for bytes that are none."""
    head, rest = key.decode().split("\0")
    return IndexTerm(head[0], head[1:], rest[0], rest[1:] or head[1:])


class TermTable:
    """The terms of a segment by number, and the numbers of terms.

    `text` holds all terms one after another, `starts` where each begins and the last one ends, `by_form` the numbers of
    the terms in the order of their fields and exact forms."""

    def __init__(
        self, text: NDArray[np.uint8], starts: NDArray[np.uint32], by_form: NDArray[np.uint32]
    ) -> None:
        self._text = memoryview(text)  # type: ignore[arg-type]  # numpy tells of its buffers from Python 3.12 on
        self._starts = starts
        self._by_form = by_form

    def __len__(self) -> int:
        return len(self._starts) - 1

    def piece(self, first: int, last: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The bytes of the terms [first, last), where each begins in them, and the end."""
        starts = self._starts[first : last + 1].astype(np.int64)
        return np.frombuffer(self._text[starts[0] : starts[-1]], np.uint8), starts - starts[0]

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._text[self._starts[number] : self._starts[number + 1]])

    def _many(self, numbers: Array) -> Iterator[bytes]:
        starts, ends = self._starts[numbers].tolist(), self._starts[1:][numbers].tolist()
        return (bytes(self._text[start:end]) for start, end in zip(starts, ends, strict=True))

    def find(self, key: bytes) -> int:
        """The number of the first term that is not before the key."""
        before, place, _, _ = self._stretch(key)
        return before + place

    def beginning(self, start: bytes) -> range:
        """The numbers of the terms whose bytes begin so."""
        return range(self.find(start), self.find(start + _END))

    def of_stem(self, field: str, stem: str) -> range:
        """The numbers of the terms with that stem, by whichever stemmer."""
        start = f"{field}{stem}\0".encode()
        before, place, starts, text = self._stretch(start)
        # It has a handful of forms: to read these is half the work of looking for their end.
        for last in range(place, len(starts) - 1):
            if not text.startswith(start, starts[last] - starts[0]):
                return range(before + place, before + last)
        return self.beginning(start)  # they may go on in the next stretch

    def first_of_stem(self, field: str, stem: str) -> int | None:
        """The number of the first term with that stem; None where there is none. A third of the time of `of_stem`."""
        start = f"{field}{stem}\0".encode()
        before = max(bisect_left(self._samples, start) - 1, 0) * _STEP
        starts = self._starts[before : before + _STEP + 2]  # it may be the first of the next stretch
        text = bytes(self._text[starts[0] : starts[-1]])
        at = text.find(start)
        while at >= 0:
            place = int(starts.searchsorted(starts[0] + np.uint32(at)))
            if starts[place] - starts[0] == at:
                return before + place
            at = text.find(start, at + 1)  # that was the end of another one
        return None

    def firsts_of_stems(self, field: str, stems: Collection[str]) -> NDArray[np.int64]:
        """The numbers of the first terms with these stems, -1 where there is none: a third of the time of one after another."""
        wanted = [f"{field}{stem}\0".encode() for stem in stems]
        if not wanted:
            return np.zeros(0, np.int64)
        samples, text = self._sample_beginnings, self._text
        starts = np.cumsum([0, *map(len, wanted)])
        beginnings = _beginnings(b"".join(wanted), starts[:-1], starts[1:])
        # Where several samples begin alike, what is wanted may be in any stretch between them.
        before = np.maximum(samples.searchsorted(beginnings) - 1, 0) * _STEP
        after = np.minimum(samples.searchsorted(beginnings, "right") * _STEP + 1, len(self))
        begins, ends = self._starts[before].tolist(), self._starts[after].tolist()
        at = [
            bytes(text[begin:end]).find(start) for start, begin, end in zip(wanted, begins, ends, strict=True)
        ]
        is_met = np.array(at, np.int64) >= 0
        places = np.array(begins, np.int64) + at
        # In the type of the array, or all of it would be converted first.
        found = np.where(is_met, np.searchsorted(self._starts, places.astype(np.uint32)), -1)
        # What begins within another term may begin one as well, further on.
        for number in np.flatnonzero(is_met & (self._starts[found] != places)).tolist():
            first = self.first_of_stem(field, wanted[number][len(field.encode()) : -1].decode())
            found[number] = -1 if first is None else first
        return found

    def stemmers(self, numbers: Iterable[int]) -> str:
        """The stemmers of some terms, one character each."""
        keys = map(self.__getitem__, numbers)
        return "".join(chr(key[key.index(0) + 1]) for key in keys)

    def of_form(self, field: str, form: str) -> list[int]:
        """The numbers of the terms with that exact form, whatever their stems."""
        wanted = f"{field}{form}".encode()
        found: list[int] = []
        for place in range(self._find_form(wanted), len(self)):
            number = int(self._by_form[place])
            if _form(self[number]) != wanted:
                break
            found.append(number)
        return found

    def beginning_either_way(self, field: str, start: str) -> list[range]:
        """The numbers of the terms whose stem or exact form begins so, as runs."""
        stems = self.beginning(f"{field}{start}".encode())
        forms = self._by_form[
            self._find_form(f"{field}{start}".encode()) : self._find_form(f"{field}{start}".encode() + _END)
        ]
        if forms.max(initial=0) >= max(len(self), 1):
            raise DamagedFileError("the order by forms names terms that there are not")
        others = forms[(forms < stems.start) | (forms >= stems.stop)]
        others.sort()
        lasts = np.flatnonzero(np.diff(others, append=_NO_TERM) != 1)
        firsts = np.concatenate(([0], lasts[:-1] + 1)) if len(lasts) else lasts
        more = map(range, others[firsts].tolist(), (others[lasts] + 1).tolist())
        return [*([stems] if stems else []), *more]

    def _stretch(self, key: bytes) -> tuple[int, int, list[int], bytes]:
        """The number of the first term of a stretch, how many of its terms are before a key, where they all begin and the
        last one ends, and their bytes: read at once, they are searched in half the time."""
        before = max(bisect_left(self._samples, key) - 1, 0) * _STEP
        starts = self._starts[before : before + _STEP + 1].tolist()
        base = starts[0]
        text = bytes(self._text[base : starts[-1]])
        place = bisect_left(
            range(len(starts) - 1), key, key=lambda at: text[starts[at] - base : starts[at + 1] - base]
        )
        return before, place, starts, text

    def _find_form(self, wanted: bytes) -> int:
        stretch = max(bisect_left(self._form_samples, wanted) - 1, 0) * _STEP
        end = min(stretch + _STEP + 1, len(self))
        return bisect_left(range(end), wanted, stretch, key=self._at_form)

    def _at_form(self, place: int) -> bytes:
        return _form(self[int(self._by_form[place])])

    @cached_property
    def _samples(self) -> list[bytes]:
        return list(self._many(np.arange(0, len(self), _STEP)))

    @cached_property
    def _sample_beginnings(self) -> NDArray[np.uint64]:
        """Those of the samples, without an object each."""
        return _beginnings(self._text, self._starts[:-1][::_STEP], self._starts[1:][::_STEP])

    @cached_property
    def _form_samples(self) -> list[bytes]:
        return list(map(_form, self._many(self._by_form[::_STEP])))


def _beginnings(text: bytes | memoryview, begins: Array, ends: Array) -> NDArray[np.uint64]:
    """The first eight bytes of some strings in a text, none of which is empty, as integers in their order; zeros follow the end."""
    array = np.frombuffer(text, np.uint8)
    at = begins.astype(np.int64)[:, np.newaxis] + np.arange(8)
    eight = np.where(at < ends[:, np.newaxis], array[np.minimum(at, len(array) - 1)], np.uint8(0))
    return eight.view(">u8").ravel().astype(np.uint64)


def term_arrays(terms: ByteStrings) -> dict[str, Array]:
    """The arrays of some terms, which are sorted, for a segment's file."""
    text, starts = terms.copied()
    begins, ends = starts[:-1], starts[1:]
    stem_ends = _zeros(text, begins)
    has_form = ends > stem_ends + 2
    forms = ByteStrings(
        text, np.where(has_form, stem_ends + 2, begins + 1), np.where(has_form, ends, stem_ends)
    )
    return {
        "text": text,
        "text_start": starts,
        "by_form": forms.order(text[begins]).astype(np.uint32),
        # `np.unique` would load `numpy.ma`, for 10 ms.
        "stemmer": np.flatnonzero(np.bincount(text[stem_ends + 1])).astype(np.uint8),
    }


def stem_numbers(text: NDArray[np.uint8], starts: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The stems of sorted terms, numbered from 0 in their order."""
    return np.cumsum(~ByteStrings(text, starts[:-1], _zeros(text, starts[:-1])).repeats()) - 1


def _zeros(text: NDArray[np.uint8], begins: Array) -> NDArray[np.int64]:
    """The ends of the terms' stems: the first zero byte from the beginning of each."""
    zeros = np.flatnonzero(text == 0)
    return zeros[np.searchsorted(zeros, begins)]


def runs(numbers: Iterable[int]) -> list[range]:
    """Numbers, in any order, as runs without a gap."""
    found: list[range] = []
    first = last = -1
    for number in sorted(numbers):
        if number != last:
            if last > first:
                found.append(range(first, last))
            first = number
        last = number + 1
    return [*found, range(first, last)] if last > first else found


def _form(key: bytes) -> bytes:
    """The field and the exact form of a term, in whose order `by_form` is."""
    end = key.index(0)
    return key[:1] + key[end + 2 :] if len(key) > end + 2 else key[:end]
