"""A library beside an archive in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core.imports import batches
from reader.core.session import LibraryPaths, Session
from reader.model import Draft
from tests.support import fake_archive
from tests.support.fake_archive import FakeArchive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> FakeArchive:
    made = FakeArchive()
    fake_archive.install(monkeypatch, made)
    return made


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A library with three articles; its config file names an archive."""
    fake_archive.name(tmp_path / "config")
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places) as session:
        for at in range(3):
            text = f"Heron number {at} stood in the reeds."
            draft = Draft(title=f"Heron {at}", url=f"https://reeds.example/{at}", text=text, markdown=text)
            batches.save(session, draft)
        yield session
