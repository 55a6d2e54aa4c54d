"""Records what exports last wrote of an article into a folder."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from reader.model import LastExport, SeenFile
from reader.store.sql_values import id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from reader.store.database import Database


_INDEX_LEFT = "index_left {}"
"""The key of `meta` for a folder whose index the reader edited."""


class Exports:
    """The files that exports wrote."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, article_id: int, folder: str, last: LastExport, hash_: str, now: datetime) -> None:
        """Keeps what was written; it replaces what was kept for that article and folder, also what was seen."""
        offered = None if last.offered is None else _packed(last.offered)
        with self._database.transaction():
            self._database.run(
                """
                INSERT INTO export (article_id, folder, path, hash, text, packed, offered, exported_at)
                VALUES (?, ?, ?, ?, '', ?, ?, ?)
                ON CONFLICT (article_id, folder) DO UPDATE SET path = excluded.path, hash = excluded.hash, text = '',
                packed = excluded.packed, offered = excluded.offered, exported_at = excluded.exported_at,
                fingerprint = NULL, state = NULL, is_edited = 0
                """,
                (article_id, folder, last.path, hash_, _packed(last.text), offered, micros(now)),
            )

    def last(self, article_id: int, folder: str) -> LastExport | None:
        """Gives what was last written of the article into that folder, its path as it was given to `record`."""
        row = self._database.row(
            "SELECT path, text, packed, offered FROM export WHERE article_id = ? AND folder = ?",
            (article_id, folder),
        )
        if row is None:
            return None
        path, text, packed, offered = row
        return LastExport(path, _text(text, packed), None if offered is None else _text("", offered))

    def saw(self, article_id: int, folder: str, seen: SeenFile) -> None:
        """Keeps what the last look at the article's file saw, until another file is recorded; the path is the recorded one."""
        self._database.run(
            "UPDATE export SET fingerprint = ?, state = ?, is_edited = ? WHERE article_id = ? AND folder = ?",
            (seen.fingerprint, seen.state, seen.is_edited, article_id, folder),
        )

    def seen(self, ids: Collection[int], folder: str) -> dict[int, SeenFile]:
        """Gives what the last look at each article's file in that folder saw, by article; one statement."""
        rows = self._database.rows(
            """
            SELECT article_id, path, fingerprint, state, is_edited FROM export
            WHERE article_id IN (SELECT value FROM json_each(?)) AND folder = ? AND state IS NOT NULL
            """,
            (id_list(ids), folder),
        )
        return {
            number: SeenFile(path, fingerprint, state, bool(is_edited))
            for number, path, fingerprint, state, is_edited in rows
        }

    def unedited(self, folder: str) -> dict[str, tuple[str, str]]:
        """Gives the state of each file in that folder that held what was written when it was last seen, and the uid of its
        article, by path."""
        return {
            path: (state, uid)
            for path, state, uid in self._database.rows(
                """
                SELECT e.path, e.state, a.uid FROM export e JOIN article a ON a.id = e.article_id
                WHERE e.folder = ? AND e.state IS NOT NULL AND NOT e.is_edited
                """,
                (folder,),
            )
        }

    def folders(self, article_id: int) -> list[str]:
        """Gives the folders into which the article was written, the last one first."""
        statement = "SELECT folder FROM export WHERE article_id = ? ORDER BY exported_at DESC, folder"
        return list(self._database.column(statement, (article_id,)))

    def texts(self, article_id: int) -> list[str]:
        """Gives what was last written of the article into each folder."""
        rows = self._database.rows("SELECT text, packed FROM export WHERE article_id = ?", (article_id,))
        return [_text(*row) for row in rows]

    def taken(self, article_id: int, folder: str) -> frozenset[str]:
        """Gives the hashes of what was read back from the article's file in that folder."""
        kept = self._database.value(
            "SELECT taken FROM export WHERE article_id = ? AND folder = ?", (article_id, folder)
        )
        return frozenset(str(kept).split() if kept else ())

    def take(self, article_id: int, folder: str, hashes: Iterable[str]) -> None:
        """Keeps these hashes in place of those kept; nothing where no file was written there."""
        self._database.run(
            "UPDATE export SET taken = ? WHERE article_id = ? AND folder = ?",
            ("\n".join(sorted(hashes)) or None, article_id, folder),
        )

    def leave_index(self, folder: str) -> bool:
        """Records that the index of a folder was left alone; True where it was not recorded yet."""
        statement = "INSERT OR IGNORE INTO meta (key, value) VALUES (?, '')"
        return self._database.run(statement, (_INDEX_LEFT.format(folder),)) > 0

    def forget_index(self, folder: str) -> None:
        """Forgets that the index of a folder was left alone."""
        key = _INDEX_LEFT.format(folder)
        if self._database.value("SELECT 1 FROM meta WHERE key = ?", (key,)):
            self._database.run("DELETE FROM meta WHERE key = ?", (key,))


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode())


def _text(text: str, packed: bytes | None) -> str:
    """The text, compressed or as libraries of before have it."""
    return text if packed is None else zlib.decompress(packed).decode()
