"""Files that are read once: packed, piped, broken off, of other encodings, with lines without end."""

from __future__ import annotations

import gzip
import os
import threading
from typing import TYPE_CHECKING

import pytest

from reader.core.imports import stream as import_stream
from reader.core.imports.stream import stream
from reader.errors import FileError
from reader.importers.file_kind import SNIFFED

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [f"row {n} of a file that is larger than its beginning, with Ü\n" for n in range(4_000)]
TEXT = "".join(ROWS)


def lines(path: Path) -> list[str]:
    with stream(path) as file:
        return list(file.lines())


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_line_comes_once(tmp_path: Path, encoding: str) -> None:
    assert lines(written(tmp_path / "a", TEXT.encode(encoding))) == ROWS
    assert lines(written(tmp_path / "b", gzip.compress(TEXT.encode(encoding)))) == ROWS


def test_the_beginning_is_unpacked_and_still_part_of_the_whole(tmp_path: Path) -> None:
    with stream(written(tmp_path / "a.gz", gzip.compress(TEXT.encode()))) as file:
        assert file.head == TEXT.encode()[:SNIFFED]
        assert file.whole() == TEXT.encode()


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(TEXT.encode(),))
    writer.start()
    assert lines(tmp_path / "pipe") == ROWS
    writer.join()


def test_what_comes_before_a_break_is_given(tmp_path: Path) -> None:
    noise = os.urandom(200_000).hex()  # it cannot be packed into less than the beginning
    path = written(tmp_path / "a.gz", gzip.compress(f"{TEXT}{noise}".encode())[:-5_000])
    got: list[str] = []
    with pytest.raises(FileError, match="cannot be read to the end"), stream(path) as file:
        got.extend(file.lines())
    assert got == ROWS


def test_a_line_without_end_comes_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_stream, "LINE_LIMIT", 10)
    assert lines(written(tmp_path / "a", b"x" * 95 + b"\nshort\n" + b"y" * 10 + b"\nz")) == [
        "x" * 10,
        "short\n",
        "y" * 10,
        "z",
    ]


def test_too_much_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(FileError, match="larger than 0 MB"),
        stream(written(tmp_path / "a", b"x" * 11)) as file,
    ):
        file.whole(10)
