"""How is the library opened, asked, changed in one piece, and closed?"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Self

from reader.errors import LibraryDamaged, LibraryError, LibraryLocked
from reader.store import backups, errors, library_file
from reader.store.migrate import migrate
from reader.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from reader.store.articles.articles import Articles
    from reader.store.articles.new_entries import Arrivals
    from reader.store.articles.page_queue import PageQueue
    from reader.store.change_log import Changes
    from reader.store.clusters import Groups
    from reader.store.feeds import Feeds
    from reader.store.integrity import Sound
    from reader.store.search.lists import Queries
    from reader.store.stories import Stories
    from reader.store.user_state.exports import Exports
    from reader.store.user_state.marks import Marks
    from reader.store.user_state.notes import NotesAndHighlights
    from reader.store.user_state.rules import Rules
    from reader.store.user_state.saved_searches import SavedSearches
    from reader.store.user_state.tags import Tags
    from reader.store.user_state.undo import Undo

BUSY_SECONDS = 10.0
"""How long a statement waits for another process that writes, before it gives up with LibraryLocked."""

_OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables."""

_WAL_LIMIT = 64 * 1024 * 1024
"""Bytes that the write-ahead log keeps on the disk after a large import was moved into the library."""

_HASTY_PAGES = 8_000
"""Pages of the log that are moved into the library at once while many commits follow each other: 32 MB."""

_ROWS_AT_ONCE = 100
"""Rows in one INSERT: with up to 20 columns far below the 32,766 values that SQLite takes."""

Value = str | int | float | bytes | None
Row = tuple[Any, ...]


