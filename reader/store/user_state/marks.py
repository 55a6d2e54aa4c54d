"""What did the reader read, bookmark, mute, remove?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.id_lists import id_list
from reader.store.timestamps import micros
from reader.store.user_state.undo import RowChange, perform

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from reader.store.database import Library

ALONE = "SELECT value FROM json_each(?)"
"""The articles named, given as a JSON list of ids."""

WITH_COPIES = """
    SELECT value FROM json_each(?) UNION
    SELECT b.id FROM article a JOIN article b ON b.text_hash = a.text_hash
    WHERE a.id IN (SELECT value FROM json_each(?))
"""
"""These and the copies whose text is equal; the list is given twice."""


class Marks:
    """Each call is one operation for undo, and returns how many of the articles named were changed."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def read(self, ids: Collection[int], now: datetime) -> int:
        """Mark read, with the copies whose text is equal."""
        return self._switch("read", ids, now, on=True, words="marked {} read")

    def unread(self, ids: Collection[int], now: datetime) -> int:
        """Mark unread, with the copies whose text is equal."""
        return self._switch("read", ids, now, on=False, words="marked {} unread")

    def bookmark(self, ids: Collection[int], now: datetime) -> int:
        """Set a bookmark."""
        return self._switch("bookmarked", ids, now, on=True, words="bookmarked {}")

    def unbookmark(self, ids: Collection[int], now: datetime) -> int:
        """Take the bookmark away."""
        return self._switch("bookmarked", ids, now, on=False, words="took the bookmark off {}")

    def mute(self, ids: Collection[int], now: datetime) -> int:
        """Hide the articles in lists; queries that ask for `is:muted` find them."""
        return self._switch("muted", ids, now, on=True, words="muted {}")

    def unmute(self, ids: Collection[int], now: datetime) -> int:
        """Let muted articles be seen again."""
        return self._switch("muted", ids, now, on=False, words="unmuted {}")

    def remove(self, ids: Collection[int], now: datetime) -> int:
        """Hide the articles everywhere; no refresh brings them back, undo does."""
        with self._library.transaction():
            rows = self._library.rows(
                """
                SELECT article_id FROM mark
                WHERE article_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL
                """,
                (id_list(ids),),
            )
            at = micros(now)
            changes = [RowChange((number,), (None,), (at,)) for (number,) in rows]
            perform(self._library, at, f"removed {self._named([n for (n,) in rows])}", "removed", changes)
        return len(rows)

    def keep_place(self, article_id: int, position: int, progress: float, now: datetime) -> None:
        """Remember where in the article the reader is: the view's own position, and the share read (0 to 1).

        No step of undo: nobody means to take back a glance.
        """
        with self._library.transaction():
            self._library.run(
                "UPDATE mark SET position = ?, progress = ?, placed_at = ? WHERE article_id = ?",
                (position, progress, micros(now), article_id),
            )

    def place(self, article_id: int) -> int:
        """Where the reader was in the article; 0 where it was not begun."""
        row = self._library.row("SELECT position FROM mark WHERE article_id = ?", (article_id,))
        return int(row[0] or 0) if row else 0

    def begun(self, limit: int) -> list[int]:
        """The articles that were begun and not finished, the latest first."""
        rows = self._library.rows(
            """
            SELECT article_id FROM mark
            WHERE placed_at IS NOT NULL AND progress BETWEEN 0.02 AND 0.98
                AND removed_at IS NULL AND muted_at IS NULL
            ORDER BY placed_at DESC LIMIT ?
            """,
            (limit,),
        )
        return [number for (number,) in rows]

    def _switch(self, name: str, ids: Collection[int], now: datetime, *, on: bool, words: str) -> int:
        wanted = id_list(ids)
        whom = WITH_COPIES if name == "read" else ALONE
        columns = mark_columns(name)
        with self._library.transaction():
            rows = self._library.rows(
                f"""
                SELECT article_id, {", ".join(columns)} FROM mark
                WHERE article_id IN ({whom}) AND removed_at IS NULL AND ({name}_at IS NULL) = ?
                """,
                (*[wanted] * whom.count("?"), on),
            )
            at = micros(now)
            after = (at if on else None, at)[: len(columns)]
            asked = set(ids)
            named = [row[0] for row in rows if row[0] in asked]
            perform(
                self._library,
                at,
                words.format(self._named(named)),
                name,
                [RowChange((number,), tuple(before), after) for number, *before in rows],
            )
        return len(named)

    def _named(self, ids: list[int]) -> str:
        return named(self._library, ids)


def mark_columns(name: str) -> tuple[str, ...]:
    """The columns of a mark: when it was set, and, where a sync needs it, when that last changed."""
    return ("muted_at",) if name == "muted" else (f"{name}_at", f"{name}_changed")


def named(library: Library, ids: list[int]) -> str:
    """The articles in the words of an operation: one by its title, several by their number."""
    if len(ids) == 1:
        return f"“{library.articles.titles(ids)[ids[0]]}”"
    return f"{len(ids):,} articles"
