"""Reads what came into the archive since somebody last asked, by the numbers of the transactions that put it there.

A transaction's number is given when it begins, and a later one may end before it: what is told ends below the first that
still goes on. So no article is missed, and none comes twice unless its text was put anew, whatever any clock says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.archive import reading
from reader.archive.protocol import COUNTED, Arrived

if TYPE_CHECKING:
    from reader.archive.condition import Condition

_READ = 10_000
"""Articles that are looked at in one go."""


async def now(connection: Any) -> int:
    """The number below which all transactions have ended."""
    number: int = await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return number


async def arrived(connection: Any, asked: Condition, since: int) -> Arrived:
    """The articles that match among the first ones that came since; the newest, at most `COUNTED`."""
    edge = await now(connection)
    row = await connection.fetchrow(
        """
        SELECT count(*) AS n, max(put) AS last
        FROM (SELECT put FROM article WHERE put >= $1 AND put < $2 ORDER BY put LIMIT $3) AS t
        """,
        since,
        edge,
        _READ,
    )
    is_all = row["n"] < _READ
    # The last transaction may go on behind these; where it is all of them, its rest is left.
    until = max(edge, since) if is_all else max(row["last"], since + 1)
    at = len(asked.values)
    rows = await connection.fetch(
        f"""
        WITH came AS MATERIALIZED (SELECT * FROM article WHERE put >= ${at + 1} AND put < ${at + 2}),
            found AS MATERIALIZED (SELECT * FROM came a WHERE {asked.sql} ORDER BY a.filed DESC, a.uid DESC LIMIT ${at + 3})
        SELECT {reading.ROW} FROM found a {reading.MARKS} ORDER BY a.filed DESC, a.uid DESC
        """,
        *asked.values,
        since,
        until,
        COUNTED,
    )
    return Arrived(tuple(map(reading.archived, rows)), until, is_all)
