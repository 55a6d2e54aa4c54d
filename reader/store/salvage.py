"""Reads what can be read from a damaged library, row by row, into a new one, and names what is lost.

SQLite refuses a statement that meets a damaged page as a whole. So each table is read in small runs of its key; a run
that fails is read row by row, and a row that fails is left out, with all that belongs to it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from reader import durable
from reader.errors import LibraryDamaged, LibraryError
from reader.frozen import dataclass
from reader.store import library_file
from reader.store.articles.texts import digest
from reader.store.database import translate
from reader.store.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.store.database import Value

RUN = 200
"""Keys that are read in one statement."""

NAMED = 50
"""Things lost that are named, before the rest is only counted."""

_MADE_ANEW = frozenset({"meta", "change", "sqlite_sequence", "feed_count", "total", "in_several", "outbox"})
"""Tables of the new library itself: its id, and what is remade: the log that the index follows, the counts with the
articles of several feeds, and what servers have yet to hear."""

_PARENTS = {"article_id": "article", "feed_id": "feed"}
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"


@dataclass(frozen=True, slots=True)
class Salvage:
    """The result: articles that were saved, and a line for each thing that was lost, articles first."""

    articles: int
    lost: tuple[str, ...]


def salvage(damaged: Path, target: Path, progress: Callable[[str], None] = lambda _: None) -> Salvage:
    """Makes the library `target` of what can be read from `damaged`, which is left as it is. `progress` gets the names of
    the tables as they are read.

    Raises LibraryError where there is something at `target` already, or it cannot be written, and LibraryDamaged where
    nothing can be read at all.
    """
    if library_file.is_there(target):
        raise LibraryError("this file already exists", subject=str(target), hint="name a new file")
    with closing(_opened(damaged)) as old:
        known = {name for (name,) in old.execute(_TABLES)}
        # A part of what can be saved must not look like the whole.
        part = target.with_name(f"{target.name}.part")
        with library_file.file_errors("the new library cannot be written", target, "name another file"):
            _remove(part)
            try:
                saved = _saved(old, known, part, progress)
                durable.sync_file(part)
                part.replace(target)
                durable.sync_folder(target.parent)
            except BaseException:
                for left in (part, target):
                    with suppress(OSError):
                        _remove(left)
                raise
    return saved


def _opened(damaged: Path) -> sqlite3.Connection:
    for mode in ("mode=ro", "immutable=1"):
        old = sqlite3.connect(f"{damaged.absolute().as_uri()}?{mode}", uri=True)
        try:
            old.execute(_TABLES).fetchall()
        except _UNREADABLE as error:
            old.close()
            found = translate(error, damaged)
            if isinstance(found, LibraryDamaged):
                raise LibraryDamaged(
                    "nothing can be read: the list of tables is damaged",
                    subject=str(damaged),
                    hint="only a backup can help: broadsheet restore FILE",
                ) from error
            # SQLite finds no room for its files beside the library; it needs none where no log is to be read.
            if mode == "immutable=1" or library_file.has_log(damaged):
                raise found from error
        else:
            return old
    raise AssertionError  # the second round returns or raises


def _saved(old: sqlite3.Connection, known: set[str], part: Path, progress: Callable[[str], None]) -> Salvage:
    with Library.open(part) as library:
        with library.in_haste():
            lost = [*_Copy(old, library, known).all(progress)]
            library.sound.recount()
        found = library.sound.check()
        articles = int(library.database.value("SELECT count(*) FROM article"))
    return Salvage(articles, (*_listed(lost), *found))


def _remove(library: Path) -> None:
    library_file.remove_logs(library)
    library.unlink(missing_ok=True)


class _Copy:
    """Copies the tables that both libraries have, in the order in which the new one made them: parents first."""

    def __init__(self, old: sqlite3.Connection, library: Library, known: set[str]) -> None:
        self._old = old
        self._new = library.database
        self._library = library
        self._known = known

    def all(self, progress: Callable[[str], None]) -> Iterator[str]:
        """Copies all tables; yields what was lost, in words."""
        tables = self._new.column("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
        partly = [
            name for name in tables if name in self._known - _MADE_ANEW and not self._copied(name, progress)
        ]
        yield from self._lost_articles()
        yield from self._lost_texts()
        yield from (f"part of the table {name}" for name in partly if name not in ("article", "text"))

    def _copied(self, table: str, progress: Callable[[str], None]) -> bool:
        """Copies a table; False where some of it could not be read."""
        progress(table)
        ours = {name: key for _, name, *_, key in self._new.rows(f"PRAGMA table_info({table})")}
        columns = [name for _, name, *_ in self._old.execute(f"PRAGMA table_info({table})") if name in ours]
        into = (
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        )
        reader = _Reader(self._old, table, columns)
        first = next(name for name, key in ours.items() if key == 1)
        with self._library.transaction():
            if (parent := _PARENTS.get(first)) is not None:
                keys: Iterator[Value] = iter(self._new.column(f"SELECT id FROM {parent} ORDER BY id"))
                rows = reader.by_keys(first, keys)
            elif first in ("id", "number"):
                rows = reader.by_number(first)
            else:
                rows = reader.from_both_ends(first)
            for row in rows:
                if not (table == "text" and _is_wrong(dict(zip(columns, row, strict=True)))):
                    self._put(into, row)
        return reader.is_whole

    def _put(self, into: str, row: tuple[Any, ...]) -> None:
        """Inserts a row. One whose parent is lost is lost with it; a damaged byte may have made another kind of value."""
        try:
            self._new.run(into, row)
        except LibraryError as error:
            if not isinstance(error.__cause__, sqlite3.IntegrityError):
                raise

    def _lost_articles(self) -> Iterator[str]:
        known = set(self._new.column("SELECT id FROM article"))
        met: set[int] = set()
        for table in ("mark", "text", "appearance"):
            reader = _Reader(self._old, table, ["article_id"])
            met.update(number for (number,) in reader.from_both_ends("article_id") if isinstance(number, int))
        yield from (f"article {number}" for number in sorted(met - known))

    def _lost_texts(self) -> Iterator[str]:
        rows = self._new.rows(
            """
            SELECT id, title FROM article a WHERE words > 0
            AND NOT EXISTS (SELECT 1 FROM text t WHERE t.article_id = a.id AND t.origin = a.text_origin) ORDER BY id
            """
        )
        yield from (f"the text of article {number}, “{title}”" for number, title in rows)


class _Reader:
    """Reads a damaged table; `is_whole` turns False where something in it cannot be read."""

    def __init__(self, old: sqlite3.Connection, table: str, columns: list[str]) -> None:
        self._old = old
        self._sql = f"SELECT {', '.join(columns)} FROM {table}"
        self._table = table
        self.is_whole = True

    def by_number(self, key: str) -> Iterator[tuple[Any, ...]]:
        """Reads rows by their number, in runs, and one by one where a run fails."""
        for start in range(1, self._highest(key) + 1, RUN):
            rows = self._ask(f"WHERE {key} BETWEEN ? AND ?", (start, start + RUN - 1))
            if rows is None:
                one_by_one = (
                    self._ask(f"WHERE {key} = ?", (number,)) for number in range(start, start + RUN)
                )
                yield from (row for found in one_by_one if found for row in found)
            else:
                yield from rows

    def by_keys(self, key: str, keys: Iterator[Value]) -> Iterator[tuple[Any, ...]]:
        """Reads the rows of each of these keys."""
        for value in keys:
            yield from self._ask(f"WHERE {key} = ?", (value,)) or ()

    def from_both_ends(self, key: str) -> Iterator[tuple[Any, ...]]:
        """Reads a table up to the damage, and what is behind it from the end; what lies between two damages is lost."""
        for order in ("", " DESC"):
            try:
                yield from self._old.execute(f"{self._sql} ORDER BY {key}{order}")
            except _UNREADABLE:
                self.is_whole = False
            else:
                return

    def _ask(self, where: str, values: tuple[Value, ...]) -> list[tuple[Any, ...]] | None:
        try:
            return self._old.execute(f"{self._sql} {where}", values).fetchall()
        except _UNREADABLE:
            self.is_whole = False
            return None

    def _highest(self, key: str) -> int:
        """The highest number, or one above it where that cannot be read."""
        guesses = (
            (f"SELECT max({key}) FROM {self._table}", ()),
            ("SELECT seq FROM sqlite_sequence WHERE name = ?", (self._table,)),
            ("SELECT max(article_id) FROM address", ()),
        )
        for sql, values in guesses:
            try:
                row = self._old.execute(sql, values).fetchone()
            except _UNREADABLE:
                self.is_whole = False
                continue
            return int(row[0]) if row and isinstance(row[0], int) else 0
        return 1_000_000


def _is_wrong(text: dict[str, Any]) -> bool:
    """Tells whether a text is not the one that was saved: its proof says so."""
    plain = text["markdown"] if text.get("stands_once") else text["plain"]
    return bool(digest(text["markdown"] or "", plain or "") != text["sum"])


def _listed(lost: list[str]) -> list[str]:
    more = len(lost) - NAMED
    return [*lost[:NAMED], f"… and {more:,} more"] if more > 0 else lost
