"""The index is brought up to date by the worker before it is searched."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from unittest.mock import AsyncMock, Mock, call

import pytest

from reader.core.events import JobDone
from reader.errors import LibraryLocked
from reader.tui import index_updates
from reader.tui.index_updates import IndexUpdates


class Library:
    """Says whether the index is behind."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        self.lanes: list[str] = []

    async def ask(self, work: object, lane: str) -> bool:
        self.lanes.append(lane)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Worker:
    """Ends its jobs when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[str] = []
        self.is_busy = False
        self.end = asyncio.Event()

    async def do(self, job: str) -> JobDone:
        self.jobs.append(job)
        await self.end.wait()
        return JobDone(job=job, summary="")


def updates(library: Library, worker: Worker) -> IndexUpdates:
    return IndexUpdates(cast("Any", library), cast("Any", worker))


async def test_an_index_that_is_up_to_date_is_not_waited_for() -> None:
    library, worker = Library(False), Worker()
    await updates(library, worker).done()
    assert library.lanes == ["find"]
    assert worker.jobs == []


async def test_what_the_index_answers_is_one_question_where_it_is_up_to_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session: Any = object()
    behind = [False, True, True]

    class Asked(Library):
        async def ask(self, work: Any, lane: str) -> Any:
            self.lanes.append(lane)
            return work(session)

    monkeypatch.setattr(index_updates, "_is_behind", lambda _: behind.pop(0))
    library, worker = Asked(), Worker()
    index = updates(library, worker)
    work = Mock(return_value="found")
    assert await index.ask(work) == ("found", True)
    assert library.lanes == ["find"]
    assert await index.ask(work, 0.0) == ("found", False)
    assert (worker.jobs, len(library.lanes), work.call_count) == (["index"], 3, 2)
    worker.is_busy = True  # as it is at that
    worker.end.set()
    assert await index.ask(work) == ("found", True)
    assert (behind, len(library.lanes)) == ([True], 4)
    assert work.call_args_list == [call(session)] * 3


async def test_it_is_late_only_while_the_worker_does_something_else() -> None:
    library, worker = Library(True, False), Worker()
    index = updates(library, worker)
    assert not await index.is_late()
    worker.is_busy = True
    assert await index.is_late()
    assert not await index.is_late()
    assert library.lanes == ["find", "find"]


async def test_all_who_need_it_wait_for_one_update() -> None:
    library, worker = Library(True, True, True), Worker()
    index = updates(library, worker)
    waiting = [asyncio.create_task(index.done()) for _ in range(2)]
    await asyncio.sleep(0.01)
    assert worker.jobs == ["index"]
    assert not any(task.done() for task in waiting)
    worker.end.set()
    await asyncio.gather(*waiting)
    await index.done()
    assert worker.jobs == ["index", "index"]


async def test_an_update_that_fails_is_told_to_all_who_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker()
    monkeypatch.setattr(worker, "do", AsyncMock(side_effect=LibraryLocked("another process writes it")))
    with pytest.raises(LibraryLocked):
        await updates(Library(True), worker).done(3600.0)


async def test_who_waits_no_longer_hears_that_it_goes_on() -> None:
    library, worker = Library(True, True), Worker()
    index = updates(library, worker)
    assert not await index.done(0.0)
    worker.end.set()
    assert await index.done(3600.0)
    assert worker.jobs == ["index"]


async def test_who_gives_up_waiting_ends_the_update_for_nobody() -> None:
    worker = Worker()
    index = updates(Library(True, True), worker)
    first, second = (asyncio.create_task(index.done()) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    worker.end.set()
    await second
    assert first.cancelled()
    assert worker.jobs == ["index"]


async def test_beside_other_work_the_index_answers_as_it_is() -> None:
    library, worker = Library(), Worker()
    worker.is_busy = True
    await updates(library, worker).done()
    assert library.lanes == worker.jobs == []


async def test_an_error_of_the_library_is_the_callers() -> None:
    with pytest.raises(LibraryLocked):
        await updates(Library(LibraryLocked("it is held")), Worker()).done()
