"""Ranks by relevance, over a bounded number of candidates, as the index ranks (`query.weights`).

Candidates are chosen in steps, each from the newest: first articles with all words that say much with them, at last any
that match. The server reads each candidate's words once, and tells how often it has each word, whether in that form, and
how near they stand.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from reader.archive import condition, planning, vectors
from reader.archive.protocol import Place
from reader.archive.vectors import Lexemes
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
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from reader.archive.condition import Condition, Known
    from reader.archive.planning import Frequencies
    from reader.archive.vectors import Pattern
    from reader.query.tree import Node

CANDIDATES = 600
"""Articles that are weighed."""

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
    title: Lexemes | None = None


def counted(tree: Node, codes: frozenset[str]) -> list[Pattern]:
    """All lexemes whose frequencies ranking goes by."""
    words = [word for text in list(wanted_words(tree))[:_WORDS] for word in _words(text, codes)]
    return [part for word in words for part in (word.text, word.title) if part]


async def ranked(
    connection: Any,
    tree: Node,
    asked: Condition,
    known: Known,
    frequencies: Frequencies,
    limit: int,
    now: datetime,
) -> list[tuple[Place, float]]:
    """The best articles with their scores, best first; equal ones by place, the newer first."""
    texts = list(wanted_words(tree))[:_WORDS]
    words = [word for text in texts for word in _words(text, known.codes)]
    weighing = _Weighing(words, _plain(texts), known, frequencies, now)
    scores: dict[Place, float] = {}
    about = min(
        (planning.estimate(one, frequencies) for one in asked.patterns), default=frequencies.documents
    )
    room = max(CANDIDATES, limit)
    done: list[Pattern] = []
    for step in _steps(words, about):
        chosen = (
            planning.present(vectors.All((step, *map(vectors.Without, done))), frequencies) if step else None
        )
        if chosen is not None and planning.is_nothing(chosen):
            continue
        scores.update(
            await weighing.candidates(connection, asked, chosen, room - len(scores) if chosen else room)
        )
        if len(scores) >= room:
            break
        if step:
            done.append(step)
    best = sorted(((score, place) for place, score in scores.items()), reverse=True)
    return [(place, score) for score, place in best[:limit]]


def _plain(texts: Sequence[Text]) -> list[WantedWord]:
    """The words of a query that gain by their form and by standing near each other."""
    return list(
        dict.fromkeys(
            word
            for text in texts
            if text.field == "any" and not text.phrase
            for word in wanted(text.words, prefix=text.prefix)[0].words
        )
    )


def _words(text: Text, codes: frozenset[str]) -> Iterator[_Word]:
    """The words of one part of a query, of its first way of being found."""
    mark = vectors.mark_of(text.field)
    first = wanted(text.words, prefix=text.prefix)[0]
    for word in first.words:
        title = vectors.stems(word, codes, vectors.mark_of("title")) if text.field == "any" else None
        yield _Word(text.field, vectors.stems(word, codes, mark), title)
    if first.beginning is not None:
        begun = vectors.stem_beginnings(first.beginning, codes, mark)
        title = vectors.stem_beginnings(first.beginning, codes, vectors.mark_of("title"))
        yield _Word(text.field, begun, title if text.field == "any" else None)


def _steps(words: Sequence[_Word], about: int) -> Iterator[Pattern | None]:
    """Gives what candidates must have beside matching, the likeliest first; None at last: nothing. About as many match."""
    plain = [word for word in words if word.field == "any" and word.title]
    if plain and about > CANDIDATES:
        every: tuple[Pattern, ...] = tuple(word.text for word in plain)
        titles: tuple[Pattern, ...] = tuple(word.title for word in plain if word.title)
        strong: tuple[Pattern, ...] = tuple(
            vectors.in_tier(word.text) for word in plain if not word.text.is_start
        )
        if strong:
            yield vectors.All((*every, *strong, vectors.Either(titles)))
        yield vectors.All((*every, vectors.Either(titles)))
        if strong:
            yield vectors.All((*every, *strong))
            yield vectors.Either((*titles, *strong))
    yield None


class _Weighing:
    """The statement that weighs candidates, and what its columns mean."""

    def __init__(
        self,
        words: Sequence[_Word],
        plain: Sequence[WantedWord],
        known: Known,
        frequencies: Frequencies,
        now: datetime,
    ) -> None:
        self._frequencies, self._now = frequencies, now
        self._words = [
            _Word(word.field, self._present(word.text), self._present(word.title)) for word in words
        ]
        self._plain = len(plain)
        self._forms = [self._present(vectors.exact_forms(word, known.codes)) for word in plain]
        every = [self._present(vectors.any_form(word, known.codes)) for word in plain]
        self._pairs = [(left, right) for left, right in pairwise(every) if left.names and right.names]

    def _present(self, part: Lexemes | None) -> Lexemes:
        found = planning.present(part, self._frequencies) if part else planning.NOTHING
        assert isinstance(found, Lexemes)
        return found

    async def candidates(
        self, connection: Any, asked: Condition, step: Pattern | None, room: int
    ) -> dict[Place, float]:
        """The newest that match, so many, with their scores."""
        values = [*asked.values]

        def bound(pattern: Pattern) -> str:
            values.append(vectors.tsquery(pattern))
            return condition.query(len(values))

        where = f"({asked.sql}) AND a.tsv @@ {bound(step)}" if step else asked.sql
        columns = []
        for word in self._words:
            for part in (word.text, word.title):
                if part is not None and part.names:
                    columns += [f"ts_rank('{{1,1,1,1}}', a.tsv, {bound(part)})"]
        columns += [f"a.tsv @@ {bound(form)}" for form in self._forms if form.names]
        for left, right in self._pairs:
            steps = " ".join(
                f"WHEN a.tsv @@ {bound(_apart(left, right, at))} THEN {at}" for at in range(1, NEAR + 1)
            )
            columns.append(
                f"CASE WHEN NOT a.tsv @@ {bound(vectors.All((left, right)))} THEN 0 {steps} ELSE 0 END"
            )
        values.append(room)
        # Each time that a statement names a stored vector it is unpacked again, unless it was put together anew.
        rows = await connection.fetch(
            f"""
            WITH found AS MATERIALIZED (SELECT a.uid, a.filed, a.size, a.tsv FROM article a WHERE {where}
                    ORDER BY a.filed DESC, a.uid DESC LIMIT ${len(values)}),
                a AS MATERIALIZED (SELECT uid, filed, size, tsv || ''::tsvector AS tsv FROM found)
            SELECT {", ".join(["a.filed", "a.uid", "a.size", *columns])} FROM a
            """,
            *values,
        )
        return {Place(row[0], row[1]): self._score(row) for row in rows}

    def _score(self, row: Sequence[Any]) -> float:
        score, at = 0.0, 3
        slow = K1 * (1 - B) + K1 * B / AVERAGE_SIZE * row[2]
        for word in self._words:
            if word.text.names:
                score += _bm25(row[at], word.text, self._frequencies, slow if word.field == "any" else K1)
                at += 1
            if word.title is not None and word.title.names:
                score += TITLE_BOOST * _bm25(row[at], word.title, self._frequencies, K1)
                at += 1
        age = max((self._now - row[0]).days, 0)
        gain = 1 + RECENCY * 0.5 ** (age / HALF_LIFE_DAYS)
        forms = sum(1 for form in self._forms if form.names)
        gain += FORM / max(self._plain, 1) * sum(row[at : at + forms])
        at += forms
        if self._plain > 1:
            near = sum(1 / steps for steps in row[at : at + len(self._pairs)] if steps)
            gain += TOGETHER * near / (self._plain - 1)
        return float(score * gain)


def _apart(left: Lexemes, right: Lexemes, steps: int) -> Pattern:
    """That a word stands so many places behind another, or one fewer before it."""
    return vectors.Either((vectors.Beside((left, right), steps), vectors.Beside((right, left), steps - 1)))


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
