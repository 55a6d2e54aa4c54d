"""Connects through a SOCKS5 proxy; needs the extra `socks`, and is imported only where such a proxy is named.

With `socks5://` names are looked up here, and each address passes the rule of its way out as it would without a proxy:
what is checked is what the proxy is asked for. With `socks5h://` the proxy looks names up, where no rule of ours reaches.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import python_socks
from aiohttp_socks import ProxyConnector, ProxyType

from reader.fetch import addresses
from reader.fetch.failures import ProxyFailed, Refused

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from ssl import SSLContext

    from aiohttp.client_proto import ResponseHandler

    from reader.fetch.addresses import Resolver

USUAL_PORT = 1080

_OF_THE_SERVER = {3: errno.ENETUNREACH, 4: errno.EHOSTUNREACH, 5: errno.ECONNREFUSED, 6: errno.EHOSTUNREACH}
"""Replies that are about the server (RFC 1928, section 6), as the errors of a direct connection; all others are about the
proxy."""


class SocksConnector(ProxyConnector):
    """Connects through the proxy. Where `resolver` is given names are looked up here, and only addresses that `allows`
    accepts are asked for; to all others it raises Refused."""

    def __init__(self, proxy: str, resolver: Resolver | None, allows: Callable[[str], bool]) -> None:
        parts = urlsplit(proxy)
        super().__init__(
            parts.hostname or "",
            parts.port or USUAL_PORT,
            ProxyType.SOCKS5,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            limit=0,
        )
        self._names = resolver
        self._allows = allows

    async def _connect_via_proxy(
        self,
        host: str,
        port: int,
        ssl: SSLContext | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the connector's
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        asked = host if self._names is None else await self._address(host, self._names)
        try:
            transport, protocol = await super()._connect_via_proxy(asked, port, None, timeout)
        except (python_socks.ProxyConnectionError, python_socks.ProxyTimeoutError) as error:
            raise ProxyFailed("the proxy cannot be reached") from error
        except python_socks.ProxyError as error:
            if (number := _OF_THE_SERVER.get(error.error_code or 0)) is not None:
                raise OSError(number, "said by the proxy") from error
            raise ProxyFailed("the proxy refused the connection") from error
        if ssl is None:
            return transport, protocol
        # Here, not by the connector: the certificate is the name's, while the proxy may have been asked for an address.
        try:
            secured = await self._loop.start_tls(transport, protocol, ssl, server_hostname=host.rstrip("."))
        except BaseException:
            transport.close()
            raise
        if secured is None:
            raise ConnectionResetError(errno.ECONNRESET, "closed during the handshake")
        protocol.connection_made(secured)
        return secured, protocol

    async def _address(self, host: str, resolver: Resolver) -> str:
        """The address that the proxy is asked for: one of the host's that is allowed, IPv4 first, since a proxy may know
        nothing else."""
        ip = addresses.literal(host)
        found = [str(ip)] if ip is not None else await resolver.addresses(host)
        allowed = sorted(filter(self._allows, found), key=lambda address: ":" in address)
        if not allowed:
            raise Refused("address refused")
        return allowed[0]
