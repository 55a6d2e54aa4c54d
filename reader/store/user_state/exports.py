"""Records what exports last wrote of an article into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.store.sql_values import micros, moment

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """An article's file: where it lay, its hash and text as last written. `path` is as it was given to `record`."""

    article_id: int
    folder: str
    path: str
    hash: str
    text: str
    exported: datetime


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

    def last(self, article_id: int, folder: str) -> ExportRecord | None:
        """Gives what was last written of the article into that folder."""
        rows = self._database.named_rows(
            """
            SELECT article_id, folder, path, hash, text, exported_at AS exported FROM export
            WHERE article_id = ? AND folder = ?
            """,
            (article_id, folder),
        )
        return next((ExportRecord(**{**row, "exported": moment(row["exported"])}) for row in rows), None)
