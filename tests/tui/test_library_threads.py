"""Threads that read and write the library: each kind of work has its own, in order; changes are never lost."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from reader.core import lists
from reader.core.session import LibraryPaths, Session, local_now
from reader.errors import BroadsheetError, LibraryError, NothingFound
from reader.store.library import Library
from reader.tui import library_threads
from reader.tui.library_threads import LANES, LibraryThreads
from tests.support import household

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.tui.library_threads import Lane

KINDS: tuple[Lane, ...] = ("read", "write")


@pytest.fixture
def threads(tmp_path: Path) -> Iterator[LibraryThreads]:
    found = LibraryThreads(household.places(tmp_path), lambda: household.NOW)
    yield found
    found.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("library-")]


async def test_each_lane_is_a_thread_with_a_session_of_its_own(threads: LibraryThreads) -> None:
    found = [
        await threads.ask(lambda session: (threading.current_thread().name, id(session)), lane)
        for lane in (*LANES, *LANES)
    ]
    assert [name for name, _ in found[:4]] == [f"library-{lane}_0" for lane in LANES]
    assert len({number for _, number in found[:4]}) == 4
    assert found[4:] == found[:4]


async def test_the_clock_is_the_one_that_was_given_and_the_index_is_not_written(
    threads: LibraryThreads,
) -> None:
    assert await threads.ask(lambda session: session.now()) == household.NOW
    assert await threads.ask(lambda session: session.writes_index) is False


async def test_the_parser_is_loaded_by_the_thread_that_opens_articles(
    threads: LibraryThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(
        library_threads, "_load_articles", lambda: loaded.append(threading.current_thread().name)
    )
    threads.prepare()
    await threads.ask(lambda _: None, "read")
    assert loaded == ["library-read_0"]


def test_nothing_is_loaded_once_the_threads_have_ended(tmp_path: Path) -> None:
    threads = LibraryThreads(household.places(tmp_path), lambda: household.NOW)
    threads.close()
    threads.prepare()


async def test_errors_are_the_callers(threads: LibraryThreads) -> None:
    def fail(session: Session) -> None:
        raise NothingFound("there is no such thing")

    with pytest.raises(NothingFound):
        await threads.ask(fail, "write")
    assert await threads.ask(lambda _: 3, "write") == 3


async def test_a_question_that_nobody_waits_for_any_more_is_not_worked_on_but_a_change_is(
    threads: LibraryThreads,
) -> None:
    done: list[str] = []
    gate = threading.Event()
    held = [asyncio.create_task(threads.ask(lambda _: gate.wait(10), lane)) for lane in KINDS]
    await asyncio.sleep(0)
    given_up = [asyncio.create_task(threads.ask(partial(_do, done, lane), lane)) for lane in KINDS]
    await asyncio.sleep(0)
    for task in given_up:
        task.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*held)
    await threads.ask(lambda _: None, "write")
    assert done == ["write"]


def _do(done: list[str], what: str, session: Session) -> None:
    del session
    done.append(what)


def test_what_is_posted_is_done_even_if_the_reader_ends_at_once(tmp_path: Path) -> None:
    threads = LibraryThreads(household.places(tmp_path), lambda: household.NOW)
    done: list[str] = []
    for number in (1, 2, 3):
        threads.post(partial(_do, done, str(number)))
    threads.close()
    assert done == ["1", "2", "3"]


async def test_the_first_list_is_read_once_and_ahead_of_the_screen(
    threads: LibraryThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Session] = []
    front = lists.front

    def counted(session: Session) -> lists.FirstList:
        asked.append(session)
        return front(session)

    monkeypatch.setattr(lists, "front", counted)
    threads.begin_front()
    assert (await threads.front()).counts.is_empty
    assert len(asked) == 1
    other = LibraryThreads(threads.places, lambda: household.NOW)
    assert (await other.front()).counts.is_empty
    assert len(asked) == 2
    other.close()


async def test_all_sessions_read_the_settings_again(
    threads: LibraryThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr(
        Session, "forget_settings", lambda session: forgotten.append(threading.current_thread().name)
    )
    threads.forget_settings()
    for lane in LANES:
        await threads.ask(lambda _: None, lane)
    assert sorted(forgotten) == sorted(f"library-{lane}_0" for lane in LANES)


async def test_a_library_that_is_moved_away_is_not_begun_again(threads: LibraryThreads) -> None:
    await threads.ask(lambda _: None)
    path = threads.places.library
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(BroadsheetError, match="there is no library yet"):
        await threads.ask(lambda _: None, "write")
    assert not path.exists()


async def test_another_library_in_its_place_is_not_written_to(
    threads: LibraryThreads, tmp_path: Path
) -> None:
    await threads.ask(lambda _: None)
    path = threads.places.library
    path.rename(path.with_name("elsewhere.db"))
    Library.open(path).close()
    with pytest.raises(LibraryError, match="moved, deleted or replaced"):
        await threads.ask(lambda _: None, "write")


async def test_all_lanes_at_once_make_one_library(tmp_path: Path) -> None:
    threads = LibraryThreads(LibraryPaths(tmp_path / "new.db", tmp_path / "c", tmp_path / "s"), local_now)
    try:
        found = await asyncio.gather(
            *(threads.ask(lambda session: session.library.id, lane) for lane in LANES)
        )
    finally:
        threads.close()
    assert len(set(found)) == 1
