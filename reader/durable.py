"""Replaces files whole or not at all, and has files and their names outlive a power cut: until it is told to sync, the
system keeps both in memory only."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LEFT_AFTER = 60.0
"""Seconds after which a temporary file has lost its writer: writing takes milliseconds."""

_CANNOT = frozenset(
    {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EISDIR, errno.EACCES, errno.EPERM}
)
"""What a file system answers that lets no folder be opened or synced."""


def replace(path: Path, data: bytes, rights: int = 0o666) -> None:
    """Replace or make a file: a temporary one beside it, synced, then renamed. Nothing is left where it fails.

    An existing file keeps its rights. A power cut leaves the old file or the new one, and may take the new one back until
    `sync_folder`. Raises OSError.
    """
    temporary = path.with_name(f".broadsheet-{os.urandom(8).hex()}.tmp")
    try:
        _write_through(temporary, data, _rights(path), rights)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):  # what failed first is told
            temporary.unlink()
        raise


def _write_through(path: Path, data: bytes, kept: int | None, rights: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights), "wb") as file:  # noqa: PTH123 - a descriptor
        if kept is not None:
            os.fchmod(file.fileno(), kept)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _rights(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def remove_left(folder: Path) -> None:
    """Take away temporary files in a folder whose writer was killed."""
    with suppress(OSError):
        for path in folder.glob(".broadsheet-*.tmp"):
            if abs(time.time() - path.stat().st_mtime) > _LEFT_AFTER:
                path.unlink()


def sync_file(path: Path) -> None:
    """Wait until the bytes of a file are on the disk. Raises OSError."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: without it a power cut may take a rename back. Raises OSError."""
    try:
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise


def make_folder(folder: Path, rights: int = 0o777) -> None:
    """Make a folder and those above it that are missing; one that is there keeps its rights. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent, rights)
        folder.mkdir(rights, exist_ok=True)
        sync_folder(folder.parent)
