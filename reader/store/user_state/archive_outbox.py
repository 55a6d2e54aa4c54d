"""Keeps what a shared archive has yet to be given: articles of the library, and marks on articles that the library lacks.

Each row is for the archive at one address, and none goes to another. An article is only ever added, and of a mark only the
last wish waits, to have it or not, so that whatever is sent twice changes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import UUID

from reader.store.sql_values import id_list, micros, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from reader.store.database import Database

Kind = Literal["read", "bookmarked", "unread", "unbookmarked"]

_INSTEAD: dict[Kind, Kind] = {
    "read": "unread",
    "unread": "read",
    "bookmarked": "unbookmarked",
    "unbookmarked": "bookmarked",
}
"""What each takes back."""

EVERY = timedelta(minutes=15)
"""How often a refresh of what is due asks an archive."""

LONGEST = timedelta(hours=6)
"""The longest pause after failures."""


class ArchiveMark(NamedTuple):
    """A mark of the reader's on an article of an archive, which stands at `(filed, uid)`, or that it is taken back."""

    filed: datetime
    uid: UUID
    kind: Kind
    at: datetime


class Waiting(NamedTuple):
    """How much waits for an archive."""

    articles: int
    marks: int


class ArchiveOutbox:
    """Keeps what is still to be sent to shared archives."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def push(self, archive: str, ids: Collection[int]) -> None:
        """Notes that the archive is to have these articles."""
        self._database.run(
            "INSERT OR IGNORE INTO archive_push (archive, article_id) SELECT ?, value FROM json_each(?)",
            (archive, id_list(ids)),
        )

    def articles(self, archive: str, most: int) -> list[int]:
        """Gives articles that the archive is to have, at most so many."""
        return self._database.column(
            "SELECT article_id FROM archive_push WHERE archive = ? ORDER BY article_id LIMIT ?",
            (archive, most),
        )

    def pushed(self, archive: str, ids: Collection[int]) -> None:
        """Records that the archive has these articles, or never will."""
        self._database.run(
            "DELETE FROM archive_push WHERE archive = ? AND article_id IN (SELECT value FROM json_each(?))",
            (archive, id_list(ids)),
        )

    def mark(self, archive: str, marks: Sequence[ArchiveMark]) -> None:
        """Notes marks that the archive is to have, or no longer; one that waits already stays as it is."""
        with self._database.transaction():
            self._database.run_each(
                "DELETE FROM archive_mark WHERE archive = ? AND uid = ? AND mark = ?",
                [(archive, one.uid.bytes, _INSTEAD[one.kind]) for one in marks],
            )
            self._database.run_each(
                "INSERT OR IGNORE INTO archive_mark (archive, uid, mark, filed, marked_at) VALUES (?, ?, ?, ?, ?)",
                [(archive, one.uid.bytes, one.kind, micros(one.filed), micros(one.at)) for one in marks],
            )

    def marks(self, archive: str, most: int) -> list[ArchiveMark]:
        """Gives marks that the archive is to have, at most so many."""
        rows = self._database.rows(
            "SELECT filed, uid, mark, marked_at FROM archive_mark WHERE archive = ? ORDER BY uid, mark LIMIT ?",
            (archive, most),
        )
        return [
            ArchiveMark(moment(filed), UUID(bytes=uid), kind, moment(at)) for filed, uid, kind, at in rows
        ]

    def marked(self, archive: str, marks: Sequence[ArchiveMark]) -> None:
        """Records that the archive has these marks, or never will."""
        self._database.run_each(
            "DELETE FROM archive_mark WHERE archive = ? AND uid = ? AND mark = ?",
            [(archive, one.uid.bytes, one.kind) for one in marks],
        )

    def waiting(self, archive: str) -> Waiting:
        """Tells how much waits for the archive at that address."""
        return Waiting(
            *self._database.rows(
                """
                SELECT (SELECT count(*) FROM archive_push WHERE archive = ?1),
                    (SELECT count(*) FROM archive_mark WHERE archive = ?1)
                """,
                (archive,),
            )[0]
        )

    def is_due(self, now: datetime | None) -> bool:
        """Tells whether there is anything to send or to ask an archive, and its time has come; None: whenever that is."""
        is_wanted = self._database.value(
            """
            SELECT EXISTS (SELECT 1 FROM archive_push) OR EXISTS (SELECT 1 FROM archive_mark)
                OR EXISTS (SELECT 1 FROM saved_search WHERE archive AND notify)
            """
        )
        at = self._database.value("SELECT value FROM meta WHERE key = 'archive_next'")
        return bool(is_wanted) and (now is None or at is None or int(at) <= micros(now))

    def tried(self, now: datetime, *, is_well: bool) -> datetime:
        """Records how a try ended; returns when the next one is due."""
        with self._database.transaction():
            before = self._database.value("SELECT value FROM meta WHERE key = 'archive_failures'")
            failures = 0 if is_well else int(before or 0) + 1
            doubled = 1 << min(max(failures - 1, 0), 10)
            coming = now + min(EVERY * doubled, LONGEST)
            self._database.run_each(
                "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
                [("archive_failures", str(failures)), ("archive_next", str(micros(coming)))],
            )
        return coming
