"""The index follows the library: in batches, under locks, rebuilt where it cannot."""

from __future__ import annotations

import gc
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, search
from reader.core.clusters import clustering
from reader.core.events import Event, Notice, Progress
from reader.core.session import LibraryPaths, Session
from reader.errors import LibraryError, LibraryLocked
from reader.model import Draft
from reader.store.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        with Lock(session.index.folder.with_name(f"{session.index.folder.name}.groups"), "grouping stories"):
            indexing.catch_up(session)  # another process is at it
            assert not indexing.is_behind(session)
            assert len(session.library.groups.waiting(9)) == 3
        indexing.make_grouped(session)
        assert not clustering.is_waiting(session)


@pytest.fixture
def library(places: LibraryPaths) -> Iterator[Session]:
    with opened(places, writes_index=True) as session:
        yield session


def held(session: Session) -> list[int]:
    return sorted(session.index.all_ids())


def test_changes_are_written_in_batches_and_each_is_told(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library, "first")
    indexing.write_changes(library)
    monkeypatch.setattr(indexing, "BATCH", 2)
    for word in ("heron", "bittern", "snipe"):
        save(library, word)
    told: list[Event] = []
    assert indexing.write_changes(library, told.append) == 3
    assert told == [Progress("indexing", 2, 3), Progress("indexing", 3, 3)]
    assert held(library) == [1, 2, 3, 4]
    assert library.index.last_change == library.library.changes.newest()
    assert indexing.write_changes(library, told.append) == 0
    assert len(told) == 2


def test_memory_is_given_back_around_many_changes_only(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    monkeypatch.setattr(indexing, "_give_back", lambda: given.append(library.index.count))
    for many, expected in ((3, []), (2, [2, 4])):
        monkeypatch.setattr(indexing, "MANY", many)
        for number in range(2):
            save(library, f"heron{many}{number}")
        indexing.write_changes(library)
        assert given == expected


def test_rows_of_the_log_go_only_after_their_commit(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library, "heron")
    indexing.write_changes(library)
    save(library, "bittern")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(library.index), "write", killed)
        with pytest.raises(KeyboardInterrupt):
            indexing.write_changes(library)
    assert len(library.library.changes.since(library.index.last_change, 9)) == 1
    indexing.write_changes(library)
    assert library.library.changes.since(0, 9) == []
    assert held(library) == [1, 2]


