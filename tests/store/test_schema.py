"""The migrations: unchanged since their release, and all ways lead to one schema."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from reader.store import schema as bounds
from reader.store.library import Library
from reader.store.schema import APPLICATION_ID, MIGRATIONS
from tests.store.making import raw

if TYPE_CHECKING:
    from pathlib import Path

# A released migration never changes: libraries out there have run it. Before the first release the hash may.
RELEASED = ("59e9d2fa806c", "eff48f1302f1", "467e0e938c2d", "d663aec07aa3", "c6e8616219ef")


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


def test_every_table_is_strict(library: Library) -> None:
    loose = library.database.rows(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert loose == []


def test_the_bound_as_shipped() -> None:
    assert bounds.APPLICATION_ID == 0x42724273
