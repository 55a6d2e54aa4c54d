"""Whose turn is it? A few things that many want, one at a time each; some wait until nobody else does."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class Checkout(Generic[T]):
    """Things that are taken and given back. Whoever came first is served first, those who take `last` after all."""

    def __init__(self, things: Iterable[T]) -> None:
        self._idle = list(things)[::-1]
        self._queues: tuple[deque[asyncio.Future[T]], deque[asyncio.Future[T]]] = (deque(), deque())

    async def take(self, *, last: bool = False) -> T:
        """One of the things, as soon as it is this one's turn."""
        if self._idle:
            return self._idle.pop()
        mine: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queues[last].append(mine)
        try:
            return await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.give(mine.result())
            raise

    def give(self, thing: T) -> None:
        """Give one back."""
        for queue in self._queues:
            while queue:
                waiting = queue.popleft()
                if not waiting.done():
                    waiting.set_result(thing)
                    return
        self._idle.append(thing)
