"""Makes the library's file, refuses what is no library, and tells how a file may be opened."""

from __future__ import annotations

import os
import re
import sqlite3
from _thread import allocate_lock  # what threading.Lock is; that module takes a millisecond to load
from collections import Counter
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader import private_files
from reader.errors import LibraryDamaged, LibraryError, LibraryGone, LibraryLocked, LibraryTooNew
from reader.store import migrations, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_SIZE = 100
_START = 108
"""Bytes of the header of the file with that of its first page."""

_NO_CELL = b"\x0d\0\0\0\0"
"""How the header of a page begins that is a leaf, with no free block and no cell."""

_MAGIC = b"SQLite format 3\0"
LOGS = ("-wal", "-shm", "-journal")
"""Endings of SQLite's files beside a database: without its log it lacks its last changes, and another's would spoil it."""

WAIT_S = 5.0
"""Seconds that a restore waits for those who read the old library."""

PACKED = ".gz"
"""The ending of a backup that was compressed."""

_COPIES = "backup-|coming-?|replaced-|salvaged-"
"""What stands between the library's name and the time a copy was made; a copy on its way in once had none."""

_NETWORK_SYSTEMS = frozenset(
    {"9p", "afpfs", "afs", "ceph", "cifs", "davfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
)
_NETWORK_FUSE = frozenset({"davfs", "glusterfs", "rclone", "sshfs"})


FileId = tuple[int, int]
"""Device and number of a file, whatever its name."""

_turn = allocate_lock()
_connections = Counter[FileId]()
_kept: dict[FileId, list[int]] = {}


@contextmanager
def file_errors(message: str, path: Path, hint: str) -> Iterator[None]:
    """Turns an error of the file system within into a LibraryError about `path`, which gives the system's reason."""
    try:
        yield
    except OSError as error:
        raise LibraryError(f"{message} ({error.strerror})", subject=str(path), hint=hint) from error


def is_there(path: Path) -> bool:
    """Tells whether there is something at the path; True as well where that cannot be told, so that opening it says why."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def refuse_gone(path: Path) -> None:
    """Raises LibraryGone where there is no library at the path, but copies of it lie beside: backups, what a restore put
    aside, what a killed restore had not put in place."""
    if is_there(path):
        return
    copy = re.compile(
        rf"{re.escape(path.stem)}\.(?:{_COPIES})(.*){re.escape(path.suffix)}(?:{re.escape(PACKED)})?"
    )
    try:
        left = [found for entry in path.parent.iterdir() if (found := copy.fullmatch(entry.name))]
    except OSError:
        return
    if left:
        newest = max(left, key=lambda found: found[1])[0]
        raise LibraryGone(
            f"the library is missing, but {newest} is beside it",
            subject=str(path),
            hint=f"to restore it: broadsheet restore {path.with_name(newest)}",
        )


def file_id(path: Path) -> FileId | None:
    """The file that stands at the path; None where there is none."""
    try:
        state = os.stat(path)  # noqa: PTH116 - before each change; a third of the time of Path.stat
    except OSError:
        return None
    return state.st_dev, state.st_ino


def count_in(file: FileId) -> None:
    """Counts a connection that is about to open the file."""
    with _turn:
        _connections[file] += 1


def count_out(file: FileId) -> None:
    """Counts a connection to the file that was closed."""
    with _turn:
        _connections[file] -= 1
        if not _connections[file]:
            del _connections[file]
            for kept in _kept.pop(file, ()):
                os.close(kept)


def _start_of(path: Path) -> bytes:
    """The first bytes of the file. Raises OSError.

    The system drops all of a process's locks on a file as soon as that process closes it anywhere, those of SQLite's
    connections as well; another process that ends would then take itself for the last one, and remove the log under
    these. So the file stays open for as long as they do (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    with _turn:
        if (there := file_id(path)) is not None and (kept := _kept.get(there)):
            return os.pread(kept[0], _START, 0)
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        state = os.fstat(opened)
        file = state.st_dev, state.st_ino
        try:
            return os.pread(opened, _START, 0)
        finally:
            if _connections[file]:
                _kept.setdefault(file, []).append(opened)
            else:
                os.close(opened)


def make(path: Path) -> None:
    """Makes an empty file that only its owner may read, in a folder likewise, before SQLite ever opens it."""
    hint = "name another place with --library or BROADSHEET_LIBRARY"
    with file_errors("the library cannot be created here", path, hint), suppress(FileExistsError):
        private_files.make_folder(path.parent)
        # SQLite gives the -wal and -shm files the mode of this one.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def examine(path: Path) -> None:
    """Refuses what is no library of ours by its first bytes, so that SQLite never touches it.

    Raises LibraryDamaged (no SQLite file, or cut short), LibraryTooNew, or LibraryError (another program's file, no
    permission). An empty file, or one without any table, is a library that is still to be made.
    """
    hint = "check the path and its permissions, or name another library with --library"
    with file_errors("the library cannot be read", path, hint):
        header = _start_of(path)
    if not header:
        return
    if len(header) < _HEADER_SIZE or not header.startswith(_MAGIC):
        raise LibraryDamaged(
            "the file is not a library, or it is damaged",
            subject=str(path),
            hint="it was not changed; restore a backup (broadsheet restore FILE), or name another library with --library",
        )
    if _has_no_table(header):
        return
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise LibraryError(
            "the file is another program's database",
            subject=str(path),
            hint="it was not changed; name another library with --library",
        )
    refuse_newer(path, int.from_bytes(header[60:64], "big"))


def is_empty(path: Path) -> bool:
    """Tells whether the file holds nothing, not even a table. Raises OSError."""
    header = _start_of(path)
    return not header or (_has_no_table(header) and not has_log(path))


def _has_no_table(header: bytes) -> bool:
    """Tells whether the first page is that of a new database: no application, no version, and a table of tables that is one
    leaf without a cell (https://www.sqlite.org/fileformat2.html, 1.3 and 1.6)."""
    return (
        header.startswith(_MAGIC)
        and not any((*header[60:64], *header[68:72]))
        and header[100:105] == _NO_CELL
    )


def is_older(path: Path) -> bool:
    """Tells whether an earlier version of the program wrote the library; False where it cannot be read, or is empty."""
    try:
        header = _start_of(path)
    except OSError:
        return False
    return (
        len(header) >= _HEADER_SIZE
        and int.from_bytes(header[68:72], "big") == schema.APPLICATION_ID
        and int.from_bytes(header[60:64], "big") < len(migrations.MIGRATIONS)
    )


def refuse_newer(path: Path, version: int) -> None:
    """Raises LibraryTooNew where the version is one that this program does not know."""
    if version > len(migrations.MIGRATIONS):
        raise LibraryTooNew(
            f"the library was written by a newer broadsheet (its version is {version}, the newest known here is {len(migrations.MIGRATIONS)})",
            subject=str(path),
            hint="it was not changed; update broadsheet",
        )


def is_writable(path: Path) -> bool:
    """Tells whether both the file and its folder may be written: SQLite makes files beside the library."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def has_log(path: Path) -> bool:
    """Tells whether a write-ahead log with something in it lies beside the library."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return False


def move_log_in(path: Path) -> None:
    """Moves a library's log into its file: then the file alone is the whole library. Of a damaged one it stays.

    Raises LibraryLocked where another process still reads what was there before: without its log the library would lack
    its last changes.
    """
    waiting = moved = 0
    if path.exists():
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as library,
        ):
            library.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            _, waiting, moved = library.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if waiting != moved:
        raise LibraryLocked(
            "another process is reading the library",
            subject=str(path),
            hint="close broadsheet, then try again; nothing was changed",
        )


def remove_logs(path: Path) -> None:
    """Removes SQLite's files beside a library that is about to be replaced: another's log would spoil the new one."""
    for ending in LOGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def is_on_network(path: Path) -> bool:
    """Tells whether the file lies on a network file system, where several machines cannot share the memory that WAL needs.

    Known on Linux only; elsewhere False.
    """
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    best, system = "", ""
    place = f"{path.resolve()}"
    for row in mounts.splitlines():
        fields = row.split(" ")
        point = fields[1].replace("\\040", " ")
        if len(point) >= len(best) and (point == "/" or place == point or place.startswith(f"{point}/")):
            best, system = point, fields[2]
    return system in _NETWORK_SYSTEMS or system.removeprefix("fuse.") in _NETWORK_FUSE
