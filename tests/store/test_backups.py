"""Backups beside the library: named by their time, the newest three kept, never half written."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryDamaged, LibraryError
from reader.store import backups
from reader.store.library import Library
from tests.store.making import NOW, save

if TYPE_CHECKING:
    from pathlib import Path


def test_three_are_kept_the_newest_first(library: Library, path: Path) -> None:
    made = [backups.make(library.database, NOW + timedelta(days=day)) for day in range(5)]
    assert backups.existing(path) == made[:1:-1]
    assert made[0].name == "library.backup-20260301T123015.db"
    assert not made[1].exists()


def test_only_whole_backups_of_this_library_are_listed(library: Library, path: Path) -> None:
    made = backups.make(library.database, NOW)
    for name in ("other.backup-20260101T000000.db", "library.backup-20260401T000000.db.part", "library.db-x"):
        path.with_name(name).touch()
    assert backups.existing(path) == [made]
    assert backups.existing(path / "nowhere" / "library.db") == []


def test_one_that_was_not_finished_is_written_anew(library: Library, tmp_path: Path) -> None:
    save(library)
    target = tmp_path / "copy.db"
    (tmp_path / "copy.db.part").write_text("half")
    target.write_text("old")
    backups.write(library.database, target)
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["copy.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with Library.open(target) as copy:
        assert [article.title for article in copy.articles.many([1])] == ["Story 1"]


def test_the_log_of_what_was_there_does_not_get_into_the_new_one(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    backups.write(library.database, target)
    with Library.open(target) as other:
        save(other, 7)
        for ending in ("", "-wal"):  # as a kill leaves them
            shutil.copyfile(f"{target}{ending}", tmp_path / f"killed.db{ending}")
    target = tmp_path / "killed.db"
    save(library, 1)
    backups.write(library.database, target)
    assert [path.name for path in tmp_path.glob("killed.db*")] == ["killed.db"]
    with Library.open(target) as copy:
        assert copy.database.column("SELECT title FROM article") == ["Story 1"]
        assert copy.sound.check() == []


def test_what_fails_half_way_leaves_what_was_there(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LibraryError, match="No space left"):
        backups.write(library.database, target)
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["copy.db"]
    assert target.read_text() == "old"


def test_a_pipe_and_the_library_itself_are_no_targets(library: Library, path: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LibraryError, match="not a file") as raised:
        backups.write(library.database, tmp_path / "pipe")
    pipe = str(tmp_path / "pipe")
    assert (raised.value.subject, raised.value.hint) == (pipe, "Name a file for the backup")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="library itself") as raised:
        backups.write(library.database, path)
    assert (raised.value.subject, raised.value.hint) == (str(path), "Name another file")
    assert path.read_bytes() == before


def test_an_empty_file_is_refused_only_where_there_is_a_backup(library: Library, path: Path) -> None:
    empty = path.with_name("empty.db")
    empty.touch()
    backups.refuse_emptied(empty)
    made = backups.make(library.database, NOW)
    backups.refuse_emptied(path)
    library.close()
    path.write_bytes(b"")
    with pytest.raises(LibraryDamaged) as caught:
        backups.refuse_emptied(path)
    assert str(made) in caught.value.hint


def test_three_backups_a_week_apart_are_wanted() -> None:
    assert (3, timedelta(days=7)) == (backups.KEPT, backups.EVERY)


def test_an_old_one_that_another_process_took_away_is_no_error(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = [path.with_name(f"library.backup-2025010{day}T000000.db") for day in range(4)]
    monkeypatch.setattr(backups, "existing", lambda _: gone)
    assert backups.make(library.database, NOW).exists()


def test_what_a_kill_has_left_is_removed_by_the_next_and_what_is_being_written_stays(
    library: Library, path: Path
) -> None:
    left, young, other = (
        path.with_name(name)
        for name in (
            "library.backup-20260101T000000.db.part",
            "library.backup-20260301T123000.db.part",
            "other.backup-20260101T000000.db.part",
        )
    )
    for part, age in ((left, 3_601), (young, 3_599), (other, 9_999)):
        part.touch()
        os.utime(part, (NOW.timestamp() - age,) * 2)
    backups.make(library.database, NOW)
    assert (left.exists(), young.exists(), other.exists()) == (False, True, True)


def test_a_backup_that_has_no_room_is_not_begun(
    library: Library, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library)
    size = library.database.value("PRAGMA page_count") * library.database.value("PRAGMA page_size")
    free = size + backups._SPARE - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(
        LibraryError, match="no room for a backup: it takes 0 MB, and 17 MB are free"
    ) as caught:
        backups.write(library.database, tmp_path / "copy.db")
    assert caught.value.subject == str(tmp_path)
    assert not list(tmp_path.glob("copy*"))
    free += 1
    backups.write(library.database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()
