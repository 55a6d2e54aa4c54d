"""Ranks the matching articles.

BM25 over all that was written, words of the title counted again; then, among the best, those gain in which the words
of the query stand together or in the very form that was typed; the newer gain a little.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.index.analyse import EPOCH
from reader.query.tree import Text, wanted_words
from reader.text.stemming import stemmers
from reader.text.tokens import wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from reader.index.segment import Segment
    from reader.index.snapshot import Snapshot
    from reader.query.tree import Node

TITLE_BOOST = 2.0
"""What a word of the title adds, as a multiple of what one in the text says."""

RECENCY, HALF_LIFE_DAYS = 0.10, 365
"""An article of today gains a tenth, one of a year ago half of that, and so on."""

TOGETHER = 0.5
"""What an article gains at most whose words of the query stand together, as a share of its score."""

FORM = 0.1
"""What it gains where all words stand in the very form that was typed."""

RERANKED, CLOSELY = 150, 500
"""How many more than asked for are weighed again: from below that, hardly any could rise so far; and how many at most
are looked through for words that stand together."""

_NEAR = 8
"""Words further apart than that do not stand together at all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; scores of one search compare, those of two do not."""

    id: int
    score: float


def ranked(
    snapshot: Snapshot, tree: Node, *, limit: int, allowed: Collection[int] | None, now: datetime
) -> list[Hit]:
    """The best `limit` articles that match, best first; equal ones by id, the higher first."""
    matching = snapshot.matching(tree)
    if allowed is not None:
        matching &= allowed if isinstance(allowed, set | frozenset) else set(allowed)
    words = list(wanted_words(tree))
    scores = dict.fromkeys(matching, 0.0)
    for text in words:
        _add(scores, snapshot, text, 1.0)
        if text.field == "any":
            _add(scores, snapshot, Text("title", text.words, text.phrase, text.prefix), TITLE_BOOST)
    best = heapq.nlargest(limit + RERANKED, scores, key=lambda id_: (scores[id_], id_))
    hits = _reranked(snapshot, words, {id_: scores[id_] for id_ in best}, now)
    return heapq.nlargest(limit, hits, key=lambda hit: (hit.score, hit.id))


def _add(scores: dict[int, float], snapshot: Snapshot, text: Text, boost: float) -> None:
    found = snapshot.postings(text)
    factor = boost * snapshot.idf(sum(len(postings.ids) for postings in found))
    for ids, weights in found:
        for id_, weight in zip(ids, weights, strict=True):
            if id_ in scores:
                scores[id_] += factor * weight


def _reranked(
    snapshot: Snapshot, words: list[Text], scores: dict[int, float], now: datetime
) -> Iterator[Hit]:
    stems, forms = _plain(words)
    today = now.date().toordinal() - EPOCH
    for leaf in snapshot.leaves:
        closely = itertools.islice(scores, CLOSELY)
        numbers = sorted(leaf.numbers[id_] for id_ in closely if id_ in leaf.numbers)
        nearness = _nearness(leaf, stems, numbers) if len(stems) > 1 else {}
        having = [leaf.form("text", form) for form in forms]
        for id_ in scores.keys() & leaf.numbers.keys():
            number = leaf.numbers[id_]
            age = max(today - leaf.days[number], 0)
            gain = 1 + RECENCY * 0.5 ** (age / HALF_LIFE_DAYS) + TOGETHER * nearness.get(number, 0.0)
            if having:
                gain += FORM * sum(id_ in has for has in having) / len(having)
            yield Hit(id_, scores[id_] * gain)


def _plain(words: list[Text]) -> tuple[list[str], list[str]]:
    """Stems of the words that may stand anywhere, and those of their forms that are not stems themselves."""
    stems: dict[str, None] = {}
    forms: list[str] = []
    for text in words:
        ways = wanted(text.words, prefix=text.prefix)
        if text.field == "any" and not text.phrase and ways:
            for word in ways[0].words:
                stem = word.stem(stemmers(None).code(word.exact))
                stems[stem] = None
                forms += [word.exact] if word.exact != stem else []
    return list(stems), forms


def _nearness(leaf: Segment, stems: list[str], numbers: list[int]) -> dict[int, float]:
    """Document number → 1 where each stem directly follows the one before it in the query, less the further apart."""
    places = [leaf.places("text", stem, numbers) for stem in stems]
    nearness: dict[int, float] = {}
    for before, after in itertools.pairwise(places):
        for number in before.keys() & after.keys():
            step = _step(before[number], after[number])
            nearness[number] = nearness.get(number, 0.0) + step / (len(stems) - 1)
    return nearness


def _step(before: list[int], after: list[int]) -> float:
    """1 where a place of `after` directly follows one of `before`, 1/2 for the other way round or the next but one …."""
    best, at = _NEAR + 1, 0
    for place in before:
        while at < len(after) and after[at] < place:
            at += 1
        if at < len(after):
            best = min(best, after[at] - place)
        if at:
            best = min(best, place - after[at - 1] + 1)
    return 1 / best if best <= _NEAR else 0.0
