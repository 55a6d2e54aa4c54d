"""An article's weighed parts in a few hundred bytes, kept so that a new article is compared without reading old texts.

Words are numbers here, 32 bits of a hash each; weights have 16 bits. The least telling words of a long text are left
out: they bring nearly nothing to a likeness.
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from itertools import accumulate, chain, islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.index.days import Days
from reader.index.notices import Template
from reader.index.similarity import Weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

WORDS, NAMES = 120, 40
"""Kept at most of each; of numbers as many as of names."""

CLUES = 20
"""An article's most telling words, by which those of the same story are found …"""

SHARED = 2
"""… when they have so many of them in common."""

_PARTS, _FORMER_PARTS = 10, 9
_CASED, _LATER = 1, 2
"""Bits of the first byte: the script has capitals; the tenth part is there, which articles from before it lack."""

WHOLE = 65_535
"""How a weight of 1 is packed."""

TITLE_MOST = 16.0
"""A title's weights are logarithms of how rare a word is; e to this power is more than any library holds."""

_LITTLE = sys.byteorder == "little"


class ClusterFeatures(NamedTuple):
    """A packed article: its bytes, and the numbers of its most telling words."""

    packed: bytes
    clues: list[int]


_RARE = math.log(50)
"""A word that more than a fiftieth of all articles have leads to too many of them."""


def gist(
    weighed: Weighed[str], idf: Callable[[str], float], template: Template | None = None
) -> ClusterFeatures:
    """Packs the parts of an article, and its template where that is given."""
    form = template or Template()
    words = _most(weighed.words, WORDS)
    parts = [
        _vector(words, 1.0),
        _vector(_most(weighed.names, NAMES), 1.0),
        _vector(_most(weighed.numbers, NAMES), 1.0),
        _vector(_most(weighed.title, NAMES), TITLE_MOST),
        _numbers("H", sorted(weighed.days.dates)),
        _numbers("H", sorted(weighed.days.weekdays)),
        _numbers("I", [form.title, *sorted(form.filling)]),
        _numbers("I", form.sketch),
        _numbers("I", form.whole),
        _numbers("I", [form.source, *chain.from_iterable(sorted(form.editions.items()))]),
    ]
    head = bytes(
        [_LATER | weighed.cased, *(len(part) & 255 for part in parts), *(len(part) >> 8 for part in parts)]
    )
    telling = (stem for stem, _ in words if idf(stem) >= _RARE)
    return ClusterFeatures(head + b"".join(parts), [key(stem) for stem in islice(telling, CLUES)])


def numbered(weighed: Weighed[str]) -> Weighed[int]:
    """The weighed parts in numbers, all of them."""
    words, names, numbers, title = (
        {key(stem): weight for stem, weight in part.items()}
        for part in (weighed.words, weighed.names, weighed.numbers, weighed.title)
    )
    return Weighed(words, names, numbers, title, weighed.days, weighed.cased)


class PackedSizes(NamedTuple):
    """Where the weighed parts of packed articles lie, which stand one after another: a row an article, with a number for its words, its
    names, its numbers and its title. Of each part all keys come first, 4 bytes each in little-endian, then all weights of 2,
    where 65,535 is 1, of a title `TITLE_MOST`. `days`: whether there are dates, and whether there are weekdays."""

    begins: NDArray[np.int64]
    bytes: NDArray[np.int64]
    cased: NDArray[np.bool_]
    days: NDArray[np.bool_]


def sizes_of(packed: Sequence[bytes]) -> PackedSizes:
    """The places of the weighed parts, without a look at what is in them."""
    raw = np.frombuffer(b"".join(packed), np.uint8)
    ends = np.cumsum([len(one) for one in packed], dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    heads = raw[starts]
    parts = np.where(heads & _LATER, _PARTS, _FORMER_PARTS)
    low = (starts + 1)[:, np.newaxis] + np.arange(6)
    sizes = raw[low] | raw[low + parts[:, np.newaxis]].astype(np.int64) << 8
    begins = (starts + 1 + 2 * parts)[:, np.newaxis] + np.cumsum(sizes, axis=1) - sizes
    return PackedSizes(begins[:, :4], sizes[:, :4], (heads & _CASED).astype(np.bool_), sizes[:, 4:] > 0)


def unpacked(packed: bytes) -> Weighed[int]:
    """The weighed parts again, in numbers."""
    words, names, numbers, title, *_ = _split(packed)
    return Weighed(
        dict(_pairs(words, 1.0)),
        dict(_pairs(names, 1.0)),
        dict(_pairs(numbers, 1.0)),
        dict(_pairs(title, TITLE_MOST)),
        days_of(packed),
        bool(packed[0] & _CASED),
    )


def days_of(packed: bytes) -> Days:
    """The days again."""
    dates, weekdays = _split(packed)[4:6]
    return Days(frozenset(_read("H", dates)), frozenset(_read("H", weekdays)))


def template_of(packed: bytes) -> Template:
    """The template again."""
    heading, sketch, whole, *later = _split(packed)[6:]
    title, *filling = _read("I", heading)
    source, *editions = _read("I", later[0]) if later else (0,)
    return Template(
        title,
        frozenset(filling),
        tuple(_read("I", sketch)),
        tuple(_read("I", whole)),
        dict(zip(editions[::2], editions[1::2], strict=True)),
        source,
    )


def parted(packed: bytes) -> tuple[bytes, bytes]:
    """The packed article by itself, and what was appended to it."""
    parts = _PARTS if packed[0] & _LATER else _FORMER_PARTS
    low, high = packed[1 : 1 + parts], packed[1 + parts : 1 + 2 * parts]
    end = 1 + 2 * parts + sum(low) + (sum(high) << 8)
    return packed[:end], packed[end:]


def _split(packed: bytes) -> list[bytes]:
    return [packed[start:end] for start, end in pairwise(_ends(packed))]


def _ends(packed: bytes) -> Iterator[int]:
    parts = _PARTS if packed[0] & _LATER else _FORMER_PARTS
    sizes = (packed[at] | packed[at + parts] << 8 for at in range(1, 1 + parts))
    return accumulate(sizes, initial=1 + 2 * parts)


def key(stem: str) -> int:
    """The number that stands for a stem."""
    return zlib.crc32(stem.encode())


def _most(vector: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    return sorted(vector.items(), key=itemgetter(1, 0), reverse=True)[:count]


def _vector(vector: list[tuple[str, float]], most: float) -> bytes:
    keys = list(map(zlib.crc32, [stem.encode() for stem, _ in vector]))
    weights = [round(weight / most * WHOLE) for _, weight in vector]
    return _numbers("I", keys) + _numbers(
        "H", [min(weight, WHOLE) for weight in weights] if max(weights, default=0) > WHOLE else weights
    )


def _pairs(part: bytes, most: float) -> Iterator[tuple[int, float]]:
    keys = len(part) // 6 * 4
    weights = [weight / WHOLE * most for weight in _read("H", part[keys:])]
    return zip(_read("I", part[:keys]), weights, strict=True)


def _numbers(kind: str, values: Sequence[int]) -> bytes:
    found = array(kind, values)
    if not _LITTLE:
        found.byteswap()
    return found.tobytes()


def _read(kind: str, part: bytes) -> array[int]:
    found = array(kind, part)
    if not _LITTLE:
        found.byteswap()
    return found
