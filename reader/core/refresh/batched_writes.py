"""Batches small writes to the library: they share a commit, and each is still whole or not done by itself.

A commit waits for the disk, so that one for each of hundreds of feeds would take longer than the feeds themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

from reader import log
from reader.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.store.library import Library

T = TypeVar("T")
_Write = tuple["Callable[[], Any]", "asyncio.Future[Any]"]

WAIT_S = 0.02
"""Seconds that a write waits for others."""

MOST = 16
"""Writes in one commit: some ten ms of work, for which other processes may have to wait."""


class BatchedWrites:
    """Queues writes and does them in common transactions, in the order in which they came.

    Other tasks run between two writes of a transaction: none of them may use the library but through this.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._waiting: list[_Write] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, change: Callable[[], T]) -> T:
        """Runs `change` within a transaction and returns its result once that is committed; what it raises undoes it
        alone."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, done))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await done

    async def close(self) -> None:
        """Gives up what is not committed."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _work(self) -> None:
        try:
            while self._waiting:
                if len(self._waiting) < MOST:
                    await asyncio.sleep(WAIT_S)
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._commit(batch)
        finally:
            self._task = None

    async def _commit(self, batch: list[_Write]) -> None:
        results: list[tuple[asyncio.Future[Any], Any]] = []
        try:
            with self._library.transaction():
                for change, done in batch:
                    try:
                        with self._library.transaction():
                            results.append((done, change()))
                    except LibraryError:
                        raise  # SQLite may have taken the others' changes back with it
                    except Exception as error:  # it belongs to the one who asked for the change
                        log.exception("writing to the library")
                        _settle(done, error=error)
                    await asyncio.sleep(0)  # answers of servers are taken meanwhile
        except Exception as error:  # nothing of the batch was kept: all who wait get the error
            log.exception("committing writes to the library")
            for _, done in batch:
                _settle(done, error=error)
        for done, result in results:
            _settle(done, result)


def _settle(done: asyncio.Future[Any], result: object = None, *, error: Exception | None = None) -> None:
    if done.done():  # whoever waited was cancelled, or told of an error already
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(result)
