"""The three ways out to the net, each with connections of its own, so that none is used under another's rule.

`public` reaches public addresses only, `private` all others only, `proxy` whatever the proxy's address is.
The rule is enforced where the socket is made: after every look-up, for every literal address, at every hop.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from reader.fetch.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.fetch.addresses import Resolver

_FIELD_SIZE = 65_536
"""Bytes of one response header: policies of big sites outgrow aiohttp's 8,190."""


class _Look(AbstractResolver):
    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del family  # both are asked for; the connector tries them side by side
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self._resolver.addresses(host)
        ]

    async def close(self) -> None:
        """The client closes its resolver."""


def door(resolver: Resolver, allows: Callable[[str], bool]) -> aiohttp.ClientSession:
    """A session that connects to the IP addresses that `allows` accepts; to all others it raises Refused."""

    def make_socket(info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        if not allows(str(address[0])):
            raise Refused("address refused")
        return socket.socket(family, kind, protocol)

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=_Look(resolver), socket_factory=make_socket, limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        max_line_size=_FIELD_SIZE,
        max_field_size=_FIELD_SIZE,
        max_headers=256,
    )
