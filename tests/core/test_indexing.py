"""Who writes the index before it is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.core import clustering, indexing, search
from reader.core.session import LibraryPaths, Session
from reader.index import write
from reader.model import Draft
from reader.store.lock import Lock

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def places(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")


def opened(places: LibraryPaths, *, writes_index: bool) -> Session:
    return Session(places, clock=lambda: NOW, writes_index=writes_index)


def save(session: Session, word: str) -> None:
    draft = Draft(
        title=word, url=f"https://paper.example/{word}", text=f"The {word}.", markdown=f"The {word}."
    )
    session.library.articles.save(draft, now=NOW)


def test_a_search_brings_the_index_up_to_date_first(places: LibraryPaths) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
        assert indexing.is_behind(session)
        assert search.count(session, "heron") == 1
        assert not indexing.is_behind(session)


def test_a_session_that_does_not_write_the_index_takes_it_as_it_is(places: LibraryPaths) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
        indexing.catch_up(session)
    with opened(places, writes_index=False) as session:
        save(session, "bittern")
        assert indexing.is_behind(session)
        assert search.count(session, "heron") == 1
        assert search.count(session, "bittern") == 0
        assert indexing.is_behind(session)


def test_without_an_index_such_a_session_finds_nothing_and_makes_none(places: LibraryPaths) -> None:
    with opened(places, writes_index=False) as session:
        save(session, "heron")
        assert search.count(session, "heron") == 0
        assert session.index.state() == "missing"


def test_what_a_full_batch_wrote_is_never_merged() -> None:
    assert max(write.TIERS) < indexing.BATCH <= write.BUILT_AT_ONCE


def test_a_search_waits_for_no_grouping(places: LibraryPaths) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
        assert search.count(session, "heron") == 1
        assert clustering.is_waiting(session)
        indexing.follow(session)
        assert not clustering.is_waiting(session)


def test_an_addition_groups_few_of_many_that_wait(
    places: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "BATCH", 2)
    with opened(places, writes_index=True) as session:
        for word in ("heron", "bittern", "snipe", "plover", "knot"):
            save(session, word)
        indexing.follow(session, grouped=2)
        assert len(session.library.groups.waiting(9)) == 3
        with Lock(session.index.folder.with_name(f"{session.index.folder.name}.groups"), "grouping reports"):
            indexing.catch_up(session)  # another process is at it
            assert not indexing.is_behind(session)
            assert len(session.library.groups.waiting(9)) == 3
        indexing.make_grouped(session)
        assert not clustering.is_waiting(session)
