"""The files of an export that consists of several: a folder, or a zip archive, of which nothing is unpacked onto the disk."""

from __future__ import annotations

import os
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from reader.core.imports.stream import BROKEN, Stream, stream, text_beside
from reader.core.local_files import is_file, opened
from reader.errors import FileError, ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

FILES_LIMIT = 100_000
"""Files of an export that are looked at."""

UNPACKED_LIMIT = 8 * 2**30
"""Bytes of all files of an archive, unpacked."""

_MARK = b"PK\x03\x04"
_DEPTH_LIMIT = 3
_UNREADABLE = (*BROKEN, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What zipfile raises for damage, a packing that it does not know, and a password."""


class Bundle(Protocol):
    """Files by their paths within an export, those nearest to its top first."""

    def names(self) -> list[str]:
        """The paths; neither links nor hidden files are among them."""

    def stream(self, name: str) -> AbstractContextManager[Stream]:
        """One of the files, opened. Raises FileError where it cannot be read."""

    def text(self, name: str, limit: int) -> str:
        """The beginning of a file; "" where there is none."""


class ExportFolder:
    """The files of a folder and of those directly within it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        """The paths of plain files."""
        found: list[str] = []
        for parent, folders, names in os.walk(self._path):
            here = Path(parent).relative_to(self._path)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            if len(here.parts) >= _DEPTH_LIMIT:
                folders.clear()
            files = (Path(parent, name) for name in sorted(names) if not name.startswith("."))
            found += [
                file.relative_to(self._path).as_posix()
                for file in files
                if file.is_file() and not file.is_symlink()
            ]
            if len(found) > FILES_LIMIT:
                break
        return _from_the_top(found[:FILES_LIMIT])

    def stream(self, name: str) -> AbstractContextManager[Stream]:
        """The file."""
        return stream(self._path / name)

    def text(self, name: str, limit: int) -> str:
        """The beginning of a file."""
        return text_beside(self._path, name, limit)


class ExportArchive:
    """The files of a zip archive."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self._path = path
        self._packed = packed
        self._files = {
            info.filename: info
            for info in packed.infolist()
            if not info.is_dir() and not _is_hidden(info.filename)
        }

    def names(self) -> list[str]:
        """The paths as they are written in the archive; each is a name and nothing more."""
        return _from_the_top(list(self._files))

    @contextmanager
    def stream(self, name: str) -> Iterator[Stream]:
        """The file, unpacked while it is read."""
        folder = PurePosixPath(name).parent
        try:
            with self._packed.open(self._files[name]) as file:
                yield Stream(self._path, file, lambda other, limit: self.text(str(folder / other), limit))
        except _UNREADABLE as error:
            raise FileError(
                f"cannot be read to the end ({error}); what came before is kept",
                subject=f"{self._path}: {name}",
            ) from error

    def text(self, name: str, limit: int) -> str:
        """The beginning of a file; "" where it cannot be read."""
        if (info := self._files.get(name)) is None:
            return ""
        try:
            with self._packed.open(info) as file:
                return file.read(limit).decode("utf-8", "replace")
        except _UNREADABLE:  # the article comes without it, and says so
            return ""


def is_archive(head: bytes) -> bool:
    """True for the beginning of a zip archive."""
    return head.startswith(_MARK)


@contextmanager
def archive(path: Path) -> Iterator[ExportArchive]:
    """The archive at `path`. Raises ParseError where it is damaged, FileError where it is larger than any export."""
    if not is_file(path):  # a pipe, whose beginning was read already
        hint = "name the file itself"
        raise FileError("a zip archive cannot be read from a pipe", subject=str(path), hint=hint)
    with opened(path) as file:
        try:
            packed = zipfile.ZipFile(file)
        except _UNREADABLE as error:
            hint = "export it again, or unzip it and import the folder"
            raise ParseError(f"not a complete zip archive ({error})", subject=str(path), hint=hint) from error
        with packed:
            infos = packed.infolist()
            if len(infos) > FILES_LIMIT or sum(info.file_size for info in infos) > UNPACKED_LIMIT:
                raise FileError(
                    f"more than {FILES_LIMIT:,} files, or {UNPACKED_LIMIT // 2**30} GB unpacked",
                    subject=str(path),
                    hint="unzip it, and import its files",
                )
            yield ExportArchive(path, packed)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in PurePosixPath(name).parts)


def _from_the_top(names: list[str]) -> list[str]:
    """Lists stand above the folders of what belongs to them: those come first."""
    return sorted(names, key=lambda name: (name.count("/"), name))
