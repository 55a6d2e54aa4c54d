"""A backup takes the library's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryDamaged, LibraryError
from reader.store.library import Library, restore
from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from pathlib import Path


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
    with pytest.raises(LibraryError, match="itself"):
        restore(path, path, NOW)
