"""Asks the shared archive for the screen, in a thread with an event loop of its own: nothing of it runs on the screen's."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, TypeVar

from reader.core.archive import access

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.archive.protocol import Archive
    from reader.config.archive_place import ArchivePlace

T = TypeVar("T")

CLOSES_S = 1.0
"""Seconds that the reader waits for its connections to end."""


class ArchiveThread:
    """The archive at a place. It is opened by the first question; whoever asks and is cancelled cancels the question at
    the server, but never the opening, which may ask a person for a password."""

    def __init__(self, place: ArchivePlace) -> None:
        self.place = place
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._opening: asyncio.Task[Archive] | None = None
        self._thread = threading.Thread(target=self._run, name="archive", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def ask(self, work: Callable[[Archive], Awaitable[T]]) -> T:
        """Runs `work` with the archive on its thread, and returns what it returns or raises what it raises. Raises
        ArchiveError and UsageError where it cannot be opened."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._done(work), self._loop))

    async def _done(self, work: Callable[[Archive], Awaitable[T]]) -> T:
        if self._opening is None:
            self._opening = asyncio.create_task(self._stack.enter_async_context(access.opened(self.place)))
        return await work(await asyncio.shield(self._opening))

    def forget(self) -> None:
        """Opens the archive anew for the next question: its password may be another one by now."""
        asyncio.run_coroutine_threadsafe(self._let_go(), self._loop)

    async def _let_go(self) -> None:
        opening, self._opening = self._opening, None
        stack, self._stack = self._stack, AsyncExitStack()
        if opening is not None:
            opening.cancel()
            await asyncio.wait([opening])
        await stack.aclose()

    async def close(self) -> None:
        """Ends what is under way and all connections; a server that hangs is not waited for."""
        try:
            ended = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
            await asyncio.wait_for(asyncio.wrap_future(ended), CLOSES_S)
        except TimeoutError:
            pass
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join, CLOSES_S)

    async def _end(self) -> None:
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._let_go()
