"""Files that a person names."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pytest

from reader.core import local_files
from reader.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_read_whole_and_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"It burns.")
    assert local_files.read_file(path) == b"It burns."
    path.write_bytes(gzip.compress(b"It burns."))
    assert local_files.read_file(path) == b"It burns."


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_has_a_limit_packed_or_not(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = b"x" * 2**20
    path.write_bytes(gzip.compress(body) if packed else body)
    assert len(local_files.read_file(path, 2**20)) == 2**20
    with pytest.raises(FileError, match="larger than 0 MB") as raised:
        local_files.read_file(path, 2**20 - 1)
    assert raised.value.subject == str(path)
    error = local_files.too_large(path, 3 * 2**20)
    assert (error.message, error.hint) == ("larger than 3 MB", "split it, or use a part of it")


def test_what_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"It burns." * 100)[:-20])
    for path, words in (
        (tmp_path, "this is a folder"),
        (tmp_path / "none", "no such file"),
        (tmp_path / "a\0b", "not a valid path"),
        (tmp_path / ("x" * 300), "cannot be read"),
        (tmp_path / "cut.gz", "its gzip data is damaged or incomplete"),
    ):
        with pytest.raises(FileError, match=words) as raised:
            local_files.read_file(path)
        assert raised.value.subject == str(path)
        assert raised.value.hint == ("check the path" if path.name == "none" else "")


def test_standard_input_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_files, "FILE_LIMIT", 3)
    assert local_files.read_input(io.StringIO("abc")) == "abc"
    with pytest.raises(FileError, match="larger than 0 MB"):
        local_files.read_input(io.BytesIO(b"abcd"))


def test_a_text_is_written_whole_where_there_is_a_folder_for_it(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text("old")
    inode = path.stat().st_ino
    local_files.write_file(path, "Lämp")
    assert (path.read_text("utf-8"), path.stat().st_ino == inode) == ("Lämp", False)
    with pytest.raises(FileError, match="this is a folder") as raised:
        local_files.write_file(tmp_path, "")
    assert raised.value.subject == str(tmp_path)
    with pytest.raises(FileError, match="no such folder") as raised:
        local_files.write_file(tmp_path / "none" / "a", "")
    assert raised.value.subject == str(tmp_path / "none" / "a")


def test_a_device_is_written_into_and_stays_what_it_is(tmp_path: Path) -> None:
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    local_files.write_file(link, "gone")
    assert link.is_symlink()
    assert not local_files.is_file(link)


def test_what_cannot_be_told_is_no_file_and_no_folder(tmp_path: Path) -> None:
    assert local_files.is_folder(tmp_path)
    assert not local_files.is_file(tmp_path)
    for odd in (tmp_path / "a\0b", tmp_path / ("x" * 300)):
        assert local_files.is_file(odd) is False
        assert local_files.is_folder(odd) is False
