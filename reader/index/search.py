"""Ranks the matching articles, by the constants of `query.weights`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from reader.frozen import dataclass, replace
from reader.index.analyse import EPOCH
from reader.index.segments.segment import PLACE_BITS
from reader.query.tree import Text, wanted_words
from reader.query.weights import HALF_LIFE_DAYS, LONGER, NEAR, RECENCY, TITLE_BOOST, TOGETHER, form_share
from reader.text.tokens import wanted

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from reader.index.segments.segment import Docs
    from reader.index.snapshot import Mask, Snapshot, Weights
    from reader.query.tree import Node
    from reader.text.tokens import WantedWord

MANY = 16
"""So many times as many articles as are asked for are thinned out before the best are chosen."""

RERANKED, CLOSELY = 150, 500
"""How many more than asked for are weighed again: from below that, hardly any could rise so far; and how many at most
are looked through for words that stand together."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; scores of one search compare, those of two do not."""

    id: int
    score: float


def ranked(
    snapshot: Snapshot,
    tree: Node,
    *,
    limit: int,
    allowed: Mask | None,
    now: datetime,
    last: Mask | None = None,
) -> list[Hit]:
    """The best `limit` articles that match, best first; equal ones by id, the higher first. Those of `last` come after all
    others, with no higher score than theirs."""
    matching = snapshot.matching(tree)
    if allowed is not None:
        matching &= allowed
    docs = np.flatnonzero(matching)
    words = list(wanted_words(tree))
    plain = _plain(words)
    scores = _scores(snapshot, words)[docs]
    formed = _formed(snapshot, plain)[docs] if plain else np.zeros(len(docs))
    roughly = scores * (1 + formed) if plain else scores
    if last is None:
        behind = np.zeros(len(docs), np.bool_)
    else:
        behind = last[docs]
        roughly = roughly - behind * (1 + roughly.max(initial=0.0))
    first = best(roughly, docs, snapshot.ids, limit + RERANKED)
    docs, behind = docs[first], behind[first]
    scores = scores[first] * (formed[first] + _gains(snapshot, plain, docs, now))
    scores[behind] = np.minimum(scores[behind], scores[~behind].min(initial=np.inf))
    ids = snapshot.ids[docs]
    order = np.lexsort((-ids, -scores, behind))[:limit]
    return [Hit(id_, score) for id_, score in zip(ids[order].tolist(), scores[order].tolist(), strict=True)]


def best(scores: Weights, docs: NDArray[np.int64], ids: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    """The places of the highest of some articles' scores, at most `limit`, the highest first; of equal ones that with the higher
    id first."""
    chosen = np.arange(len(scores) if limit else 0)
    if len(scores) > MANY * limit > 0:
        # No lower than the least of the best of some are the best of all: few are left to choose from.
        some = scores[:: int((len(scores) / limit) ** 0.5)]
        near = np.flatnonzero(scores >= np.partition(some, len(some) - limit)[len(some) - limit])
        if len(near) < len(scores):
            return near[best(scores[near], docs[near], ids, limit)]
    if len(scores) > limit > 0:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        above, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
        room = limit - len(above)
        if room < len(equal):
            of_equal = ids[docs[equal]]
            equal = equal[np.argpartition(of_equal, len(equal) - room)[len(equal) - room :]]
        chosen = np.concatenate((above, equal))
    return chosen[np.lexsort((-ids[docs[chosen]], -scores[chosen]))]


def _scores(snapshot: Snapshot, words: list[Text]) -> Weights:
    """The score of each article, whether it matches or not. A word and its own beginning, as the last word of a search is
    while it may go on, count as the better one of both: what has the word comes as it does once that is whole, and what has
    but a longer one mostly below."""
    scores = np.zeros(snapshot.size)
    ways: dict[Text, list[Text]] = {}
    for text in words:
        ways.setdefault(replace(text, prefix=False), []).append(text)
    for word, texts in ways.items():
        begun = replace(word, prefix=True)
        if word in texts and begun in texts:
            whole, longer = (_added(np.zeros(snapshot.size), snapshot, way) for way in (word, begun))
            scores += np.maximum(whole, LONGER * longer if whole.any() else longer)
        else:
            for text in texts:
                _added(scores, snapshot, text)
    return scores


def _added(scores: Weights, snapshot: Snapshot, text: Text) -> Weights:
    _add(scores, snapshot, text, 1.0)
    if text.field == "any":
        _add(scores, snapshot, Text("title", text.words, text.phrase, text.prefix), TITLE_BOOST)
    return scores


def _add(scores: Weights, snapshot: Snapshot, text: Text, boost: float) -> None:
    for docs, weights in itertools.chain.from_iterable(snapshot.ways(text)):
        np.add.at(scores, docs, boost * snapshot.idf(len(docs)) * weights)


def _formed(snapshot: Snapshot, plain: list[WantedWord]) -> Weights:
    """Gives what each article gains by the words that stand in it in the form that was typed."""
    gains = np.zeros(snapshot.size)
    for word in plain:
        gains[snapshot.form("text", word.exact).docs] += form_share(len(plain))
    return gains


def _gains(snapshot: Snapshot, plain: list[WantedWord], docs: Docs, now: datetime) -> Weights:
    """By what the scores of the best, which are given best first, are multiplied otherwise."""
    ages = np.maximum(now.date().toordinal() - EPOCH - snapshot.days[docs], 0)
    gains: Weights = 1 + RECENCY * 0.5 ** (ages / HALF_LIFE_DAYS)
    if len(plain) > 1:
        gains[:CLOSELY] += TOGETHER * _nearness(snapshot, plain, docs[:CLOSELY])
    return gains


def _plain(words: list[Text]) -> list[WantedWord]:
    """The words that may stand anywhere, each once."""
    asked = (text for text in words if text.field == "any" and not text.phrase)
    ways = (way for text in asked for way in wanted(text.words, prefix=text.prefix)[:1])
    return list(dict.fromkeys(word for way in ways for word in way.words))


def _nearness(snapshot: Snapshot, words: list[WantedWord], docs: Docs) -> Weights:
    """Gives for each article 1 where each word directly follows the one before it in the query, less the further apart."""
    order = np.argsort(docs)
    rising = docs[order]
    places = [snapshot.places("text", word, rising) for word in words]
    nearness = np.zeros(len(docs))
    for before, after in itertools.pairwise(places):
        nearness[order] += _steps(before, after, rising) / (len(words) - 1)
    return nearness


def _steps(before: NDArray[np.int64], after: NDArray[np.int64], docs: Docs) -> Weights:
    """Gives for each article 1 where a place of `after` directly follows one of `before`, 1/2 for the other way round or the
    next but one …."""
    if not len(before) or not len(after):
        return np.zeros(len(docs))
    # Words of one stem have the same places: what stands there itself is neither before nor behind.
    left, right = np.searchsorted(after, before), np.searchsorted(after, before, "right")
    forwards = after[np.minimum(right, len(after) - 1)] - before
    backwards = before - after[np.maximum(left - 1, 0)] + 1
    far = 1 << PLACE_BITS
    steps = np.minimum(np.where(forwards > 0, forwards, far), np.where(backwards > 1, backwards, far))
    shortest = np.full(len(docs), far)
    np.minimum.at(shortest, np.searchsorted(docs, before >> PLACE_BITS), steps)
    return np.where(shortest <= NEAR, 1 / shortest, 0.0)
