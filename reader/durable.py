"""Replaces files whole or not at all, and has files and their names outlive a power cut: until it is told to sync, the
system keeps both in memory only."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_LEFT_AFTER = 60.0
"""Seconds after which a temporary file has lost its writer: writing takes milliseconds."""

_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""What a file system answers that lets no folder be synced."""


def replace(path: Path, data: bytes, rights: int = 0o666) -> None:
    """Replace or make a file: a temporary one beside it, synced, then renamed. Nothing is left where it fails.

    An existing file keeps its rights. A power cut leaves the old file or the new one, and may take the new one back until
    `sync_folder`. Raises OSError.
    """
    with replacing(path, rights) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, rights: int = 0o666) -> Iterator[BinaryIO]:
    """`replace` for what is written bit by bit: the file takes the place of the old one at the end of the block."""
    temporary = path.with_name(f".broadsheet-{os.urandom(8).hex()}.tmp")
    kept = _rights(path)
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights), "wb") as file:  # noqa: PTH123 - a descriptor
            if kept is not None:
                os.fchmod(file.fileno(), kept)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):  # the first failure is reported
            temporary.unlink()
        raise


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
    except PermissionError:
        return  # one may write into it and not read it: then nothing can be done
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(number)


def make_folder(folder: Path, rights: int = 0o777) -> None:
    """Make a folder and those above it that are missing; one that is there keeps its rights. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent, rights)
        folder.mkdir(rights, exist_ok=True)
        sync_folder(folder.parent)
