"""A backup takes the library's place, whatever ends it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryDamaged, LibraryError, LibraryLocked, LibraryTooNew
from reader.store.library import Library
from reader.store.restore import restore
from reader.store.schema import MIGRATIONS
from tests.store.making import LATER, NOW, raw, save

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    raw(backup, "UPDATE text SET plain = 'other'")
    with pytest.raises(LibraryDamaged, match="the backup is damaged: article 1"):
        restore(path, backup, NOW)
    assert titles(path) == ["Story 1", "Story 2"]


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


def test_a_library_whose_log_cannot_be_moved_in_is_not_replaced(
    library: Library, path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.restore.WAIT_S", 0.0)
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
