"""Chooses how a search is run, from how many articles have each word.

PostgreSQL's own guess for a `tsquery` is wrong by orders of magnitude, and a wrong plan takes seconds. Words are looked up
in the index month by month, from the newest, until there are enough; very common ones are met sooner when the
articles are walked from the newest. Lexemes that no article has are left out: each costs a look into every month.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.archive import vectors
from reader.archive.vectors import TIER, Adjacent, All, Either, Lexemes, Without, lexemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.archive.vectors import Pattern

_WALKED = 20
"""A row whose words are read costs as much as so many that the index tells."""

_WALKED_BY_PLACE = 10
"""So many where each that the index tells is read: that costs the same, but one in about ten matches."""

_MONTHS = 24
"""Months that an archive is thought to have: matches of one month are looked up and sorted at a time."""

_SPARE = 2
"""So many times more matches are expected in what is looked up than are needed."""

_LEAST_READ, _SPARE_READ = 1.1, 1.1
"""By so much a stretch grows at least, and beyond what should do, where each article that the index tells is read."""

_READ = 10
"""Articles whose places of words are read for each that is needed, unless too few of them match."""

_STARTS_READ = 500
"""Lexemes with one beginning whose numbers are added up."""

DOCUMENTS = ""
"""The lexeme under which the number of all articles is kept."""

EVER = datetime(1, 1, 1, tzinfo=UTC)
"""Before all articles."""

NOTHING = Lexemes(())
"""What no article matches."""

EVERYTHING = Without(NOTHING)
"""What all articles match."""


@dataclass(frozen=True, slots=True)
class LexemeFrequencies:
    """How many articles have each lexeme, or one that begins so; `documents` are all articles, `codes` the stemmers of their
    words. `least_of_starts`: at least so many have one that begins so."""

    documents: int
    of: Mapping[str, int]
    of_starts: Mapping[str, int]
    codes: frozenset[str] = frozenset()
    least_of_starts: Mapping[str, int] = field(default_factory=dict)

    def count(self, names: Lexemes) -> int:
        """About how many articles have one of the lexemes: at most that many."""
        known = self.of_starts if names.is_start else self.of
        return min(sum(known.get(name, 0) for name in names.names), self.documents)

    def has(self, name: str, *, is_start: bool) -> bool:
        """Tells whether any article has the lexeme, or one that begins so."""
        known = self.of_starts if is_start else self.of
        return known.get(vectors.untiered(name), 0) > 0


async def frequencies(connection: Any, patterns: Iterable[Pattern]) -> LexemeFrequencies:
    """The frequencies of all lexemes in the patterns, in one statement."""
    asked = [found for one in patterns for found in lexemes(one)]
    names = {vectors.untiered(name) for one in asked if not one.is_start for name in one.names}
    starts = {name for one in asked if one.is_start for name in one.names}
    rows = await connection.fetch(
        """
        SELECT 0 AS kind, lexeme, sum(n)::bigint AS df, 0::bigint AS least FROM (
            SELECT lexeme, df AS n FROM term WHERE lexeme = ANY($1)
            UNION ALL SELECT lexeme, n FROM term_delta WHERE lexeme = ANY($1)) AS t GROUP BY lexeme
        UNION ALL SELECT 1, s.start, (t.every + d.every)::bigint, t.most + d.fewer
            FROM unnest($2::text[]) AS s (start)
            CROSS JOIN LATERAL (SELECT coalesce(sum(df), 0) AS every, coalesce(max(df), 0) AS most FROM (SELECT df FROM term
                WHERE lexeme >= s.start AND lexeme < s.start || chr(1114111) LIMIT $3) AS t) AS t
            CROSS JOIN LATERAL (SELECT coalesce(sum(n), 0) AS every, coalesce(sum(n) FILTER (WHERE n < 0), 0) AS fewer
                FROM (SELECT n FROM term_delta
                WHERE lexeme >= s.start AND lexeme < s.start || chr(1114111) LIMIT $3) AS t) AS d
        UNION ALL SELECT 2, code, 0, 0 FROM stemmer
        """,
        sorted({*names, DOCUMENTS}),
        sorted(starts),
        _STARTS_READ,
    )
    kinds: tuple[dict[str, int], ...] = ({}, {}, {})
    least_of_starts: dict[str, int] = {}
    for kind, name, number, at_least in rows:
        kinds[kind][name] = number
        if at_least > 0:
            least_of_starts[name] = at_least
    of, of_starts, codes = kinds
    return LexemeFrequencies(max(of.get(DOCUMENTS, 0), 0), of, of_starts, frozenset(codes), least_of_starts)


def present(asked: Pattern, known: LexemeFrequencies) -> Pattern:
    """The pattern without the lexemes that no article has; it matches the same."""
    match asked:
        case Lexemes(names, is_start):
            return Lexemes(tuple(name for name in names if known.has(name, is_start=is_start)), is_start)
        case Adjacent(words):
            found = tuple(
                Lexemes(
                    tuple(name for name in word.names if known.has(name, is_start=word.is_start)),
                    word.is_start,
                )
                for word in words
            )
            return Adjacent(found) if all(word.names for word in found) else NOTHING
        case All(parts):
            return _joined(All, [present(part, known) for part in parts], NOTHING, EVERYTHING)
        case Either(parts):
            return _joined(Either, [present(part, known) for part in parts], EVERYTHING, NOTHING)
        case Without(part):
            left = present(part, known)
            return NOTHING if left == EVERYTHING else EVERYTHING if is_nothing(left) else Without(left)


def _joined(
    join: type[All | Either], parts: list[Pattern], decides: Pattern, says_nothing: Pattern
) -> Pattern:
    parts = [NOTHING if is_nothing(part) else part for part in parts]
    if decides in parts:
        return decides
    parts = [part for part in parts if part != says_nothing]
    return join(tuple(parts)) if len(parts) > 1 else parts[0] if parts else says_nothing


def is_nothing(asked: Pattern) -> bool:
    """Tells whether no article can match."""
    return isinstance(asked, Lexemes) and not asked.names


def estimate(asked: Pattern, known: LexemeFrequencies) -> int:
    """About how many articles match: no fewer than do, as far as the words are independent of each other."""
    match asked:
        case Lexemes(names):
            if names and names[0].startswith(TIER):
                return known.documents
            return known.count(asked)
        case Adjacent(words):
            return min(known.count(word) for word in words)
        case All(parts):
            return min(estimate(part, known) for part in parts)
        case Either(parts):
            return min(sum(estimate(part, known) for part in parts), known.documents)
        case Without():
            return known.documents


def likely(asked: Pattern, known: LexemeFrequencies) -> float:
    """So many articles would match if words stood together by chance only."""
    return _likely(asked, known) * known.documents


def _likely(asked: Pattern, known: LexemeFrequencies) -> float:
    """The share of articles that would match."""
    match asked:
        case Lexemes():
            return known.count(asked) / max(known.documents, 1)
        case Adjacent(parts) | All(parts):
            return math.prod(_likely(part, known) for part in parts)
        case Either(parts):
            return 1 - math.prod(1 - _likely(part, known) for part in parts)
        case Without(part):
            return 1 - _likely(part, known)


def least(asked: Pattern, known: LexemeFrequencies) -> int:
    """So many articles match at least, as far as that is known."""
    match asked:
        case Lexemes(names, is_start):
            numbers = known.least_of_starts if is_start else known.of
            return max((numbers.get(name, 0) for name in names), default=0)
        case Either(parts):
            return max(least(part, known) for part in parts)
        case _:
            return 0


def is_walked(about: int, limit: int, known: LexemeFrequencies, *, by_place: bool = False) -> bool:
    """Tells whether so many matches are met sooner by walking than by looking up those of a month. `by_place`: those looked
    up are read as well, since the index knows no places of words."""
    row = _WALKED_BY_PLACE if by_place else _WALKED
    return about * about > known.documents * limit * row * _MONTHS


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the archive, the newest first: when each begins, and its share of all articles."""

    starts: tuple[datetime, ...] = ()
    shares: tuple[float, ...] = ()

    def since(self, share: float) -> tuple[datetime, float]:
        """Gives when the newest months begin that together have such a share of the articles, and the share that they have."""
        have = 0.0
        for start, part in zip(self.starts, self.shares, strict=True):
            have += part
            if have >= share:
                return start, have
        return EVER, 1.0


