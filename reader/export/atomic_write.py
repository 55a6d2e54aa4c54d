"""Writing a file so that at any moment the old or the new one is there, whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from typing import TYPE_CHECKING

from reader.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT = 15 * 1024 * 1024
"""Bytes of a file that are read to compare; a larger one is not as we wrote it."""

_LEFT_AFTER = 60.0
"""Seconds after which a temporary file has lost its writer: writing takes milliseconds."""


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


def write(path: Path, text: str) -> None:
    """Replace or make a file: a temporary one beside it, flushed to the disk, then renamed; its folders are made.

    An existing file's permissions are kept. Nothing is left where it fails.
    """
    temporary = path.with_name(f".broadsheet-{secrets.token_hex(8)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(temporary, text, _mode(path))
            temporary.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
    except OSError as error:
        raise unusable(path, error, "written") from error


def remove_left(folder: Path) -> None:
    """Take away temporary files in a folder whose writer was killed."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".broadsheet-*.tmp"):
            if abs(time.time() - path.stat().st_mtime) > _LEFT_AFTER:
                path.unlink()


def _write_through(path: Path, text: str, mode: int | None) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:  # noqa: PTH123 - a descriptor
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def unusable(path: Path, error: OSError, done: str) -> FileError:
    """The system's words for what went wrong, as an error that can be shown."""
    reason = (error.strerror or type(error).__name__).lower()
    return FileError(f"cannot be {done}: {reason}", subject=str(path), hint=_HINTS.get(error.errno or 0, ""))


_HINTS = {
    13: "Choose a folder that you may write to.",
    20: "A file stands where a folder is needed: choose another.",
    17: "A file stands where a folder is needed: choose another.",
    28: "The disk is full: make room and try again; nothing was half written.",
    30: "That disk is read-only: choose another folder.",
}
