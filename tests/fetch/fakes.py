"""A resolver without a net, a clock that only sleeping moves, and a TLS server whose certificate nobody trusts."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path


class Names:
    """Knows the names it is given and no others, for which it fails with `error`; `asked` is what was looked up."""

    def __init__(self, known: Mapping[str, Sequence[str]], *, error: int = socket.EAI_NONAME) -> None:
        self._known = dict(known)
        self.error = error
        self.asked: list[str] = []

    def add(self, host: str, address: str) -> None:
        self._known[host] = [address]

    async def addresses(self, host: str) -> list[str]:
        self.asked.append(host)
        if host not in self._known:
            raise socket.gaierror(self.error, "made up")
        return list(self._known[host])

    def close(self) -> None:
        """Holds nothing."""


class Time:
    """A clock for `Gates`: it stands still but for those who sleep by it. `slept` is how long they asked for, in turn."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        wakes = self.now + seconds
        for _ in range(20 if seconds else 1):  # whoever needs no time goes on first
            await asyncio.sleep(0)
        self.now = max(self.now, wakes)


@asynccontextmanager
async def tls_server(certificate: Path) -> AsyncIterator[int]:
    """The port of a server on loopback that does TLS with a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(close, "127.0.0.1", 0, ssl=context)
    async with server:
        yield int(server.sockets[0].getsockname()[1])
