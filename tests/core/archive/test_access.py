"""What is needed to open the archive, and how to get what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.archive.postgres import PostgresArchive
from reader.config.archive_place import ArchivePlace
from reader.core.archive import access
from reader.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from reader.archive.protocol import Archive
    from tests.support.real_postgres import RealPostgres


async def _user(archive: Archive) -> str:
    assert isinstance(archive, PostgresArchive)
    return archive.address.user


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="asyncpg, which is not installed") as caught:
        access.run(ArchivePlace("service:x"), _user)
    assert "pip install 'broadsheet[archive]'" in caught.value.hint


def test_an_archive_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no archive is set"):
        access.place(tmp_path)
    (tmp_path / "config.toml").write_text("archive = 1")
    with pytest.raises(UsageError, match="must be a table"):
        access.place(tmp_path)
    (tmp_path / "config.toml").unlink()
    place = ArchivePlace("service:news", "env:X")
    access.remember(tmp_path, place)
    assert access.place(tmp_path) == place


def test_the_password_is_looked_up_and_never_named(
    monkeypatch: pytest.MonkeyPatch, postgres: RealPostgres, database: str
) -> None:
    where = ArchivePlace(postgres.address("postgres", database), "env:NEWS_PASSWORD")
    with pytest.raises(ArchiveError, match="the environment variable NEWS_PASSWORD is not set"):
        access.run(where, _user)
    monkeypatch.setenv("NEWS_PASSWORD", "lamp")

    async def password(archive: Archive) -> str | None:
        assert isinstance(archive, PostgresArchive)
        assert "lamp" not in repr(archive.address)
        return archive.address.password

    assert access.run(where, password) == "lamp"


def test_only_a_place_is_taken_for_a_password() -> None:
    assert access.checked_password(None) is None
    assert access.checked_password("file:~/x") == "file:~/x"
    with pytest.raises(UsageError) as caught:
        access.checked_password("hunter2")
    assert "hunter2" not in f"{caught.value}{caught.value.hint}"