async def months(connection: Any) -> Months:
    """The months as the server last counted them; where it never did, all are alike."""
    rows = await connection.fetch(
        """
        SELECT substr(c.relname, 9) AS name, c.reltuples FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'article'::regclass AND c.relname <> 'article_early' ORDER BY c.relname DESC
        """
    )
    sizes = [max(row["reltuples"], 0.0) for row in rows]
    total = sum(sizes)
    starts = tuple(datetime.strptime(row["name"], "%Y_%m").replace(tzinfo=UTC) for row in rows)
    return Months(starts, tuple(size / total if total else 1 / len(rows) for size in sizes))


def is_by_place(asked: Pattern) -> bool:
    """Tells whether words must stand side by side."""
    match asked:
        case Adjacent():
            return True
        case All(parts) | Either(parts):
            return any(map(is_by_place, parts))
        case Without(part):
            return is_by_place(part)
        case _:
            return False


def without_places(asked: Pattern) -> Pattern:
    """Gives what every article has that matches, as far as the index of words can tell."""
    match asked:
        case Adjacent(words):
            return All(words)
        case All(parts):
            return _joined(All, list(dict.fromkeys(map(without_places, parts))), NOTHING, EVERYTHING)
        case Either(parts):
            return _joined(Either, list(dict.fromkeys(map(without_places, parts))), EVERYTHING, NOTHING)
        case Without(part):
            return EVERYTHING if is_by_place(part) else asked
        case _:
            return asked


@dataclass(slots=True)
class Stretch:
    """The newest part of the archive that is looked up, made longer until there is enough in it. About as many match in
    all; `by_place`: each that the index tells is read."""

    months: Months
    about: int
    needed: int
    by_place: bool = False
    since: datetime = EVER
    _share: float = 1.0

    def __post_init__(self) -> None:
        """Begins with the months that should do."""
        most = self.needed * (_READ if self.by_place else _SPARE)
        self._take(most / max(self.about, 1))

    def _take(self, share: float) -> None:
        self.since, self._share = self.months.since(share) if share < 1 else (EVER, 1.0)

    @property
    def is_all(self) -> bool:
        """Tells whether it is the whole archive."""
        return self.since == EVER

    def sql(self, since: str) -> str:
        """The condition that an article is in it, by the value of `since`. The whole archive has no bound: the server, which plans for
        any value, would look up all dates beside the words."""
        return f"{since}::timestamptz IS NOT NULL" if self.is_all else f"a.filed >= {since}"

    def grow(self, came: int) -> None:
        """Takes as much more as should do, since only so many came. To read one that the index tells costs most: of these
        hardly more than should do."""
        least, spare = (_LEAST_READ, _SPARE_READ) if self.by_place else (3, _SPARE)
        self._take(self._share * max(least, spare * self.needed / (came + 1)))