class Library:
    """The library in one file. It belongs to the thread that opened it; every error is a LibraryError.

    `id` is a random text made with the library, `journal` the journal mode ("wal", or "delete" on a network file
    system), `refusal` the error that every change meets: file or folder may not be written, or the disk is full.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, refusal: LibraryError | None) -> None:
        self.path = path
        self.refusal = refusal
        self.journal = ""
        self._connection = connection
        self._depth = 0
        self._file = _file_id(path)

    @classmethod
    def open(cls, path: Path, *, create: bool = True, busy: float = BUSY_SECONDS) -> Self:
        """The library at `path`, brought up to this program's version, a backup made first.

        It is made where there is none and `create` is set. `busy` is in seconds.
        Raises LibraryTooNew, LibraryDamaged, LibraryLocked, or LibraryError; the file is then as it was.
        """
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise LibraryError(
                f"SQLite {sqlite3.sqlite_version} is too old: broadsheet needs 3.37 or newer",
                hint="Use a Python that was built with a newer SQLite",
            )
        path = path.absolute()
        if not library_file.is_there(path):
            if not create:
                raise LibraryError(
                    "there is no library here", subject=str(path), hint="Start with `broadsheet add URL`"
                )
            library_file.make(path)
            library_file.examine(path)
        else:
            library_file.examine(path)
            backups.refuse_emptied(path)
        library = cls(path, *_connect(path, busy))
        try:
            library._prepare()
        except BaseException:
            library.close()
            raise
        return library

    def _prepare(self) -> None:
        self.run("PRAGMA foreign_keys = ON")
        self.run("PRAGMA trusted_schema = OFF")
        # FULL: a commit is on the disk before the program says so, and outlives a power cut. With NORMAL it would
        # outlive a kill only. One fsync a commit (0.4 ms on an SSD; 0.1 ms for a mark with NORMAL) is not felt by a
        # key, and imports commit hundreds of articles at once.
        self.run("PRAGMA synchronous = FULL")
        self.run(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
        version = self.version()
        library_file.refuse_newer(self.path, version)
        if version < len(MIGRATIONS):
            if self.refusal:
                raise self.refusal.with_traceback(None)
            migrate(self)
        self.journal = self._choose_journal()

    def _choose_journal(self) -> str:
        (current,) = self.rows("PRAGMA journal_mode")[0]
        wanted = "delete" if library_file.is_on_network(self.path) else "wal"
        if current != wanted and not self.refusal:
            try:
                (current,) = self._connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
            except sqlite3.OperationalError as error:
                # Another process reads or writes at this moment: both modes are safe, the next start changes it.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise errors.told(error, self.path) from error
        return str(current)

    def close(self) -> None:
        """Close the file; what was committed is in it."""
        try:
            self._connection.close()
        except sqlite3.Error as error:
            raise errors.told(error, self.path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything within is done as a whole or not at all. A transaction within another is a part of it."""
        is_outer = self._depth == 0
        if is_outer:
            self._refuse_moved()
        name = f"part{self._depth}"
        self.run("BEGIN IMMEDIATE" if is_outer else f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            self.run("COMMIT" if is_outer else f"RELEASE {name}")
        except BaseException:
            # SQLite has rolled back by itself after some errors (a full disk).
            if self._connection.in_transaction:
                self.run("ROLLBACK" if is_outer else f"ROLLBACK TO {name}")
            raise
        finally:
            self._depth -= 1

    @contextmanager
    def in_haste(self) -> Iterator[None]:
        """Commits within do not wait for the disk: a power cut, never a kill, may take back the last of them.

        For what can be got again. Afterwards all of it is on the disk.
        """
        self.run("PRAGMA synchronous = NORMAL")
        self.run(f"PRAGMA wal_autocheckpoint = {_HASTY_PAGES}")
        # What a savepoint would take back is else written to a temporary file, which takes half of the time of many rows.
        self.run("PRAGMA temp_store = MEMORY")
        try:
            yield
        finally:
            self.run("PRAGMA temp_store = DEFAULT")
            self.run("PRAGMA wal_autocheckpoint = 1000")
            self.run("PRAGMA synchronous = FULL")
            self.rows("PRAGMA wal_checkpoint(PASSIVE)")

    def _refuse_moved(self) -> None:
        if self.refusal:
            raise self.refusal.with_traceback(None)
        # Writes to a file that was unlinked would go into nothing, without an error.
        if _file_id(self.path) != self._file:
            raise errors.moved(self.path)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows of one statement."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise errors.told(error, self.path) from error

    def at_once(self, width: int, sql: str, values: Sequence[Value] = ()) -> list[list[Any]]:
        """All rows of one SELECT of `width` columns without blobs, made by SQLite in one step.

        For what the screen waits for: with `rows` this thread lets the interpreter go for each row, and beside a busy
        one waits up to five milliseconds each time to get it back.
        """
        names = ", ".join(f"c{number}" for number in range(width))
        packed = self.row(
            f"WITH found ({names}) AS ({sql}) SELECT json_group_array(json_array({names})) FROM found", values
        )
        found: list[list[Any]] = json.loads(packed[0]) if packed else []
        return found

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row of one statement, or None."""
        try:
            found: Row | None = self._connection.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise errors.told(error, self.path) from error
        return found

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement that gives no rows; how many rows it changed."""
        try:
            return self._connection.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise errors.told(error, self.path) from error

    def insert(self, sql: str, values: Sequence[Value]) -> int:
        """Run one INSERT; the id of the new row."""
        try:
            cursor = self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise errors.told(error, self.path) from error
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def run_each(self, sql: str, values: Iterable[Sequence[Value]]) -> None:
        """Run one statement once for each row of values."""
        try:
            self._connection.executemany(sql, values)
        except sqlite3.Error as error:
            raise errors.told(error, self.path) from error

    def insert_each(self, into: str, rows: Iterable[Sequence[Value]]) -> None:
        """Insert rows; `into` is the statement up to VALUES. Many go into one statement: what SQLite does around each, so
        that it can be taken back, costs more than a row."""
        waiting = iter(rows)
        while some := list(islice(waiting, _ROWS_AT_ONCE)):
            places = f"({', '.join('?' * len(some[0]))})"
            self.run(f"{into} VALUES {', '.join([places] * len(some))}", list(chain.from_iterable(some)))

    def copy_into(self, target: Path) -> None:
        """Copy the library as it is at this moment into the file `target`, which exists. Not within a transaction."""
        # SQLite's backup waits for ever where it cannot read; a statement that reads first waits as long as all others.
        self.run("BEGIN")
        try:
            self.rows("SELECT count(*) FROM sqlite_schema")
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                self._connection.backup(copy)
        except sqlite3.Error as error:
            raise errors.told(error, target) from error
        finally:
            self.run("ROLLBACK")

    def version(self) -> int:
        """How many migrations the library has had."""
        (number,) = self.rows("PRAGMA user_version")[0]
        return int(number)

    @cached_property
    def id(self) -> str:
        """The library's random id."""
        (value,) = self.rows("SELECT value FROM meta WHERE key = 'id'")[0]
        return str(value)

    # Each part is imported at its first use: a start that only lists must not pay for saving.

    @cached_property
    def articles(self) -> Articles:
        """Articles: saved, looked up, with their texts."""
        from reader.store.articles.articles import Articles

        return Articles(self)

    @cached_property
    def arrivals(self) -> Arrivals:
        """Entries of feeds on their way in."""
        from reader.store.articles.new_entries import Arrivals

        return Arrivals(self)

    @cached_property
    def feeds(self) -> Feeds:
        """Subscriptions and what their refreshes gave."""
        from reader.store.feeds import Feeds

        return Feeds(self)

    @cached_property
    def jobs(self) -> PageQueue:
        """Pages that are to be fetched."""
        from reader.store.articles.page_queue import PageQueue

        return PageQueue(self)

    @cached_property
    def marks(self) -> Marks:
        """Read, bookmarked, removed."""
        from reader.store.user_state.marks import Marks

        return Marks(self)

    @cached_property
    def tags(self) -> Tags:
        """The reader's own tags of articles."""
        from reader.store.user_state.tags import Tags

        return Tags(self)

    @cached_property
    def own_words(self) -> NotesAndHighlights:
        """Notes and highlights."""
        from reader.store.user_state.notes import NotesAndHighlights

        return NotesAndHighlights(self)

    @cached_property
    def changes(self) -> Changes:
        """What the index has yet to learn."""
        from reader.store.change_log import Changes

        return Changes(self)

    @cached_property
    def groups(self) -> Groups:
        """Copies and stories, as new articles find them."""
        from reader.store.clusters import Groups

        return Groups(self)

    @cached_property
    def stories(self) -> Stories:
        """Stories and their reports."""
        from reader.store.stories import Stories

        return Stories(self)

    @cached_property
    def undo(self) -> Undo:
        """What the reader did, to be undone and done again."""
        from reader.store.user_state.undo import Undo

        return Undo(self)

    @cached_property
    def queries(self) -> Queries:
        """Articles by query."""
        from reader.store.search.lists import Queries

        return Queries(self)

    @cached_property
    def saved(self) -> SavedSearches:
        """Saved searches."""
        from reader.store.user_state.saved_searches import SavedSearches

        return SavedSearches(self)

    @cached_property
    def rules(self) -> Rules:
        """What is done to new articles."""
        from reader.store.user_state.rules import Rules

        return Rules(self)

    @cached_property
    def exports(self) -> Exports:
        """What was last written where."""
        from reader.store.user_state.exports import Exports

        return Exports(self)

    @cached_property
    def sound(self) -> Sound:
        """Whether the library is sound, and its backups."""
        from reader.store.integrity import Sound

        return Sound(self)


def _connect(path: Path, busy: float) -> tuple[sqlite3.Connection, LibraryError | None]:
    refusal = None if library_file.is_writable(path) else errors.read_only(path)
    try:
        return _connected(path, "mode=ro" if refusal else "mode=rw", busy), refusal
    except (LibraryDamaged, LibraryLocked):
        raise
    except LibraryError as error:
        # SQLite cannot make its files beside a WAL library here: no permission, or no room. Without a log that waits to
        # be moved into the library nothing is missed by taking the file as unchanging; with one it would be passed over
        # in silence.
        if library_file.has_log(path):
            raise
        return _connected(path, "immutable=1", busy), refusal or error


def _connected(path: Path, mode: str, busy: float) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?{mode}"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=busy, isolation_level=None, cached_statements=256)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise errors.told(error, path) from error
    return connection


def _file_id(path: Path) -> tuple[int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116 - before each change; a third of the time of Path.stat
    except OSError:
        return None
    return state.st_dev, state.st_ino
