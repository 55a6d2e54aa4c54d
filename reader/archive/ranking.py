"""Ranks by relevance, over a bounded number of candidates, as the index ranks (`query.weights`).

Candidates are chosen in steps, each from the newest: first articles with all words that say much with them, at last any
that match. The server tells how often each has each word; of the best, the places of the words are read, and they
are weighed again.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from reader.archive import condition, planning, vectors
from reader.archive.protocol import Place
from reader.query.tree import Text, wanted_words
from reader.query.weights import (
    AVERAGE_SIZE,
    FORM,
    HALF_LIFE_DAYS,
    K1,
    NEAR,
    RECENCY,
    TITLE_BOOST,
    TOGETHER,
    B,
)
from reader.text.tokens import WantedWord, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.archive.condition import Known
    from reader.archive.planning import Frequencies
    from reader.archive.vectors import Lexemes, Pattern
    from reader.query.tree import Node

CANDIDATES, RERANKED = 2_000, 200
"""Articles that are weighed, and how many of the best are weighed again."""

_WORDS = 8
"""Words of a query that are weighed; with more, each says little."""

_RANKED = list(accumulate(1 / n**2 for n in range(1, 257)))
"""What `ts_rank` with all weights 1 adds up for a lexeme with so many positions, but for the divisor."""

_DIVISOR = 1.64493406685


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query: the lexemes that count it, in the text and in the title; `share` is its weight."""

    field: str
    text: Lexemes
    title: Lexemes | None


@dataclass(slots=True)
class _Candidate:
    place: Place
    score: float
    places: dict[str, list[int]] = field(default_factory=dict)


async def ranked(
    connection: Any, tree: Node, known: Known, limit: int, now: datetime
) -> list[tuple[Place, float]]:
    """The best articles with their scores, best first; equal ones by place, the newer first."""
    asked = list(wanted_words(tree))[:_WORDS]
    words = [word for text in asked for word in _words(text, known)]
    everything = condition.condition(tree, known)
    counted: list[Pattern] = [part for word in words for part in (word.text, word.title) if part]
    frequencies = await planning.frequencies(connection, [*everything.patterns, *counted])
    found: dict[Place, _Candidate] = {}
    for step in _steps(tree, words, known):
        await _collect(connection, step, everything, words, frequencies, found)
        if len(found) >= CANDIDATES:
            break
    best = sorted(found.values(), key=lambda one: (one.score, one.place), reverse=True)[
        : max(RERANKED, limit)
    ]
    await _weigh_again(connection, best, asked, known, now)
    best.sort(key=lambda one: (one.score, one.place), reverse=True)
    return [(one.place, one.score) for one in best[:limit]]


def _words(text: Text, known: Known) -> Iterator[_Word]:
    """The words of one part of a query, of its first way of being found."""
    mark = vectors.mark_of(text.field)
    first = wanted(text.words, prefix=text.prefix)[0]
    for word in first.words:
        title = vectors.stems(word, known.codes, vectors.mark_of("title")) if text.field == "any" else None
        yield _Word(text.field, vectors.stems(word, known.codes, mark), title)
    if first.beginning is not None:
        begun = vectors.stem_beginnings(first.beginning, known.codes, mark)
        title = vectors.stem_beginnings(first.beginning, known.codes, vectors.mark_of("title"))
        yield _Word(text.field, begun, title if text.field == "any" else None)


def _steps(tree: Node, words: Sequence[_Word], known: Known) -> Iterator[Pattern | None]:
    """Gives what candidates must have beside matching, the likeliest first; None at last: nothing."""
    plain = [word for word in words if word.field == "any" and word.title]
    if plain:
        every: tuple[Pattern, ...] = tuple(word.text for word in plain)
        titles: tuple[Pattern, ...] = tuple(word.title for word in plain if word.title)
        strong: tuple[Pattern, ...] = tuple(
            vectors.in_tier(word.text) for word in plain if not word.text.is_start
        )
        yield vectors.All((*every, *strong, vectors.Either(titles)))
        yield vectors.All((*every, vectors.Either(titles)))
        if strong:
            yield vectors.All((*every, *strong))
            yield vectors.Either((*titles, *strong))
    yield None


