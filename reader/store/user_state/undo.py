"""Keeps what the reader did, undoes it and does it again.

An operation keeps the exact values before and after it, of each row that it changed. A new operation ends the chance
to do undone ones again.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from reader.store.change_log import log
from reader.store.counts import counted_together, totals
from reader.store.sql_values import by_key, id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.store.database import Database, Value

KEPT = 1_000
"""Operations that can be undone."""


_MOST = 0.5
"""Share of the listed articles from which on it is faster to count all than each that changes."""


class RowChange(NamedTuple):
    """One row's values before and after; None: there was, or is, no such row."""

    key: tuple[Value, ...]
    before: tuple[Value, ...] | None
    after: tuple[Value, ...] | None


class GroupChange(NamedTuple):
    """What several rows of a kind, by their keys, had before and have after, all the same; stands so in the library."""

    name: str
    before: tuple[Value, ...] | None
    after: tuple[Value, ...] | None
    keys: list[tuple[Value, ...]]


class _Kind(NamedTuple):
    """Columns of a table that change together; `whole`: rows of it come and go."""

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    whole: bool = False


_KINDS = {
    "read": _Kind("mark", ("article_id",), ("read_at", "read_changed")),
    "bookmarked": _Kind("mark", ("article_id",), ("bookmarked_at", "bookmarked_changed")),
    "removed": _Kind("mark", ("article_id",), ("removed_at",)),
    "muted": _Kind("mark", ("article_id",), ("muted_at",)),
    "tag": _Kind("tag", ("article_id", "key"), ("name", "present", "changed_at"), whole=True),
    "feed": _Kind("feed", ("id",), ("removed_at",)),
    "feed_title": _Kind("feed", ("id",), ("own_title",)),
    "feed_tag": _Kind("feed_tag", ("feed_id", "tag"), (), whole=True),
    "feed_setting": _Kind("feed_setting", ("feed_id", "key"), ("value",), whole=True),
    "feed_due": _Kind("feed", ("id",), ("next_at", "next_why")),
    "report": _Kind("report", ("article_id",), ("story_id", "held")),
    "note": _Kind("note", ("id",), ("article_id", "text", "changed_at"), whole=True),
    "highlight": _Kind(
        "highlight", ("id",), ("article_id", "quote", "before", "after", "changed_at"), whole=True
    ),
    "output": _Kind(
        "output", ("article_id", "key"), ("name", "program", "markdown", "is_cut", "made_at"), whole=True
    ),
    "saved": _Kind("saved_search", ("id",), ("key", "name", "query", "position"), whole=True),
    "keeps": _Kind("saved_search", ("id",), ("keeps",)),
    "notify": _Kind("saved_search", ("id",), ("notify",)),
    "archive": _Kind("saved_search", ("id",), ("archive",)),
    "rule": _Kind("rule", ("id",), ("saved_id", "query", "action", "tag", "enabled"), whole=True),
}


