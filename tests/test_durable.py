"""Files that are replaced whole, and that outlive a power cut."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from reader import durable


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced, in order: the path of each file or folder as it is named at that moment."""
    found: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda file: found.append(str(Path(f"/proc/self/fd/{file}").readlink())))
    return found


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o604)
    durable.replace(path, b"new", 0o600)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o604)
    assert listed(tmp_path) == ["a"]


def test_a_new_file_gets_the_rights_that_are_given(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        durable.replace(tmp_path / "a", b"", 0o600)
        durable.replace(tmp_path / "b", b"")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in "ab"] == [0o600, 0o644]


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_what_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (tmp_path / "a").write_text("old")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="Input/output"):
        durable.replace(tmp_path / "a", b"new")
    assert (listed(tmp_path), (tmp_path / "a").read_text()) == (["a"], "old")


def test_bytes_are_synced_before_the_name_changes_hands(tmp_path: Path, synced: list[str]) -> None:
    durable.replace(tmp_path / "a", b"new")
    assert [place.endswith(".tmp") for place in synced] == [True]
    durable.sync_file(tmp_path / "a")
    assert synced[1:] == [str(tmp_path / "a")]


def test_folders_are_made_from_above_and_each_ones_name_is_synced(tmp_path: Path, synced: list[str]) -> None:
    durable.make_folder(tmp_path / "a" / "b", 0o750)
    assert synced == [str(tmp_path), str(tmp_path / "a")]
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o750
    durable.make_folder(tmp_path / "a" / "b")
    assert len(synced) == 2


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    durable.sync_folder(tmp_path)


def test_a_folder_that_may_not_be_read_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", fail)
    durable.sync_folder(tmp_path)


def test_a_disk_that_fails_at_a_folder_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        durable.sync_folder(tmp_path)


def test_only_temporary_files_whose_writer_is_gone_are_taken_away(tmp_path: Path) -> None:
    now = time.time()
    for name, age in ((".broadsheet-1.tmp", 61), (".broadsheet-2.tmp", 30), ("own.tmp", 1_000)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (now - age, now - age))
    durable.remove_left(tmp_path)
    assert listed(tmp_path) == [".broadsheet-2.tmp", "own.tmp"]


def test_a_file_written_bit_by_bit_is_there_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with durable.replacing(path) as file:
        file.write(b"ne")
        file.flush()
        assert path.read_text() == "old"
        file.write(b"w")
    assert (listed(tmp_path), path.read_text()) == (["a"], "new")

    def half() -> None:
        with durable.replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert (listed(tmp_path), path.read_text()) == (["a"], "new")
