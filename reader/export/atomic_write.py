"""Writing a file so that at any moment the old or the new one is there, whole."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from reader import durable
from reader.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

SIZE_LIMIT = 15 * 1024 * 1024
"""Bytes of a file that are read to compare; a larger one is not as we wrote it."""


def read(path: Path) -> str | None:
    """The text of a file to the letter; None where it is too large or no UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
        return data.decode() if len(data) <= SIZE_LIMIT else None
    except UnicodeDecodeError:
        return None
    except OSError as error:
        raise unusable(path, error, "read") from error


def write(path: Path, text: str) -> str | None:
    """Replace or make a file; its folders are made. A power cut may take its name back until its folder is synced.

    Gives the file's `state` with the text; None where somebody may have written it since.
    """
    with replacing(path) as file:
        file.write(text.encode())
        file.flush()
        before = os.fstat(file.fileno())
        # Whoever writes the file from now on, even within the same tick of the clock, leaves a later time than this one.
        with suppress(OSError):
            os.utime(file.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns - 1))
        aged = os.fstat(file.fileno())
    try:
        found = path.lstat()
    except OSError:
        return None
    is_ours = aged.st_mtime_ns < before.st_mtime_ns and all(
        getattr(found, name) == getattr(aged, name) for name in ("st_ino", "st_size", "st_mtime_ns")
    )
    return _state(found) if is_ours else None


def state(path: Path, before: int | None = None) -> str | None:
    """A text that is the same as long as nobody changes the file: size, times and inode. None where it is no file.

    Git calls a file racily clean that is changed again within the tick of the clock in which it was read. So before a file
    is read for what is to be remembered with its state, give `before`, nanoseconds since 1970: None, too, for files that
    were changed at or after that moment.
    """
    try:
        found = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode) or (
        before is not None and max(found.st_mtime_ns, found.st_ctime_ns) >= before
    ):
        return None
    return _state(found)


def _state(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """`write` for what is written bit by bit: the file takes the place of the old one at the end of the block."""
    try:
        durable.make_folder(path.parent)
        with durable.replacing(path) as file:
            yield file
    except OSError as error:
        raise unusable(path, error, "written") from error


def unusable(path: Path, error: OSError, done: str) -> FileError:
    """The system's words for what went wrong, as an error that can be shown."""
    reason = (error.strerror or type(error).__name__).lower()
    return FileError(
        f"cannot be {done}: {reason}",
        subject=str(path),
        hint=_HINTS.get(error.errno or 0, "check the path and the disk, then try again"),
    )


_HINTS = {
    5: "check the disk, then try again; no half-written file was left",
    13: "choose a folder you can write to",
    20: "choose another folder: there is a file where it should be",
    17: "choose another folder: there is a file where it should be",
    28: "the disk is full: free some space, then try again; no half-written file was left",
    30: "choose another folder: that disk is read-only",
}
