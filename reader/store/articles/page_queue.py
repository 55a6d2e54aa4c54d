"""Keeps the queue of pages that are to be fetched, for articles of which only a part is here.

A job is a row until its page has come. One that was given up stays without a time, so that it is not begun again unless
somebody asks for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.store.sql_values import IS_WITHOUT_PAGES, id_list, micros, optional_micros, optional_moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from reader.store.database import Database


WRONG_CLOCK = timedelta(days=8)
"""A time that is further ahead was set under a wrong clock and does not hold: no page waits longer than a week."""

ATTEMPTS = 4
"""Tries of a page, hours apart, before it is given up."""

RETRY = timedelta(hours=1)
"""The pause after the first try; it doubles with each."""


def pause(attempts: int) -> timedelta:
    """The pause after so many tries."""
    return RETRY * 2.0 ** (attempts - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """A page to be fetched. `feed` and `feed_url` are title and address of the feed that named it, None for an import's or
    a reader's. `is_due`: its time has come; otherwise somebody asks for it before that, at `due` or after it was given up
    (None)."""

    article_id: int
    title: str
    url: str
    feed_id: int | None
    feed: str | None
    feed_url: str | None
    attempts: int
    due: datetime | None
    is_due: bool


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

    def due(
        self,
        now: datetime,
        limit: int,
        *,
        feed_id: int | None = None,
        failed: bool = False,
        failed_of: Collection[int] = (),
    ) -> list[PageJob]:
        """Gives the jobs whose time has come, of one feed or of all, the newest articles first; none of removed articles, and
        none of feeds whose pages are not to be fetched.

        With `failed` those follow that failed and may come another time, of the feeds `failed_of` all that failed; in
        neither case one whose server asked to wait: its time is a pause later than that wait ends.
        """
        rows = self._database.named_rows(
            f"""
            SELECT j.article_id, a.title, j.url, j.feed_id, coalesce(f.own_title, f.title, f.url) AS feed,
                f.url AS feed_url, j.attempts, j.due, coalesce(j.due <= ?1 OR j.due > ?2, 0) AS is_due
            FROM job j JOIN article a ON a.id = j.article_id JOIN mark m ON m.article_id = j.article_id
            LEFT JOIN feed f ON f.id = j.feed_id
            WHERE m.removed_at IS NULL AND NOT {IS_WITHOUT_PAGES} AND j.feed_id IS coalesce(?3, j.feed_id) AND (
                j.due <= ?1 OR j.due > ?2 OR (
                    j.error IS NOT NULL AND coalesce(j.due - (?4 << max(j.attempts - 1, 0)) <= ?1, 1) AND (
                        (?5 AND (j.due IS NOT NULL OR j.attempts >= ?6))
                        OR j.feed_id IN (SELECT value FROM json_each(?7)))))
            ORDER BY is_due DESC, m.sorted_at DESC, j.article_id DESC LIMIT ?8
            """,
            (
                micros(now),
                micros(now + WRONG_CLOCK),
                feed_id,
                RETRY // timedelta(microseconds=1),
                failed,
                ATTEMPTS,
                id_list(failed_of),
                limit,
            ),
        )
        return [
            PageJob(**{**row, "due": optional_moment(row["due"]), "is_due": row["is_due"] == 1})
            for row in rows
        ]

    def count_due(self, now: datetime) -> int:
        """Counts how many `due` would give without a limit."""
        count: int = self._database.value(
            f"""
            SELECT count(*) FROM job j JOIN mark m ON m.article_id = j.article_id
            WHERE (j.due <= ? OR j.due > ?) AND m.removed_at IS NULL AND NOT {IS_WITHOUT_PAGES}
            """,
            (micros(now), micros(now + WRONG_CLOCK)),
        )
        return count

    def done(self, *article_ids: int) -> None:
        """Takes pages off the queue: they have come, or their articles have a full text from elsewhere."""
        self._database.run_each("DELETE FROM job WHERE article_id = ?", ((number,) for number in article_ids))

    def failed(self, article_id: int, error: str, due: datetime | None, *, counts: bool = True) -> None:
        """Notes that the page did not come; it is tried again at `due`, or not by itself (None). `counts`: the try is
        one of those after which a page is given up."""
        self._database.run(
            "UPDATE job SET attempts = attempts + ?, error = ?, due = ? WHERE article_id = ?",
            (int(counts), error, optional_micros(due), article_id),
        )
