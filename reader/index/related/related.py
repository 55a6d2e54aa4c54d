"""Finds the articles related to one: picks candidates by its most telling words, and ranks them with the words that
show why.

The score is that of `likeness`; the thresholds were found on labelled stories (`benchmarks/related.py`).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from reader.index import days, search
from reader.index.clusters import copies
from reader.index.clusters.stories import DAYS, own_manner
from reader.index.notices import Template, are_of_one_template, source_key
from reader.index.profile import READ, Profile, profile
from reader.index.related.reasons import Wording
from reader.index.similarity import Weighed, likeness, same_filling, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.index.snapshot import Snapshot
    from reader.index.word_frequencies import Frequencies
    from reader.model import Document

    Idf = Callable[[str], float]

SHOW = 0.24
"""From this score on an article is related …"""

SAME_STORY = 0.46
"""… and from this one on it tells the same story, unless they are notices of one template or of different days, or appeared
too far apart; of one source names count less."""

TERMS = 16
"""Telling words that are looked up."""

LEAST = 0.2
"""What a candidate's score is at least, the document's own being 1: below, it is almost never related."""

_TITLE_WEIGHT = 1.5
_TELLING_SHARE, _TELLING_FEW = 0.10, 5
"""A telling word stands in at most that share of the articles, or in that few."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related article. `why` are words and names of the open article that both have, best first, never empty.

    `copies`: ids of its own copies among the candidates, which have no rows of their own.
    """

    id: int
    score: float
    group: Literal["story", "background"]
    why: tuple[str, ...]
    copies: tuple[int, ...] = ()


def pick_candidates(
    snapshot: Snapshot, frequencies: Frequencies, document: Document, limit: int
) -> list[int]:
    """Ids of the articles worth comparing with a document, best first, at most `limit`: by BM25 over the document's
    most telling words, without itself."""
    seen = profile(document.article.title, document.body, document.article.lang)
    most = max(snapshot.count * _TELLING_SHARE, _TELLING_FEW)
    telling: list[tuple[float, str]] = []
    for stem in seen.words.keys() - seen.function:
        weight = seen.words[stem]
        frequency = frequencies.having(stem)
        if 2 <= frequency <= most:
            telling.append(
                (weight * snapshot.idf(frequency) * (_TITLE_WEIGHT if stem in seen.title else 1.0), stem)
            )
    scores = np.zeros(snapshot.size)
    for weight, stem in heapq.nlargest(TERMS, telling):
        docs, weights = snapshot.stem("text", stem)
        scores[docs] += weight * weights
    own = snapshot.ids == document.article.id
    least = LEAST * scores[own].max(initial=0.0)
    scores[own] = 0.0
    docs = np.flatnonzero((scores > 0) & (scores >= least))
    ids = snapshot.ids[docs]
    found: list[int] = ids[search.best(scores[docs], ids, limit)].tolist()
    return found


def neighbours(
    document: Document, candidates: Iterable[Document], frequencies: Frequencies
) -> list[Neighbour]:
    """The candidates that are related, best first: not those that share nothing one could name. The document itself may
    be among them and is passed over."""
    own = _Side.of(document, frequencies.idf)
    stems = own.profile.words

    def idf(stem: str) -> float:
        # What the open article lacks is not shared: it only makes the other's vector longer.
        return frequencies.idf(stem) if stem in stems else frequencies.about(stem)

    rows: list[tuple[float, _Side]] = []
    for candidate in candidates:
        if candidate.article.id != document.article.id:
            other = _Side.of(candidate, idf)
            score = likeness(own.weighed, other.weighed)
            if score >= SHOW and own.weighed.words.keys() & other.weighed.words.keys():
                rows.append((score, other))
    if not rows:
        return []
    rows.sort(key=lambda row: (-row[0], row[1].document.article.id))
    wording = Wording(document.article.title, document.body[:READ], own.profile)
    neighbours = [
        Neighbour(
            other.document.article.id,
            score,
            "story" if own.is_of_one_event_with(other, score) else "background",
            wording.reasons(own.shared_with(other), other.profile, other.text),
            tuple(copy.document.article.id for copy in folded),
        )
        for score, other, folded in _folded(rows)
    ]
    return [near for near in neighbours if near.why]


def _folded(rows: list[tuple[float, _Side]]) -> list[tuple[float, _Side, list[_Side]]]:
    """The rows that are no copies of one before, with the copies that are."""
    kept: list[tuple[float, _Side, list[_Side]]] = []
    for score, side in rows:
        first = next((folded for _, known, folded in kept if side.is_copy_of(known)), None)
        if first is None:
            kept.append((score, side, []))
        else:
            first.append(side)
    return kept


@dataclass(frozen=True, slots=True)
class _Side:
    """An article with its words weighed."""

    document: Document
    profile: Profile
    weighed: Weighed[str]

    @classmethod
    def of(cls, document: Document, idf: Idf) -> _Side:
        seen = profile(document.article.title, document.body, document.article.lang)
        return cls(document, seen, weigh(seen, idf))

    @property
    def text(self) -> str:
        """Title and body, as far as they are read."""
        return f"{self.document.article.title}\n{self.document.body[:READ]}"

    def shared_with(self, other: _Side) -> dict[str, float]:
        """The words that both have, with what they bring to the likeness."""
        its = other.weighed.words
        return {stem: weight * its[stem] for stem, weight in self.weighed.words.items() if stem in its}

    def is_of_one_event_with(self, other: _Side, score: float) -> bool:
        """Tells whether both report one event, by their likeness: never notices of one template, nor reports that name
        different days at their beginning or appeared on days far apart."""
        one, two = self.document.article, other.document.article
        if one.source == two.source != "":
            score -= own_manner(self.weighed, other.weighed)
        if score < SAME_STORY:
            return False
        if one.published and two.published and abs(one.published - two.published) > timedelta(days=DAYS):
            return False
        if days.differ(self.profile.days, other.profile.days):
            return False
        same = same_filling(self.weighed, other.weighed)
        return not are_of_one_template(self.template, other.template, same_filling=same)

    @property
    def template(self) -> Template:
        """The template, with the source that the profile does not know."""
        return self.profile.template._replace(source=source_key(self.document.article.source))

    def is_copy_of(self, other: _Side) -> bool:
        are_near = copies.are_near(self.document.article, other.document.article)
        return are_near and copies.resemble(self.profile, other.profile)
