"""A backup takes the library's place, whatever ends it."""

from __future__ import annotations

import gzip
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryDamaged, LibraryError, LibraryLocked, LibraryTooNew
from reader.store import backups
from reader.store.library import Library
from reader.store.migrations import MIGRATIONS
from reader.store.restore import remove_unfinished, restore
from tests.store.making import LATER, NOW, raw, save

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.store.database import Database


class Killed(BaseException):
    """Ends what runs, as a kill does: nothing catches it."""


@pytest.fixture
def backup(library: Library, tmp_path: Path) -> Path:
    save(library, 1)
    library.sound.backup(tmp_path / "backup.db")
    save(library, 2)
    return tmp_path / "backup.db"


def titles(path: Path) -> list[str]:
    with Library.open(path, create=False) as library:
        return sorted(title for (title,) in library.database.rows("SELECT title FROM article"))


def test_the_backup_is_there_and_what_was_there_is_aside(library: Library, path: Path, backup: Path) -> None:
    library.close()
    aside = restore(path, backup, LATER)
    assert titles(path) == ["Story 1"]
    assert aside is not None
    assert titles(aside) == ["Story 1", "Story 2"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_not_closed_goes_aside_with_its_log(library: Library, path: Path, backup: Path) -> None:
    aside = restore(path, backup, LATER)
    assert aside is not None
    assert titles(aside) == ["Story 1", "Story 2"]


def test_a_library_that_is_gone_is_restored(library: Library, path: Path, backup: Path) -> None:
    library.close()
    path.unlink()
    assert restore(path, backup, NOW) is None
    assert titles(path) == ["Story 1"]


def test_a_damaged_backup_changes_nothing(library: Library, path: Path, tmp_path: Path) -> None:
    save(library, 1)
    library.close()
    (tmp_path / "backup.db").write_bytes(b"not a library" * 20)
    with pytest.raises(LibraryDamaged):
        restore(path, tmp_path / "backup.db", NOW)
    assert titles(path) == ["Story 1"]
    assert not list(path.parent.glob("*.coming*"))


def test_the_library_is_no_backup_of_itself(library: Library, path: Path) -> None:
    save(library, 1)
    with pytest.raises(LibraryError, match="not a backup of it") as raised:
        restore(path, path, NOW)
    assert raised.value.subject == str(path)


def test_what_stood_aside_already_is_not_overwritten(library: Library, path: Path, backup: Path) -> None:
    library.close()
    first = restore(path, backup, LATER)
    second = restore(path, backup, LATER)
    third = restore(path, backup, LATER)
    assert [aside.name for aside in (first, second, third) if aside] == [
        "library.replaced-20260301T133015.db",
        "library.replaced-20260301T133015-2.db",
        "library.replaced-20260301T133015-3.db",
    ]
    assert first is not None
    assert titles(first) == ["Story 1", "Story 2"]


def test_a_backup_with_wrong_texts_is_not_restored(library: Library, path: Path, backup: Path) -> None:
    library.close()
    raw(backup, "UPDATE text SET markdown = 'other'")
    with pytest.raises(LibraryDamaged, match="the backup is damaged: article 1"):
        restore(path, backup, NOW)
    assert titles(path) == ["Story 1", "Story 2"]


def test_a_compressed_backup_is_restored_and_nothing_is_left_of_it(library: Library, path: Path) -> None:
    save(library, 1)
    backups.make(library.database, NOW)
    backups.make(library.database, NOW + timedelta(days=1))
    packed = backups.existing(path)[1]
    kept, before = titles(path), packed.read_bytes()
    library.marks.remove([1], NOW)
    library.close()
    restore(path, packed, NOW)
    assert titles(path) == kept
    assert packed.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir() if "coming" in entry.name] == []


def test_an_empty_backup_is_refused(library: Library, path: Path, tmp_path: Path) -> None:
    save(library, 1)
    library.close()
    (tmp_path / "empty.db").touch()
    with gzip.open(tmp_path / "empty.db.gz", "wb"):
        pass
    for name in ("empty.db", "empty.db.gz"):
        with pytest.raises(LibraryDamaged, match="the backup is empty") as caught:
            restore(path, tmp_path / name, NOW)
        assert (caught.value.subject, caught.value.hint) == (str(tmp_path / name), "try an older one")
    assert titles(path) == ["Story 1"]
    assert [entry.name for entry in path.parent.iterdir() if "coming" in entry.name] == []


