"""Chooses how a search is run, from how many articles have each word.

PostgreSQL's own guess for a `tsquery` is wrong by orders of magnitude, and a wrong plan takes seconds: rare words are
looked up first and sorted afterwards; common ones are met soon when the articles are walked from the newest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.archive.vectors import TIER, All, Beside, Either, Lexemes, Without, lexemes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reader.archive.vectors import Pattern

RARE = 20_000
"""Up to so many articles are looked up and then sorted."""

_STARTS_READ = 2_000
"""Lexemes with one beginning whose numbers are added up."""

DOCUMENTS = ""
"""The lexeme under which the number of all articles is kept."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many articles have each lexeme, or one that begins so; `documents` are all articles."""

    documents: int
    of: Mapping[str, int]
    of_starts: Mapping[str, int]

    def count(self, names: Lexemes) -> int:
        """About how many articles have one of the lexemes: at most that many."""
        known = self.of_starts if names.is_start else self.of
        return min(sum(known.get(name, 0) for name in names.names), self.documents)


async def frequencies(connection: Any, patterns: Iterable[Pattern]) -> Frequencies:
    """The frequencies of all lexemes in the patterns: one or two statements."""
    asked = [found for one in patterns for found in lexemes(one)]
    names = {name for one in asked if not one.is_start for name in one.names}
    starts = sorted({name for one in asked if one.is_start for name in one.names})
    of = await _known(connection, {*names, DOCUMENTS})
    of_starts: dict[str, int] = {}
    if starts:
        rows = await connection.fetch(
            """
            SELECT s.start, (SELECT coalesce(sum(df), 0) FROM (SELECT df FROM term
                WHERE lexeme >= s.start AND lexeme < s.start || chr(1114111) LIMIT $2) AS t)::bigint AS df
            FROM unnest($1::text[]) AS s (start)
            """,
            starts,
            _STARTS_READ,
        )
        of_starts = {row["start"]: row["df"] for row in rows}
    return Frequencies(max(of.get(DOCUMENTS, 0), 0), of, of_starts)


async def _known(connection: Any, names: Collection[str]) -> dict[str, int]:
    rows = await connection.fetch(
        """
        SELECT lexeme, sum(n)::bigint AS df FROM (
            SELECT lexeme, df AS n FROM term WHERE lexeme = ANY($1)
            UNION ALL SELECT lexeme, n FROM term_delta WHERE lexeme = ANY($1)) AS t GROUP BY lexeme
        """,
        sorted(names),
    )
    return {row["lexeme"]: row["df"] for row in rows}


def estimate(asked: Pattern, known: Frequencies) -> int:
    """About how many articles match: no fewer than do, as far as the words are independent of each other."""
    match asked:
        case Lexemes(names):
            if names and names[0].startswith(TIER):
                return known.documents
            return known.count(asked)
        case Beside(words):
            return min(known.count(word) for word in words)
        case All(parts):
            return min(estimate(part, known) for part in parts)
        case Either(parts):
            return min(sum(estimate(part, known) for part in parts), known.documents)
        case Without():
            return known.documents


def statement(
    condition: str, columns: str, order: str, limit: int, *, is_rare: bool, joined: str = ""
) -> str:
    """The statement for the first articles in an order; `joined` are tables whose columns are wanted, too."""
    if is_rare:
        return f"""WITH found AS MATERIALIZED (SELECT a.uid, a.filed FROM article a WHERE {condition})
            SELECT {columns} FROM found JOIN article a USING (uid, filed) {joined} ORDER BY {order} LIMIT {limit:d}"""
    return f"SELECT {columns} FROM article a {joined} WHERE {condition} ORDER BY {order} LIMIT {limit:d}"
