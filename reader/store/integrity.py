"""Checks that the library is sound, and makes its backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import LibraryDamaged
from reader.store import backups, counts
from reader.store.sql_values import micros, moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reader.store.database import Database

_TEXTS_ONCE = 6
"""The version from which on a text may stand once and the articles are counted by triggers."""

_OUTBOX = 11
"""The version from which on servers are told of marks."""

_IN_SEVERAL = 15
"""The version from which on the articles of several feeds are noted."""

_NAMED = 20
"""Findings of one kind that are listed, before the rest is only counted."""


class Sound:
    """Checks of the library, and its backups."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self) -> list[str]:
        """Finds everything that is wrong, in words; empty for a sound library. Reads the whole file."""
        found: list[str] = []
        for part in (self._integrity, self._references, self._texts, self._log, self._counts, self._outbox):
            try:
                found += part()
            except LibraryDamaged as error:
                found.append(error.message)
        return found

    def _integrity(self) -> list[str]:
        found = self._database.column(f"PRAGMA integrity_check({_NAMED})")
        return [f"the file is damaged: {what}" for what in found if what != "ok"]

    def _references(self) -> list[str]:
        rows = self._database.rows("PRAGMA foreign_key_check")
        return _listed(
            [f"table {table}, row {row}: refers to a missing {parent}" for table, row, parent, _ in rows]
        )

    def _texts(self) -> list[str]:
        from reader.store.articles.texts import digest

        # As bytes: damaged ones need not be text any more. One at a time: all texts do not fit into memory.
        plain_column = "body" if self._database.version() >= _TEXTS_ONCE else "plain"  # a backup may be older
        wrong: list[str] = []
        for number, origin in self._database.rows("SELECT article_id, origin FROM text ORDER BY article_id"):
            markdown, plain, proof = self._database.rows(
                f"SELECT CAST(markdown AS BLOB), CAST({plain_column} AS BLOB), sum FROM text WHERE article_id = ? AND origin = ?",
                (number, origin),
            )[0]
            if digest(markdown, plain) != proof:
                wrong.append(f"article {number}: its text ({origin}) differs from what was saved")
        return _listed(wrong)

    def _log(self) -> list[str]:
        rows = self._database.rows(
            "SELECT c.number, c.article_id FROM change c LEFT JOIN article a ON a.id = c.article_id WHERE a.id IS NULL"
        )
        return _listed([f"change {number}: there is no article {article_id}" for number, article_id in rows])

    def _counts(self) -> list[str]:
        version = self._database.version()
        found = counts.wrong(self._database) if version >= _TEXTS_ONCE else []
        return [*found, *(counts.wrong_several(self._database) if version >= _IN_SEVERAL else ())]

    def _outbox(self) -> list[str]:
        if self._database.version() < _OUTBOX:
            return []
        rows = "SELECT account_id, remote_id, mark, label FROM"
        wrong = self._database.value(
            f"""
            SELECT count(*) FROM (
                SELECT * FROM ({rows} outbox EXCEPT {rows} unsent)
                UNION ALL SELECT * FROM ({rows} unsent EXCEPT {rows} outbox)
            )
            """
        )
        return [f"{wrong:,} marks are wrongly noted as sent or unsent"] if wrong else []

    def recount(self) -> None:
        """Counts the articles of the feeds and of the library again."""
        counts.recount(self._database)

    def backup_bytes(self) -> int:
        """Gives the bytes of all backups beside the library."""
        return sum(path.stat().st_size for path in backups.existing(self._database.path))

    def backup(self, target: Path) -> None:
        """Writes the whole library, as it is at this moment, into one file."""
        backups.write(self._database, target)

    def is_backup_due(self, now: datetime) -> bool:
        """Tells whether the last backup of `backup_weekly` is a week old."""
        last = self._database.value("SELECT value FROM meta WHERE key = 'backup_at'")
        # A clock that was once far ahead must not end all backups.
        return not last or abs(now - moment(int(last))) >= backups.EVERY

    def backup_weekly(self, now: datetime) -> Path | None:
        """Makes a backup beside the library where the last is a week old; returns its path, or None where none was due.

        It copies the whole file: not for the start of a program.
        """
        if not self.is_backup_due(now):
            return None
        made = backups.make(self._database, now)
        with self._database.transaction():
            self._database.run(
                "INSERT OR REPLACE INTO meta (key, value) VALUES ('backup_at', ?)", (str(micros(now)),)
            )
        return made


def _listed(findings: list[str]) -> list[str]:
    more = len(findings) - _NAMED
    return [*findings[:_NAMED], f"… and {more:,} more like these"] if more > 0 else findings
