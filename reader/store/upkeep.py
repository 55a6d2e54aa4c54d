"""Keeps a library small over the years: texts stand once, those of removed articles go, free pages go back to the disk.

All of it is done in small steps, each a transaction of its own: whoever marks an article meanwhile hardly waits, and a
kill between two of them leaves a whole library.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import LibraryError
from reader.store.sql_values import id_list, micros, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from reader.store.database import Database

EVERY = timedelta(days=1)

TEXTS_AT_ONCE = 500
"""Texts that are looked at in one transaction."""

PAGES_AT_ONCE = 1_000
"""Pages that go back to the disk in one transaction: 4 MB."""

WORTH_A_COPY = 0.25
"""Share of free pages from which on a library that gives none back by itself is rewritten."""

_SMALL = 16 * 2**20
"""Free bytes that are not worth rewriting a library: new articles take them."""

_INCREMENTAL = 2
"""SQLite's number of the mode in which free pages can go back to the disk a few at a time."""


class Sizes(NamedTuple):
    """Bytes: of the library's file, and of its pages that hold nothing."""

    file: int
    free: int


class Upkeep:
    """Does what a library needs now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def texts_to_look_at(self) -> int:
        """Gives how many texts of an older version have yet to be looked at, at most."""
        return int(self._database.value("SELECT value FROM meta WHERE key = 'texts_twice'") or 0)

    def keep_once(self) -> int:
        """Lets some texts of an older version whose plain form is their Markdown stand once; returns `texts_to_look_at`
        after that."""
        with self._database.transaction():
            last = self.texts_to_look_at()
            self._database.run(
                """
                UPDATE text SET plain = '', stands_once = 1
                WHERE rowid > ? AND rowid <= ? AND NOT stands_once AND plain = markdown AND plain <> ''
                """,
                (last - TEXTS_AT_ONCE, last),
            )
            left = max(last - TEXTS_AT_ONCE, 0)
            if left:
                self._database.run("UPDATE meta SET value = ? WHERE key = 'texts_twice'", (str(left),))
            else:
                self._database.run("DELETE FROM meta WHERE key = 'texts_twice'")
        return left

    def drop_texts(self, before: datetime) -> Iterator[int]:
        """Drops the texts of articles that were removed before that time, for good; yields how many articles, step by
        step. Their addresses stay, so that no feed brings them back, and so do the reader's own notes."""
        at, is_any = micros(before), False
        while ids := self._database.column(
            """
            SELECT m.article_id FROM mark m WHERE m.removed_at < ?
            AND EXISTS (SELECT 1 FROM text t WHERE t.article_id = m.article_id) LIMIT ?
            """,
            (at, TEXTS_AT_ONCE),
        ):
            self._drop(ids)
            is_any = True
            yield len(ids)
        if is_any:
            # Clues are found by their words alone: those of dropped articles take one look at all of them.
            with self._database.transaction():
                self._database.run("DELETE FROM clue WHERE article_id NOT IN (SELECT article_id FROM gist)")

    def _drop(self, ids: Collection[int]) -> None:
        these = "(SELECT value FROM json_each(?))"
        bound = (id_list(ids),)
        with self._database.transaction():
            # What the texts refer to goes with them, and so does what programs made of them.
            for table in ("text", "revision", "gist", "copy", "job", "ungrouped", "output"):
                self._database.run(f"DELETE FROM {table} WHERE article_id IN {these}", bound)
            self._database.run(
                f"UPDATE article SET words = 0, text_hash = NULL, description = NULL WHERE id IN {these}",
                bound,
            )
            self._forget_removal(set(ids))

    def _forget_removal(self, ids: set[int]) -> None:
        """Takes these articles out of what undo would bring back: they would come without their text."""
        rows = self._database.rows("SELECT id, inverse FROM undo WHERE inverse LIKE '%\"removed\"%'")
        for number, inverse in rows:
            parts = json.loads(inverse)
            left = [
                [name, before, after, [key for key in keys if name != "removed" or key[0] not in ids]]
                for name, before, after, keys in parts
            ]
            left = [part for part in left if part[3]]
            if not left:
                self._database.run("DELETE FROM undo WHERE id = ?", (number,))
            elif left != parts:
                packed = json.dumps(left, separators=(",", ":"))
                self._database.run("UPDATE undo SET inverse = ? WHERE id = ?", (packed, number))

    def is_waiting(self, now: datetime) -> bool:
        """Tells whether the last upkeep is a day old, or texts of an older version have yet to be looked at."""
        return self._is_time(now) or self.texts_to_look_at() > 0

    def _is_time(self, now: datetime) -> bool:
        last = self._database.value("SELECT value FROM meta WHERE key = 'tidied_at'")
        # A clock that was once far ahead must not end all upkeep.
        return not last or abs(now - moment(int(last))) >= EVERY

    def is_due(self, now: datetime) -> bool:
        """Tells whether the last upkeep that this said True for is a day old, and notes that this one is now."""
        if not self._is_time(now):
            return False
        with self._database.transaction():
            self._database.run(
                "INSERT OR REPLACE INTO meta (key, value) VALUES ('tidied_at', ?)", (str(micros(now)),)
            )
        return True

    def sizes(self) -> Sizes:
        """Gives the library's size, and how much of it is free."""
        page = self._database.value("PRAGMA page_size")
        return Sizes(
            page * self._database.value("PRAGMA page_count"),
            page * self._database.value("PRAGMA freelist_count"),
        )

    def give_back(self, *, all_of_it: bool = False) -> int:
        """Gives free pages back to the disk; returns how many bytes.

        A library of an older version is rewritten for it where much of it is free, or with `all_of_it`: it gives
        pages back a few at a time from then on. Raises LibraryError where the disk has no room for that.
        """
        before = self.sizes()
        if self._database.value("PRAGMA auto_vacuum") == _INCREMENTAL:
            while self._database.value("PRAGMA freelist_count"):
                left = self._database.value("PRAGMA freelist_count")
                self._database.rows(f"PRAGMA incremental_vacuum({PAGES_AT_ONCE})")
                if self._database.value("PRAGMA freelist_count") >= left:
                    break  # another process holds an older state of the library
        elif self.texts_to_look_at() == 0 and (
            all_of_it or before.free > max(_SMALL, before.file * WORTH_A_COPY)
        ):
            self._write_anew(before)
        return max(before.file - self.sizes().file, 0)

    def _write_anew(self, sizes: Sizes) -> None:
        import shutil

        # SQLite writes the library into a temporary file, and from there through the log into its place.
        needed = 2 * (sizes.file - sizes.free) + _SMALL
        free = shutil.disk_usage(self._database.path.parent).free
        if free < needed:
            raise LibraryError(
                f"not enough space to rewrite the library: it needs {needed / 1e6:,.0f} MB for a moment,"
                f" and {free / 1e6:,.0f} MB are free",
                subject=str(self._database.path.parent),
                hint="free some space, then try again",
            )
        self._database.refuse_moved()
        self._database.run(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
        self._database.run("VACUUM")
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def tell_planner(self) -> None:
        """Lets SQLite learn how the tables are filled, where that has changed much."""
        self._database.run("PRAGMA analysis_limit = 400")
        self._database.rows("PRAGMA optimize")
