"""Picks the articles worth comparing with one: those that share its most telling words."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from reader.index.profile import profile

if TYPE_CHECKING:
    from reader.index.snapshot import Snapshot
    from reader.index.word_frequencies import Frequencies
    from reader.model import Document

TERMS = 16
"""Telling words that are looked up."""

LEAST = 0.2
"""What a candidate's score is at least, the document's own being 1: below, it is almost never related."""

_TITLE = 1.5
_SHARE, _FEW = 0.10, 5
"""A telling word stands in at most that share of the articles, or in that few."""


def nearest(snapshot: Snapshot, frequencies: Frequencies, document: Document, limit: int) -> list[int]:
    """Ids of the best articles, at most `limit`, by BM25 over the document's most telling words, without itself."""
    seen = profile(document.article.title, document.body)
    most = max(snapshot.count * _SHARE, _FEW)
    telling: list[tuple[float, str]] = []
    for stem in seen.words.keys() - seen.function:
        weight = seen.words[stem]
        frequency = frequencies.having(stem)
        if 2 <= frequency <= most:
            telling.append((weight * snapshot.idf(frequency) * (_TITLE if stem in seen.title else 1.0), stem))
    scores: dict[int, float] = {}
    for weight, stem in heapq.nlargest(TERMS, telling):
        for leaf in snapshot.leaves:
            for id_, impact in zip(*leaf.word("text", stem), strict=True):
                scores[id_] = scores.get(id_, 0.0) + weight * impact
    least = LEAST * scores.pop(document.article.id, 0.0)
    best = heapq.nlargest(limit, scores, key=lambda id_: (scores[id_], id_))
    return [id_ for id_ in best if scores[id_] >= least]
