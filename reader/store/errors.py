"""What does an SQLite error mean to a person?"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reader.errors import LibraryDamaged, LibraryError, LibraryLocked

if TYPE_CHECKING:
    from pathlib import Path

_READ_ONLY_MOVED = sqlite3.SQLITE_READONLY_DBMOVED
_RESTORE = "`broadsheet doctor` examines it; `broadsheet restore FILE` brings a backup back"


def told(error: sqlite3.Error, path: Path) -> LibraryError:
    """The error of ours that says the same in words, with the next step."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == _READ_ONLY_MOVED:
        return moved(path)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LibraryLocked(
                "another process is writing to the library",
                subject=str(path),
                hint="Try again in a moment; nothing was changed",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return read_only(path)
        case sqlite3.SQLITE_FULL:
            return LibraryError(
                "the disk is full; nothing was changed",
                subject=str(path),
                hint="Make room on the disk, then try again",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return LibraryDamaged(f"the library is damaged ({error})", subject=str(path), hint=_RESTORE)
        case sqlite3.SQLITE_CANTOPEN:
            return LibraryError(
                "the library cannot be opened",
                subject=str(path),
                hint="Check that the file and its folder are there and can be read and written",
            )
        case sqlite3.SQLITE_IOERR:
            return LibraryError(
                f"the disk failed ({error}); nothing was changed",
                subject=str(path),
                hint="Check the disk and the room on it, then try again",
            )
    return LibraryError(f"the library cannot be used ({error})", subject=str(path), hint=_RESTORE)


def read_only(path: Path) -> LibraryError:
    """The library, or its folder, may be read but not written."""
    return LibraryError(
        "the library can be read but not changed: no permission to write",
        subject=str(path),
        hint="Make the file and its folder writable, or name another library with --library",
    )


def moved(path: Path) -> LibraryError:
    """The file at the path is not the one that was opened."""
    return LibraryError(
        "the library was moved, deleted or replaced while it was open; nothing more is written to it",
        subject=str(path),
        hint="Close broadsheet and start it again",
    )
