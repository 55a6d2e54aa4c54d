"""Keeps which lines several articles of one source have: its boilerplate.

A line is a number of 64 bits, a hash of it and its source. Of each no more articles are kept than prove it; lines that
fewer have are forgotten after some weeks, and when there are too many of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.sql_values import by_key, id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from reader.store.database import Database

PROOF = 3
"""Articles that have a line which is boilerplate."""

WEEKS, PROVEN_WEEKS = 6, 52
"""For so long a line is kept that fewer articles have, and one that is boilerplate."""

MOST = 400_000
"""Rows that are kept, some 10 MB."""

_WEEK = 7 * 24 * 60 * 60 * 1_000_000
_UNPROVEN = f"key IN (SELECT key FROM shared_line GROUP BY key HAVING count(*) < {PROOF})"


class Boilerplate:
    """Lines that articles of one source share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def proven(self, keys: Collection[int]) -> set[int]:
        """Gives those of the lines that are boilerplate."""
        found = self._database.column(
            f"""
            SELECT key FROM shared_line WHERE key IN (SELECT value FROM json_each(?))
            GROUP BY key HAVING count(*) >= {PROOF}
            """,
            (id_list(keys),),
        )
        return set(found)

    def witnesses(self, keys: Collection[int]) -> dict[int, list[int]]:
        """Gives the articles that are known to have each of the lines, `PROOF` of them at most."""
        return by_key(
            self._database.rows(
                "SELECT key, article_id FROM shared_line WHERE key IN (SELECT value FROM json_each(?))",
                (id_list(keys),),
            )
        )

    def add(self, rows: Iterable[tuple[int, int]], now: datetime, again: Collection[int] = ()) -> None:
        """Notes that articles have lines; those of `again` are to be clustered once more."""
        week = micros(now) // _WEEK
        with self._database.transaction():
            self._database.run_each(
                "INSERT OR IGNORE INTO shared_line (key, article_id, week) VALUES (?, ?, ?)",
                ((key, id_, week) for key, id_ in rows),
            )
            self._database.run_each(
                "INSERT OR IGNORE INTO ungrouped (article_id) SELECT id FROM article WHERE id = ?",
                ((id_,) for id_ in again),
            )

    def forget(self, now: datetime) -> None:
        """Forgets lines that no more articles had for weeks, and the older ones where there are too many."""
        week = micros(now) // _WEEK
        with self._database.transaction():
            self._database.run(
                f"DELETE FROM shared_line WHERE week < ? OR week < ? AND {_UNPROVEN}",
                (week - PROVEN_WEEKS, week - WEEKS),
            )
            for which in (f"AND {_UNPROVEN}", ""):
                count = self._database.value("SELECT count(*) FROM shared_line")
                if count > MOST:
                    middle = self._database.value(
                        "SELECT article_id FROM shared_line ORDER BY article_id LIMIT 1 OFFSET ?",
                        (count // 2,),
                    )
                    self._database.run(f"DELETE FROM shared_line WHERE article_id < ? {which}", (middle,))
