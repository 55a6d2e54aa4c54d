"""A resolver without a net, and a TLS server whose certificate nobody trusts."""

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
    """Knows the names it is given and no others; `asked` is what was looked up."""

    def __init__(self, known: Mapping[str, Sequence[str]], *, error: int = socket.EAI_NONAME) -> None:
        self._known = known
        self._error = error
        self.asked: list[str] = []

    async def addresses(self, host: str) -> list[str]:
        self.asked.append(host)
        if host not in self._known:
            raise socket.gaierror(self._error, "made up")
        return list(self._known[host])

    def close(self) -> None:
        """Holds nothing."""


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
