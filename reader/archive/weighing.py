"""Weighs candidates on the server: it reads the words of each once, counts in them what was asked for, and gives the best; of
these it tells how near their words stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from reader.archive import condition, planning, vectors
from reader.archive.condition import UNPACKED
from reader.archive.planning import Months
from reader.archive.protocol import Place
from reader.archive.vectors import Lexemes
from reader.query.weights import AVERAGE_SIZE, HALF_LIFE_DAYS, K1, NEAR, RECENCY, TOGETHER, B, form_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.archive.condition import Condition, Lookups
    from reader.archive.planning import LexemeFrequencies
    from reader.archive.vectors import Pattern
    from reader.text.tokens import WantedWord

_MOSTLY = 0.5
"""Looking again costs as much as the first time: not done where such a share of the candidates came."""

CLOSELY = 60
"""So many of the best are weighed by how near their words stand."""

_WEIGHED = "uid, filed, size, tsv"
"""What is read of a candidate: to sort whole rows takes longer than to find them."""

_SUMMED = [one - 1e-5 for one in accumulate(1 / n**2 for n in range(1, 257))]
"""What `ts_rank` with all weights 1 adds up at least for a lexeme with so many positions, but for the divisor."""

_DIVISOR = 1.64493406685

Scores = dict[Place, tuple[float, float]]
"""The scores of articles, and what multiplies each."""


class Weighing:
    """The statements that weigh candidates."""

    def __init__(
        self,
        counting: Sequence[WeighedPart],
        plain: Sequence[WantedWord],
        known: Lookups,
        frequencies: LexemeFrequencies,
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
    ) -> tuple[Scores, int, bool]:
        """The best of those that match, at most so many, with their scores and what multiplies them; how many there were, and
        whether these are all that match. First come those that are `chosen` first, of these the newest; None: all. `matches`:
        what is chosen does so."""
        by_place = asked.is_by_place
        values = _Values([] if matches else asked.values)
        where = "true" if matches else asked.sifted(values.bound) if by_place else asked.sql
        wheres = self._wheres(where, chosen, values)
        weighed = self._weighed(f"WHERE {asked.whole}" if by_place else "", values)
        best, at = values.bound(self._best), len(values.all)
        enough = max(int(room * _MOSTLY), min(room, self._limit))
        months = self.months if None in chosen else Months()
        stretch = planning.Stretch(months, asked.about(self._frequencies), enough, by_place)
        columns = "*" if by_place else _WEIGHED
        while True:
            found = _found(columns, wheres, chosen, stretch.sql(f"${at + 1}"), f"${at + 2}")
            statement = f"""
                WITH found AS MATERIALIZED ({found}), weighed AS ({weighed})
                SELECT a.*, t.looked FROM (SELECT count(*) AS looked FROM found) AS t LEFT JOIN (
                    SELECT filed, uid, score, gain, count(*) OVER () AS came FROM weighed
                    ORDER BY score * gain DESC, filed DESC, uid DESC LIMIT {best}) AS a ON true
                """
            rows = await connection.fetch(statement, *values.all, stretch.since, room)
            came, looked = rows[0]["came"] or 0, rows[0]["looked"]
            if looked >= room and came < self._limit and by_place:
                room *= 4
            elif stretch.is_all or looked >= enough:
                break
            else:
                stretch.grow(looked)
        scores = {Place(filed, uid): (score, gain) for filed, uid, score, gain, _, _ in rows if uid}
        return scores, came, stretch.is_all and looked < room and None in chosen

    def _wheres(self, where: str, chosen: Sequence[Pattern | None], values: _Values) -> list[str]:
        """The conditions of those that are chosen first, second and so on: of each only what the ones before lack."""
        wheres: list[str] = []
        before: list[Pattern] = []
        for one in chosen:
            every = (*([one] if one else []), *map(vectors.Without, before))
            pattern = planning.present(vectors.All(every), self._frequencies)
            is_any = pattern == planning.EVERYTHING
            wheres.append(where if is_any else f"{where} AND {condition.sifting(pattern, values.bound)}")
            before += [one] if one else []
        return wheres

    def _weighed(self, holds: str, values: _Values) -> str:
        """The scores of what was found, and what multiplies each: how new it is, and its words' forms."""
        summed = f"{values.bound(_SUMMED)}::float8[]" if any(one.is_word for one in self._counting) else ""
        scores = [one.sql(values, summed) for one in self._counting]
        forms = [f"coalesce({UNPACKED} @@ {values.query(form)}, false)::int" for form in self._forms]
        share = form_share(max(self._plain, 1))
        formed = f" + {share} * ({' + '.join(forms)})" if forms else ""
        today = values.bound(self._now.date())
        return f"""
            SELECT a.filed, a.uid, {" + ".join(scores) or "0::float8"} AS score,
                1 + {RECENCY} * 0.5 ^ (greatest({today}::date - (a.filed AT TIME ZONE 'UTC')::date, 0)
                    / {HALF_LIFE_DAYS}::float8){formed} AS gain
            FROM (SELECT found.*, ROW(tsv) AS whole FROM found OFFSET 0) AS a {holds} OFFSET 0
            """

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


