"""Connections to the net: three ways out, and the proxy that a request goes through.

Each way has connections of its own, so that none is used under another's rule: `public` reaches public addresses only,
`private` all others only, `proxy` whatever the proxy's address is. The rule is enforced where the socket is made: after
every look-up, for every literal address, at every hop.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from reader.errors import FetchError
from reader.fetch.addresses import is_loopback, literal
from reader.fetch.failures import Refused
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.fetch.addresses import Resolver

_SOCKS_BY_ADDRESS = "socks5"
_SOCKS_BY_NAME = "socks5h"
"""The schemes of a SOCKS proxy, by what it is asked for: an address that was looked up here, or a name."""

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


def open_session(resolver: Resolver, allows: Callable[[str], bool]) -> aiohttp.ClientSession:
    """A session that connects to the IP addresses that `allows` accepts; to all others it raises Refused."""

    def make_socket(info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        if not allows(str(address[0])):
            raise Refused("address refused")
        return socket.socket(family, kind, protocol)

    return _session(aiohttp.TCPConnector(resolver=_Look(resolver), socket_factory=make_socket, limit=0))


def _session(connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
    """A session over these connections: without cookies, bodies as they come, headers bounded."""
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        max_line_size=_FIELD_SIZE,
        max_field_size=_FIELD_SIZE,
        max_headers=256,
    )


def open_socks_session(
    proxy: str, resolver: Resolver, allows: Callable[[str], bool]
) -> aiohttp.ClientSession:
    """A session through a SOCKS proxy, to addresses that `allows` accepts: as in `open_session`, but only where names are
    looked up here. Raises FetchError where the extra is not installed."""
    try:
        from reader.fetch.socks import SocksConnector
    except ModuleNotFoundError as error:
        raise FetchError(
            "a SOCKS proxy needs the optional package aiohttp-socks",
            subject=urls.masked(proxy),
            hint="install broadsheet with its extra: pip install 'broadsheet[socks]'",
            word="proxy",
        ) from error
    return _session(SocksConnector(proxy, None if looks_up_names(proxy) else resolver, allows))


class Proxies:
    """HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY of `environ`, in either case; the lower-case name wins."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._named = {
            name: environ.get(f"{name}_proxy", environ.get(f"{name.upper()}_PROXY", "")).strip()
            for name in ("http", "https", "all", "no")
        }

    def of(self, url: str) -> str | None:
        """The proxy's address, or None for a direct connection. This machine is always asked directly.

        Raises FetchError for a proxy that is neither http, https nor SOCKS5: going round it in silence could tell the net
        what the proxy is there to hide.
        """
        parts = urlsplit(url)
        proxy = self._named.get(parts.scheme) or self._named["all"]
        if not proxy or is_loopback(parts.hostname or "") or _is_direct(parts, self._named["no"]):
            return None
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        if not urls.is_http(proxy) and not is_socks(proxy):
            raise FetchError(
                f"the proxy {urls.masked(proxy)} is not an http, https, socks5 or socks5h address",
                subject=urls.masked(url),
                hint="set HTTP_PROXY and HTTPS_PROXY to an http or socks5 proxy, or add the host to NO_PROXY",
                word="proxy",
            )
        return proxy


def is_socks(proxy: str) -> bool:
    """Tells whether it is the address of a SOCKS5 proxy."""
    try:
        parts = urlsplit(proxy)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in (_SOCKS_BY_ADDRESS, _SOCKS_BY_NAME) and bool(parts.hostname)


def looks_up_names(proxy: str | None) -> bool:
    """Tells whether a name is the proxy's to look up: not without a proxy, nor for one of `socks5://`."""
    return proxy is not None and urlsplit(proxy).scheme != _SOCKS_BY_ADDRESS


def _is_direct(parts: SplitResult, no_proxy: str) -> bool:
    """Tells whether NO_PROXY names the host: a host, a domain, either with a port, a range of addresses, or `*`."""
    host = (parts.hostname or "").lower()
    for rule in filter(None, (rule.strip().lower() for rule in no_proxy.split(","))):
        if rule == "*" or _in_range(host, rule):
            return True
        name = rule.lstrip("*").lstrip(".")
        if any(one == name or one.endswith(f".{name}") for one in (host, f"{host}:{parts.port}")):
            return True
    return False


def _in_range(host: str, rule: str) -> bool:
    ip = literal(host) if "/" in rule else None
    try:
        return ip is not None and ip in ipaddress.ip_network(rule, strict=False)
    except ValueError:
        return False
