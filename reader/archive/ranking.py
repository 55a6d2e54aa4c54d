"""Ranks by relevance, over a bounded number of candidates, as the index ranks (`query.weights`).

Candidates are those that can have the highest scores (`archive.grades`); where few match, all that do. The server reads each
candidate's words once, counts in them what was asked for, and gives the best; of these it tells how near their words
stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.archive import condition, grades, planning, vectors
from reader.archive.condition import UNPACKED
from reader.archive.planning import Months
from reader.archive.protocol import Place
from reader.archive.vectors import Lexemes
from reader.query.tree import And, Or, Text, nodes, wanted_words
from reader.query.weights import (
    AVERAGE_SIZE,
    HALF_LIFE_DAYS,
    K1,
    NEAR,
    RECENCY,
    TITLE_BOOST,
    TOGETHER,
    B,
    form_share,
)
from reader.text.tokens import WantedWord, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from reader.archive.condition import Condition, Known
    from reader.archive.planning import Frequencies
    from reader.archive.vectors import Pattern
    from reader.query.tree import Node, TextField

CANDIDATES, OF_ONE, READ = 650, 900, 400
"""Articles that are weighed: by several words, by one, and where the places of words are read to find each."""

ENOUGH = 200
"""So many of the best grades that others are not weighed beside them."""

_MOSTLY = 0.5
"""Looking again costs as much as the first time: not done where such a share of the candidates came."""

CLOSELY = 60
"""So many of the best are weighed by how near their words stand."""

_WORDS = 8
"""Words of a query that are weighed; with more, each says little."""

_SUMMED = [one - 1e-5 for one in accumulate(1 / n**2 for n in range(1, 257))]
"""What `ts_rank` with all weights 1 adds up at least for a lexeme with so many positions, but for the divisor."""

_DIVISOR = 1.64493406685

_SAMPLED = 2_000
"""Articles in which is counted how many have a word that begins so: too many words may begin so to ask for each."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What a query asks for as one: a word, a phrase or a beginning. `text` and `title` are what is counted of it, in the
    field asked for and in the title beside; `asked` is how the index finds it."""

    field: TextField
    text: Pattern
    asked: Pattern
    title: Pattern | None = None


def counted(tree: Node, codes: frozenset[str]) -> list[Pattern]:
    """All lexemes whose frequencies ranking goes by."""
    words = [word for text in list(wanted_words(tree))[:_WORDS] for word in _words(text, codes)]
    return [part for word in words for part in (word.text, word.asked, word.title) if part]


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
    parts = [(word, part) for word in words for part in (word.text, word.title)]
    present = [planning.present(part, frequencies) if part else planning.NOTHING for _, part in parts]
    shares = await _shares(connection, present, frequencies, months)
    counting = [
        _Counted.of(
            part,
            int(shares[part] * frequencies.documents)
            if part in shares
            else planning.estimate(part, frequencies),
            frequencies.documents,
            boost=TITLE_BOOST if at % 2 else 1.0,
            is_text=at % 2 == 0 and word.field == "any",
        )
        for at, ((word, _), part) in enumerate(zip(parts, present, strict=True))
    ]
    weighing = _Weighing(counting, _plain(texts), known, frequencies, months, now, limit)
    matching: int | None = None
    if asked.is_by_place:
        scores, matching = await _of_phrases(connection, weighing, texts, asked, max(READ, limit))
    else:
        scores, matching = await _of_words(
            connection,
            weighing,
            words,
            counting,
            tree,
            asked,
            max(CANDIDATES if len(words) > 1 else OF_ONE, limit),
        )
    best = sorted(((score * gain, place) for place, (score, gain) in scores.items()), reverse=True)
    best = best[: max(CLOSELY, limit)]
    near = await weighing.nearness(connection, [place for _, place in best])
    best = sorted(
        ((score + scores[place][0] * near.get(place, 0.0), place) for score, place in best), reverse=True
    )
    return Ranked([(place, score) for score, place in best[:limit]], matching)


async def _shares(
    connection: Any, parts: Iterable[Pattern], frequencies: Frequencies, months: Months
) -> dict[Pattern, float]:
    """The shares of the newest articles that have words that begin so."""
    starts = list(dict.fromkeys(part for part in parts if isinstance(part, Lexemes) and part.is_start))
    starts = [part for part in starts if part.names]
    if not starts:
        return {}
    since, _ = months.since(min(_SAMPLED / max(frequencies.documents, 1), 1.0))
    values = list(map(vectors.tsquery, starts))
    found = [
        f"(SELECT count(*) FROM article a WHERE a.tsv @@ {condition.query(at)} AND a.filed >= $1)"
        for at in range(2, len(values) + 2)
    ]
    every, *counts = await connection.fetchrow(
        f"SELECT (SELECT count(*) FROM article a WHERE a.filed >= $1), {', '.join(found)}", since, *values
    )
    return {part: count / max(every, 1) for part, count in zip(starts, counts, strict=True)}


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
    """The words of one part of a query, in each way of being found; those that must stand side by side are one."""
    for words, beginning in wanted(text.words, prefix=text.prefix):
        if words:
            found = _counted_as(words, codes, text.field)
            asked = (
                vectors.side_by_side(words, codes, vectors.mark_of(text.field)) if len(words) > 1 else found
            )
            title = _counted_as(words, codes, "title") if text.field == "any" else None
            yield _Word(text.field, found, asked, title)
        if beginning is not None:
            begun = vectors.beginnings(beginning, codes, vectors.mark_of(text.field))
            titled = vectors.beginnings(beginning, codes, vectors.mark_of("title"))
            yield _Word(text.field, begun, begun, titled if text.field == "any" else None)


def _counted_as(words: Sequence[WantedWord], codes: frozenset[str], field: TextField) -> Pattern:
    mark = vectors.mark_of(field)
    if len(words) == 1:
        return vectors.stems(words[0], codes, mark)
    return vectors.Beside(tuple(vectors.any_form(word, codes, mark) for word in words))


_Scores = dict[Place, tuple[float, float]]


async def _of_phrases(
    connection: Any, weighing: _Weighing, texts: Sequence[Text], asked: Condition, room: int
) -> tuple[_Scores, int | None]:
    """The candidates where words must stand side by side: first those of which these are the title, then the newest."""
    titles = (replace(text, field="title") for text in texts if text.field == "any")
    titled = planning.present(
        vectors.Either(tuple(vectors.pattern(text, asked.known.codes) for text in titles)), asked.frequencies
    )
    scores: _Scores = {}
    if not planning.is_nothing(titled):
        scores, _, _ = await weighing.candidates(connection, asked, (titled,), room)
    found, came, is_all = await weighing.candidates(connection, asked, (None,), room)
    return scores | found, came if is_all else None


async def _of_words(
    connection: Any,
    weighing: _Weighing,
    words: Sequence[_Word],
    counting: Sequence[_Counted],
    tree: Node,
    asked: Condition,
    room: int,
) -> tuple[_Scores, int | None]:
    """The candidates by the grades of the words; and how many match, where that was seen."""
    kinds = {type(node) for node in nodes(tree)}
    graded = [
        grades.Worth(word.text, word.title, text.weight, title.weight)
        for word, text, title in zip(words, counting[::2], counting[1::2], strict=True)
        if isinstance(word.text, Lexemes) and isinstance(word.title, Lexemes)
    ]
    is_plain = kinds <= {Text, And, Or} and len(graded) == len(words)
    needs_all = is_plain and Or not in kinds
    about = asked.about(asked.frequencies)
    if needs_all:
        about = min(about, int(planning.likely(asked.patterns[0], asked.frequencies) * 2))
    chosen: tuple[Pattern | None, ...] = (None,)
    if graded and about > room:
        levels = await grades.graded(
            connection, graded, asked.frequencies, weighing.months, needs_all=needs_all
        )
        if levels:
            chosen = levels.chosen(room)
    matches = is_plain and (needs_all or And not in kinds) and chosen[-1] is not None
    scores, came, is_all = await weighing.candidates(connection, asked, chosen, room, matches=matches)
    if came < min(ENOUGH, room) and chosen[-1]:
        scores, came, is_all = await weighing.candidates(connection, asked, (chosen[-1], None), room)
    return scores, came if is_all else None


class _Weighing:
    """The statements that weigh candidates."""

    def __init__(
        self,
        counting: Sequence[_Counted],
        plain: Sequence[WantedWord],
        known: Known,
        frequencies: Frequencies,
        months: Months,
        now: datetime,
        limit: int,
    ) -> None:
        self._frequencies, self.months, self._now = frequencies, months, now
        self._limit, self._best = limit, max(CLOSELY, limit)
        self._counting = counting
        self._plain = len(plain)
        self._forms = [self._present(vectors.exact_forms(word, known.codes)) for word in plain]
        every = [self._present(vectors.any_form(word, known.codes)) for word in plain]
        self._pairs = [(left, right) for left, right in pairwise(every) if left.names and right.names]

    def _present(self, part: Lexemes) -> Lexemes:
        found = planning.present(part, self._frequencies)
        assert isinstance(found, Lexemes)
        return found

    async def candidates(
        self,
        connection: Any,
        asked: Condition,
        chosen: Sequence[Pattern | None],
        room: int,
        *,
        matches: bool = False,
    ) -> tuple[dict[Place, tuple[float, float]], int, bool]:
        """The best of those that match, at most so many, with their scores and what multiplies them; how many there were, and
        whether these are all that match. First come those that are `chosen` first, of these the newest; None: all. `matches`:
        what is chosen does so."""
        by_place = asked.is_by_place
        values: list[Any] = [] if matches else [*asked.values]

        def bound(value: Any) -> str:
            values.append(value)
            return f"${len(values)}"

        def query(pattern: Pattern) -> str:
            # What no article has keeps its place, so that there are few statements to plan.
            bound(None if planning.is_nothing(pattern) else vectors.tsquery(pattern))
            return condition.query(len(values))

        where = "true" if matches else asked.sifted(bound) if by_place else asked.sql
        wheres: list[str] = []
        before: list[Pattern] = []
        for one in chosen:
            every = (*([one] if one else []), *map(vectors.Without, before))
            pattern = planning.present(vectors.All(every), self._frequencies)
            wheres.append(
                where
                if pattern == planning.EVERYTHING
                else f"{where} AND {condition.sifting(pattern, bound)}"
            )
            before += [one] if one else []
        summed = f"{bound(_SUMMED)}::float8[]" if any(one.is_word for one in self._counting) else ""
        scores = [one.sql(query(one.part), bound, summed) for one in self._counting]
        forms = [f"coalesce({UNPACKED} @@ {query(form)}, false)::int" for form in self._forms]
        share = form_share(max(self._plain, 1))
        formed = f" + {share} * ({' + '.join(forms)})" if forms else ""
        today, best = bound(self._now.date()), bound(self._best)
        at = len(values)
        holds = f"WHERE {asked.whole}" if by_place else ""
        # OFFSET 0 keeps the parts apart: else each is made anew wherever it is named.
        parts = " UNION ALL ".join(
            f"""(SELECT * FROM (SELECT a.* FROM article a WHERE {where}
                AND a.filed >= {"'-infinity'" if one else f"${at + 1}"} OFFSET 0) AS a
                ORDER BY a.filed DESC, a.uid DESC LIMIT ${at + 2})"""
            for one, where in zip(chosen, wheres, strict=True)
        )
        bounds = "" if None in chosen else f"AND ${at + 1}::timestamptz IS NOT NULL"
        statement = f"""
            WITH found AS MATERIALIZED (SELECT * FROM ({parts}) AS a WHERE true {bounds} LIMIT ${at + 2}),
            weighed AS (
                SELECT a.filed, a.uid, {" + ".join(scores) or "0::float8"} AS score,
                    1 + {RECENCY} * 0.5 ^ (greatest({today}::date - (a.filed AT TIME ZONE 'UTC')::date, 0)
                        / {HALF_LIFE_DAYS}::float8){formed} AS gain
                FROM (SELECT found.*, ROW(tsv) AS whole FROM found OFFSET 0) AS a {holds} OFFSET 0)
            SELECT a.*, t.looked FROM (SELECT count(*) AS looked FROM found) AS t LEFT JOIN (
                SELECT filed, uid, score, gain, count(*) OVER () AS came FROM weighed
                ORDER BY score * gain DESC, filed DESC, uid DESC LIMIT {best}) AS a ON true
            """
        about = asked.about(self._frequencies)
        enough = max(int(room * _MOSTLY), min(room, self._limit))
        stretch = planning.Stretch(self.months if None in chosen else Months(), about, enough, by_place)
        while True:
            rows = await connection.fetch(statement, *values, stretch.since, room)
            came, looked = rows[0]["came"] or 0, rows[0]["looked"]
            if looked >= room and came < self._limit and by_place:
                room *= 4
            elif stretch.is_all or looked >= enough:
                break
            else:
                stretch.grow(looked)
        found = {Place(filed, uid): (score, gain) for filed, uid, score, gain, _, _ in rows if uid}
        return found, came, stretch.is_all and looked < room and None in chosen

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
                f"WHEN {UNPACKED} @@ {bound(_apart(left, right, at))} THEN {at}" for at in range(1, NEAR + 1)
            )
            both = bound(vectors.All((left, right)))
            columns.append(f"CASE WHEN NOT {UNPACKED} @@ {both} THEN 0 {steps} ELSE 0 END")
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
    """A part of a query that is counted in each candidate, and what it weighs. `is_text`: longer articles have more of it."""

    part: Pattern
    weight: float
    is_text: bool

    @classmethod
    def of(cls, part: Pattern, frequency: int, documents: int, *, boost: float, is_text: bool) -> _Counted:
        idf = math.log(1 + max(documents - frequency + 0.5, 0.5) / (frequency + 0.5))
        return cls(part, idf * boost * (K1 + 1), is_text)

    @property
    def is_word(self) -> bool:
        """Tells whether it is a word, rather than a phrase or a beginning."""
        return isinstance(self.part, Lexemes) and not self.part.is_start

    def sql(self, query: str, bound: Callable[[Any], str], summed: str) -> str:
        """Gives what it adds to the score. `ts_rank_cd` tells how often a phrase or a beginning stands there, in a moment; for words
        `ts_rank` is quicker, and adds up 1/n² for each n-th occurrence."""
        if isinstance(self.part, Lexemes) and self.is_word:
            sums = bound(len(set(self.part.names)) * _DIVISOR)
            count = f"width_bucket(ts_rank('{{1,1,1,1}}', {UNPACKED}, {query}) * {sums}::float8, {summed})"
        else:
            count = f"ts_rank_cd('{{1,1,1,1}}', {UNPACKED}, {query})"
        slow = f"{K1 * (1 - B)} + {K1 * B / AVERAGE_SIZE} * a.size" if self.is_text else f"{K1}"
        # c / (c + slow), with the count named once: it would be made anew for each.
        return f"coalesce({bound(self.weight)}::float8 * (1 - 1 / (1 + {count} / ({slow}))), 0)"
