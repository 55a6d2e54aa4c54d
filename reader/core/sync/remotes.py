"""Opens the server of an account behind the interface that it speaks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

from reader.core.sync.http import sender
from reader.sync import interfaces

if TYPE_CHECKING:
    from reader.fetch.client import Client
    from reader.store.accounts import Account
    from reader.sync.remote import Capabilities, Interface, Remote


class FoundServer(NamedTuple):
    """A server: the interface that it speaks, the address and the user to be kept, and what it can do."""

    interface: Interface
    url: str
    user: str
    capabilities: Capabilities


async def find(client: Client, url: str, user: str, password: str) -> FoundServer:
    """Finds out which interface an address speaks, and what the server can do. Without a user the password is a token.
    Raises FetchError."""
    name = urlsplit(url).netloc.rpartition("@")[2]
    connect = partial(sender, client, name=name, secrets=(password,))
    found = await interfaces.probe(connect, url, name=name, user=user, secret=password)
    return FoundServer(found.interface, found.address, found.user, found.capabilities)


async def open_remote(client: Client, account: Account, password: str) -> Remote:
    """Gives the server of an account; no request is made."""
    send = sender(client, account.url, name=account.name, secrets=(password,))
    return interfaces.remote(
        cast("Interface", account.interface), send, name=account.name, user=account.login, secret=password
    )
