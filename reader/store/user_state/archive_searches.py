"""Keeps how far saved searches have asked a shared archive, and which of its articles they have found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from reader.store.database import Database


class ArchiveSearches:
    """Keeps, for each saved search and the archive at an address, the number up to which the archive was asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, number: int, archive: str) -> int | None:
        """Gives the number from which a search asks; None where it never has."""
        asked: int | None = self._database.value(
            "SELECT asked FROM archive_search WHERE saved_id = ? AND archive = ?", (number, archive)
        )
        return asked

    def found(self, number: int, archive: str, until: int, uids: Collection[UUID]) -> list[UUID]:
        """Records that a search has asked so far and found these; returns those that it had not found before."""
        with self._database.transaction():
            known = set(
                self._database.column("SELECT uid FROM archive_match WHERE saved_id = ?", (number,))
                if uids
                else ()
            )
            new = [uid for uid in uids if uid.bytes not in known]
            self._database.run_each(
                "INSERT INTO archive_match (saved_id, uid) VALUES (?, ?)",
                [(number, uid.bytes) for uid in new],
            )
            self._database.run(
                "INSERT OR REPLACE INTO archive_search (saved_id, archive, asked) VALUES (?, ?, ?)",
                (number, archive, until),
            )
        return new

    def forget_others(self, numbers: Collection[int]) -> None:
        """Forgets what searches found that no longer ask: they begin anew if they ask again."""
        kept = ", ".join(str(int(number)) for number in numbers)
        with self._database.transaction():
            for table in ("archive_search", "archive_match"):
                self._database.run(f"DELETE FROM {table} WHERE saved_id NOT IN ({kept})")
