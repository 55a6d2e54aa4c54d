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

    from reader.store.database import Database


def test_three_are_kept_the_newest_first(library: Library, path: Path) -> None:
    made = [backups.make(library.database, NOW + timedelta(days=day)) for day in range(5)]
    assert made[0].name == "library.backup-20260301T123015.db"
    names = [made[4].name, f"{made[3].name}.gz", f"{made[2].name}.gz"]  # all but the newest are compressed
    assert [entry.name for entry in backups.existing(path)] == names
    assert sorted(entry.name for entry in path.parent.glob("*backup*")) == sorted(names)


def test_an_older_one_is_compressed_whole_and_for_its_owner_alone(
    library: Library, path: Path, tmp_path: Path
) -> None:
    save(library)
    first = backups.make(library.database, NOW)
    before = first.read_bytes()
    backups.make(library.database, NOW + timedelta(days=1))
    packed = backups.existing(path)[1]
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    assert packed.stat().st_size < len(before) / 4
    backups.unpack(packed, tmp_path / "whole.db")
    assert (tmp_path / "whole.db").read_bytes() == before
    assert stat.S_IMODE((tmp_path / "whole.db").stat().st_mode) == 0o600


def test_without_room_for_both_an_older_one_stays_as_it_is(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backups.make(library.database, NOW)
    room = first.stat().st_size + 16 * 2**20
    for free, suffix in ((room - 1, ".db"), (room, ".gz")):
        # The copy itself has room all the same.
        monkeypatch.setattr(backups, "_require_room", lambda *_: None)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        backups.make(library.database, NOW + timedelta(days=1))
        assert backups.existing(path)[1].suffix == suffix


@pytest.mark.parametrize("damage", [b"no gzip", b"\x1f\x8b\x08\x00cut"])
def test_a_compressed_one_that_is_damaged_is_told_as_damaged(tmp_path: Path, damage: bytes) -> None:
    packed = tmp_path / "x.db.gz"
    packed.write_bytes(damage)
    with pytest.raises(LibraryDamaged) as caught:
        backups.unpack(packed, tmp_path / "whole.db")
    assert (caught.value.subject, caught.value.hint) == (str(packed), "try an older one")


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
    with pytest.raises(LibraryError, match="not a regular file") as raised:
        backups.write(library.database, tmp_path / "pipe")
    pipe = str(tmp_path / "pipe")
    assert (raised.value.subject, raised.value.hint) == (pipe, "name a file to write the backup to")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="library itself") as raised:
        backups.write(library.database, path)
    assert (raised.value.subject, raised.value.hint) == (str(path), "name another file")
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
        LibraryError, match="not enough space for a backup: it needs 0 MB, and 17 MB are free"
    ) as caught:
        backups.write(library.database, tmp_path / "copy.db")
    assert caught.value.subject == str(tmp_path)
    assert not list(tmp_path.glob("copy*"))
    free += 1
    backups.write(library.database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()


def test_a_damaged_library_gets_no_backup_and_the_old_ones_stay(library: Library, path: Path) -> None:
    save(library)
    kept = backups.make(library.database, NOW)
    page = library.database.value("SELECT rootpage FROM sqlite_schema WHERE name = 'article'")
    size = library.database.value("PRAGMA page_size")
    library.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x5a" * size)
    with Library.open(path) as damaged, pytest.raises(LibraryDamaged, match="is damaged") as raised:
        backups.make(damaged.database, NOW + timedelta(days=7))
    assert raised.value.subject == str(path)
    assert backups.existing(path) == [kept]
    assert not list(path.parent.glob("*.part*"))


def test_processes_that_back_up_within_a_second_do_not_take_each_others_file(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library)
    copy = type(library.database).copy_into
    process, others = iter((1, 2)), list["Path"]()

    def copied(database: Database, target: Path) -> None:
        copy(database, target)
        if not others:
            others.append(target)
            backups.make(database, NOW)  # the other process is as far in the meantime

    monkeypatch.setattr(type(library.database), "copy_into", copied)
    monkeypatch.setattr(os, "getpid", lambda: next(process))
    made = backups.make(library.database, NOW)
    assert backups.existing(path) == [made]
    assert not list(path.parent.glob("*.part*"))
