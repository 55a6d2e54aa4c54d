"""Reads files that are too large for memory, or that can be read once only (`import <(curl …)`)."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from reader.core.local_files import FILE_LIMIT, opened, too_large
from reader.errors import FileError
from reader.importers.file_kind import SNIFFED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LINE_LIMIT = 16_000_000
"""Characters of a line: one article's text and Markdown at their limits, with every character escaped, fit."""


BROKEN = (OSError, EOFError, zlib.error)
"""What reading raises where a file, or its packed bytes, break off."""


class Stream:
    """An open file, unpacked where it is gzipped, opened once and read once. `head` is its beginning; `others` gives the
    text of another file of the same export ("": there is none)."""

    def __init__(self, path: Path, file: BinaryIO | IO[bytes], others: Callable[[str, int], str]) -> None:
        self.head, self._file = _begun(file)
        self.path = path
        self._others = others
        if self.head[:2] == b"\x1f\x8b":
            self.head, self._file = _begun(gzip.GzipFile(fileobj=self._file))

    def whole(self, limit: int = FILE_LIMIT) -> bytes:
        """All bytes. Raises `FileError` for more than `limit`."""
        body = self._file.read(limit + 1)
        if len(body) > limit:
            raise too_large(self.path, limit)
        return body

    def text(self) -> io.TextIOWrapper:
        """The file as text, whatever bytes are in it: UTF-8, or UTF-16 with its mark, as PowerShell writes it."""
        encoding = (
            "utf-16" if self.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
        )
        return io.TextIOWrapper(self._file, encoding=encoding, errors="replace")

    def beside(self, name: str, limit: int) -> str:
        """The text of another file of the same export, as far as the limit in bytes; "" where there is none."""
        return self._others(name, limit)

    def lines(self) -> Iterator[str]:
        """Line after line; one that is longer than any article comes cut, so that it never fills the memory."""
        text = self.text()
        while piece := text.readline(LINE_LIMIT):
            yield piece
            while len(piece) == LINE_LIMIT and not piece.endswith("\n"):
                piece = text.readline(LINE_LIMIT)


@contextmanager
def stream(path: Path) -> Iterator[Stream]:
    """The file at `path`. Raises `FileError` where it cannot be opened, or breaks off while it is read."""
    with opened(path) as file:
        try:
            yield Stream(path, file, lambda name, limit: text_beside(path.parent, name, limit))
        except BROKEN as error:
            raise FileError(
                f"cannot be read to the end ({error}); what came before is kept", subject=str(path)
            ) from error


def text_beside(folder: Path, name: str, limit: int) -> str:
    """The beginning of a file in the folder, or in one within it; "" for none. What leads elsewhere, or a link, is none."""
    file = folder / name
    try:
        if file.parent.is_symlink() or file.is_symlink() or not file.is_file():
            return ""
        with file.open("rb") as opened_file:
            return opened_file.read(limit).decode("utf-8", "replace")
    except (OSError, ValueError):  # a name that is too long, no permission: the article comes without it
        return ""


def _begun(file: BinaryIO | IO[bytes] | gzip.GzipFile) -> tuple[bytes, io.BufferedReader]:
    head = file.read(SNIFFED)
    return head, io.BufferedReader(_Again(head, file), SNIFFED)


class _Again(io.RawIOBase):
    """Bytes that were read already, then the rest of their file."""

    def __init__(self, head: bytes, rest: BinaryIO | IO[bytes] | gzip.GzipFile) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        piece = piece or self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
