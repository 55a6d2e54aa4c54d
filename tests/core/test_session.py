"""A library that is open, with its index and its settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.session import LibraryPaths, Session, local_now
from reader.errors import NothingFound
from reader.index.index import Index
from reader.store.library import Library
from tests.support.sessions import NOW

if TYPE_CHECKING:
    from pathlib import Path


def places(folder: Path) -> LibraryPaths:
    return LibraryPaths(folder / "library.db", folder / "cache", folder / "config")


def test_nothing_is_made_where_only_a_library_that_is_there_will_do(tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="there is no library yet") as raised:
        Session(places(tmp_path), create=False)
    assert raised.value.subject == str(tmp_path / "library.db")
    assert "broadsheet add ADDRESS" in raised.value.hint
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
    with Session(places(tmp_path)) as session:
        assert session.writes_index is True


def test_what_was_opened_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    for owner in (Index, Library):
        genuine = owner.close

        def close(self: object, name: str = owner.__name__, genuine: Any = genuine) -> None:
            closed.append(name)
            genuine(self)

        monkeypatch.setattr(owner, "close", close)
    with Session(places(tmp_path)) as session:
        assert session.index.count == 0
    assert closed == ["Index", "Library"]
    with Session(places(tmp_path)):
        pass
    assert closed == ["Index", "Library", "Library"]


def test_places_are_those_of_option_environment_and_conventions(tmp_path: Path) -> None:
    found = LibraryPaths.found()
    assert found == LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    assert LibraryPaths.found(str(tmp_path / "other.db")).library == tmp_path / "other.db"


def test_now_is_aware() -> None:
    assert local_now().tzinfo is not None
    assert abs((local_now() - datetime.now().astimezone()).total_seconds()) < 60
