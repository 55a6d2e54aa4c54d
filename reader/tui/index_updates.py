"""Brings the index up to date before it is searched: the worker process writes it, so that no key waits for that."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.events import JobDone
    from reader.core.session import Session
    from reader.tui.library_threads import LibraryThreads
    from reader.tui.worker_client import WorkerClient

T = TypeVar("T")


class IndexUpdates:
    """At most one update at a time, which all who need the index wait for."""

    def __init__(self, library: LibraryThreads, worker: WorkerClient) -> None:
        self._library = library
        self._worker = worker
        self._running: asyncio.Task[JobDone] | None = None

    async def done(self, most: float | None = None) -> bool:
        """Wait until the index holds what the library holds, at most so many seconds; False where it does not yet. While the
        worker is busy with something else the index stays as it is. Errors of the library are the caller's."""
        if not self._worker.is_busy and await self._library.ask(_is_behind, "find"):
            self._begin()
        return await self._wait(most)

    async def ask(self, work: Callable[[Session], T], most: float | None = None) -> tuple[T, bool]:
        """Ask the library for what the index answers, and tell whether that holds what the library holds: it is waited for as
        by `done`. Where it does already, as mostly while one types, this is one question in place of two."""
        if not self._worker.is_busy:
            if answer := await self._library.ask(partial(_if_whole, work=work), "find"):
                return answer[0], True
            self._begin()
        is_whole = await self._wait(most)
        return await self._library.ask(work, "find"), is_whole

    async def _wait(self, most: float | None) -> bool:
        if (running := self._running) is None:
            return True
        await asyncio.wait({running}, timeout=most)
        if not running.done():
            return False
        running.result()  # what made it fail
        return True

    async def is_late(self) -> bool:
        """Tell whether the index lacks articles that it gets only once the worker has done its present job."""
        return self._worker.is_busy and await self._library.ask(_is_behind, "find")

    def _begin(self) -> None:
        if self._running is None:
            self._running = asyncio.create_task(self._worker.do("index"))
            self._running.add_done_callback(self._ended)

    def _ended(self, _: asyncio.Task[JobDone]) -> None:
        self._running = None


def _is_behind(session: Session) -> bool:
    from reader.core import indexing  # late: nobody searches before the first list

    return indexing.is_behind(session)


def _if_whole(session: Session, work: Callable[[Session], T]) -> tuple[T] | None:
    return None if _is_behind(session) else (work(session),)