def test_small_segments_are_merged_after_changes_only(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    merges: list[object] = []
    save(library, "heron")
    indexing.write_changes(library)
    monkeypatch.setattr(type(library.index), "merge_small", lambda index: merges.append(index))
    indexing.write_changes(library)
    assert merges == []
    save(library, "bittern")
    indexing.write_changes(library)
    assert len(merges) == 1


def test_what_is_removed_leaves_the_index(library: Session) -> None:
    save(library, "heron")
    save(library, "bittern")
    indexing.write_changes(library)
    library.library.marks.remove([1], NOW)
    assert indexing.is_behind(library)
    indexing.write_changes(library)
    assert held(library) == [2]


def test_a_missing_index_is_rebuilt_and_the_log_forgotten(library: Session) -> None:
    for word in ("heron", "bittern"):
        save(library, word)
    told: list[Event] = []
    assert indexing.write_changes(library, told.append) == 2
    assert told[-1] == Progress("building the index", 2, 2)
    assert library.library.changes.since(0, 9) == []
    assert not indexing.is_behind(library)


def test_an_index_that_is_ahead_of_its_library_is_rebuilt(library: Session) -> None:
    save(library, "heron")
    indexing.write_changes(library)
    library.index.write([], gone=[], upto=library.library.changes.newest() + 5)
    assert indexing.is_behind(library)
    told: list[Event] = []
    indexing.write_changes(library, told.append)
    assert told[-1] == Progress("building the index", 1, 1)
    assert not indexing.is_behind(library)


def test_a_rebuilt_index_holds_muted_articles_too(library: Session) -> None:
    save(library, "heron")
    save(library, "bittern")
    library.library.marks.mute([1], NOW)
    assert indexing.reindex(library) == 2
    assert held(library) == [1, 2]


def index_lock(session: Session) -> Lock:
    return Lock(session.index.folder.with_name(f"{session.index.folder.name}.lock"), "writing the index")


def test_a_search_does_not_wait_for_another_writer_and_says_so(library: Session) -> None:
    save(library, "heron")
    indexing.write_changes(library)
    save(library, "bittern")
    told: list[Event] = []
    with index_lock(library):
        indexing.make_ready(library, told.append)
    (notice,) = told
    assert isinstance(notice, Notice)
    assert notice.text.startswith("the index is being updated (")
    assert notice.text.endswith("); the newest articles may be missing")
    assert indexing.is_behind(library)


def test_an_addition_waits_a_little_and_leaves_it_to_the_next_search(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    real = Lock.acquire

    def acquire(lock: Lock, wait: float = 0.0) -> None:
        waits.append(wait)
        real(lock, 0.0)

    save(library, "heron")
    indexing.write_changes(library)
    monkeypatch.setattr(Lock, "acquire", acquire)
    save(library, "bittern")
    told: list[Event] = []
    with index_lock(library):
        indexing.follow(library, told.append)
        with pytest.raises(LibraryLocked):
            indexing.catch_up(library)
        with pytest.raises(LibraryLocked):
            indexing.reindex(library)
    assert waits[1:] == [indexing.FOLLOW_WAIT_S, indexing.WAIT_S, indexing.WAIT_S]
    (notice,) = told
    assert isinstance(notice, Notice)
    assert notice.text.endswith("; the newest articles will be found a little later")


def test_an_index_that_cannot_be_written_answers_as_it_is(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library, "heron")
    indexing.write_changes(library)
    save(library, "bittern")

    def full(*_: object, **__: object) -> None:
        raise LibraryError("the disk is full")

    monkeypatch.setattr(type(library.index), "write", full)
    told: list[Event] = []
    indexing.make_ready(library, told.append)
    assert told == [
        Notice("the index is not up to date (the disk is full); the newest articles may be missing")
    ]
    monkeypatch.setattr(type(library.index), "state", lambda _: "damaged")
    monkeypatch.setattr(type(library.index), "rebuild", full)
    told.clear()
    assert not indexing.make_ready(library, told.append)
    assert told == [Notice("searching without an index, which is slower (the disk is full)")]


def test_a_cache_that_cannot_be_made_is_told_with_its_next_step(places: LibraryPaths, tmp_path: Path) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
        session.index.folder.parent.parent.mkdir(parents=True, exist_ok=True)
        session.index.folder.parent.write_text("a file where a folder should be")
        with pytest.raises(LibraryError, match="the search index cannot be written") as caught:
            indexing.catch_up(session)
        with pytest.raises(LibraryError, match="the articles are saved, and a later search indexes them"):
            indexing.follow(session)
    assert "the articles are saved" in caught.value.message
    assert caught.value.subject == str(session.index.folder.parent)
    assert "BROADSHEET_CACHE_DIR" in caught.value.hint


def test_what_waits_is_grouped_where_the_index_is_written(places: LibraryPaths) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
    with opened(places, writes_index=False) as session:
        indexing.make_grouped(session)
        assert clustering.is_waiting(session)
    with opened(places, writes_index=True) as session:
        indexing.make_grouped(session)
        assert not clustering.is_waiting(session)


def test_an_index_that_lost_its_newest_commits_is_rebuilt(places: LibraryPaths, tmp_path: Path) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
        indexing.catch_up(session)
        index = session.index.folder
    shutil.copytree(index, tmp_path / "before")
    with opened(places, writes_index=True) as session:
        save(session, "bittern")
        indexing.catch_up(session)
    shutil.rmtree(index)
    (tmp_path / "before").rename(index)
    with opened(places, writes_index=True) as session:
        assert search.count(session, "bittern") == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damage_that_is_met_while_writing_has_the_index_rebuilt_at_once(places: LibraryPaths) -> None:
    with opened(places, writes_index=True) as session:
        save(session, "heron")
        indexing.catch_up(session)
        (session.index.folder / "_MAIN_9.toc").touch()
    with opened(places, writes_index=True) as session:
        save(session, "bittern")
        assert indexing.write_changes(session) == 2
        assert session.index.state() == "ok"
    gc.collect()  # Whoosh leaves the file open that it cannot read
