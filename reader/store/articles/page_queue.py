"""Keeps the queue of pages that are to be fetched, for articles of which only a part is here.

A job is a row until its page has come. One that was given up stays without a time, so that it is not begun again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.store.sql_values import micros, optional_micros

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.store.database import Database


WRONG_CLOCK = timedelta(days=8)
"""A time that is further ahead was set under a wrong clock and does not hold: no page waits longer than a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """A page to be fetched. `feed_url` is the address of the feed that named it, None for an import's or a reader's."""

    article_id: int
    title: str
    url: str
    feed_id: int | None
    feed_url: str | None
    attempts: int


class PageQueue:
    """The queue of pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, pages: Iterable[tuple[int, str]], now: datetime, *, feed_id: int | None = None) -> None:
        """Queues the pages of articles, given as (article, address); those that were queued before stay as they are."""
        at = micros(now)
        self._database.run_each(
            "INSERT OR IGNORE INTO job (article_id, feed_id, url, due) VALUES (?, ?, ?, ?)",
            ((article_id, feed_id, url, at) for article_id, url in pages),
        )

    def due(self, now: datetime, limit: int, *, feed_id: int | None = None) -> list[PageJob]:
        """Gives the jobs whose time has come, of one feed or of all, the newest articles first; none of removed articles."""
        rows = self._database.named_rows(
            """
            SELECT j.article_id, a.title, j.url, j.feed_id, f.url AS feed_url, j.attempts FROM job j
            JOIN article a ON a.id = j.article_id JOIN mark m ON m.article_id = j.article_id
            LEFT JOIN feed f ON f.id = j.feed_id
            WHERE (j.due <= ? OR j.due > ?) AND m.removed_at IS NULL AND j.feed_id IS coalesce(?, j.feed_id)
            ORDER BY m.sorted_at DESC, j.article_id DESC LIMIT ?
            """,
            (micros(now), micros(now + WRONG_CLOCK), feed_id, limit),
        )
        return [PageJob(**row) for row in rows]

    def count_due(self, now: datetime) -> int:
        """Counts how many `due` would give without a limit."""
        count: int = self._database.value(
            """
            SELECT count(*) FROM job j JOIN mark m ON m.article_id = j.article_id
            WHERE (j.due <= ? OR j.due > ?) AND m.removed_at IS NULL
            """,
            (micros(now), micros(now + WRONG_CLOCK)),
        )
        return count

    def done(self, article_id: int) -> None:
        """Takes a page that has come off the queue."""
        self._database.run("DELETE FROM job WHERE article_id = ?", (article_id,))

    def failed(self, article_id: int, error: str, due: datetime | None) -> None:
        """Notes that the page did not come; it is tried again at `due`, or never (None)."""
        self._database.run(
            "UPDATE job SET attempts = attempts + 1, error = ?, due = ? WHERE article_id = ?",
            (error, optional_micros(due), article_id),
        )
