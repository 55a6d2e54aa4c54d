"""Files that a person names: read whole within bounds, each failure in words."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zlib
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, AnyStr, BinaryIO, cast

from reader import durable
from reader.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LIMIT = 15 * 1024 * 1024
"""Bytes of a page, feed or list that is read from disk: the same as from the net."""


def read_file(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of a file, unpacked where it is gzipped. Raises `FileError`: not there, no permission, too large."""
    with opened(path) as file:
        try:
            body = file.read(limit + 1)
        except OSError as error:
            raise FileError(f"cannot be read ({error.strerror or error})", subject=str(path)) from error
    if len(body) > limit:
        raise too_large(path, limit)
    if body[:2] == b"\x1f\x8b":
        body = _unpacked(body, path, limit)
    return body


def read_input(stdin: IO[AnyStr]) -> AnyStr:
    """Read standard input, within the bounds of a file. Raises `FileError`."""
    given = stdin.read(FILE_LIMIT + 1)
    if len(given) > FILE_LIMIT:
        raise FileError(f"larger than {FILE_LIMIT // 2**20} MB", subject="-")
    return given


def opened(path: Path) -> BinaryIO:
    """The file, to be closed by the caller. Raises `FileError`: not there, a folder, no permission."""
    if is_folder(path):
        raise FileError("this is a folder, not a file", subject=str(path))
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise FileError("no such file", subject=str(path), hint="check the path") from None
    except PermissionError:
        raise FileError(
            "no permission to read it", subject=str(path), hint="check its permissions: ls -l"
        ) from None
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror or error})", subject=str(path)) from error
    except ValueError:
        raise FileError("not a valid path", subject=str(path)[:200]) from None


def too_large(path: Path, limit: int) -> FileError:
    """The file has more bytes than are read."""
    return FileError(
        f"larger than {limit // 2**20} MB", subject=str(path), hint="split it, or use a part of it"
    )


def _unpacked(body: bytes, path: Path, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            out = file.read(limit + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise FileError("its gzip data is damaged or incomplete", subject=str(path)) from error
    if len(out) > limit:
        raise FileError(f"larger than {limit // 2**20} MB when unpacked", subject=str(path))
    return out


def write_file(path: Path, text: str) -> None:
    """Write a text file whole or not at all. Raises `FileError`."""
    if not is_folder(path) and not is_folder(path.parent):
        raise FileError("cannot be written: no such folder", subject=str(path))
    with written(path) as file:
        file.write(text.encode())


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to write bit by bit, which is there whole at the end of the block or not at all; its folders are made.
    Raises `FileError`."""
    from reader.export import atomic_write
    from reader.store.library_file import is_there

    if is_folder(path):
        raise FileError("this is a folder, not a file", subject=str(path))
    if is_there(path) and not is_file(path):  # /dev/stdout: a rename would put a file in the device's place
        try:
            with tempfile.TemporaryFile() as whole:
                yield cast("BinaryIO", whole)
                whole.seek(0)
                with path.open("wb") as file:
                    shutil.copyfileobj(whole, file)
        except OSError as error:
            raise FileError(f"cannot be written ({error.strerror})", subject=str(path)) from error
        return
    durable.remove_left(path.parent)
    with atomic_write.replacing(path) as file:
        yield file
    try:
        durable.sync_folder(path.parent)
    except OSError as error:
        raise atomic_write.unusable(path, error, "written") from error


def is_file(path: Path) -> bool:
    """True where a plain file is there; False where that cannot be known."""
    with suppress(OSError, ValueError):
        return path.is_file()
    return False


def is_folder(path: Path) -> bool:
    """True where a folder is there; False where that cannot be known."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False
