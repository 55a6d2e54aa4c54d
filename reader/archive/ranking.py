"""Ranks by relevance, over a bounded number of candidates, as the index ranks (`query.weights`).

Candidates are chosen in steps, each from the newest: first articles with all words that say much with them, at last any
that match. The server reads each candidate's words once, counts in them what was asked for, and gives the best; of these
it tells how near their words stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.archive import condition, planning, vectors
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

CANDIDATES, OF_ONE, READ = 650, 900, 160
"""Articles that are weighed: by several words, by one, and where the places of words are read to find each."""

ENOUGH = 200
"""So many that say much with the words that others are not weighed beside them."""

_MOSTLY = 0.5
"""Looking again costs as much as the first time: not done where such a share of the candidates came."""

CLOSELY = 60
"""So many of the best are weighed by how near their words stand."""

_WORDS = 8
"""Words of a query that are weighed; with more, each says little."""

_UNPACKED = "(a.whole).f1"
"""The words of an article that were put into a row: otherwise they are unpacked each time that a statement names them."""

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
    scores: dict[Place, tuple[float, float]] = {}
    most = READ if asked.is_by_place else CANDIDATES if len(words) > 1 else OF_ONE
    room = left = max(most, limit)
    matching: int | None = None
    done: list[Pattern] = []
    enough = max(READ if asked.is_by_place else ENOUGH, limit)
    for step in _titled(texts, known.codes) if asked.is_by_place else _steps(words, tree, asked, frequencies):
        if step.pattern is None:
            if room - left < enough:
                # So many words begin in one way that all that have one are much alike.
                more = max(enough, room // 2) if shares and scores else room
                found, came, is_all = await weighing.candidates(connection, asked, step, more)
                scores.update(found)
                if is_all:
                    matching = came
                    break
            continue
        chosen = planning.present(vectors.All((step.pattern, *map(vectors.Without, done))), frequencies)
        if not planning.is_nothing(chosen):
            found, came, _ = await weighing.candidates(connection, asked, step._replace(pattern=chosen), left)
            scores.update(found)
            left -= came
            if not left:
                break
            done.append(step.pattern)
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


class _Step(NamedTuple):
    """What candidates must have beside matching; None: nothing. About as many have it (None: that is hard to guess, and
    looking again would cost more than looking everywhere); `matches`: what has it matches."""

    pattern: Pattern | None
    about: int | None = None
    matches: bool = False


def _steps(words: Sequence[_Word], tree: Node, asked: Condition, frequencies: Frequencies) -> Iterator[_Step]:
    """Gives the steps in which candidates are looked for, the likeliest first."""
    about = asked.about(frequencies)
    plain = [word for word in words if word.field == "any" and word.title]
    if not plain or about <= CANDIDATES:
        yield _Step(None, about)
        return
    kinds = {type(node) for node in nodes(tree)}
    is_plain = kinds <= {Text, And, Or} and len(plain) == len(words)
    every: tuple[Pattern, ...] = tuple(word.asked for word in plain)
    titles: tuple[Pattern, ...] = tuple(word.title for word in plain if word.title)
    strong: tuple[Pattern, ...] = tuple(
        vectors.in_tier(word.text)
        for word in plain
        if isinstance(word.text, Lexemes) and not word.text.is_start
    )
    titled = planning.estimate(vectors.Either(titles), frequencies)
    if len(plain) == 1:  # An article says much with each word of its title.
        yield _Step(titles[0], titled, is_plain)
        if strong:
            yield _Step(strong[0], about, is_plain)
    else:
        few = And in kinds and is_plain and planning.likely(asked.patterns[0], frequencies) < CANDIDATES / 2
        if few:
            yield _Step(None)
        said = vectors.Either((*titles, vectors.All(strong))) if strong else vectors.Either(titles)
        if strong and planning.likely(vectors.All((*every, said)), frequencies) > CANDIDATES / 2:
            yield _Step(vectors.All((*every, *strong, vectors.Either(titles))), None, is_plain)
        yield _Step(vectors.All((*every, said)), None, is_plain)
        if few:
            return
        if strong:
            yield _Step(
                vectors.Either((*titles, *strong)),
                None if And in kinds else titled,
                is_plain and And not in kinds,
            )
    yield _Step(None, about if And not in kinds else None)


def _titled(texts: Sequence[Text], codes: frozenset[str]) -> Iterator[_Step]:
    """Does so where words must stand side by side: to look for these in titles costs little."""
    titles = (replace(text, field="title") for text in texts if text.field == "any")
    if found := tuple(vectors.pattern(text, codes) for text in titles):
        yield _Step(vectors.Either(found))
    yield _Step(None)


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
        self._frequencies, self._months, self._now = frequencies, months, now
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
        self, connection: Any, asked: Condition, step: _Step, room: int
    ) -> tuple[dict[Place, tuple[float, float]], int, bool]:
        """The best of the newest that match, at most so many, with their scores and what multiplies them; how many there were,
        and whether these are all."""
        values: list[Any] = [] if step.matches else [*asked.values]

        def bound(value: Any) -> str:
            values.append(value)
            return f"${len(values)}"

        def query(pattern: Pattern) -> str:
            # What no article has keeps its place, so that there are few statements to plan.
            bound(None if planning.is_nothing(pattern) else vectors.tsquery(pattern))
            return condition.query(len(values))

        where = "" if step.matches else f"({asked.sql}) AND "
        where += f"a.tsv @@ {query(step.pattern)}" if step.pattern else "true"
        summed = f"{bound(_SUMMED)}::float8[]" if any(one.is_word for one in self._counting) else ""
        scores = [one.sql(query(one.part), bound, summed) for one in self._counting]
        forms = [f"coalesce({_UNPACKED} @@ {query(form)}, false)::int" for form in self._forms]
        share = form_share(max(self._plain, 1))
        formed = f" + {share} * ({' + '.join(forms)})" if forms else ""
        today, best, most, since = bound(self._now.date()), bound(self._best), bound(room), len(values) + 1
        # OFFSET 0 keeps the parts apart: else each is made anew wherever it is named.
        statement = f"""
            SELECT filed, uid, score, gain, count(*) OVER () AS came FROM (
                SELECT a.filed, a.uid, {" + ".join(scores) or "0::float8"} AS score,
                    1 + {RECENCY} * 0.5 ^ (greatest({today}::date - (a.filed AT TIME ZONE 'UTC')::date, 0)
                        / {HALF_LIFE_DAYS}::float8){formed} AS gain
                FROM (SELECT uid, filed, size, ROW(tsv) AS whole FROM (
                    SELECT a.uid, a.filed, a.size, a.tsv FROM article a
                    WHERE {where} AND a.filed >= ${since} ORDER BY a.filed DESC, a.uid DESC LIMIT {most}
                ) AS found OFFSET 0) AS a OFFSET 0
            ) AS weighed
            ORDER BY score * gain DESC, filed DESC, uid DESC LIMIT {best}
            """
        by_place = asked.is_by_place
        about = asked.about(self._frequencies)
        if step.pattern:
            about = min(about, planning.estimate(step.pattern, self._frequencies))
        months = self._months if by_place or step.about is not None else Months()
        enough = max(int(room * _MOSTLY), min(room, self._limit))
        stretch = planning.Stretch(months, about if step.about is None else step.about, enough, by_place)
        while True:
            rows = await connection.fetch(statement, *values, stretch.since)
            came = rows[0]["came"] if rows else 0
            if stretch.is_all or came >= enough:
                break
            stretch.grow(came)
        found = {Place(filed, uid): (score, gain) for filed, uid, score, gain, _ in rows}
        return found, came, stretch.is_all and came < room

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
            count = f"width_bucket(ts_rank('{{1,1,1,1}}', {_UNPACKED}, {query}) * {sums}::float8, {summed})"
        else:
            count = f"ts_rank_cd('{{1,1,1,1}}', {_UNPACKED}, {query})"
        slow = f"{K1 * (1 - B)} + {K1 * B / AVERAGE_SIZE} * a.size" if self.is_text else f"{K1}"
        # c / (c + slow), with the count named once: it would be made anew for each.
        return f"coalesce({bound(self.weight)}::float8 * (1 - 1 / (1 + {count} / ({slow}))), 0)"
