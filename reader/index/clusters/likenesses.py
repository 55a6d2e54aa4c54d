"""Likenesses of an article with many others at once, by their packed features: a fifth of the time of one pair after another.

They are those of `stories.likeness`, up to the order in which numbers are added. What may be of one story is few, and compared
once more as a whole, with its template and its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.index import days
from reader.index.clusters.cluster_features import TITLE_MOST, WHOLE, parted, parts, template_of, unpacked
from reader.index.clusters.stories import JOIN, count_on, less_alike, of_one_source
from reader.index.notices import FEW_NUMBERS, are_of_one_source, are_of_one_template
from reader.index.similarity import are_mostly_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reader.index.days import Days
    from reader.index.notices import Template

HELD = 1_000
"""Articles whose parts are held as arrays, some 4 MB."""

_WORDS, _TITLE, _NAMES, _NUMBERS = range(4)
_KINDS = np.arange(4)
_SCALES = np.array((1.0, TITLE_MOST, 1.0, 1.0)) / WHOLE
_NO_KEY = np.zeros(1, np.uint32)


class Likenesses:
    """Likenesses of pairs of articles, each computed once; 0 for notices of one template."""

    def __init__(self) -> None:
        self.pairs: dict[tuple[int, int], float] = {}
        self._packed: dict[int, bytes] = {}
        self._arrays: dict[int, _Arrays] = {}
        self._templates: dict[int, Template] = {}

    def know(self, id_: int, packed: bytes) -> None:
        """Take in an article's packed features."""
        if id_ not in self._packed:
            self._packed[id_] = parted(packed)[0]

    def of(self, one: int, others: Iterable[int]) -> dict[int, float]:
        """The likenesses of an article with others, all of which are known."""
        others = list(others)
        new = [other for other in others if (one, other) not in self.pairs and (other, one) not in self.pairs]
        if new:
            found = compared(self._held(one), [self._held(other) for other in new])
            for other, likeness in zip(new, found, strict=True):
                self.pairs[one, other] = self._told_apart(one, other, likeness)
        return {
            other: self.pairs[(one, other) if (one, other) in self.pairs else (other, one)]
            for other in others
        }

    def _told_apart(self, one: int, other: int, found: Compared) -> float:
        """The likeness of two reports that are no notices of one template, nor of different days and one source."""
        if found.value < JOIN:
            return found.value
        first, second = self._held(one), self._held(other)
        if (
            first.days.dates
            and second.days.dates
            and not days.share_a_date(first.days, second.days)
            and count_on(unpacked(self._packed[one]), unpacked(self._packed[other]))
        ):
            return 0.0
        templates = self._template(one), self._template(other)
        if are_of_one_template(*templates, same_filling=are_mostly_same(found.names, found.numbers)):
            return 0.0
        if are_of_one_source(*templates):
            return of_one_source(found.value, unpacked(self._packed[one]), unpacked(self._packed[other]))
        return found.value

    def _held(self, id_: int) -> _Arrays:
        if id_ not in self._arrays:
            if len(self._arrays) >= HELD:
                del self._arrays[next(iter(self._arrays))]
            self._arrays[id_] = _Arrays.of(self._packed[id_])
        return self._arrays[id_]

    def _template(self, id_: int) -> Template:
        if id_ not in self._templates:
            if len(self._templates) >= HELD:
                del self._templates[next(iter(self._templates))]
            self._templates[id_] = template_of(self._packed[id_])
        return self._templates[id_]


class Compared(NamedTuple):
    """What two articles have in common: the likeness, and those of their names and of their numbers, None where not both have
    enough to tell."""

    value: float
    names: float | None
    numbers: float | None