class Undo:
    """The reader's operations, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def undo(self, count: int, now: datetime, *, but: Collection[int] = ()) -> list[str]:
        """Undoes the last `count` operations that are not undone, except those with the numbers `but`; returns what
        they were, in words."""
        which = f"undone_at IS NULL AND id NOT IN ({', '.join(map(str, but))}) ORDER BY id DESC"
        return self._turn(which, "undone_at = ?", count, now, is_undo=True)

    def last(self) -> int:
        """Gives the number of the last operation that is not undone; 0 where there is none."""
        number: int = self._database.value("SELECT coalesce(max(id), 0) FROM undo WHERE undone_at IS NULL")
        return number

    def redo(self, count: int, now: datetime) -> list[str]:
        """Does again the last `count` operations that were undone; returns what they were, in words."""
        changed = "undone_at = NULL, done_at = ?"
        return self._turn("undone_at IS NOT NULL ORDER BY id", changed, count, now, is_undo=False)

    def forget(self) -> None:
        """Keeps nothing of what was done: there is nothing to undo or do again any more."""
        self._database.run("DELETE FROM undo")

    def _turn(self, which: str, changed: str, count: int, now: datetime, *, is_undo: bool) -> list[str]:
        """Undoes or does again the first `count` of the operations that `which` selects, and notes that of each."""
        with self._database.transaction():
            found = self._database.rows(
                f"SELECT id, operation, inverse FROM undo WHERE {which} LIMIT ?", (count,)
            )
            for number, _, inverse in found:
                parts = json.loads(inverse)
                # Backwards: of two changes of one row the later one is undone first, so that the row ends as it was
                # before both.
                for name, before, after, keys in reversed(parts) if is_undo else parts:
                    put(self._database, name, keys, before if is_undo else after)
                self._database.run(f"UPDATE undo SET {changed} WHERE id = ?", (micros(now), number))
        return [operation for _, operation, _ in found]

    @contextmanager
    def as_one(self, words: str | None = None) -> Iterator[None]:
        """Makes all changes within one operation, with these words or those of the first."""
        with self._database.transaction():
            before = self.last()
            yield
            made = self._database.rows(
                "SELECT id, inverse FROM undo WHERE id > ? AND undone_at IS NULL ORDER BY id", (before,)
            )
            if len(made) > 1:
                parts = [part for _, inverse in made for part in json.loads(inverse)]
                first = made[0][0]
                self._database.run("UPDATE undo SET inverse = ? WHERE id = ?", (_packed(parts), first))
                self._database.run("DELETE FROM undo WHERE id > ?", (first,))
            if words is not None and made:
                self._database.run("UPDATE undo SET operation = ? WHERE id = ?", (words, made[0][0]))


def put(
    database: Database, name: str, keys: Sequence[Sequence[Value]], values: Sequence[Value] | None
) -> None:
    """Gives rows of that kind their values, or takes the rows away; the index learns which articles went or
    came, and which have other outputs."""
    kind = _KINDS[name]
    where = " AND ".join(f"{column} = ?" for column in kind.key)
    if values is None:
        database.run_each(f"DELETE FROM {kind.table} WHERE {where}", keys)
    elif kind.whole:
        columns = (*kind.key, *kind.columns)
        renewed = ", ".join(f"{column} = excluded.{column}" for column in kind.columns)
        database.run_each(
            f"""
            INSERT INTO {kind.table} ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})
            ON CONFLICT ({", ".join(kind.key)}) DO {f"UPDATE SET {renewed}" if renewed else "NOTHING"}
            """,
            ((*key, *values) for key in keys),
        )
    else:
        # One statement, however many rows: one for each takes three times as long.
        columns_set = ", ".join(f"{column} = ?" for column in kind.columns)
        (number,) = kind.key
        is_most = kind.table == "mark" and len(keys) > _MOST * totals(database).articles
        with counted_together(database) if is_most else nullcontext():
            database.run(
                f"UPDATE {kind.table} SET {columns_set} WHERE {number} IN (SELECT value FROM json_each(?))",
                (*values, id_list(cast("int", key) for (key,) in keys)),
            )
    if name in ("removed", "output"):
        log(
            database,
            [cast("int", number) for number, *_ in keys],
            gone=name == "removed" and values is not None and values[0] is not None,
        )


def named(database: Database, ids: Sequence[int]) -> str:
    """Gives the articles in the words of an operation: one by its title, several by their number."""
    if len(ids) == 1:
        return f"“{database.value('SELECT title FROM article WHERE id = ?', ids)}”"
    return f"{len(ids):,} articles"


def perform(database: Database, at: int, operation: str, name: str, changes: Sequence[RowChange]) -> None:
    """Makes the changes and keeps how to undo them, as one operation; `operation` says in words what was done."""
    perform_all(database, at, operation, {name: changes})


def perform_all(
    database: Database,
    at: int,
    operation: str,
    changes: Mapping[str, Sequence[RowChange]],
    *,
    after: int | None = None,
) -> int | None:
    """Makes changes of several kinds as one operation; returns its number, None where nothing was to be changed.

    `after`: the operation that goes on with these, unless it was undone; its words become `operation`.
    """
    groups = [
        GroupChange(name, old, new, keys)
        for name, each in changes.items()
        for (old, new), keys in by_key(((change.before, change.after), change.key) for change in each).items()
    ]
    return perform_groups(database, at, operation, groups, after=after)


def perform_groups(
    database: Database, at: int, operation: str, done: Sequence[GroupChange], *, after: int | None = None
) -> int | None:
    """Makes changes as one operation, as `perform_all` does."""
    for name, _, new, keys in done:
        put(database, name, keys, new)
    if not done:
        return after
    if after is not None and (going_on := _inverse(database, after)) is not None:
        database.run(
            "UPDATE undo SET operation = ?, inverse = ? WHERE id = ?",
            (operation, _packed([*going_on, *done]), after),
        )
        return after
    database.run("DELETE FROM undo WHERE undone_at IS NOT NULL")
    number = database.insert(
        "INSERT INTO undo (done_at, operation, inverse) VALUES (?, ?, ?)", (at, operation, _packed(done))
    )
    database.run("DELETE FROM undo WHERE id <= ?", (number - KEPT,))
    return number


def _inverse(database: Database, number: int) -> list[Any] | None:
    inverse = database.value("SELECT inverse FROM undo WHERE id = ? AND undone_at IS NULL", (number,))
    found: list[Any] | None = json.loads(inverse) if inverse else None
    return found


def _packed(done: Sequence[object]) -> str:
    return json.dumps(done, separators=(",", ":"))
