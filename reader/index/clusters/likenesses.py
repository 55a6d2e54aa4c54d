"""Likenesses of many pairs of articles at once, by their packed features: an eighth of the time of one pair after another.

They are those of `stories.likeness`, up to the order in which numbers are added. What may be of one story is few, and compared
once more as a whole, with its template and its source.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from reader.index import days
from reader.index.clusters.cluster_features import (
    TITLE_MOST,
    WHOLE,
    days_of,
    parted,
    sizes_of,
    template_of,
    unpacked,
)
from reader.index.clusters.stories import FEW_NAMES, JOIN, OTHERS, STRANGERS, count_on, of_one_source
from reader.index.notices import FEW_NUMBERS, are_of_one_source, are_of_one_template
from reader.index.similarity import are_mostly_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from reader.index.days import Days
    from reader.index.notices import Template

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.int64]
    Weights = NDArray[np.float64]

HELD = 1_000
"""Articles whose templates are held."""

TOGETHER = 200
"""Pairs that are compared at once: their features take some 2 MB as arrays."""

_WORDS, _NAMES, _NUMBERS, _TITLE = range(4)
"""The parts of an article, in the order in which they are packed."""

_SCALES = np.array((1.0, 1.0, 1.0, TITLE_MOST)) / WHOLE
_KEY_BITS = np.int64(32)
_SIEVE_BITS = np.int64(11)
"""Bits of a key by which most of what two articles do not share is passed over."""


class Likenesses:
    """Likenesses of pairs of articles, each computed once; 0 for notices of one template."""

    def __init__(self) -> None:
        self.pairs: dict[tuple[int, int], float] = {}
        self._packed: dict[int, bytes] = {}
        self._days: dict[int, Days] = {}
        self._templates: dict[int, Template] = {}

    def know(self, id_: int, packed: bytes) -> None:
        """Take in an article's packed features."""
        if id_ not in self._packed:
            self._packed[id_] = parted(packed)[0]

    def of(self, one: int, others: Iterable[int]) -> dict[int, float]:
        """The likenesses of an article with others, all of which are known."""
        others, pairs = list(others), self.pairs
        if new := [other for other in others if (one, other) not in pairs and (other, one) not in pairs]:
            self.compare([(one, other) for other in new])
        return {other: pairs[(one, other) if (one, other) in pairs else (other, one)] for other in others}

    def compare(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Compares the articles of some pairs, all of which are known: quicker at once."""
        new: dict[tuple[int, int], None] = {}
        for one, other in pairs:
            pair, same = (one, other), (other, one)
            if pair not in self.pairs and same not in self.pairs and same not in new:
                new[pair] = None
        waiting = list(new)
        for at in range(0, len(waiting), TOGETHER):
            some = waiting[at : at + TOGETHER]
            ids = list(dict.fromkeys(id_ for pair in some for id_ in pair))
            found = compared({id_: self._packed[id_] for id_ in ids}, some, self._days)
            self.pairs.update(zip(some, found.values, strict=True))
            for number in [number for number, value in enumerate(found.values) if value >= JOIN]:
                self.pairs[some[number]] = self._told_apart(*some[number], found, number)

    def _told_apart(self, one: int, other: int, found: Compared, number: int) -> float:
        """The likeness of two reports that are no notices of one template, nor of different days and one source."""
        value, first, second = found.values[number], self._packed[one], self._packed[other]
        if found.have_other_dates[number] and count_on(unpacked(first), unpacked(second)):
            return 0.0
        templates = self._template(one), self._template(other)
        names, numbers = found.names[number], found.numbers[number]
        same_filling = are_mostly_same(
            None if math.isnan(names) else names, None if math.isnan(numbers) else numbers
        )
        if are_of_one_template(*templates, same_filling=same_filling):
            return 0.0
        if are_of_one_source(*templates):
            return of_one_source(value, unpacked(first), unpacked(second))
        return value

    def _template(self, id_: int) -> Template:
        if id_ not in self._templates:
            if len(self._templates) >= HELD:
                del self._templates[next(iter(self._templates))]
            self._templates[id_] = template_of(self._packed[id_])
        return self._templates[id_]


class Compared(NamedTuple):
    """What the articles of each pair have in common: the likeness, those of their names and of their numbers, not a number where not
    both have enough to tell, and whether both name dates and none that both have."""

    values: list[float]
    names: list[float]
    numbers: list[float]
    have_other_dates: list[bool]


class _Articles(NamedTuple):
    """Articles as arrays: the words, names, numbers and titles of all, one after another, each with its weight. `ends` is where
    those of an article begin and where the last ones end; `named` are the words of a title that are names in the text, `whole` the sum
    of the title's weights, `days` whether there are dates and whether there are weekdays."""

    keys: NDArray[np.uint32]
    weights: Weights
    kinds: Numbers
    named: Flags
    ends: Numbers
    sizes: Numbers
    many_named: Numbers
    whole: Weights
    cased: Flags
    days: Flags

    @classmethod
    def of(cls, packed: Sequence[bytes]) -> Self:
        """The parts of packed articles."""
        found = sizes_of(packed)
        sizes = found.bytes // 6  # 4 of the key, 2 of the weight
        flat, begins = sizes.ravel(), found.begins.ravel()
        before = np.cumsum(flat) - flat
        within = np.arange(flat.sum()) - np.repeat(before, flat)
        raw = b"".join((*packed, b"\0\0\0"))
        every_four = np.ndarray(len(raw) - 3, "<u4", raw, strides=(1,))
        every_two = np.ndarray(len(raw) - 1, "<u2", raw, strides=(1,))
        keys = every_four[np.repeat(begins, flat) + 4 * within]
        weights = every_two[np.repeat(begins + 4 * flat, flat) + 2 * within]
        owners, kinds = np.divmod(np.repeat(np.arange(len(flat)), flat), 4)
        in_title = np.flatnonzero(kinds == _TITLE)
        whole = np.bincount(owners[in_title], weights[in_title], len(sizes)) * _SCALES[_TITLE]
        named = np.zeros(len(keys), np.bool_)
        named[in_title] = _stand_among(owners, keys, in_title, np.flatnonzero(kinds == _NAMES))
        many_named = np.bincount(owners[named], minlength=len(sizes))
        ends = np.concatenate(([0], np.cumsum(sizes.sum(axis=1))))
        return cls(keys, weights * _SCALES[kinds], kinds, named, ends, sizes, many_named, whole, *found[2:])

    def places(self, articles: Numbers) -> tuple[Numbers, Numbers]:
        """The places of the parts of some articles, and for each place its article's number among these."""
        lengths = np.diff(self.ends)[articles]
        numbers = np.repeat(np.arange(len(articles)), lengths)
        return np.arange(len(numbers)) + np.repeat(
            self.ends[articles] - (np.cumsum(lengths) - lengths), lengths
        ), numbers


def compared(
    packed: Mapping[int, bytes], pairs: Sequence[tuple[int, int]], known_days: dict[int, Days]
) -> Compared:
    """Gives what the articles of each pair have in common, as reports of one event (`stories.likeness`), without a look at what they
    count. `known_days` remembers the days of articles."""
    every = _Articles.of(list(packed.values()))
    order = {id_: number for number, id_ in enumerate(packed)}
    ones, others = (np.array([order[pair[side]] for pair in pairs], np.int64) for side in (0, 1))
    firsts, rows = np.unique(ones, return_inverse=True)

    # The parts of those that stand first, each key of an article once.
    at, row = every.places(firsts)
    table, places = np.unique(row << _KEY_BITS | every.keys[at], return_inverse=True)
    own, there = np.zeros((4, len(table))), np.zeros((4, len(table)), np.bool_)
    own[every.kinds[at], places] = every.weights[at]
    there[every.kinds[at], places] = True
    titles = own[_TITLE].copy()
    own[_TITLE] = there[_WORDS]  # of another's title it is asked how far it stands in the text
    named, known = there[_TITLE] & there[_NAMES], there[_WORDS] | there[_NAMES]
    sieve = _sieve(len(firsts), row, every.keys[at])

    # What the others have of them.
    at, pair = every.places(others)
    row, keys = rows[pair], every.keys[at]
    met = np.flatnonzero(sieve[_sieved(row, keys)])
    wanted = row[met] << _KEY_BITS | keys[met]
    found = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    is_met = table[found] == wanted if len(table) else np.zeros(0, np.bool_)
    found, at, pair = found[is_met], at[met][is_met], pair[met][is_met]
    kinds, many = every.kinds[at], len(pairs)
    sums = np.bincount(pair * 4 + kinds, own[kinds, found] * every.weights[at], 4 * many).reshape(-1, 4)
    is_word = kinds == _WORDS
    titles_met = np.bincount(pair[is_word], titles[found[is_word]], many)
    # A word may stand among the words and among the names of the other one, and counts once.
    is_named = named[found] & (is_word | (kinds == _NAMES))
    met = np.sort(pair[is_named] * len(table) + found[is_named])
    met = met[np.diff(met, prepend=-1) > 0]  # `np.unique` would load a module for masks, for 10 ms
    names_met = np.bincount(met // max(len(table), 1), minlength=many)
    known_met = np.bincount(pair[every.named[at] & known[found]], minlength=many)

    words, names, numbers = sums[:, _WORDS], sums[:, _NAMES], sums[:, _NUMBERS]
    values = np.where(every.cased[ones] | every.cased[others], 0.6 * words + 0.2 * names, 0.8 * words)
    shares = _share(titles_met, every.whole[ones]) + _share(sums[:, _TITLE], every.whole[others])
    values += 0.05 * shares + 0.1 * numbers
    both = np.flatnonzero((every.days[ones] & every.days[others]).any(axis=1)).tolist()
    share_a_date, differ, have_other_dates = _days(packed, pairs, both, known_days)
    values = np.where(differ, values - 0.08, np.minimum(values + np.where(share_a_date, 0.05, 0.0), 1.0))
    name_others = (names_met < every.many_named[ones]) & (known_met < every.many_named[others])
    lower = values - OTHERS
    lower -= np.where((lower >= JOIN) & (names < FEW_NAMES), STRANGERS, 0.0)
    least = np.minimum(every.sizes[ones], every.sizes[others])
    return Compared(
        np.where(name_others, lower, values).tolist(),
        np.where(least[:, _NAMES] > 0, names, np.nan).tolist(),
        np.where(least[:, _NUMBERS] >= FEW_NUMBERS, numbers, np.nan).tolist(),
        have_other_dates.tolist(),
    )


def _share(part: NDArray[Any], whole: Weights) -> Weights:
    share: Weights = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return share


def _sieved(row: Numbers, keys: NDArray[np.uint32]) -> Numbers:
    return row << _SIEVE_BITS | keys & np.int64(2**_SIEVE_BITS - 1)


def _sieve(rows: int, row: Numbers, keys: NDArray[np.uint32]) -> Flags:
    """Flags by which most keys of other articles are passed over, in rows of their low bits."""
    sieve = np.zeros(rows << int(_SIEVE_BITS), np.bool_)
    sieve[_sieved(row, keys)] = True
    return sieve


def _stand_among(row: Numbers, keys: NDArray[np.uint32], some: Numbers, others: Numbers) -> Flags:
    """Tells of some places whether others of their row have the same key."""
    sieve = _sieve(int(row.max(initial=0)) + 1, row[some], keys[some])
    others = others[sieve[_sieved(row[others], keys[others])]]
    rising = np.sort(row[others] << _KEY_BITS | keys[others])
    if not len(rising):
        return np.zeros(len(some), np.bool_)
    wanted = row[some] << _KEY_BITS | keys[some]
    found: Flags = rising[np.minimum(np.searchsorted(rising, wanted), len(rising) - 1)] == wanted
    return found


def _days(
    packed: Mapping[int, bytes], pairs: Sequence[tuple[int, int]], some: Sequence[int], known: dict[int, Days]
) -> tuple[Flags, Flags, Flags]:
    """Of each pair whether both articles name the same day of the year, different days, and dates but none that both have; `some`
    are the numbers of the pairs that can."""
    found = np.zeros((3, len(pairs)), np.bool_)
    for number in some:
        for id_ in pairs[number]:
            if id_ not in known:
                known[id_] = days_of(packed[id_])
        one, other = (known[id_] for id_ in pairs[number])
        both = bool(one.dates and other.dates)
        shared = both and days.share_a_date(one, other)
        found[:, number] = shared, not shared and days.differ(one, other), both and not shared
    return found[0], found[1], found[2]
