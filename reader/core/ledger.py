"""How do many small writes share one commit? Each waits a moment for others; each is whole or not done by itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from reader.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.store.connection import Library

T = TypeVar("T")

WAIT_S = 0.03
"""How long a write waits for others: a commit brings the disk to rest, which takes up to some ms."""

MOST = 16
"""Writes in one commit: so few that others who write to the library are not held up."""


class Ledger:
    """Writes to the library that are done in common transactions, in the order in which they came."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._waiting: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []
        self._due: asyncio.TimerHandle | None = None

    async def write(self, change: Callable[[], T]) -> T:
        """What `change` gives, once it is on the disk. It runs within a transaction; what it raises undoes it alone."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append((change, done))
        if len(self._waiting) >= MOST:
            self._commit()
        elif self._due is None:
            self._due = loop.call_later(WAIT_S, self._commit)
        return await done

    def _commit(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
        batch, self._waiting = self._waiting, []
        results: list[tuple[asyncio.Future[Any], Any]] = []
        try:
            with self._library.transaction():
                for change, done in batch:
                    try:
                        with self._library.transaction():
                            results.append((done, change()))
                    except LibraryError:
                        raise  # SQLite may have taken the others' changes back with it
                    except Exception as error:  # noqa: BLE001 - it belongs to the one who asked for the change
                        _settle(done, error=error)
        except Exception as error:  # noqa: BLE001 - nothing of the batch was kept: all who wait are told
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
