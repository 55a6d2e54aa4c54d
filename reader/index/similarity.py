"""Scores how alike two articles are, by their weighed words, names, numbers, titles and days.

The score, between 0 and 1 in practice: .6 of the likeness of all words, .2 of the names, .1 of how far each title
stands in the other's text, .1 of the numbers; a little more where both name the same day at the beginning, less where
they name different ones. Where neither is in a script with capitals, which show names, the words have the names' part.
The weights were found on labelled stories (`benchmarks/related.py`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.frozen import dataclass
from reader.index.days import Days, differ, share_a_date
from reader.index.notices import FEW_NUMBERS, SAME_NAMES, SAME_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.index.profile import Profile

K = TypeVar("K", str, int)


@dataclass(frozen=True, slots=True)
class Weighed(Generic[K]):
    """An article's profile, weighed: `words`, `names` and `numbers` are vectors of length 1, `title` has the plain
    weights of its words. Keys are stems, or numbers that stand for them."""

    words: Mapping[K, float]
    names: Mapping[K, float]
    numbers: Mapping[K, float]
    title: Mapping[K, float]
    days: Days
    cased: bool


def weigh(seen: Profile, idf: Callable[[str], float]) -> Weighed[str]:
    """The article's parts, each by how much its words say."""
    passed = seen.function | seen.letters
    return Weighed(
        _unit({stem: count * idf(stem) for stem, count in seen.words.items() if stem not in passed}),
        _unit({name: (1 + math.log(count)) * _name_idf(name, idf) for name, count in seen.names.items()}),
        _unit({number: idf(number) for number in seen.numbers}),
        {stem: idf(stem) for stem in seen.title},
        seen.days,
        seen.cased,
    )


def likeness(one: Weighed[K], other: Weighed[K]) -> float:
    """The score of two articles."""
    if one.cased or other.cased:
        score = 0.6 * cosine(one.words, other.words) + 0.2 * cosine(one.names, other.names)
    else:
        score = 0.8 * cosine(one.words, other.words)
    titles = (_stands_in(one.title, other.words) + _stands_in(other.title, one.words)) / 2
    score += 0.1 * titles + 0.1 * cosine(one.numbers, other.numbers)
    if share_a_date(one.days, other.days):
        return min(score + 0.05, 1.0)
    return score - 0.08 if differ(one.days, other.days) else min(score, 1.0)


def same_filling(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether two articles have mostly the same names and numbers, as far as both have such."""
    return are_mostly_same(
        cosine(one.names, other.names) if one.names and other.names else None,
        cosine(one.numbers, other.numbers) if len(one.numbers) >= FEW_NUMBERS <= len(other.numbers) else None,
    )


def are_mostly_same(names: float | None, numbers: float | None) -> bool:
    """The same by the likenesses of names and numbers, each None where not both articles have enough of them."""
    return (names is None or names >= SAME_NAMES) and (numbers is None or numbers >= SAME_NUMBERS)


def _name_idf(name: str, idf: Callable[[str], float]) -> float:
    if " " not in name:
        return idf(name)
    parts = [idf(part) for part in name.split(" ")]
    return sum(parts) / len(parts)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {key: value / length for key, value in vector.items() if value} if length else {}


def cosine(one: Mapping[K, float], other: Mapping[K, float]) -> float:
    """The cosine of two vectors of length 1, 0 where one has no length."""
    if len(other) < len(one):
        one, other = other, one
    return sum([value * other[key] for key, value in one.items() if key in other])


def _stands_in(title: Mapping[K, float], words: Mapping[K, float]) -> float:
    whole = sum(title.values())
    return sum([weight for key, weight in title.items() if key in words]) / whole if whole else 0.0
