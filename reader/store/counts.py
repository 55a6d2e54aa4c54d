"""Gives the numbers of listed articles, in all and of each feed: triggers keep them, so that nobody counts at a start."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.store.count_triggers import COUNT, OF_ALL, OF_FEEDS

if TYPE_CHECKING:
    from reader.store.database import Database


class Totals(NamedTuple):
    """Numbers of listed articles."""

    articles: int
    unread: int


def totals(database: Database) -> Totals:
    """Gives the numbers of all listed articles."""
    return Totals(*database.rows("SELECT articles, unread FROM total")[0])


def wrong(database: Database) -> list[str]:
    """Counts everything again and names what is kept wrongly, in words."""
    found = []
    if database.rows("SELECT id, articles, unread FROM total") != database.rows(OF_ALL):
        found.append("the total numbers of articles are wrong")
    feeds = database.value(
        f"SELECT count(*) FROM (SELECT feed_id, articles, unread FROM feed_count EXCEPT {OF_FEEDS})"
    )
    if feeds:
        found.append(f"the numbers of articles are wrong for {feeds:,} feeds")
    return found


def recount(database: Database) -> None:
    """Counts everything again and keeps that."""
    with database.transaction():
        for statement in COUNT:
            database.run(statement)
