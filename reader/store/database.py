"""Opens the library's file, runs statements and transactions on it, and closes it; knows no table.

Every error of SQLite leaves as a LibraryError that names the file and the next step.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from reader import durable
from reader.errors import LibraryDamaged, LibraryError, LibraryLocked
from reader.store import library_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

BUSY_SECONDS = 10.0
"""How long a statement waits for another process that writes, before it gives up with LibraryLocked."""

_WAL_LIMIT = 64 * 1024 * 1024
"""Bytes that the write-ahead log keeps on the disk after a large import was moved into the library."""

_HASTY_PAGES = 8_000
"""Pages of the log that are moved into the library at once while many commits follow each other: 32 MB."""

_PAGE = 65_536
"""Bytes of the largest page: a disk with less room is full for SQLite."""

_ROWS_AT_ONCE = 100
"""Rows in one INSERT: with up to 20 columns far below the 32,766 values that SQLite takes."""

_RESTORE = (
    "restore a backup: broadsheet restore FILE;"
    " without one, save what can be read: broadsheet doctor --salvage NEW.db"
)

_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises; it decodes the texts of a damaged schema, and its own messages that quote them, without care."""

_OTHERS_TURN = "another task is within a transaction of this library"
_WITHIN: ContextVar[frozenset[int]] = ContextVar("_WITHIN", default=frozenset())
"""The databases in whose transaction this task or thread is, by `id`."""

Value = str | int | float | bytes | None
Row = tuple[Any, ...]
T = TypeVar("T")


