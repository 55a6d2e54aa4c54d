"""Gives the reader's marks that a server has yet to hear, and records what it has taken.

Triggers keep the table: a row is there while a mark differs from its base (`store.outbox_triggers`).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reader.store.sql_values import id_list

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.store.database import Database

_HERE = {
    "read": "EXISTS (SELECT 1 FROM mark m WHERE m.article_id = e.article_id AND m.read_at IS NOT NULL)",
    "starred": "EXISTS (SELECT 1 FROM mark m WHERE m.article_id = e.article_id AND m.bookmarked_at IS NOT NULL)",
    "label": "EXISTS (SELECT 1 FROM tag t WHERE t.article_id = e.article_id AND t.key = o.label AND t.present)",
}
"""SQL that tells whether a mark is set here."""


class Outgoing(NamedTuple):
    """A mark that is to be set at a server, or taken off, for all these entries; `name` is the label, as the server or
    the reader writes it, and `key` that of its tag."""

    mark: str
    on: bool
    ids: tuple[int, ...]
    key: str = ""
    name: str = ""


class Outbox:
    """Keeps the marks that are still to be sent to servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, account_id: int, most: int) -> list[Outgoing]:
        """Gives all that the server has yet to hear, at most so many ids in each."""
        found: list[Outgoing] = []
        for mark, here in _HERE.items():
            rows = self._database.rows(
                f"""
                SELECT o.label, {here} AS is_on, o.remote_id FROM outbox o
                JOIN remote_entry e ON e.account_id = o.account_id AND e.remote_id = o.remote_id
                WHERE o.account_id = ? AND o.mark = ? ORDER BY o.label, is_on, o.remote_id
                """,
                (account_id, mark),
            )
            for (key, on), group in groupby(rows, lambda row: (row[0], row[1])):
                ids = [row[2] for row in group]
                name = self._name(account_id, key, ids[0], on=bool(on)) if key else ""
                found += [
                    Outgoing(mark, bool(on), tuple(ids[at : at + most]), key, name)
                    for at in range(0, len(ids), most)
                ]
        return found

    def _name(self, account_id: int, key: str, remote_id: int, *, on: bool) -> str:
        there, here = (
            "SELECT name FROM remote_label WHERE account_id = ? AND key = ? ORDER BY remote_id <> ? LIMIT 1",
            """
            SELECT t.name FROM tag t JOIN remote_entry e ON e.article_id = t.article_id
            WHERE e.account_id = ? AND t.key = ? AND t.present ORDER BY e.remote_id <> ? LIMIT 1
            """,
        )
        # The server's own writing first, so that no second label comes of another case.
        values = (account_id, key, remote_id)
        return str(self._database.value(there, values) or (on and self._database.value(here, values)) or key)

    def sending(self, account_id: int, change: Outgoing) -> tuple[int, ...]:
        """Notes that the server is about to hear it: until it has answered, nobody knows what it has. Returns the ids for
        which it is still to hear it."""
        with self._database.transaction():
            ids = tuple(
                self._database.column(
                    f"""
                    SELECT o.remote_id FROM outbox o
                    JOIN remote_entry e ON e.account_id = o.account_id AND e.remote_id = o.remote_id
                    WHERE o.account_id = ? AND o.mark = ? AND o.label = ? AND {_HERE[change.mark]} = ?
                        AND o.remote_id IN (SELECT value FROM json_each(?))
                    """,
                    (account_id, change.mark, change.key, change.on, id_list(change.ids)),
                )
            )
            self._record(account_id, change, ids, is_on=None)
        return ids

    def sent(self, account_id: int, change: Outgoing, ids: Collection[int]) -> None:
        """Records that the server has taken it for these ids."""
        with self._database.transaction():
            self._record(account_id, change, ids, is_on=change.on)

    def _record(self, account_id: int, change: Outgoing, ids: Collection[int], *, is_on: bool | None) -> None:
        these = "account_id = ? AND remote_id IN (SELECT value FROM json_each(?))"
        if change.mark != "label":
            column = {"read": "read", "starred": "starred"}[change.mark]
            self._database.run(
                f"UPDATE remote_entry SET {column} = ? WHERE {these}", (is_on, account_id, id_list(ids))
            )
        elif is_on is False:
            self._database.run(
                f"DELETE FROM remote_label WHERE {these} AND key = ?", (account_id, id_list(ids), change.key)
            )
        else:
            self._database.run_each(
                """
                INSERT INTO remote_label (account_id, remote_id, key, name, present) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account_id, remote_id, key) DO UPDATE SET present = excluded.present
                """,
                [(account_id, number, change.key, change.name, is_on) for number in ids],
            )
