"""What was last written of an article into a folder?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.store.timestamps import micros, moment

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.database import Library


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

    def __init__(self, library: Library) -> None:
        self._library = library

    def record(self, article_id: int, folder: str, path: str, hash_: str, text: str, now: datetime) -> None:
        """Keep what was written; it replaces what was kept for that article and folder."""
        with self._library.transaction():
            self._library.run(
                """
                INSERT OR REPLACE INTO export (article_id, folder, path, hash, text, exported_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                (article_id, folder, path, hash_, text, micros(now)),
            )

    def last(self, article_id: int, folder: str) -> ExportRecord | None:
        """What was last written of the article into that folder."""
        row = self._library.row(
            "SELECT path, hash, text, exported_at FROM export WHERE article_id = ? AND folder = ?",
            (article_id, folder),
        )
        return ExportRecord(article_id, folder, row[0], row[1], row[2], moment(row[3])) if row else None
