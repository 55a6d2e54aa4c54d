"""Files that are there whole, the old or the new one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.errors import FileError
from reader.export import atomic_write

if TYPE_CHECKING:
    from pathlib import Path


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    atomic_write.write(tmp_path / "a" / "b" / "c.md", "Lämp\n")
    assert (tmp_path / "a" / "b" / "c.md").read_bytes() == "Lämp\n".encode()
    assert listed(tmp_path / "a" / "b") == ["c.md"]


def test_permissions_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o604)
    atomic_write.write(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o604)


def test_what_fails_leaves_the_old_file_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(FileError, match="cannot be written: is a directory"):
        atomic_write.write(tmp_path / "a.md", "new")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError) as raised:
        atomic_write.write(tmp_path / "file" / "b.md", "new")
    assert raised.value.hint == "choose another folder: there is a file where it should be"
    assert listed(tmp_path) == ["a.md", "file"]


def test_a_text_is_read_to_the_letter_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a\r\nb")
    monkeypatch.setattr(atomic_write, "SIZE_LIMIT", 4)
    assert atomic_write.read(path) == "a\r\nb"
    monkeypatch.setattr(atomic_write, "SIZE_LIMIT", 3)
    assert atomic_write.read(path) is None
    path.write_bytes(b"\xff")
    assert atomic_write.read(path) is None
    with pytest.raises(FileError, match="cannot be read: no such file or directory"):
        atomic_write.read(tmp_path / "b.md")


def test_a_file_written_within_the_same_tick_has_another_state(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    for _ in range(50):
        state = atomic_write.write(path, "ours")
        assert state is not None
        assert atomic_write.state(path) == state
        path.write_text("mine")
        assert atomic_write.state(path) != state


def test_an_edit_with_the_old_size_and_time_has_another_state(tmp_path: Path) -> None:
    path, clock = tmp_path / "a.md", tmp_path / "clock"
    state = atomic_write.write(path, "ours")
    before = path.stat()
    clock.write_text("")
    while clock.stat().st_ctime_ns <= before.st_ctime_ns:
        clock.write_text("tick")
    path.write_text("mine")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert atomic_write.state(path) != state


def test_what_changed_within_the_tick_of_a_look_has_no_state(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine")
    changed = path.stat().st_ctime_ns
    assert atomic_write.state(path, changed) is None
    assert atomic_write.state(path, changed + 1) == atomic_write.state(path)
    os.utime(path, ns=(1, 1))
    assert atomic_write.state(path, changed) is None, "its time was set, not long ago"


def test_only_files_have_a_state(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").write_text("mine")
    assert [atomic_write.state(tmp_path / name) for name in ("a.md", "c.md", ".")] == [None] * 3


def test_a_disk_that_keeps_no_times_gives_no_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refused)
    assert atomic_write.write(tmp_path / "a.md", "ours") is None
    assert (tmp_path / "a.md").read_text() == "ours"
