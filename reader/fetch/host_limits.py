"""Decides when a host may be asked again within a run: one request at a time, a pause between two, a limit over all hosts."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

_KEPT = 256
"""Hosts remembered at least; of more, those that nobody waits for are forgotten now and then."""


@dataclass(slots=True)
class _Gate:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    visited: float = -math.inf


class HostLimits:
    """One gate a host, at most `limit` visits at once over all hosts.

    `clock` gives seconds that never go back, `sleep` waits that many of them; tests replace both.
    """

    def __init__(
        self,
        limit: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._slots = asyncio.Semaphore(limit)
        self._gates: dict[str, _Gate] = {}
        self._most = _KEPT

    @asynccontextmanager
    async def visit(self, host: str, *, pause: float) -> AsyncIterator[None]:
        """Holds the host's only place. `pause` is in seconds from the start of the last visit to the start of this one.

        The pause is waited for before a slot is taken, so that hosts do not wait for each other's pauses.
        """
        gate = self._gates.setdefault(host, _Gate())
        gate.users += 1
        try:
            async with gate.lock:
                await self._sleep(max(gate.visited + pause - self._clock(), 0))
                async with self._slots:
                    gate.visited = self._clock()
                    yield
        finally:
            gate.users -= 1
            if len(self._gates) > self._most:
                self._forget(self._clock() - 60)
                self._most = max(_KEPT, 2 * len(self._gates))

    def _forget(self, before: float) -> None:
        idle = [host for host, gate in self._gates.items() if not gate.users and gate.visited < before]
        for host in idle:
            del self._gates[host]
