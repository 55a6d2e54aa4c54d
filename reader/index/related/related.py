"""Finds the articles related to one: picks candidates by its most telling words, and ranks them with the words that
show why.

The score is that of `likeness`; the thresholds were found on labelled stories (`benchmarks/related.py`).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from reader.index import days, search
from reader.index.clusters import copies
from reader.index.clusters.cluster_features import key, numbered, template_of, unpacked
from reader.index.clusters.stories import DAYS, own_manner
from reader.index.notices import Template, are_of_one_template, can_be_copies, source_key
from reader.index.profile import READ, Profile, profile, shingles
from reader.index.related.reasons import Wording
from reader.index.similarity import Weighed, likeness, same_filling, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    document: Document,
    candidates: Iterable[Document],
    frequencies: Frequencies,
    kept: Mapping[int, bytes] | None = None,
) -> list[Neighbour]:
    """The candidates that are related, best first: not those that share nothing one could name. The document itself may
    be among them and is passed over.

    `kept`: the packed features of some candidates, whose texts are then not taken apart.
    """
    seen = profile(document.article.title, document.body, document.article.lang)
    words = weigh(seen, frequencies.idf)
    own = _Side(document, numbered(words), seen)

    def idf(stem: str) -> float:
        # What the open article lacks is not shared: it only makes the other's vector longer.
        return frequencies.idf(stem) if stem in seen.words else frequencies.about(stem)

    rows: list[tuple[float, _Side]] = []
    for candidate in candidates:
        if candidate.article.id != document.article.id:
            other = _Side.of(candidate, idf, (kept or {}).get(candidate.article.id))
            score = likeness(own.weighed, other.weighed)
            if score >= SHOW and own.weighed.words.keys() & other.weighed.words.keys():
                rows.append((score, other))
    if not rows:
        return []
    rows.sort(key=lambda row: (-row[0], row[1].document.article.id))
    wording = Wording(document.article.title, document.body[:READ], seen)
    neighbours = [
        Neighbour(
            other.document.article.id,
            score,
            "story" if own.is_of_one_event_with(other, score) else "background",
            wording.reasons(other.shared_with(words), other.weighed.names, other.text),
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


@dataclass(frozen=True)
class _Side:
    """An article with its words weighed, and its profile or its features, which were kept."""

    document: Document
    weighed: Weighed[int]
    profile: Profile | None = None
    packed: bytes = b""

    @classmethod
    def of(cls, document: Document, idf: Idf, packed: bytes | None) -> _Side:
        if packed:
            return cls(document, unpacked(packed), packed=packed)
        seen = profile(document.article.title, document.body, document.article.lang)
        return cls(document, numbered(weigh(seen, idf)), seen)

    @property
    def text(self) -> str:
        """Title and body, as far as they are read."""
        return f"{self.document.article.title}\n{self.document.body[:READ]}"

    def shared_with(self, words: Weighed[str]) -> dict[str, float]:
        """The words that the open article has, too, with what they bring to the likeness."""
        own, names = self.weighed.words, self.weighed.names
        # Of a long text's words the features have the weightiest; what a name has beside weighs as the least of these.
        least = min(own.values(), default=0.0)
        shared = {stem: own.get(key(stem), least * (key(stem) in names)) for stem in words.words}
        return {stem: weight * words.words[stem] for stem, weight in shared.items() if weight}

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
        if days.differ(self.weighed.days, other.weighed.days):
            return False
        same = same_filling(self.weighed, other.weighed)
        return not are_of_one_template(self.template, other.template, same_filling=same)

    @cached_property
    def template(self) -> Template:
        """The template, with the source that the profile does not know."""
        known = self.profile.template if self.profile else template_of(self.packed)
        return known._replace(source=source_key(self.document.article.source))

    def is_copy_of(self, other: _Side) -> bool:
        """Tells whether the texts are copies; those are taken apart that may be."""
        if not copies.are_near(self.document.article, other.document.article):
            return False
        if self.packed and other.packed and not can_be_copies(self.template, other.template):
            return False
        return copies.share(self.shingles, other.shingles) >= copies.SHARE

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Runs of four stems."""
        article = self.document.article
        if self.profile:
            return self.profile.shingles
        return shingles(article.title, self.document.body, article.lang)
