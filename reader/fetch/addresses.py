"""Decides which network addresses may be asked: public ones always, all others only where a person named them."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST = ipaddress.IPv6Network("2000::/3")
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))
_NUMERIC = re.compile(r"[0-9a-fx.]+", re.IGNORECASE)

RESOLVER_THREADS = 32
"""As many as there are connections, so that names of dead servers do not hold up the names of others."""


_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that are kept for examples: a way there leads through any network, and nothing is sent."""


class NoNetwork(socket.gaierror):
    """No name can be looked up, since this computer has no network."""


class Resolver(Protocol):
    """Finds the addresses of a host name."""

    async def addresses(self, host: str) -> list[str]:
        """IPv4 and IPv6 addresses, the preferred one first, never an empty list; raises `socket.gaierror`."""

    def close(self) -> None:
        """Gives up what is still being looked up."""


class SystemResolver:
    """The system's resolver, in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="resolver")

    async def addresses(self, host: str) -> list[str]:
        """The addresses that the system finds."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Does not wait for look-ups that hang."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except UnicodeError:  # a label that is empty or longer than 63 characters
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from None
    except socket.gaierror as error:
        if not any(_has_way(family, address) for family, address in _FAR):
            raise NoNetwork(
                error.errno, "no network"
            ) from error  # many systems say then that there is no such host
        raise
    return [str(address[0]) for *_, address in found]


def _has_way(family: socket.AddressFamily, address: str) -> bool:
    """Tell whether this computer knows a way to an address. Such a socket connects without a packet."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((address, 9))
    except OSError:
        return False
    return True


def literal(host: str) -> IPAddress | None:
    """The address that a URL's host spells out, in any form that the system's look-up understands, or None for a name.

    `127.1`, `0x7f000001` and `2130706433` are all 127.0.0.1; `localhost` and names below it are loopback by standard.
    """
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return ipaddress.IPv4Address("127.0.0.1")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(host):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_public(address: str) -> bool:
    """Tells whether an IP address is one of the public internet.

    Stricter than `ipaddress.is_global`, which lets multicast and most ways to write an IPv4 address within IPv6 pass.
    A NAT64 address is what the IPv4 address in it is; 6to4 and Teredo, which nobody serves feeds by, are not public.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is None:
            return ip in _UNICAST and ip.is_global and not any(ip in tunnel for tunnel in _TUNNELS)
        ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_loopback(host: str) -> bool:
    """Tells whether a URL's host, as it is written, is this machine."""
    ip = literal(host)
    return ip is not None and ip.is_loopback
