"""Records what exports last wrote of an article into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import LastExport
from reader.store.sql_values import micros

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.database import Database


class Exports:
    """The files that exports wrote."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, article_id: int, folder: str, path: str, hash_: str, text: str, now: datetime) -> None:
        """Keeps what was written; it replaces what was kept for that article and folder."""
        with self._database.transaction():
            self._database.run(
                """
                INSERT OR REPLACE INTO export (article_id, folder, path, hash, text, exported_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                (article_id, folder, path, hash_, text, micros(now)),
            )

    def last(self, article_id: int, folder: str) -> LastExport | None:
        """Gives what was last written of the article into that folder, its path as it was given to `record`."""
        row = self._database.row(
            "SELECT path, text FROM export WHERE article_id = ? AND folder = ?", (article_id, folder)
        )
        return LastExport(*row) if row else None

    def texts(self, article_id: int) -> list[str]:
        """Gives what was last written of the article into each folder."""
        return list(self._database.column("SELECT text FROM export WHERE article_id = ?", (article_id,)))
