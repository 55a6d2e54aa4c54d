"""A page of articles in an order that needs no ranking, and how many match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.archive import planning, reading
from reader.archive.protocol import COUNTED, Hit, Page

if TYPE_CHECKING:
    from reader.archive.condition import Condition
    from reader.archive.planning import LexemeFrequencies, Months
    from reader.archive.protocol import Place
    from reader.query.tree import Sort

_ORDERS = {
    "date": "a.filed DESC, a.uid DESC",
    "oldest": "a.filed, a.uid",
    "longest": "a.words DESC, a.filed DESC, a.uid DESC",
}
_BEHIND = {"date": "<", "oldest": ">"}

READ = 300
"""Articles whose places of words are read at a time, where the index and the mark of their pairs say that they may match."""

_SPARE, _MOST_MORE = 1.2, 16
"""Where too few of these match, as many more are read as should do, and so many times as many at most."""


async def page(
    connection: Any,
    asked: Condition,
    by: Sort,
    limit: int,
    before: Place | None,
    least: int,
    frequencies: LexemeFrequencies,
    months: Months,
) -> Page:
    """The articles in that order behind a place; at least so many match."""
    if asked.is_by_place:
        sifted: list[Any] = [*asked.values]
        sql = asked.sifted(lambda value: _bound(sifted, value))
        if sql != "true":
            return await _sifted(connection, asked, sql, sifted, by, limit, before, months)
    about = asked.about(frequencies)
    by_place = asked.is_by_place
    is_walked = by in _BEHIND and planning.is_walked(about, limit, frequencies, by_place=by_place)
    sql, values = asked.walked if is_walked else asked.sql, [*asked.values]
    if before is not None and by in _BEHIND:
        sql = f"({sql}) AND (a.filed, a.uid) {_BEHIND[by]} (${len(values) + 1}, ${len(values) + 2})"
        values += [before.filed, before.uid]
    # What lies before a later page is not counted by its length.
    counts_itself = not is_walked and before is None and least <= COUNTED
    most = max(limit, COUNTED + 1) if counts_itself else limit
    if counts_itself:
        number = "(SELECT count(*) FROM found)"
    elif least <= COUNTED:
        number = f"(SELECT count(*) FROM (SELECT FROM article a WHERE {asked.sql} LIMIT {COUNTED + 1}) AS t)"
    else:
        number = "0::bigint"
    at = len(values)
    statement = f"""
        WITH found AS MATERIALIZED (
            SELECT {reading.COLUMNS} FROM article a WHERE ({sql}) AND a.filed >= ${at + 1} ORDER BY {_ORDERS[by]} LIMIT ${at + 2})
        SELECT {reading.ROW}, {number} AS matches
        FROM (SELECT * FROM found a ORDER BY {_ORDERS[by]} LIMIT ${at + 3}) AS a {reading.MARKS} ORDER BY {_ORDERS[by]}
        """
    # Where each article is read, it is told that there are more rather than counted how many.
    needed = limit if by_place else most
    newest_first = by == "date" and not is_walked and before is None
    stretch = planning.Stretch(months if newest_first else planning.Months(), about, needed, by_place)
    while True:
        rows = await connection.fetch(statement, *values, stretch.since, most, limit)
        matches = rows[0]["matches"] if rows else 0
        came = max(matches, len(rows))
        if stretch.is_all or came >= needed:
            break
        stretch.grow(came)
    if not stretch.is_all and counts_itself and matches <= COUNTED:
        return Page(tuple(Hit(reading.archived(row)) for row in rows), matches, is_counted=False)
    came = len(rows) if before is None else limit
    return Page(
        tuple(Hit(reading.archived(row)) for row in rows),
        *told(matches, least, came, limit),
    )


def _bound(values: list[Any], value: Any) -> str:
    values.append(value)
    return f"${len(values)}"


async def _sifted(
    connection: Any,
    asked: Condition,
    sql: str,
    values: list[Any],
    by: Sort,
    limit: int,
    before: Place | None,
    months: Months,
) -> Page:
    """Does so where the places of words must be read: of some that may match, as the index and the marks of pairs tell."""
    if before is not None and by in _BEHIND:
        filed, uid = _bound(values, before.filed), _bound(values, before.uid)
        sql = f"{sql} AND (a.filed, a.uid) {_BEHIND[by]} ({filed}, {uid})"
    at = len(values)
    is_newest = by == "date" and before is None
    about = asked.about(asked.frequencies)
    stretch = planning.Stretch(months if is_newest else planning.Months(), about, limit, by_place=True)
    read = max(READ, limit)
    while True:
        # OFFSET 0 has these looked up: in order of their dates, all articles would be read.
        statement = f"""
            WITH near AS MATERIALIZED (
                SELECT * FROM (SELECT a.* FROM article a WHERE {sql} AND {stretch.sql(f"${at + 1}")} OFFSET 0) AS a
                ORDER BY {_ORDERS[by]} LIMIT ${at + 2}),
            found AS MATERIALIZED (SELECT {reading.COLUMNS} FROM near a WHERE {asked.walked})
            SELECT {reading.ROW}, t.came, t.matches
            FROM (SELECT (SELECT count(*) FROM near) AS came, (SELECT count(*) FROM found) AS matches) AS t
            LEFT JOIN (SELECT * FROM found a ORDER BY {_ORDERS[by]} LIMIT ${at + 3}) AS a ON true {reading.MARKS}
            ORDER BY {_ORDERS[by]}
            """
        rows = await connection.fetch(statement, *values, stretch.since, read, limit)
        came, matches = rows[0]["came"], rows[0]["matches"]
        are_all = stretch.is_all and came < read
        if are_all or matches >= limit:
            break
        if came < read:
            stretch.grow(matches)
        else:
            read = int(read * min(_SPARE * limit / (matches + 1) + 1, _MOST_MORE))
    hits = tuple(Hit(reading.archived(row)) for row in rows if row["uid"])
    if before is not None:
        return Page(hits, matches, is_counted=False)
    if not are_all and matches <= COUNTED:
        return Page(hits, matches, is_counted=False)
    return Page(hits, *told(matches, 0, matches, COUNTED + 1))


def told(counted: int | None, least: int, came: int, limit: int) -> tuple[int, bool]:
    """The number of matches, and whether they were counted to the end; `came` fewer than the limit are all."""
    found = came if came < limit else max(counted or 0, least)
    return min(found, COUNTED), found <= COUNTED
