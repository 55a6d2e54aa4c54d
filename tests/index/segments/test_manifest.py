"""The manifest of an index's folder: what it tells, and which damage it notices."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

import pytest

from reader.index.segments import manifest
from reader.index.manifest import Manifest, is_sound, newest, read
from reader.index.schema import FORMAT

if TYPE_CHECKING:
    from pathlib import Path

MIB = 2**20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a commit leaves it."""
    (tmp_path / "_MAIN_2.toc").write_bytes(b"toc")
    (tmp_path / "MAIN_a.pst").write_bytes(b"postings")
    return tmp_path


def test_it_tells_format_change_sizes_and_hashes(folder: Path) -> None:
    written = manifest.write(folder, 9)

    assert written == Manifest(
        FORMAT, 9, {"MAIN_a.pst": (8, zlib.crc32(b"postings")), "_MAIN_2.toc": (3, zlib.crc32(b"toc"))}
    )
    assert read(folder) == written
    assert sorted(path.name for path in folder.iterdir()) == ["MAIN_a.pst", "_MAIN_2.toc", "broadsheet.json"]


def test_a_new_manifest_is_of_this_format_and_knows_no_change() -> None:
    assert Manifest() == Manifest(FORMAT, 0, {})


def test_only_the_files_of_the_index_are_listed(folder: Path) -> None:
    for name in ("x.trm", "x.col", "WRITELOCK", "damaged", "x.tmp", "broadsheet.json"):
        (folder / name).write_bytes(b"x")

    assert set(manifest.write(folder, 1).files) == {"MAIN_a.pst", "_MAIN_2.toc", "x.trm", "x.col"}


def test_a_file_of_the_same_size_is_not_read_again(folder: Path) -> None:
    before = Manifest(files={"MAIN_a.pst": (8, 111), "_MAIN_2.toc": (4, 222)})

    assert manifest.write(folder, 1, before).files == {
        "MAIN_a.pst": (8, 111),
        "_MAIN_2.toc": (3, zlib.crc32(b"toc")),
    }


def test_a_file_that_was_not_known_is_read_even_when_it_is_empty(folder: Path) -> None:
    (folder / "x.col").write_bytes(b"")
    assert manifest.write(folder, 1, Manifest()).files["x.col"] == (0, 0)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"format": 3, "last_change": 1}', '{"format": [], "last_change": 1, "files": {}}',
     '{"format": 3, "last_change": 1, "files": []}', '{"format": 3, "last_change": 1, "files": {"a": 1}}',
     '{"format": 3, "last_change": "x", "files": {}}'],
)  # fmt: skip
def test_one_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    assert read(tmp_path) is None
    (tmp_path / manifest.NAME).write_text(content)
    assert read(tmp_path) is None


def test_numbers_are_read_as_numbers(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text(
        json.dumps({"format": "2", "last_change": "5", "files": {"a": ["1", "2"]}})
    )
    assert read(tmp_path) == Manifest(2, 5, {"a": (1, 2)})


def test_the_newest_table_of_contents_has_the_highest_number(folder: Path) -> None:
    for number in (1, 9, 10):
        (folder / f"_MAIN_{number}.toc").touch()
    (folder / "_OTHER_99.toc").touch()

    assert newest(folder) == "_MAIN_10.toc"


def test_a_folder_without_a_table_of_contents_has_no_newest_one(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert is_sound(tmp_path, Manifest()) is False


def test_a_folder_as_it_was_written_is_sound(folder: Path) -> None:
    written = manifest.write(folder, 1)
    assert is_sound(folder, written)
    assert is_sound(folder, written, thorough=True)


@pytest.mark.parametrize("content", [b"posting", b"postings!", b"Postings"])
def test_another_size_or_another_content_is_damage(folder: Path, content: bytes) -> None:
    written = manifest.write(folder, 1)
    (folder / "MAIN_a.pst").write_bytes(content)

    assert is_sound(folder, written) is False


def test_a_missing_file_is_damage_unless_a_later_commit_took_it_away(folder: Path) -> None:
    written = manifest.write(folder, 1)
    (folder / "MAIN_a.pst").unlink()
    assert is_sound(folder, written) is False
    (folder / "_MAIN_3.toc").write_bytes(b"toc")
    assert is_sound(folder, written)


def test_after_a_later_commit_a_file_that_is_still_there_must_be_as_written(folder: Path) -> None:
    written = manifest.write(folder, 1)
    (folder / "_MAIN_3.toc").write_bytes(b"toc")
    (folder / "MAIN_a.pst").write_bytes(b"x")

    assert is_sound(folder, written) is False


@pytest.mark.parametrize(("size", "noticed"), [(MIB, True), (MIB + 1, False)])
def test_files_of_more_than_a_mebibyte_are_read_only_when_asked_to_be_thorough(
    folder: Path, size: int, noticed: bool
) -> None:
    (folder / "x.col").write_bytes(b"a" * size)
    written = manifest.write(folder, 1)
    assert is_sound(folder, written, thorough=True)
    (folder / "x.col").write_bytes(b"a" * (size - 1) + b"b")

    assert is_sound(folder, written) is not noticed
    assert is_sound(folder, written, thorough=True) is False


def test_the_hash_of_a_large_file_is_that_of_all_its_bytes(folder: Path) -> None:
    content = b"a" * (2 * MIB) + b"b" * 9
    (folder / "x.col").write_bytes(content)

    assert manifest.write(folder, 1).files["x.col"] == (len(content), zlib.crc32(content))
