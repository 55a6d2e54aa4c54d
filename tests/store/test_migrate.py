"""Older libraries come to this version, or stay as they were."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryError
from reader.store import backups, library_file, schema
from reader.store.library import Library
from reader.store.schema import APPLICATION_ID, MIGRATIONS
from tests.store.making import raw, save

if TYPE_CHECKING:
    from pathlib import Path

# A released migration never changes: libraries out there have run it. Before the first release the hash may.
RELEASED = ("59e9d2fa806c", "eff48f1302f1", "467e0e938c2d", "d663aec07aa3", "c6e8616219ef")


def use(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, ...]) -> None:
    """Let the program know further migrations."""
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, *more))


def tables(library: Library) -> list[tuple[str, str]]:
    return library.database.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")


def test_released_migrations_are_as_they_were() -> None:
    assert [hashlib.sha256("".join(step).encode()).hexdigest()[:12] for step in MIGRATIONS] == [*RELEASED]


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_old_version_comes_to_the_same_schema(path: Path, tmp_path: Path, version: int) -> None:
    path.parent.mkdir()
    if version:
        raw(path, *(statement for step in MIGRATIONS[:version] for statement in step))
        raw(path, f"PRAGMA user_version = {version}", f"PRAGMA application_id = {APPLICATION_ID}")
    with Library.open(path) as old, Library.open(tmp_path / "new.db") as new:
        assert tables(old) == tables(new)
        assert old.database.version() == len(MIGRATIONS)


def test_a_migration_keeps_what_was_there_and_makes_a_backup_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(path) as library:
        save(library)
    use(monkeypatch, ("ALTER TABLE article ADD COLUMN mood TEXT", "UPDATE article SET mood = 'calm'"))
    with Library.open(path) as library:
        assert library.database.rows("SELECT title, mood FROM article") == [("Story 1", "calm")]
        assert library.database.version() == len(MIGRATIONS) + 1
    assert int.from_bytes(path.read_bytes()[60:64], "big") == len(MIGRATIONS) + 1
    (backup,) = backups.existing(path)
    monkeypatch.undo()
    with Library.open(backup) as old:
        assert [article.title for article in old.articles.many([1])] == ["Story 1"]


def test_a_migration_that_fails_leaves_the_version_before_it_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(path) as library:
        save(library)
        before = tables(library)
    use(
        monkeypatch,
        ("CREATE TABLE first (x) ",),
        ("CREATE TABLE second (x)", "INSERT INTO nowhere VALUES (1)"),
    )
    with pytest.raises(LibraryError):
        Library.open(path)
    use(monkeypatch, ("CREATE TABLE first (x) ",))
    with Library.open(path) as library:
        assert library.database.version() == len(MIGRATIONS) + 1
        assert {name for name, _ in tables(library)} == {name for name, _ in before} | {"first"}
        assert library.articles.get(1) is not None


def test_an_old_library_that_cannot_be_written_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(path).close()
    use(monkeypatch, ("CREATE TABLE more (x)",))
    monkeypatch.setattr(library_file, "is_writable", lambda _: False)
    with pytest.raises(LibraryError, match="no permission"):
        Library.open(path)