async def _collect(
    connection: Any,
    step: Pattern | None,
    everything: condition.Condition,
    words: Sequence[_Word],
    known: Frequencies,
    found: dict[Place, _Candidate],
) -> None:
    values = [*everything.values]
    sql = everything.sql
    patterns = [*everything.patterns]
    if step is not None:
        values.append(vectors.tsquery(step))
        sql = f"({sql}) AND a.tsv @@ ${len(values)}::text::tsquery"
        patterns.append(step)
    columns = ["a.uid", "a.filed", "a.size"]
    for word in words:
        for part in (word.text, word.title):
            if part is not None:
                values.append(vectors.tsquery(part))
                columns.append(f"ts_rank('{{1,1,1,1}}', a.tsv, ${len(values)}::text::tsquery)")
    about = min((planning.estimate(one, known) for one in patterns), default=known.documents)
    room = CANDIDATES - len(found) + (0 if step is None else len(found))
    statement = planning.statement(
        sql,
        ", ".join(columns),
        "a.filed DESC, a.uid DESC",
        min(room, CANDIDATES),
        is_rare=about <= planning.RARE,
    )
    for row in await connection.fetch(statement, *values):
        place = Place(row[1], row[0])
        if place not in found:
            found[place] = _Candidate(place, _score(row, words, known))


def _score(row: Sequence[Any], words: Sequence[_Word], known: Frequencies) -> float:
    score, at = 0.0, 3
    slow = K1 * (1 - B) + K1 * B / AVERAGE_SIZE * row[2]
    for word in words:
        score += _bm25(row[at], word.text, known, slow if word.field == "any" else K1)
        at += 1
        if word.title is not None:
            score += TITLE_BOOST * _bm25(row[at], word.title, known, K1)
            at += 1
    return score


def _bm25(rank: float, part: Lexemes, known: Frequencies, slow: float) -> float:
    count = _count(rank * len(set(part.names)) * _DIVISOR, is_start=part.is_start)
    frequency = known.count(part)
    idf = math.log(1 + max(known.documents - frequency + 0.5, 0.5) / (frequency + 0.5))
    return idf * count * (K1 + 1) / (count + slow) if count else 0.0


def _count(summed: float, *, is_start: bool) -> int:
    """Counts how often a word occurs, from what `ts_rank` adds up; of a beginning, how many words begin so."""
    if is_start:
        return round(summed)
    return bisect_left(_RANKED, summed - 1e-5) + 1 if summed > 1e-6 else 0


async def _weigh_again(
    connection: Any, best: Sequence[_Candidate], asked: Sequence[Text], known: Known, now: datetime
) -> None:
    """Adds what candidates gain by their age, and by how their words stand."""
    plain = list(
        dict.fromkeys(
            word
            for text in asked
            if text.field == "any" and not text.phrase
            for word in wanted(text.words, prefix=text.prefix)[0].words
        )
    )
    await _read_places(connection, best, plain, known)
    for one in best:
        age = max((now - one.place.filed).days, 0)
        gain = 1 + RECENCY * 0.5 ** (age / HALF_LIFE_DAYS)
        if len(plain) > 1:
            places = [_places(one, word, known) for word in plain]
            near = sum(map(_nearness, *zip(*pairwise(places), strict=True)))
            gain += TOGETHER * near / (len(plain) - 1)
        gain += FORM / max(len(plain), 1) * sum(_has_form(one, word, known) for word in plain)
        one.score *= gain


async def _read_places(
    connection: Any, best: Sequence[_Candidate], plain: Sequence[WantedWord], known: Known
) -> None:
    names = {form for word in plain for form in vectors.forms(word, known.codes)}
    if not names:
        return
    by_place: Mapping[Place, _Candidate] = {one.place: one for one in best}
    rows = await connection.fetch(
        """
        SELECT a.uid, a.filed, w.lexeme, w.positions
        FROM unnest($1::uuid[], $2::timestamptz[]) AS p (uid, filed) JOIN article a USING (uid, filed),
            LATERAL unnest(a.tsv) AS w WHERE w.lexeme = ANY($3)
        """,
        [one.place.uid for one in best],
        [one.place.filed for one in best],
        sorted(names),
    )
    for uid, filed, lexeme, positions in rows:
        by_place[Place(filed, uid)].places[lexeme] = positions or []


def _places(one: _Candidate, word: WantedWord, known: Known) -> list[int]:
    return sorted({at for form in vectors.forms(word, known.codes) for at in one.places.get(form, ())})


def _has_form(one: _Candidate, word: WantedWord, known: Known) -> bool:
    """Tells whether the text has the very form; one that is its own stem cannot be told from others of that stem."""
    return vectors.exact_form(word) in one.places or any(
        code + word.exact in one.places for code in known.codes
    )


def _nearness(before: Sequence[int], after: Sequence[int]) -> float:
    """1 where a place of the one directly follows one of the other, 1/2 for the other way round or the next but one, and so on."""
    steps = NEAR + 1
    for at in before:
        right = bisect_left(after, at + 1)
        if right < len(after):
            steps = min(steps, after[right] - at)
        left = bisect_left(after, at) - 1
        if left >= 0:
            steps = min(steps, at - after[left] + 1)
    return 1 / steps if steps <= NEAR else 0.0