class _Arrays(NamedTuple):
    """An article's words, title, names and numbers, one after another, with their weights as they are packed. `named` are the
    words of the title that are names in the text, `whole` the sum of the title's weights."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    sizes: tuple[int, ...]
    named: frozenset[int]
    whole: float
    days: Days
    cased: bool

    @classmethod
    def of(cls, packed: bytes) -> _Arrays:
        """The parts of a packed article."""
        found = parts(packed)
        vectors = found.words, found.title, found.names, found.numbers
        sizes = tuple([len(vector) // 6 for vector in vectors])
        pairs = list(zip(vectors, sizes, strict=True))
        keys = np.frombuffer(b"".join([vector[: 4 * size] for vector, size in pairs]), "<u4")
        weights = np.frombuffer(b"".join([vector[4 * size :] for vector, size in pairs]), "<u2")
        start, end = sizes[_WORDS], sizes[_WORDS] + sizes[_TITLE]
        title, names = keys[start:end].tolist(), keys[end : end + sizes[_NAMES]].tolist()
        whole = sum(weights[start:end].tolist()) * float(_SCALES[_TITLE])
        return cls(keys, weights, sizes, frozenset(title).intersection(names), whole, found.days, found.cased)


def compared(one: _Arrays, others: Sequence[_Arrays]) -> list[Compared]:
    """Gives what an article has in common with others, as reports of one event (`stories.likeness`), without a look at what they
    count."""
    order = np.argsort(one.keys)
    keys = one.keys[order]
    is_first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    # A key of 0, which it may lack, stands last: so there is one.
    table, places = np.append(keys[is_first], _NO_KEY), np.cumsum(is_first) - 1
    kinds = np.repeat(_KINDS, one.sizes)[order]
    own, there = np.zeros((4, len(table))), np.zeros((4, len(table)), np.bool_)
    own[kinds, places] = one.weights[order] * _SCALES[kinds]
    there[kinds, places] = True
    titles = own[_TITLE].copy()
    own[_TITLE] = there[_WORDS]  # of another's title it is asked how far it stands in the text
    named, known = there[_TITLE] & there[_NAMES], there[_WORDS] | there[_NAMES]

    sizes = [size for other in others for size in other.sizes]
    keys = np.concatenate([other.keys for other in others])
    at = np.searchsorted(table[:-1], keys)
    met = np.flatnonzero(table[at] == keys)
    at, parts_met = at[met], np.repeat(np.arange(len(sizes)), sizes)[met]
    owners, kinds = np.divmod(parts_met, 4)
    weights = np.concatenate([other.weights for other in others])[met] * _SCALES[kinds]
    sums = np.bincount(parts_met, own[kinds, at] * weights, len(sizes)).reshape(-1, 4).tolist()
    is_word = kinds == _WORDS
    titles_met = np.bincount(owners[is_word], titles[at[is_word]], len(others)).tolist()
    # A word may stand among the words and among the names of the other one, and counts once.
    is_named = named[at] & (is_word | (kinds == _NAMES))
    pairs_met = np.unique(owners[is_named] * len(table) + at[is_named]) // len(table)
    names_met = np.bincount(pairs_met, minlength=len(others)).tolist()
    all_known = set(table[known].tolist())

    found: list[Compared] = []
    for other, parts_, title, met_ in zip(others, sums, titles_met, names_met, strict=True):
        words, other_title, names, numbers = parts_
        value = 0.6 * words + 0.2 * names if one.cased or other.cased else 0.8 * words
        value += 0.05 * (_share(title, one.whole) + _share(other_title, other.whole)) + 0.1 * numbers
        if days.share_a_date(one.days, other.days):
            value = min(value + 0.05, 1.0)
        else:
            value = value - 0.08 if days.differ(one.days, other.days) else min(value, 1.0)
        if met_ < len(one.named) and not other.named <= all_known:
            value = less_alike(value, names)
        has_names = one.sizes[_NAMES] and other.sizes[_NAMES]
        has_numbers = one.sizes[_NUMBERS] >= FEW_NUMBERS <= other.sizes[_NUMBERS]
        found.append(Compared(value, names if has_names else None, numbers if has_numbers else None))
    return found


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
