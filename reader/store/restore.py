"""Puts a backup in a library's place, while what stood there goes aside.

The name is never absent: a kill at any point leaves the old library there or the new one, whole.
"""

from __future__ import annotations

import glob
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from reader import durable
from reader.errors import LibraryDamaged, LibraryError
from reader.store import backups, library_file
from reader.store.database import Database, translate
from reader.store.integrity import Sound
from reader.store.library import FORMER_IDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


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
        with (
            _whole(source, coming.with_name(f"{coming.name}.unpacked")) as file,
            _examined(file, source) as backup,
        ):
            if found := Sound(backup).check():
                raise LibraryDamaged(
                    f"the backup is damaged: {found[0]}",
                    subject=str(source),
                    hint="try an older one; without one, save what can be read: broadsheet doctor --salvage NEW.db",
                )
            backups.write(backup, coming)
        _give_own_id(coming, path)
        with library_file.file_errors("the backup cannot be moved into place", path, "check its folder"):
            library_file.move_log_in(path)
            aside = _put_aside(path, now)
            library_file.remove_logs(path)
            coming.replace(path)
            durable.sync_folder(path.parent)
    except LibraryError:
        with suppress(OSError):
            library_file.remove_logs(coming)
            coming.unlink(missing_ok=True)
        raise
    remove_unfinished(path, source)
    return aside


@contextmanager
def _whole(source: Path, unpacked: Path) -> Iterator[Path]:
    """Gives the backup as a database: itself, or what it holds where it was compressed, which goes afterwards."""
    if not library_file.is_there(source):
        raise LibraryError(
            "there is no library here", subject=str(source), hint="backups are beside the library"
        )
    if source.suffix != library_file.PACKED:
        yield source
        return
    try:
        backups.unpack(source, unpacked)
        yield unpacked
    finally:
        library_file.remove_logs(unpacked)
        unpacked.unlink(missing_ok=True)


@contextmanager
def _examined(file: Path, source: Path) -> Iterator[Database]:
    """Opens the backup `source`, which stands in `file`, without a change in it. Raises LibraryError for what is no library
    by its first bytes."""
    try:
        library_file.examine(file)
        backups.refuse_emptied(file)
        # An empty file is a library that is still to be made: no backup is one.
        if library_file.is_empty(file):
            raise LibraryDamaged("the backup is empty", subject=str(source), hint="try an older one")
    except LibraryError as error:
        error.subject = str(source)
        raise
    with closing(Database(file.absolute(), untouched=True)) as backup:
        yield backup


def _give_own_id(coming: Path, path: Path) -> None:
    """Gives the library to come an id of its own, and keeps the ids that nothing here has any more.

    The numbers of its changes go on from those of the backup, and come to mean others than in the library that it
    replaces: an index that follows those would seem to follow these.
    """
    former = _ids(coming) | _ids(path)
    try:
        with closing(sqlite3.connect(coming)) as new, new:
            new.execute("UPDATE meta SET value = lower(hex(randomblob(8))) WHERE key = 'id'")
            new.execute(
                "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
                (FORMER_IDS, "\n".join(sorted(former))),
            )
    except sqlite3.Error as error:
        raise translate(error, coming) from error


def _ids(path: Path) -> set[str]:
    """The id of a library and those that it keeps of others; none where it cannot be read."""
    if not path.exists():
        return set()
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(path)) as library:
        rows = library.execute("SELECT value FROM meta WHERE key IN ('id', ?)", (FORMER_IDS,)).fetchall()
        return {id_ for (value,) in rows for id_ in value.split()}
    return set()


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


def remove_unfinished(path: Path, source: Path | None = None) -> None:
    """Removes what a killed restore has left beside the library at `path`: copies on their way in, never the one that was
    restored from, and second names of the library that still stands. The caller holds the lock of a restore."""
    start = glob.escape(path.stem)
    for left in path.parent.glob(f"{start}.coming*"):
        if source is None or not (source.exists() and left.samefile(source)):
            left.unlink(missing_ok=True)
    for aside in path.parent.glob(f"{start}.replaced-*{glob.escape(path.suffix)}"):
        if aside.samefile(path) and not _has_own_log(aside, path):
            for ending in (*library_file.LOGS, ""):
                aside.with_name(aside.name + ending).unlink(missing_ok=True)


def _has_own_log(aside: Path, path: Path) -> bool:
    """Tells whether a log stands aside that the library has no more: a kill came while another process held it open."""
    for ending in library_file.LOGS:
        log, live = aside.with_name(aside.name + ending), path.with_name(path.name + ending)
        if log.exists() and log.stat().st_size and not (live.exists() and log.samefile(live)):
            return True
    return False
