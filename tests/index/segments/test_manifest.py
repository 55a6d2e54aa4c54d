"""The manifest of an index's folder: what it tells, and which damage it notices."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

import pytest

from reader.index.analyse import FORMAT
from reader.index.segments import manifest
from reader.index.segments.manifest import Manifest, is_sound, read

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
    for name in ("x.trm", "x.col", "WRITELOCK", "damaged", "x.tmp", "_MAIN_3.toc.new", "broadsheet.json"):
        (folder / name).write_bytes(b"x")

    assert set(manifest.write(folder, 1).files) == {"MAIN_a.pst", "_MAIN_2.toc", "x.col"}
    assert not (folder / "broadsheet.json.new").exists()


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
     '{"format": 3, "last_change": "x", "files": {}}', '{"format": 3, "last_change": 1e999, "files": {}}',
     '{"format": 1e999, "last_change": 1, "files": {}}', '{"format": 3, "last_change": 1, "files": {"a": [1e999, 1]}}',
     '{"format": 3, "last_change": 1, "files": {"\\ud800": [1, 1]}}', "[" * 100_000],
    ids=lambda content: content[:60],
)  # fmt: skip
def test_one_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    assert read(tmp_path) is None
    (tmp_path / manifest.NAME).write_text(content)
    assert read(tmp_path) is None


def test_numbers_are_read_as_numbers(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text(
        json.dumps({"format": "2", "last_change": "5", "files": {"a": ["1", "2"]}})
    )
    assert read(tmp_path) == Manifest(2, 5, {"a": (1, 2)}, analysis=1), "that of a time before it was noted"


def test_a_folder_without_a_table_of_contents_is_damaged(tmp_path: Path) -> None:
    assert is_sound(tmp_path, Manifest()) is False


def test_a_folder_that_is_gone_is_damaged(tmp_path: Path) -> None:
    assert is_sound(tmp_path / "none", Manifest()) is False


def test_a_manifest_that_cannot_be_put_in_place_leaves_the_one_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = manifest.write(folder, 1)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(folder), "replace", fails)
    with pytest.raises(OSError, match="No space"):
        manifest.write(folder, 2)
    assert read(folder) == before
    assert not (folder / "broadsheet.json.new").exists()


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


def test_a_manifest_without_a_number_of_analysis_has_the_first(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text('{"format": 4, "last_change": 2, "files": {}}')
    known = manifest.read(tmp_path)
    assert known is not None
    assert known.analysis == 1
