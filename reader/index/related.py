"""Which articles tell of what this one tells, and by which words that shows.

The score, between 0 and 1 in practice: .6 of the likeness of all words, .2 of the names, .1 of how far each title
stands in the other's text, .1 of the numbers; a little more where both name the same day at the beginning, less where
they name different ones. Where neither is in a script with capitals, which show names, the words have the names' part.
Weights and thresholds were found on labelled stories (`benchmarks/related.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from reader.index.days import differ, share_a_date
from reader.index.profile import READ, Profile, profile
from reader.index.reasons import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reader.index.background import Frequencies
    from reader.model import Document

    Idf = Callable[[str], float]

SHOW = 0.24
"""From this score on an article is related …"""

SAME_STORY = 0.425
"""… and from this one on it tells the same story."""

COPY = 0.4
"""From this share of common runs of four words on, two texts are copies of each other …"""

COPY_DAYS = 3
"""… if they appeared within so many days: a daily notice in the same words is another notice."""


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
    own = _Side.of(document, frequencies.idf)
    stems = own.profile.words

    def idf(stem: str) -> float:
        # What the open article lacks is not shared: it only makes the other's vector longer.
        return frequencies.idf(stem) if stem in stems else frequencies.about(stem)

    rows: list[tuple[float, _Side]] = []
    for candidate in candidates:
        if candidate.article.id != document.article.id:
            other = _Side.of(candidate, idf)
            if (score := _score(own, other, idf)) >= SHOW and own.words.keys() & other.words.keys():
                rows.append((score, other))
    if not rows:
        return []
    rows.sort(key=lambda row: (-row[0], row[1].document.article.id))
    wording = Wording(document.article.title, document.body[:READ], own.profile)
    return [
        Neighbour(
            other.document.article.id,
            score,
            "story" if score >= SAME_STORY else "background",
            wording.reasons(own.shared_with(other), other.profile, other.text),
            own.is_copy_of(other),
            tuple(copy.document.article.id for copy in copies),
        )
        for score, other, copies in _folded(rows)
    ]


def _folded(rows: list[tuple[float, _Side]]) -> list[tuple[float, _Side, list[_Side]]]:
    """The rows that are no copies of one before, with the copies that are."""
    kept: list[tuple[float, _Side, list[_Side]]] = []
    for score, side in rows:
        first = next((copies for _, known, copies in kept if side.is_copy_of(known)), None)
        if first is None:
            kept.append((score, side, []))
        else:
            first.append(side)
    return kept


@dataclass(frozen=True, slots=True)
class _Side:
    """An article with its words weighed; vectors have length 1."""

    document: Document
    profile: Profile
    words: Mapping[str, float]
    names: Mapping[str, float]
    numbers: Mapping[str, float]

    @classmethod
    def of(cls, document: Document, idf: Idf) -> _Side:
        seen = profile(document.article.title, document.body)
        passed = seen.function | seen.letters
        return cls(
            document,
            seen,
            _unit({stem: count * idf(stem) for stem, count in seen.words.items() if stem not in passed}),
            _unit({name: (1 + math.log(count)) * _name_idf(name, idf) for name, count in seen.names.items()}),
            _unit({number: idf(number) for number in seen.numbers}),
        )

    @property
    def text(self) -> str:
        """Title and body, as far as they are read."""
        return f"{self.document.article.title}\n{self.document.body[:READ]}"

    def shared_with(self, other: _Side) -> dict[str, float]:
        """The words that both have, with what they bring to the likeness."""
        return {
            stem: weight * other.words[stem] for stem, weight in self.words.items() if stem in other.words
        }

    def is_copy_of(self, other: _Side) -> bool:
        one, two = self.document.article, other.document.article
        if one.published and two.published and abs(one.published - two.published) > timedelta(days=COPY_DAYS):
            return False
        mine, its = self.profile.shingles, other.profile.shingles
        return len(mine & its) >= COPY * len(mine | its)


def _name_idf(name: str, idf: Idf) -> float:
    parts = [idf(part) for part in name.split(" ")]
    return sum(parts) / len(parts)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {key: value / length for key, value in vector.items() if value} if length else {}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[key] for key, value in one.items() if key in other)


def _score(own: _Side, other: _Side, idf: Idf) -> float:
    titles = (
        _stands_in(own.profile.title, other.profile.words, idf)
        + _stands_in(other.profile.title, own.profile.words, idf)
    ) / 2
    if own.profile.cased or other.profile.cased:
        score = 0.6 * _cosine(own.words, other.words) + 0.2 * _cosine(own.names, other.names)
    else:
        score = 0.8 * _cosine(own.words, other.words)
    score += 0.1 * titles + 0.1 * _cosine(own.numbers, other.numbers)
    if share_a_date(own.profile.days, other.profile.days):
        return min(score + 0.05, 1.0)
    return score - 0.08 if differ(own.profile.days, other.profile.days) else min(score, 1.0)


def _stands_in(title: Iterable[str], words: Mapping[str, float], idf: Idf) -> float:
    weights = {stem: idf(stem) for stem in title}
    whole = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in words) / whole if whole else 0.0
