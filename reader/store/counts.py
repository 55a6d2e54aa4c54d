"""Gives the numbers of listed articles, in all and of each feed: triggers keep them, so that nobody counts at a start."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from reader.store.count_triggers import COUNT, OF_ALL, OF_FEEDS, WAIT
from reader.store.sql_values import id_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reader.store.database import Database


class Totals(NamedTuple):
    """Numbers of listed articles."""

    articles: int
    unread: int


def totals(database: Database) -> Totals:
    """Gives the numbers of all listed articles."""
    return Totals(*database.rows("SELECT articles, unread FROM total")[0])


_FEEDS_ANEW = """
    INSERT OR REPLACE INTO feed_count (feed_id, articles, unread)
    SELECT f.id, coalesce(n.articles, 0), coalesce(n.unread, 0) FROM feed f LEFT JOIN (
        SELECT p.feed_id, count(*) AS articles, sum(m.read_at IS NULL) AS unread
        FROM mark m CROSS JOIN appearance p ON p.article_id = m.article_id
        WHERE m.removed_at IS NULL AND m.muted_at IS NULL GROUP BY p.feed_id
    ) n ON n.feed_id = f.id
"""
"""Counts as `OF_FEEDS` does, in the order in which both tables stand on the disk."""


_SEVERAL = "SELECT article_id FROM appearance GROUP BY article_id HAVING count(*) > 1"


@contextmanager
def counted_together(database: Database) -> Iterator[None]:
    """Lets marks change within without counting each, and counts all at the end; for changes of most articles, where that
    takes a third of the time."""
    with database.transaction():
        database.run("INSERT INTO meta (key, value) VALUES (?, '')", (WAIT,))
        yield
        database.run("DELETE FROM meta WHERE key = ?", (WAIT,))
        database.run(_FEEDS_ANEW)
        database.run(COUNT[1])


def _shared(database: Database, feeds: str, *, unread: bool) -> int:
    """Gives by how much the numbers of feeds, given as a JSON list of ids, exceed their listed articles."""
    found = database.value(
        f"""
        SELECT coalesce(sum(x.times - 1), 0) FROM (
            SELECT p.article_id, count(*) AS times FROM in_several s CROSS JOIN appearance p ON p.article_id = s.article_id
            WHERE +p.feed_id IN (SELECT value FROM json_each(?)) GROUP BY p.article_id HAVING count(*) > 1
        ) x CROSS JOIN mark m ON m.article_id = x.article_id
        WHERE m.removed_at IS NULL AND m.muted_at IS NULL {"AND m.read_at IS NULL" if unread else ""}
        """,
        (feeds,),
    )
    return int(found)


def of_feeds(database: Database, feeds: Collection[int], *, unread: bool) -> int:
    """Gives the number of listed articles that appeared in some feeds, without counting them."""
    column, wanted = "unread" if unread else "articles", id_list(feeds)
    every = database.value(
        f"SELECT coalesce(sum({column}), 0) FROM feed_count WHERE feed_id IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    return int(every) - (_shared(database, wanted, unread=unread) if len(feeds) > 1 else 0)


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


def wrong_several(database: Database) -> list[str]:
    """Looks again for the articles that several feeds have, and says in words where that differs."""
    known = "SELECT article_id FROM in_several"
    number = database.value(
        f"""
        SELECT count(*) FROM (
            SELECT * FROM ({known} EXCEPT {_SEVERAL}) UNION ALL SELECT * FROM ({_SEVERAL} EXCEPT {known})
        )
        """
    )
    return [f"of {number:,} articles it is noted wrongly whether several feeds have them"] if number else []


def recount(database: Database) -> None:
    """Counts everything again and keeps that."""
    with database.transaction():
        for statement in COUNT:
            database.run(statement)
        database.run("DELETE FROM in_several")
        database.run(f"INSERT INTO in_several (article_id) {_SEVERAL}")
