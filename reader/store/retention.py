"""Finds the articles that the reader no longer wants to keep.

Nothing goes unless the reader sets a limit. An article goes only where the limits of all its feeds let it go; one that
came otherwise, as a page or with an import, stays. What is bookmarked, tagged or has a note, a highlight or a kept output
stays as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from reader.store.sql_values import id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from reader.store.database import Database

_SPARED = """
    m.bookmarked_at IS NULL
    AND m.article_id NOT IN (SELECT article_id FROM tag WHERE present)
    AND m.article_id NOT IN (SELECT article_id FROM note)
    AND m.article_id NOT IN (SELECT article_id FROM highlight)
    AND m.article_id NOT IN (SELECT article_id FROM output)
"""


class Limit(NamedTuple):
    """The limits of a feed: what came since a time, or the newest of a number; None: no such limit."""

    since: datetime | None = None
    newest: int | None = None


class Retention:
    """The articles that are beyond the reader's limits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beyond(self, limits: Mapping[int, Limit], others: Limit) -> list[int]:
        """Gives the articles that go where feeds have these limits, and all other feeds, unsubscribed ones included,
        that of `others`; the oldest first."""
        packed = json.dumps([[feed, *_bounds(limit)] for feed, limit in limits.items()])
        since, newest = _bounds(others)
        return self._database.column(
            f"""
            WITH own (feed_id, since, newest) AS (
                SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)
            ), feed_limit (feed_id, url, since, newest) AS (
                SELECT f.id, f.url, iif(o.feed_id IS NULL, ?, o.since), iif(o.feed_id IS NULL, ?, o.newest)
                FROM feed f LEFT JOIN own o ON o.feed_id = f.id
            ), place AS (
                SELECT p.article_id, l.url IS NOT NULL AND (coalesce(a.first_seen < l.since, 0) OR coalesce(row_number()
                    OVER (PARTITION BY p.feed_id ORDER BY m.sorted_at DESC, m.article_id DESC) > l.newest, 0)) AS goes
                FROM appearance p JOIN mark m ON m.article_id = p.article_id JOIN article a ON a.id = p.article_id
                JOIN feed_limit l ON l.feed_id = p.feed_id
                WHERE m.removed_at IS NULL
            )
            SELECT m.article_id FROM mark m
            WHERE m.article_id IN (SELECT article_id FROM place GROUP BY article_id HAVING min(goes) = 1) AND {_SPARED}
            ORDER BY m.sorted_at, m.article_id
            """,
            (packed, since, newest),
        )

    def bytes_of(self, ids: Collection[int]) -> int:
        """Gives the bytes of the texts of these articles: about what their removal frees in the library."""
        return int(
            self._database.value(
                """
                SELECT coalesce(sum(length(CAST(t.markdown AS BLOB)) + length(CAST(t.plain AS BLOB))), 0)
                    + coalesce((SELECT sum(length(CAST(r.markdown AS BLOB))) FROM revision r
                        WHERE r.article_id IN (SELECT value FROM json_each(?))), 0)
                    + coalesce((SELECT sum(length(g.packed)) FROM gist g
                        WHERE g.article_id IN (SELECT value FROM json_each(?))), 0)
                FROM text t WHERE t.article_id IN (SELECT value FROM json_each(?))
                """,
                (id_list(ids),) * 3,
            )
        )


def _bounds(limit: Limit) -> tuple[int | None, int | None]:
    return None if limit.since is None else micros(limit.since), limit.newest