class _Values:
    """The values of a statement, whose names are given as they come."""

    def __init__(self, first: Sequence[Any]) -> None:
        self.all: list[Any] = [*first]

    def bound(self, value: Any) -> str:
        """Takes in a value; its name."""
        self.all.append(value)
        return f"${len(self.all)}"

    def query(self, pattern: Pattern) -> str:
        """Takes in a pattern. What no article has keeps its place, so that there are few statements to plan."""
        self.bound(None if planning.is_nothing(pattern) else vectors.tsquery(pattern))
        return condition.query(len(self.all))


def _found(
    columns: str, wheres: Sequence[str], chosen: Sequence[Pattern | None], stretch: str, room: str
) -> str:
    """The candidates: those that are chosen first, then the others that fill the room, the newest of each. Only where all
    that match may be candidates they are looked for a stretch at a time."""
    # OFFSET 0 keeps the parts apart: else each is made anew wherever it is named.
    parts = " UNION ALL ".join(
        f"""(SELECT * FROM (SELECT {columns} FROM article a WHERE {where}{"" if one else f" AND {stretch}"} OFFSET 0) AS a
            ORDER BY a.filed DESC, a.uid DESC LIMIT {room})"""
        for one, where in zip(chosen, wheres, strict=True)
    )
    bounds = "" if None in chosen else f" WHERE {stretch}"
    return f"SELECT * FROM ({parts}) AS a{bounds} LIMIT {room}"


def _apart(left: Lexemes, right: Lexemes, steps: int) -> Pattern:
    """That a word stands so many places behind another, or one fewer before it."""
    return vectors.Either(
        (vectors.Adjacent((left, right), steps), vectors.Adjacent((right, left), steps - 1))
    )


@dataclass(frozen=True, slots=True)
class WeighedPart:
    """A part of a query that is counted in each candidate, and what it weighs. `is_text`: longer articles have more of it."""

    part: Pattern
    weight: float
    is_text: bool

    @classmethod
    def of(cls, part: Pattern, frequency: int, documents: int, *, boost: float, is_text: bool) -> WeighedPart:
        """Gives what a part weighs that so many of the articles have."""
        idf = math.log(1 + max(documents - frequency + 0.5, 0.5) / (frequency + 0.5))
        return cls(part, idf * boost * (K1 + 1), is_text)

    @property
    def twice(self) -> Pattern | None:
        """A pattern of the places where a beginning is counted twice: of a word whose exact form and stem both begin so."""
        if not isinstance(self.part, Lexemes) or not self.part.is_start:
            return None
        exact = tuple(filter(vectors.is_exact, self.part.names))
        stems = tuple(name for name in self.part.names if name not in exact)
        if not exact or not stems:
            return None
        return vectors.Adjacent((Lexemes(exact, is_start=True), Lexemes(stems, is_start=True)), 0)

    @property
    def is_word(self) -> bool:
        """Tells whether it is a word, rather than a phrase or a beginning."""
        return isinstance(self.part, Lexemes) and not self.part.is_start

    def sql(self, values: _Values, summed: str) -> str:
        """Gives what it adds to the score. `ts_rank_cd` tells how often a phrase or a beginning stands there, in a moment; for words
        `ts_rank` is quicker, and adds up 1/n² for each n-th occurrence."""
        query = values.query(self.part)
        if isinstance(self.part, Lexemes) and self.is_word:
            sums = values.bound(len(set(self.part.names)) * _DIVISOR)
            count = f"width_bucket(ts_rank('{{1,1,1,1}}', {UNPACKED}, {query}) * {sums}::float8, {summed})"
        else:
            count = f"ts_rank_cd('{{1,1,1,1}}', {UNPACKED}, {query})"
            if (twice := self.twice) is not None:
                count = f"({count} - ts_rank_cd('{{1,1,1,1}}', {UNPACKED}, {values.query(twice)}))"
        # A number with a point is a decimal to the server, which reckons with it ten times as long.
        slow = (
            f"{K1 * (1 - B)}::float8 + {K1 * B / AVERAGE_SIZE}::float8 * a.size"
            if self.is_text
            else f"{K1}::float8"
        )
        # c / (c + slow), with the count named once: it would be made anew for each.
        return f"coalesce({values.bound(self.weight)}::float8 * (1 - 1 / (1 + {count} / ({slow}))), 0)"
