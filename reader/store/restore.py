"""Puts a backup in a library's place, while what stood there goes aside.

The name is never absent: a kill at any point leaves the old library there or the new one, whole.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from reader import durable
from reader.errors import LibraryDamaged, LibraryError, LibraryLocked
from reader.store import backups, library_file
from reader.store.library import Library

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

WAIT_S = 5.0
"""Seconds that a restore waits for those who read the old library."""

_LOGS = ("-wal", "-shm", "-journal")
"""Endings of SQLite's files beside a database: without its log it lacks its last changes, and another's would spoil it."""


def restore(path: Path, source: Path, now: datetime) -> Path | None:
    """Puts the backup `source` at `path`; returns where what stood there is now, or None where nothing did.

    What stood there is put aside, never overwritten. The backup is checked first, and copied whole before the name
    changes hands. Raises LibraryError: the backup is no library or is damaged (LibraryDamaged, LibraryTooNew), the old
    library is being read (LibraryLocked), or the disk cannot be used.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise LibraryError("this is the library itself, not a backup of it", subject=str(source))
    coming = path.with_name(f"{path.stem}.coming-{now:%Y%m%dT%H%M%S}{path.suffix}")
    try:
        with Library.open(source, create=False) as backup:
            if found := backup.sound.check():
                raise LibraryDamaged(
                    f"the backup is damaged: {found[0]}",
                    subject=str(source),
                    hint="Try an older one; without one `broadsheet doctor --salvage NEW.db` saves what can be read",
                )
            backups.write(backup.database, coming)
        with library_file.file_errors("the backup cannot be put in place", path, "Check its folder"):
            _move_log_in(path)
            aside = _put_aside(path, now)
            for ending in _LOGS:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            coming.replace(path)
            durable.sync_folder(path.parent)
    except LibraryError:
        with suppress(OSError):
            coming.unlink(missing_ok=True)
        raise
    _remove_unfinished(path, source)
    return aside


def _move_log_in(path: Path) -> None:
    """Moves the old library's log into its file: then the file alone is the whole library. Of a damaged one it stays.

    Raises LibraryLocked where another process still reads what was there before: without its log the old library would
    lack its last changes until the new one has its name.
    """
    waiting = moved = 0
    if path.exists():
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as old,
        ):
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            _, waiting, moved = old.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if waiting != moved:
        raise LibraryLocked(
            "another process is reading the library",
            subject=str(path),
            hint="Close broadsheet, then try again; nothing was changed",
        )


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Gives the old library and its logs a second name each; returns that of the library, None where there was none."""
    start = f"{path.stem}.replaced-{now:%Y%m%dT%H%M%S}"
    aside = path.with_name(f"{start}{path.suffix}")
    number = 1
    while any(aside.with_name(aside.name + ending).exists() for ending in (*_LOGS, "")):
        number += 1
        aside = path.with_name(f"{start}-{number}{path.suffix}")
    moved = None
    for ending in (*_LOGS, ""):  # the library last: it never stands aside without its log
        old = path.with_name(path.name + ending)
        if old.exists():
            _link(old, aside.with_name(aside.name + ending))
            moved = aside
    return moved


def _link(old: Path, new: Path) -> None:
    try:
        new.hardlink_to(old)
    except OSError:  # some file systems know no second name
        shutil.copy2(old, new)
        durable.sync_file(new)


def _remove_unfinished(path: Path, source: Path) -> None:
    """Removes copies that a killed restore has left; never the one that was restored from."""
    for left in path.parent.glob(f"{path.stem}.coming*"):
        if not (source.exists() and left.samefile(source)):
            left.unlink(missing_ok=True)
