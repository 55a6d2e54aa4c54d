"""Ranks by relevance, over a bounded number of candidates, as the index ranks (`query.weights`).

Candidates are chosen in steps, each from the newest: first articles with all words that say much with them, at last any
that match. The server reads each candidate's words once, and tells how often it has each word, whether in that form, and
how near they stand.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.archive import condition, planning, vectors
from reader.archive.planning import Months
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

CANDIDATES, ENOUGH = 600, 200
"""Articles that are weighed; and so many that say much with the words that others are not weighed beside them. Where the
places of words are read to find them, these are enough as well."""

CLOSELY = 100
"""So many of the best are weighed by how near their words stand."""

_WORDS = 8
"""Words of a query that are weighed; with more, each says little."""

_UNPACKED = "(a.whole).f1"
"""The words of an article that were put into a row: otherwise they are unpacked each time that a statement names them."""

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


class Ranked(NamedTuple):
    """The best articles with their scores, best first; and how many match, None where only some were looked at."""

    best: list[tuple[Place, float]]
    matching: int | None


async def ranked(
    connection: Any,
    tree: Node,
    asked: Condition,
    known: Known,
    frequencies: Frequencies,
    months: Months,
    limit: int,
    now: datetime,
) -> Ranked:
    """The best articles; of equal ones the newer first."""
    texts = list(wanted_words(tree))[:_WORDS]
    words = [word for text in texts for word in _words(text, known.codes)]
    weighing = _Weighing(words, _plain(texts), known, frequencies, months, now)
    scores: dict[Place, tuple[float, float]] = {}
    room = max(ENOUGH if asked.is_by_place else CANDIDATES, limit)
    matching: int | None = None
    done: list[Pattern] = []
    steps = _titled(texts, known.codes) if asked.is_by_place else _steps(words, asked.about(frequencies))
    for step in steps:
        if step is None:
            if len(scores) < max(ENOUGH, limit):
                found, is_all = await weighing.candidates(connection, asked, None, room)
                matching = len(found) if is_all else None
                scores.update(found)
            break
        chosen = planning.present(vectors.All((step, *map(vectors.Without, done))), frequencies)
        if not planning.is_nothing(chosen):
            found, _ = await weighing.candidates(connection, asked, chosen, room - len(scores))
            scores.update(found)
            if len(scores) >= room:
                break
            done.append(step)
    best = sorted(((score * gain, place) for place, (score, gain) in scores.items()), reverse=True)
    best = best[: max(CLOSELY, limit)]
    near = await weighing.nearness(connection, [place for _, place in best])
    best = sorted(
        ((score + scores[place][0] * near.get(place, 0.0), place) for score, place in best), reverse=True
    )
    return Ranked([(place, score) for score, place in best[:limit]], matching)


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
        if len(plain) > 1 or not strong:  # An article says much with each word of its title.
            yield vectors.All((*every, vectors.Either(titles)))
        if strong:
            yield vectors.All((*every, *strong))
            yield vectors.Either((*titles, *strong))
    yield None


def _titled(texts: Sequence[Text], codes: frozenset[str]) -> Iterator[Pattern | None]:
    """Does so where words must stand side by side: to look for these in titles costs little."""
    titles = (replace(text, field="title") for text in texts if text.field == "any")
    if found := tuple(vectors.pattern(text, codes) for text in titles):
        yield vectors.Either(found)
    yield None


class _Weighing:
    """The statement that weighs candidates, and what its columns mean."""

    def __init__(
        self,
        words: Sequence[_Word],
        plain: Sequence[WantedWord],
        known: Known,
        frequencies: Frequencies,
        months: Months,
        now: datetime,
    ) -> None:
        self._frequencies, self._months, self._now = frequencies, months, now
        self._words = len(words)
        self._counted = [
            _Counted.of(part, frequencies, boost=boost, is_text=boost == 1 and word.field == "any")
            for word in words
            for part, boost in ((self._present(word.text), 1.0), (self._present(word.title), TITLE_BOOST))
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
    ) -> tuple[dict[Place, tuple[float, float]], bool]:
        """The newest that match, so many, with their scores and what multiplies them; and whether these are all."""
        values = [*asked.values]

        def bound(pattern: Pattern) -> str:
            # What no article has keeps its column, so that there are few statements to plan.
            values.append(None if planning.is_nothing(pattern) else vectors.tsquery(pattern))
            return condition.query(len(values))

        where = f"({asked.sql}) AND a.tsv @@ {bound(step)}" if step else f"({asked.sql})"
        columns = [f"ts_rank('{{1,1,1,1}}', {_UNPACKED}, {bound(counted.part)})" for counted in self._counted]
        columns += [f"{_UNPACKED} @@ {bound(form)}" for form in self._forms]
        at = len(values)
        statement = f"""
            WITH found AS MATERIALIZED (SELECT a.uid, a.filed, a.size, a.tsv FROM article a
                    WHERE {where} AND a.filed >= ${at + 1} ORDER BY a.filed DESC, a.uid DESC LIMIT ${at + 2}),
                a AS MATERIALIZED (SELECT uid, filed, size, ROW(tsv) AS whole FROM found)
            SELECT {", ".join(["a.filed", "a.uid", "a.size", *columns])} FROM a
            """
        about = asked.about(self._frequencies)
        if step:
            about = min(about, planning.estimate(step, self._frequencies))
        by_place = asked.is_by_place
        # How many have all of several words is hard to guess; looking again costs more than looking everywhere.
        is_guessed = by_place or step is None or self._words == 1
        stretch = planning.Stretch(self._months if is_guessed else Months(), about, room, by_place)
        while True:
            rows = await connection.fetch(statement, *values, stretch.since, room)
            if stretch.is_all or len(rows) >= room:
                break
            stretch.grow(len(rows))
        return {Place(row[0], row[1]): self._score(row) for row in rows}, len(rows) < room

    def _score(self, row: Sequence[Any]) -> tuple[float, float]:
        score, at = 0.0, 3
        slow = K1 * (1 - B) + K1 * B / AVERAGE_SIZE * row[2]
        for counted in self._counted:
            score += counted.weight(row[at], slow)
            at += 1
        age = max((self._now - row[0]).days, 0)
        gain = 1 + RECENCY * 0.5 ** (age / HALF_LIFE_DAYS)
        gain += FORM / max(self._plain, 1) * sum(map(bool, row[at:]))
        return score, gain

    async def nearness(self, connection: Any, places: Sequence[Place]) -> dict[Place, float]:
        """Gives what articles gain by how near each word stands to the next one of the query."""
        if not self._pairs:
            return {}
        values: list[Any] = [[place.uid for place in places], [place.filed for place in places]]

        def bound(pattern: Pattern) -> str:
            values.append(vectors.tsquery(pattern))
            return condition.query(len(values))

        columns = []
        for left, right in self._pairs:
            steps = " ".join(
                f"WHEN {_UNPACKED} @@ {bound(_apart(left, right, at))} THEN {at}" for at in range(1, NEAR + 1)
            )
            both = bound(vectors.All((left, right)))
            columns.append(f"CASE WHEN NOT {_UNPACKED} @@ {both} THEN 0 {steps} ELSE 0 END")
        rows = await connection.fetch(
            f"""
            WITH a AS MATERIALIZED (SELECT a.uid, a.filed, ROW(a.tsv) AS whole
                FROM unnest($1::uuid[], $2::timestamptz[]) AS p (uid, filed) JOIN article a USING (uid, filed))
            SELECT a.filed, a.uid, {", ".join(columns)} FROM a
            """,
            *values,
        )
        share = TOGETHER / (self._plain - 1)
        return {
            Place(filed, uid): share * sum(1 / steps for steps in apart if steps)
            for filed, uid, *apart in rows
        }


def _apart(left: Lexemes, right: Lexemes, steps: int) -> Pattern:
    """That a word stands so many places behind another, or one fewer before it."""
    return vectors.Either((vectors.Beside((left, right), steps), vectors.Beside((right, left), steps - 1)))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A column that counts a word: what makes the number of its occurrences of what `ts_rank` adds up, and what that weighs.
    `is_text`: longer articles have more of it."""

    part: Lexemes
    size: float
    idf: float
    is_text: bool

    @classmethod
    def of(cls, part: Lexemes, known: Frequencies, *, boost: float, is_text: bool) -> _Counted:
        frequency = known.count(part)
        idf = math.log(1 + max(known.documents - frequency + 0.5, 0.5) / (frequency + 0.5))
        return cls(part, len(set(part.names)) * _DIVISOR, idf * boost * (K1 + 1), is_text)

    def weight(self, rank: float | None, slow: float) -> float:
        count = _count(rank * self.size, is_start=self.part.is_start) if rank else 0
        return self.idf * count / (count + (slow if self.is_text else K1)) if count else 0.0


def _count(summed: float, *, is_start: bool) -> int:
    """Counts how often a word occurs, from what `ts_rank` adds up; of a beginning, how many words begin so."""
    if is_start:
        return round(summed)
    return bisect_left(_RANKED, summed - 1e-5) + 1 if summed > 1e-6 else 0