class Database:
    """An open library file. It belongs to the thread that opened it.

    `journal` is the journal mode ("wal", or "delete" on a network file system), `refusal` the error that every change
    meets: file or folder may not be written, or the disk is full.
    """

    def __init__(
        self, path: Path, *, busy: float = BUSY_SECONDS, untouched: bool = False, reads_only: bool = False
    ) -> None:
        """Open the file at `path`, which exists. `busy` is in seconds. `untouched`: nothing is changed in it or made
        beside it, unless a log lies there already; `reads_only`: nor is a log moved into it. Raises LibraryError."""
        self.path = path
        self.journal = ""
        self._depth = 0
        self._file = library_file.file_id(path)
        self._is_counted = self._file is not None
        if self._file is not None:
            library_file.count_in(self._file)
        try:
            self._connection, self.refusal = _connect(path, busy, untouched=untouched, reads_only=reads_only)
        except BaseException:
            self._count_out()
            raise
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        self.run("PRAGMA foreign_keys = ON")
        self.run("PRAGMA trusted_schema = OFF")
        # EXTRA: a commit is on the disk before the program says so, and outlives a power cut. With NORMAL it would
        # outlive a kill only, and with FULL that of a library without a write-ahead log as well. One fsync a commit (0.4 ms on an SSD; 0.1 ms for a mark with NORMAL) is not felt by a
        # key, and imports commit hundreds of articles at once.
        self.run("PRAGMA synchronous = EXTRA")
        self.run(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")

    def choose_journal(self) -> None:
        """Switch to the journal mode that the file system allows, where no other process hinders it."""
        self.journal = self.value("PRAGMA journal_mode")
        wanted = "delete" if library_file.is_on_network(self.path) else "wal"
        if self.journal != wanted and not self.refusal:
            try:
                (self.journal,) = self._connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
            except sqlite3.OperationalError as error:
                # Another process reads or writes at this moment: both modes are safe, the next start changes it.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise translate(error, self.path) from error

    def close(self) -> None:
        """Close the file; what was committed is in it."""
        with _translated(self.path):
            self._connection.close()
        self._count_out()

    def _count_out(self) -> None:
        if self._is_counted and self._file is not None:
            self._is_counted = False
            library_file.count_out(self._file)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes all changes within as a whole or not at all. A transaction within another is a part of it."""
        is_outer = self._depth == 0
        if is_outer:
            if self.refusal:
                raise self.refusal.with_traceback(None)
            self.refuse_moved()
        name = f"part{self._depth}"
        self.run("BEGIN IMMEDIATE" if is_outer else f"SAVEPOINT {name}")
        self._depth += 1
        before = _WITHIN.get()
        _WITHIN.set(before | {id(self)})
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
            _WITHIN.set(before)

    @contextmanager
    def in_haste(self) -> Iterator[None]:
        """Lets commits within not wait for the disk: a power cut, never a kill, may take back the last of them.

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
            self.run("PRAGMA synchronous = EXTRA")
            self.rows("PRAGMA wal_checkpoint(PASSIVE)")
            self._sync()

    def _sync(self) -> None:
        # The checkpoint does so only where no other process still reads what was there before.
        with library_file.file_errors("the disk failed", self.path, "check the disk, then try again"):
            with suppress(FileNotFoundError):
                durable.sync_file(self.path.with_name(f"{self.path.name}-wal"))
            durable.sync_folder(self.path.parent)

    def refuse_moved(self) -> None:
        """Raises LibraryError where the file at the path is not the one that was opened. Any thread may ask."""
        # Writes to a file that was unlinked would go into nothing, without an error.
        if library_file.file_id(self.path) != self._file:
            raise _moved(self.path)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Gives all rows of one statement."""
        return self._ask(sql, values, sqlite3.Cursor.fetchall)

    def named_rows(self, sql: str, values: Sequence[Value] = ()) -> list[dict[str, Any]]:
        """Gives all rows of one statement as values by the names of its columns: the fields of a record."""
        return self._ask(sql, values, _named)

    def at_once(self, columns: Collection[str], source: str, values: Sequence[Value] = ()) -> list[list[Any]]:
        """Gives all rows of `SELECT columns source`, which hold no blobs, made by SQLite in one step.

        For what the screen waits for: with `rows` this thread lets the interpreter go for each row, and beside a busy
        one waits up to five milliseconds each time to get it back.
        """
        names = ", ".join(f"c{number}" for number in range(len(columns)))
        packed = self.value(
            f"""
            WITH found ({names}) AS (SELECT {", ".join(columns)} {source})
            SELECT json_group_array(json_array({names})) FROM found
            """,
            values,
        )
        if not packed:
            return []
        import json

        found: list[list[Any]] = json.loads(packed)
        return found

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """Gives the first row of one statement, or None."""
        found: Row | None = self._ask(sql, values, sqlite3.Cursor.fetchone)
        return found

    def value(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """Gives the first value of the first row, or None."""
        row = self.row(sql, values)
        return row[0] if row else None

    def column(self, sql: str, values: Sequence[Value] = ()) -> list[Any]:
        """Gives the values of a statement's only column."""
        return [value for (value,) in self.rows(sql, values)]

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Runs one statement that gives no rows; returns how many rows it changed."""
        return self._ask(sql, values, _changed)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Runs one INSERT; returns the id of the new row."""
        number = self._ask(sql, values, _new_id)
        assert number is not None
        return number

    def run_each(self, sql: str, values: Iterable[Sequence[Value]]) -> None:
        """Runs one statement once for each row of values."""
        assert not self._depth or id(self) in _WITHIN.get(), _OTHERS_TURN
        with _translated(self.path):
            self._connection.executemany(sql, values)

    def insert_each(self, into: str, rows: Iterable[Sequence[Value]]) -> None:
        """Inserts rows; `into` is the statement up to VALUES. Many go into one statement: what SQLite does around each,
        so that it can be taken back, costs more than a row."""
        waiting = iter(rows)
        while some := list(islice(waiting, _ROWS_AT_ONCE)):
            places = f"({', '.join('?' * len(some[0]))})"
            self.run(f"{into} VALUES {', '.join([places] * len(some))}", list(chain.from_iterable(some)))

    def _ask(self, sql: str, values: Sequence[Value], answer: Callable[[sqlite3.Cursor], T]) -> T:
        # Batched writes let other tasks run within their transaction: what these asked here would become a part of it.
        assert not self._depth or id(self) in _WITHIN.get(), _OTHERS_TURN
        try:
            return answer(self._connection.execute(sql, values))
        except _FAULTS as error:
            raise translate(error, self.path) from error

    def copy_into(self, target: Path) -> None:
        """Copies the library as it is at this moment into the file `target`, which exists. Not within a transaction.

        Raises LibraryDamaged where the library is, so that copies of it never take the place of sound ones.
        """
        # SQLite's backup waits for ever where it cannot read; a statement that reads first waits as long as all others.
        self.run("BEGIN")
        try:
            self.rows("SELECT count(*) FROM sqlite_schema")
            with _translated(target), closing(sqlite3.connect(target, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")  # a copy that is not finished is thrown away
                self._connection.backup(copy)
                with _translated(self.path):
                    (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise LibraryDamaged(
                    f"the library is damaged ({found})", subject=str(self.path), hint=_RESTORE
                )
        finally:
            self.run("ROLLBACK")

    def changes(self) -> tuple[int, int]:
        """Gives numbers that differ from earlier ones whenever the library has changed in between, whoever changed it."""
        return int(self.value("PRAGMA data_version")), self._connection.total_changes

    def version(self) -> int:
        """Gives the number of migrations that the library has had."""
        return int(self.value("PRAGMA user_version"))


_changed: Callable[[sqlite3.Cursor], int] = attrgetter("rowcount")
_new_id: Callable[[sqlite3.Cursor], int | None] = attrgetter("lastrowid")


def _named(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [name for name, *_ in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise translate(error, path) from error


def _connect(
    path: Path, busy: float, *, untouched: bool, reads_only: bool
) -> tuple[sqlite3.Connection, LibraryError | None]:
    if untouched and not library_file.has_log(path):
        return _connected(path, "immutable=1", busy), _read_only(path)
    refusal = None if library_file.is_writable(path) and not reads_only else _read_only(path)
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
    with _translated(path):
        connection = sqlite3.connect(uri, uri=True, timeout=busy, isolation_level=None, cached_statements=256)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


def translate(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> LibraryError:
    """Gives the error of ours that says the same in words, with the next step."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return LibraryDamaged("the library is damaged (invalid text)", subject=str(path), hint=_RESTORE)
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return _moved(path)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_IOERR and _is_full(path.parent):
        primary = sqlite3.SQLITE_FULL  # what SQLite says where its shared memory finds no room
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}:
        return _read_only(path)
    kind, message, hint = _ERRORS.get(primary, (LibraryError, "the library cannot be used ({})", _RESTORE))
    return kind(message.format(error), subject=str(path), hint=hint)


def _is_full(folder: Path) -> bool:
    import shutil

    try:
        return shutil.disk_usage(folder).free < _PAGE
    except OSError:
        return False


_LOCKED = (
    LibraryLocked,
    "another process is writing to the library",
    "try again in a moment; nothing was changed",
)
_DAMAGED = (LibraryDamaged, "the library is damaged ({})", _RESTORE)
_ERRORS: dict[int, tuple[type[LibraryError], str, str]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: (
        LibraryError,
        "the disk is full; nothing was changed",
        "free some space on the disk, then try again",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        LibraryError,
        "the library cannot be opened",
        "check that the file and its folder exist and can be read and written",
    ),
    sqlite3.SQLITE_IOERR: (
        LibraryError,
        "the disk failed ({}); nothing was changed",
        "check the disk and its free space, then try again",
    ),
}


def _read_only(path: Path) -> LibraryError:
    """Gives the error of a library that may be read but not written, or whose folder may not."""
    return LibraryError(
        "the library can be read but not changed: no permission to write",
        subject=str(path),
        hint="make the file and its folder writable, or name another library with --library",
    )


def _moved(path: Path) -> LibraryError:
    """Gives the error of a file at the path that is not the one that was opened."""
    return LibraryError(
        "the library was moved, deleted or replaced while it was open; nothing more will be written",
        subject=str(path),
        hint="close broadsheet and start it again",
    )
