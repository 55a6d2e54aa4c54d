"""Makes a library's backups, and lists them.

They lie beside the library, `library.backup-20260131T094500.db`, the newest three; all but the newest are compressed,
`.db.gz`. A file with `.part` was not finished.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from reader import durable, private_files
from reader.errors import LibraryDamaged, LibraryError
from reader.store import library_file
from reader.store.library_file import PACKED, file_errors

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reader.store.database import Database

KEPT = 3
EVERY = timedelta(days=7)

_SPARE = 16 * 2**20
"""Bytes that a backup leaves free on the disk."""

_PIECE = 2**20
"""Bytes that are compressed at once."""

_LEFT_S = 3600.0
"""Seconds after which an unfinished backup has lost its writer: while it is written its time moves on."""


def existing(path: Path) -> list[Path]:
    """Lists the backups of the library at `path`, newest first."""
    start = f"{path.stem}.backup-"
    try:
        found = [entry for entry in path.parent.iterdir() if entry.name.startswith(start)]
    except OSError:
        return []
    return sorted((entry for entry in found if entry.name.endswith((".db", f".db{PACKED}"))), reverse=True)


def refuse_emptied(path: Path) -> None:
    """Raises LibraryDamaged where the file is empty but has backups: it held something once."""
    if library_file.is_empty(path) and (found := existing(path)):
        raise LibraryDamaged(
            "the library is empty; its contents are lost",
            subject=str(path),
            hint=f"to restore the last backup: broadsheet restore {found[0]}",
        )


def make(database: Database, now: datetime) -> Path:
    """Makes a backup beside the library, drops those beyond the newest three, compresses the older ones, and returns
    its path."""
    path = database.path
    target = path.with_name(f"{path.stem}.backup-{now:%Y%m%dT%H%M%S}.db")
    remove_unfinished(path, now)
    # Two processes that convert a library at once may do so within a second.
    write(database, target, part=f"part{os.getpid()}")
    _, *others = existing(path)
    for old in others[KEPT - 1 :]:
        old.unlink(missing_ok=True)
    for old in others[: KEPT - 1]:
        if old.suffix != PACKED:
            _pack(old)
    return target


def write(database: Database, target: Path, part: str = "part") -> None:
    """Writes the whole library into one file that only its owner may read; a half one never has its name, but one that ends
    with `part`.

    Raises LibraryError where the target cannot be written, or is no file: a rename would put one in a device's place.
    """
    _refuse(database, target)
    _require_room(database, target)
    half = target.with_name(f"{target.name}.{part}")
    with file_errors("the backup cannot be written", target, "free some space, or name another folder"):
        library_file.remove_logs(half)
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            database.copy_into(half)
            durable.sync_file(half)
            library_file.move_log_in(target)
            library_file.remove_logs(target)
            half.replace(target)
            durable.sync_folder(target.parent)
        finally:
            half.unlink(missing_ok=True)


def _refuse(database: Database, target: Path) -> None:
    try:
        there = target.stat()
    except OSError:
        return  # there is nothing, or writing says why not
    if not stat.S_ISREG(there.st_mode):
        raise LibraryError(
            "not a regular file", subject=str(target), hint="name a file to write the backup to"
        )
    if target.samefile(database.path):
        raise LibraryError("this is the library itself", subject=str(target), hint="name another file")


def _require_room(database: Database, target: Path) -> None:
    """Raises LibraryError where the disk has no room for a copy: a full disk is everybody's trouble, not the backup's."""
    import shutil  # late, as all that only a backup needs: each start asks this module for what is there

    needed = database.value("PRAGMA page_count") * database.value("PRAGMA page_size")
    try:
        free = shutil.disk_usage(target.parent).free
    except OSError:
        return  # writing says why not
    if free < needed + _SPARE:
        raise LibraryError(
            f"not enough space for a backup: it needs {needed / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are free",
            subject=str(target.parent),
            hint="free some space, or name another folder",
        )


def remove_unfinished(path: Path, now: datetime) -> None:
    """Removes what killed backups of the library at `path` have left; one that is being written is younger."""
    import glob

    for part in path.parent.glob(f"{glob.escape(path.stem)}.backup-*.part*"):
        with suppress(OSError):
            if now.timestamp() - part.stat().st_mtime > _LEFT_S:
                part.unlink()


def _pack(backup: Path) -> None:
    """Compresses a backup, where the disk has room for both; else it stays as it is, which is as good a backup."""
    import gzip
    import shutil

    packed = backup.with_name(f"{backup.name}{PACKED}")
    part = backup.with_name(f"{packed.name}.part")
    with suppress(OSError):
        if shutil.disk_usage(backup.parent).free < backup.stat().st_size + _SPARE:
            return
        try:
            with backup.open("rb") as source, private_files.only_owner(), gzip.open(part, "wb", 6) as file:
                shutil.copyfileobj(source, file, _PIECE)
            durable.sync_file(part)
            part.replace(packed)
            durable.sync_folder(packed.parent)
            backup.unlink()
        finally:
            part.unlink(missing_ok=True)


def unpack(backup: Path, target: Path) -> None:
    """Writes what a compressed backup holds into a new file. Raises LibraryDamaged where it is cut short or no such file,
    and LibraryError where the target cannot be written."""
    import gzip
    import shutil
    import zlib

    with (
        file_errors("the backup cannot be unpacked", target, "free some space on the disk"),
        private_files.only_owner(),
    ):
        try:
            with gzip.open(backup) as source, target.open("xb") as file:
                shutil.copyfileobj(source, file, _PIECE)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise LibraryDamaged(
                f"the backup is damaged: {error}", subject=str(backup), hint="try an older one"
            ) from error
        durable.sync_file(target)
