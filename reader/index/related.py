"""Which articles tell of what this one tells, and by which words that shows.

The score, between 0 and 1 in practice: .6 of the likeness of all words, .2 of the names, .1 of how far each title
stands in the other's text, .1 of the numbers; a little more where both name the same day at the beginning, less where
they name different ones. Weights and thresholds were found on labelled stories (`benchmarks/related.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from reader.index.days import differ, share_a_date
from reader.index.profile import Profile, profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reader.index.background import Frequencies
    from reader.model import Document

SHOW = 0.26
"""From this score on an article is related …"""

SAME_STORY = 0.42
"""… and from this one on it tells the same story."""

COPY = 0.4
"""From this share of common runs of four words on, two texts are copies of each other …"""

COPY_DAYS = 3
"""… if they appeared within so many days: a daily notice in the same words is another notice."""

_WHY = 4
"""Reasons given at most."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related article. `why` are words and names of the open article that both have, best first, never empty.

    `same_text`: it is a copy of the open article. `copies`: ids of its own copies among the candidates, which have no
    rows of their own.
    """

    id: int
    score: float
    group: Literal["story", "background"]
    why: tuple[str, ...]
    same_text: bool = False
    copies: tuple[int, ...] = ()


def neighbours(
    document: Document, candidates: Iterable[Document], frequencies: Frequencies
) -> list[Neighbour]:
    """The candidates that are related, best first. The document itself may be among them and is passed over."""
    own = _Side.of(document, frequencies)
    rows: list[tuple[Neighbour, _Side]] = []
    for candidate in candidates:
        if candidate.article.id == document.article.id:
            continue
        other = _Side.of(candidate, frequencies)
        if (score := _score(own, other, frequencies)) >= SHOW:
            group: Literal["story", "background"] = "story" if score >= SAME_STORY else "background"
            why = _why(own, other)
            rows.append((Neighbour(candidate.article.id, score, group, why, own.is_copy_of(other)), other))
    rows.sort(key=lambda row: (-row[0].score, row[0].id))
    return _folded(rows)


def _folded(rows: list[tuple[Neighbour, _Side]]) -> list[Neighbour]:
    kept: list[tuple[Neighbour, _Side]] = []
    for row, side in rows:
        for at, (first, known) in enumerate(kept):
            if side.is_copy_of(known):
                kept[at] = (replace(first, copies=(*first.copies, row.id)), known)
                break
        else:
            kept.append((row, side))
    return [row for row, _ in kept]


@dataclass(frozen=True, slots=True)
class _Side:
    """An article with its words weighed; vectors have length 1."""

    document: Document
    profile: Profile
    words: Mapping[str, float]
    names: Mapping[str, float]
    numbers: Mapping[str, float]

    @classmethod
    def of(cls, document: Document, frequencies: Frequencies) -> _Side:
        seen, idf = profile(document.article.title, document.body), frequencies.idf
        return cls(
            document,
            seen,
            _unit({stem: count * idf(stem) for stem, count in seen.words.items()}),
            _unit({name: (1 + math.log(count)) * _name_idf(name, idf) for name, count in seen.names.items()}),
            _unit({number: idf(number) for number in seen.numbers}),
        )

    def is_copy_of(self, other: _Side) -> bool:
        one, two = self.document.article, other.document.article
        if one.published and two.published and abs(one.published - two.published) > timedelta(days=COPY_DAYS):
            return False
        mine, its = self.profile.shingles, other.profile.shingles
        return len(mine & its) >= COPY * len(mine | its)


def _name_idf(name: str, idf: Callable[[str], float]) -> float:
    parts = [idf(part) for part in name.split(" ")]
    return sum(parts) / len(parts)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {key: value / length for key, value in vector.items() if value} if length else {}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[key] for key, value in one.items() if key in other)


def _score(own: _Side, other: _Side, frequencies: Frequencies) -> float:
    titles = (
        _stands_in(own.profile.title, other.profile.words, frequencies)
        + _stands_in(other.profile.title, own.profile.words, frequencies)
    ) / 2
    score = 0.6 * _cosine(own.words, other.words) + 0.2 * _cosine(own.names, other.names)
    score += 0.1 * titles + 0.1 * _cosine(own.numbers, other.numbers)
    if share_a_date(own.profile.days, other.profile.days):
        return min(score + 0.05, 1.0)
    return score - 0.08 if differ(own.profile.days, other.profile.days) else min(score, 1.0)


def _stands_in(title: Iterable[str], words: Mapping[str, float], frequencies: Frequencies) -> float:
    weights = {stem: frequencies.idf(stem) for stem in title}
    whole = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in words) / whole if whole else 0.0


def _why(own: _Side, other: _Side) -> tuple[str, ...]:
    """The shared names and words that weigh most, as the open article has them; no word twice."""
    weights = {stem: weight * other.words[stem] for stem, weight in own.words.items() if stem in other.words}
    for name in own.names.keys() & other.names.keys():
        parts = name.split(" ")
        weights[name] = 1.5 * sum(weights.get(part, 0.0) for part in parts)
    reasons: list[str] = []
    told: set[str] = set()
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        stems = set(key.split(" "))
        shown = own.profile.shown[key]
        if len(reasons) < _WHY and not stems & told and (len(shown) > 2 or not reasons):
            reasons.append(shown)
            told |= stems
    return tuple(reasons)
