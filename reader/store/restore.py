"""How does a backup take the library's place? What stood there is put aside, never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import LibraryDamaged, LibraryError
from reader.store import backups
from reader.store.database import Library

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_BESIDE = ("", "-wal", "-shm", "-journal")
"""Endings of SQLite's files: without its log a database lacks its last changes, so they go aside together."""


def restore(path: Path, source: Path, now: datetime) -> Path | None:
    """Put the backup `source` at `path`; where what stood there is now, or None where nothing did.

    The backup is proved first, and copied whole before anything is moved. Raises LibraryError: the backup is no
    library or is damaged (LibraryDamaged, LibraryTooNew), or the disk cannot be used.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise LibraryError("this is the library itself, not a backup of it", subject=str(source))
    coming = path.with_name(f"{path.stem}.coming{path.suffix}")
    with Library.open(source, create=False) as backup:
        if found := backup.sound.check():
            raise LibraryDamaged(
                f"the backup is damaged: {found[0]}", subject=str(source), hint="Try an older one"
            )
        backups.write(backup, coming)
    try:
        aside = _put_aside(path, now)
        coming.replace(path)
    except OSError as error:
        coming.unlink(missing_ok=True)
        raise LibraryError(
            f"the backup cannot be put in place ({error.strerror})",
            subject=str(path),
            hint="Check its folder",
        ) from error
    return aside


def _put_aside(path: Path, now: datetime) -> Path | None:
    aside = path.with_name(f"{path.stem}.replaced-{now:%Y%m%dT%H%M%S}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.replaced-{now:%Y%m%dT%H%M%S}-{number}{path.suffix}")
    moved = None
    for ending in _BESIDE:
        old = path.with_name(path.name + ending)
        if old.exists():
            old.replace(aside.with_name(aside.name + ending))
            moved = aside
    return moved