def test_a_backup_of_a_newer_program_is_refused(library: Library, path: Path, backup: Path) -> None:
    library.close()
    raw(backup, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(LibraryTooNew):
        restore(path, backup, NOW)


def test_a_backup_that_is_not_there_is_not_made(library: Library, path: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library here"):
        restore(path, tmp_path / "missing.db", NOW)
    assert not (tmp_path / "missing.db").exists()


CALLS = ((Path, "hardlink_to"), (Path, "unlink"), (Path, "replace"), (os, "fsync"))


def kill_at(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[str]:
    """Ends the program before its `number`-th change of a name or sync of a file; yields the calls as they are made."""
    made: list[str] = []
    for owner, name in CALLS:
        real = getattr(owner, name)

        def call(*given: object, _real: object = real, _name: str = name, **named: object) -> object:
            made.append(_name)
            if len(made) == number:
                raise Killed(_name)
            return _real(*given, **named)  # type: ignore[operator]

        monkeypatch.setattr(owner, name, call)
    return iter(made)


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open, with its log"])
def test_a_kill_at_any_point_leaves_the_old_library_or_the_new_one(
    library: Library, path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, *, is_open: bool
) -> None:
    if not is_open:
        library.close()
    states = []
    for number in range(1, 100):
        with monkeypatch.context() as patch:
            made = kill_at(patch, number)
            try:
                restore(path, backup, LATER)
            except Killed:
                pass
            else:
                assert len(list(made)) < number
                break
        states.append(titles(path))
    assert set(map(tuple, states)) == {("Story 1",), ("Story 1", "Story 2")}
    assert len(states) >= 8
    assert titles(path) == ["Story 1"]
    # However often it was killed, the last one leaves no unfinished copy.
    assert not list(path.parent.glob("*.coming*"))
    assert any(titles(aside) == ["Story 1", "Story 2"] for aside in path.parent.glob("*.replaced-*.db"))


def test_without_second_names_what_was_there_is_copied_aside(
    library: Library, path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.close()

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    aside = restore(path, backup, LATER)
    assert aside is not None
    assert titles(aside) == ["Story 1", "Story 2"]
    assert titles(path) == ["Story 1"]


def test_an_unfinished_copy_may_be_what_is_restored(library: Library, path: Path, backup: Path) -> None:
    library.close()
    coming = backup.rename(path.with_name("library.coming.db"))
    path.unlink()
    assert restore(path, coming, LATER) is None
    assert titles(path) == ["Story 1"]
    assert coming.exists()


def test_what_a_killed_restore_has_left_is_taken_away_by_whoever_holds_its_lock(
    library: Library, path: Path, backup: Path
) -> None:
    library.close()
    aside = restore(path, backup, LATER)
    assert aside is not None
    copy = path.with_name("library.coming-20260301T133015.db")
    copy.write_bytes(b"half")
    second = path.with_name("library.replaced-20260302T133015.db")
    second.hardlink_to(path)
    second.with_name(f"{second.name}-shm").write_bytes(b"")
    remove_unfinished(path)
    assert {entry.name for entry in path.parent.glob("library.*")} >= {path.name, aside.name}
    assert not list(path.parent.glob("*.coming*"))
    assert not list(path.parent.glob(f"{second.name}*"))
    assert titles(aside) == ["Story 1", "Story 2"]


def test_a_log_that_stands_aside_alone_holds_what_the_library_lacks(
    library: Library, path: Path, backup: Path
) -> None:
    library.close()
    second = path.with_name("library.replaced-20260302T133015.db")
    second.hardlink_to(path)
    log = second.with_name(f"{second.name}-wal")
    log.write_bytes(b"changes")
    remove_unfinished(path)
    assert second.exists()
    assert log.read_bytes() == b"changes"
    log.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(b"changes")
    log.hardlink_to(path.with_name(f"{path.name}-wal"))
    remove_unfinished(path)
    assert not second.exists()
    assert not log.exists()
    assert path.with_name(f"{path.name}-wal").exists()


def test_a_restored_library_has_an_id_of_its_own_and_keeps_those_of_before(
    library: Library, path: Path, backup: Path
) -> None:
    first = library.id
    library.close()
    restore(path, backup, LATER)
    with Library.open(path) as restored:
        second = restored.id
        assert (restored.former_ids(), second != first) == ([first], True)
    restore(path, backup, LATER)
    with Library.open(path) as restored:
        third = restored.id
    restore(path, backup, LATER)
    with Library.open(path) as restored:
        assert restored.former_ids() == sorted((first, second, third))
        restored.forget_former_ids()
        assert restored.former_ids() == []


def test_the_backup_is_left_as_it_is_and_nothing_is_made_beside_it(
    library: Library, path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.close()
    before = backup.read_bytes()
    seen: list[str] = []
    write = backups.write

    def watched(database: Database, target: Path) -> None:
        seen.extend(entry.name for entry in backup.parent.glob(f"{backup.name}*"))
        write(database, target)

    monkeypatch.setattr(backups, "write", watched)
    restore(path, backup, LATER)
    assert seen == [backup.name]
    assert backup.read_bytes() == before


@pytest.mark.parametrize("size", [0, 50])
def test_what_is_empty_or_no_library_is_not_restored(
    library: Library, path: Path, tmp_path: Path, size: int
) -> None:
    save(library, 1)
    library.close()
    (tmp_path / "odd.db").write_bytes(bytes(size))
    with pytest.raises(LibraryDamaged, match="the backup is empty" if not size else "not a library"):
        restore(path, tmp_path / "odd.db", NOW)


def test_a_library_whose_log_cannot_be_moved_in_is_not_replaced(
    library: Library, path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.library_file.WAIT_S", 0.0)
    with Library.open(path) as reader:
        reader.database.run("BEGIN")
        reader.database.rows("SELECT count(*) FROM article")
        save(library, 3)
        with pytest.raises(LibraryLocked, match="is reading"):
            restore(path, backup, LATER)
        reader.database.run("ROLLBACK")
    library.close()
    assert titles(path) == ["Story 1", "Story 2", "Story 3"]
    assert not [*path.parent.glob("*.coming*"), *path.parent.glob("*.replaced*")]
    restore(path, backup, LATER)
    assert titles(path) == ["Story 1"]
