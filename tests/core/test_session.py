"""A library that is open, with its index and its settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from reader.core.session import LibraryPaths, Session, local_now
from reader.errors import NothingFound
from tests.support.sessions import NOW

if TYPE_CHECKING:
    from pathlib import Path


def places(folder: Path) -> LibraryPaths:
    return LibraryPaths(folder / "library.db", folder / "cache", folder / "config")


def test_nothing_is_made_where_only_a_library_that_is_there_will_do(tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="there is no library yet"):
        Session(places(tmp_path), create=False)
    assert list(tmp_path.iterdir()) == []
    Session(places(tmp_path)).close()
    Session(places(tmp_path), create=False).close()


def test_settings_are_read_once_and_again_after_they_were_forgotten(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    file = tmp_path / "config" / "config.toml"
    with Session(places(tmp_path)) as session:

        def is_set() -> bool:
            return session.settings.export_by_publication

        session.forget_settings()
        assert not is_set()
        file.write_text("[export]\nby_publication = true\n")
        assert not is_set()
        session.forget_settings()
        assert is_set()
        file.write_text("nonsense [")
        session.forget_settings()
        assert not is_set()


def test_the_index_is_the_librarys_own_and_opened_when_asked_for(tmp_path: Path) -> None:
    with Session(places(tmp_path), clock=lambda: NOW, writes_index=False) as session:
        assert "index" not in session.__dict__
        assert session.index.count == 0
        assert session.index is session.index
        assert (session.now(), session.writes_index) == (NOW, False)
    assert Session(places(tmp_path)).writes_index is True


def test_now_is_aware() -> None:
    assert local_now().tzinfo is not None
    assert abs((local_now() - datetime.now().astimezone()).total_seconds()) < 60
