"""Finds the interface that an address speaks, and makes its `Remote`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from reader.errors import FetchError
from reader.frozen import dataclass
from reader.sync.answers import MOVED, OTHER_SERVER, QUOTA, REFUSED, SWITCHED_OFF

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.sync.google_reader import Pairs
    from reader.sync.remote import Capabilities, Interface, Remote, Send

GOOGLE_READER_PATHS = ("", "/api/greader.php", "/p/api/greader.php", "/rest/googlereader")
"""Below an address: itself (BazQux, Inoreader, Miniflux), FreshRSS twice, CommaFeed."""

_TAILS = re.compile(r"(?:/v1|/reader/api/0|/accounts/ClientLogin|/i|/index\.php)?/*$")
"""Ends of addresses that people copy from a browser or from the manual of a server."""

_TELLING = (SWITCHED_OFF, REFUSED, QUOTA, MOVED)
"""Failures that tell more than that no such server is there, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInterface:
    """The interface that an address speaks. `address` and `user` are those to be kept: they can differ from those given. `remote` is
    logged in."""

    interface: Interface
    address: str
    user: str
    capabilities: Capabilities
    remote: Remote


def remote(
    interface: Interface, send: Send, *, name: str, user: str, secret: str, headers: Pairs = ()
) -> Remote:
    """The `Remote` of an account; `send` sends to its address. `headers` go along where the interface is Google Reader's."""
    if interface == "miniflux":
        from reader.sync.miniflux import Miniflux  # late, as the other: an account speaks one of them

        return Miniflux(send, name=name, user=user, secret=secret)
    from reader.sync.google_reader import GoogleReader

    return GoogleReader(send, name=name, user=user, secret=secret, headers=headers)


async def probe(
    connect: Callable[[str], Send], address: str, *, name: str, user: str, secret: str, headers: Pairs = ()
) -> FoundInterface:
    """Finds the interface that an address speaks, its own one first: it costs less. `connect` gives the way to an address.

    Without a user the secret is a token, and with one that Miniflux refuses it is tried as a token, too. Raises FetchError
    with the next step: wrong password, interface switched off, no such server, server down.
    """
    base = base_of(address)
    tries = [("miniflux", base, one) for one in dict.fromkeys((user, ""))]
    tries += [("google-reader", f"{base}{path}", user) for path in GOOGLE_READER_PATHS if user]
    failures: list[FetchError] = []
    for interface, where, who in tries:
        known: Interface = "miniflux" if interface == "miniflux" else "google-reader"
        found = remote(known, connect(where), name=name, user=who, secret=secret, headers=headers)
        try:
            capabilities = await found.probe()
        except FetchError as error:
            if error.status is None and error.word not in (OTHER_SERVER, *_TELLING):
                raise  # no answer: the others will not come either
            failures.append(error)
        else:
            return FoundInterface(
                interface=known, address=where, user=who, capabilities=capabilities, remote=found
            )
    raise _most_telling(failures, name, has_user=bool(user))


def base_of(address: str) -> str:
    """The address without what people copy along: the path of a page or of a request, a query."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, _TAILS.sub("", parts.path), "", ""))


def _most_telling(failures: list[FetchError], name: str, *, has_user: bool) -> FetchError:
    for word in _TELLING:
        if found := next((error for error in failures if error.word == word), None):
            return found
    if found := next((error for error in failures if error.status is not None and error.status >= 500), None):
        return found
    return FetchError(
        "no server answers there that broadsheet can sync with",
        subject=name,
        hint="give the address of Miniflux, or that of FreshRSS's API, which ends in /api/greader.php"
        + ("" if has_user else "; every server except Miniflux needs a user name"),
        word=OTHER_SERVER,
    )
