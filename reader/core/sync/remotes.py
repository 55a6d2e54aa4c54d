"""Opens the server of an account behind the interface that it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.errors import FetchError

if TYPE_CHECKING:
    from reader.fetch.client import Client
    from reader.store.accounts import Account
    from reader.sync.remote import Interface, Remote


class FoundServer(NamedTuple):
    """A server, the interface that it speaks, and the address by which that is reached."""

    interface: Interface
    url: str
    remote: Remote


async def find(client: Client, url: str, user: str, password: str) -> FoundServer:
    """Finds out which interface an address speaks. Raises FetchError."""
    raise FetchError("this version cannot reach servers yet", subject=url)


async def open_remote(client: Client, account: Account, password: str) -> Remote:
    """Gives the server of an account; no request is made. Raises FetchError."""
    raise FetchError("this version cannot reach servers yet", subject=account.name)
