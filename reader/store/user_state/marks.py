"""Marks articles read, bookmarked, muted or removed, and keeps the place in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.store.counts import totals
from reader.store.sql_values import EQUAL_TEXTS, id_list, micros
from reader.store.user_state.undo import GroupChange, RowChange, named, perform_groups
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from reader.store.database import Database

_COPIES = f"SELECT b.id FROM article a JOIN article b ON {EQUAL_TEXTS} WHERE a.id IN (SELECT value FROM json_each(?))"
"""The copies of the articles named whose text is equal."""

_COPIES_OF_MANY = f"""
    SELECT b.id FROM (
        SELECT text_hash FROM article WHERE text_hash IS NOT NULL GROUP BY text_hash HAVING count(*) > 1
    ) d CROSS JOIN article a INDEXED BY article_text_hash ON a.text_hash = d.text_hash
    CROSS JOIN article b ON {EQUAL_TEXTS}
    WHERE +a.id IN (SELECT value FROM json_each(?))
"""
"""The same, from the texts that several articles have, which are read from their index whoever is named."""

_MANY = 30
"""One article in so many of the library: from there on, that is the faster way."""


class Marks:
    """Each call is one operation for undo, and returns how many of the articles named were changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, ids: Collection[int], now: datetime, *, also: Collection[int] = ()) -> int:
        """Marks read, with the copies whose text is equal, and `also` other copies of theirs: they are named, too, but counted as
        copies where the operation is told of."""
        return self._switch("read", ids, now, on=True, words="marked {} as read", also=also)

    def unread(self, ids: Collection[int], now: datetime) -> int:
        """Marks unread, with the copies whose text is equal."""
        return self._switch("read", ids, now, on=False, words="marked {} as unread")

    def bookmark(self, ids: Collection[int], now: datetime) -> int:
        """Sets a bookmark."""
        return self._switch("bookmarked", ids, now, on=True, words="bookmarked {}")

    def unbookmark(self, ids: Collection[int], now: datetime) -> int:
        """Takes the bookmark away."""
        return self._switch("bookmarked", ids, now, on=False, words="removed the bookmark from {}")

    def mute(self, ids: Collection[int], now: datetime) -> int:
        """Hides the articles in lists; queries that ask for `is:muted` find them."""
        return self._switch("muted", ids, now, on=True, words="muted {}")

    def unmute(self, ids: Collection[int], now: datetime) -> int:
        """Lets muted articles be seen again."""
        return self._switch("muted", ids, now, on=False, words="unmuted {}")

    def remove(self, ids: Collection[int], now: datetime) -> int:
        """Hides the articles everywhere; no refresh brings them back, undo does."""
        return self._switch("removed", ids, now, on=True, words="removed {}")

    def added(self, article_id: int, now: datetime, *, is_new: bool) -> bool:
        """Notes that the reader added the article, so that undo removes it; one that was removed comes back. Returns False
        for one that was there before."""
        if not is_new and not self._database.value(
            "SELECT removed_at IS NOT NULL FROM mark WHERE article_id = ?", (article_id,)
        ):
            return False
        at = micros(now)
        with self._database.transaction():
            words = f"added {named(self._database, [article_id])}"
            group = GroupChange("removed", (at,), (None,), [(article_id,)])
            perform_groups(self._database, at, words, [group])
        return True

    def keep_place(self, article_id: int, position: int, progress: float, now: datetime) -> None:
        """Remembers where in the article the reader is: the view's own position, and the share read (0 to 1).

        No operation for undo: nobody means to take back a glance.
        """
        with self._database.transaction():
            self._database.run(
                "UPDATE mark SET position = ?, progress = ?, placed_at = ? WHERE article_id = ?",
                (position, progress, micros(now), article_id),
            )

    def begin(self, article_id: int, progress: float, length: int, at: int) -> None:
        """Takes over how far the reader came elsewhere in a text of `length` characters, unless it was begun here."""
        self._database.run(
            "UPDATE mark SET position = ?, progress = ?, placed_at = ? WHERE article_id = ? AND placed_at IS NULL",
            (round(progress * length), progress, at, article_id),
        )

    def place(self, article_id: int) -> int:
        """Gives the position in the article where the reader was; 0 where it was not begun."""
        return self._database.value("SELECT position FROM mark WHERE article_id = ?", (article_id,)) or 0

    def begun(self, limit: int) -> list[int]:
        """Gives the articles that were begun and not finished, the latest first."""
        return self._database.column(
            """
            SELECT article_id FROM mark
            WHERE placed_at IS NOT NULL AND progress BETWEEN 0.02 AND 0.98
                AND removed_at IS NULL AND muted_at IS NULL
            ORDER BY placed_at DESC LIMIT ?
            """,
            (limit,),
        )

    def _switch(
        self,
        name: str,
        ids: Collection[int],
        now: datetime,
        *,
        on: bool,
        words: str,
        also: Collection[int] = (),
    ) -> int:
        with self._database.transaction():
            groups = _groups(self._database, name, [*ids, *also], micros(now), on=on)
            found = {number for group in groups for (number,) in group.keys}
            own = dict.fromkeys(ids)
            changed = [number for number in own if number in found]
            beside = [number for number in dict.fromkeys(also) if number in found and number not in own]
            if not changed:
                changed, beside = beside, []
            whom = named(self._database, changed) if changed else ""
            if changed and (copies := len(found) - len(changed)):
                whom += f" and {counted(copies, 'copy')}"
            perform_groups(self._database, micros(now), words.format(whom), groups)
        return len(changed) + len(beside)


def mark_changes(
    database: Database, name: str, ids: Collection[int], at: int, *, on: bool = True
) -> list[RowChange]:
    """Gives the changes that mark articles, or take the mark off them; those that are so already, or removed, have none.

    "read" takes along the copies whose text is equal.
    """
    groups = _groups(database, name, ids, at, on=on)
    return [RowChange(key, group.before, group.after) for group in groups for key in group.keys]


def _groups(database: Database, name: str, ids: Collection[int], at: int, *, on: bool) -> list[GroupChange]:
    """Gives the same changes, those of equal values together: of a library's articles most have."""
    # A sync needs the time of the last change of these two.
    columns = (f"{name}_at", f"{name}_changed") if name in {"read", "bookmarked"} else (f"{name}_at",)
    wanted = id_list(ids)
    if name == "read":
        is_much = len(ids) * _MANY > totals(database).articles
        copies = database.column(_COPIES_OF_MANY if is_much else _COPIES, (wanted,))
        wanted = id_list([*ids, *copies]) if copies else wanted
    rows = database.rows(
        f"""
        SELECT json_group_array(article_id), {", ".join(columns)} FROM mark
        WHERE article_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL AND ({name}_at IS NULL) = ?
        GROUP BY {", ".join(columns)}
        """,
        (wanted, on),
    )
    after = (at if on else None, at)[: len(columns)]
    return [
        GroupChange(name, tuple(before), after, [(number,) for number in json.loads(numbers)])
        for numbers, *before in rows
    ]
