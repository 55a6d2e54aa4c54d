"""Puts a backup in a library's place, while what stood there goes aside.

The name is never absent: a kill at any point leaves the old library there or the new one, whole.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from reader import durable
from reader.errors import LibraryDamaged, LibraryError
from reader.store import backups, library_file
from reader.store.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


def restore(path: Path, source: Path, now: datetime) -> Path | None:
    """Puts the backup `source` at `path`; returns where what stood there is now, or None where nothing did.

    What stood there is put aside, never overwritten. The backup is checked first, and copied whole before the name
    changes hands. Raises LibraryError: the backup is no library or is damaged (LibraryDamaged, LibraryTooNew), or the
    disk cannot be used.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise LibraryError("this is the library itself, not a backup of it", subject=str(source))
    coming = path.with_name(f"{path.stem}.coming-{now:%Y%m%dT%H%M%S}{path.suffix}")
    try:
        with (
            _whole(source, coming.with_name(f"{coming.name}.unpacked")) as file,
            Library.open(file, create=False) as backup,
        ):
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
            for ending in library_file.LOGS:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            coming.replace(path)
            durable.sync_folder(path.parent)
    except LibraryError:
        with suppress(OSError):
            coming.unlink(missing_ok=True)
        raise
    _remove_unfinished(path, source)
    return aside


@contextmanager
def _whole(source: Path, unpacked: Path) -> Iterator[Path]:
    """Gives the backup as a database: itself, or what it holds where it was compressed, which goes afterwards."""
    file = source
    try:
        if source.suffix == library_file.PACKED:
            file = unpacked
            backups.unpack(source, unpacked)
        # An empty file is a library that is still to be made: no backup is one.
        if file.exists() and not file.stat().st_size:
            raise LibraryDamaged("the backup is empty", subject=str(source), hint="Try an older one")
        yield file
    finally:
        for ending in ("", *library_file.LOGS):
            unpacked.with_name(unpacked.name + ending).unlink(missing_ok=True)


def _move_log_in(path: Path) -> None:
    """Moves the old library's log into its file, where that is possible: then the file alone is the whole library."""
    if path.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Gives the old library and its logs a second name each; returns that of the library, None where there was none."""
    start = f"{path.stem}.replaced-{now:%Y%m%dT%H%M%S}"
    aside = path.with_name(f"{start}{path.suffix}")
    number = 1
    while any(aside.with_name(aside.name + ending).exists() for ending in (*library_file.LOGS, "")):
        number += 1
        aside = path.with_name(f"{start}-{number}{path.suffix}")
    moved = None
    for ending in (*library_file.LOGS, ""):  # the library last: it never stands aside without its log
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
