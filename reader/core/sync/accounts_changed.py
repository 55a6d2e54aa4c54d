"""Adds accounts at servers, moves feeds to a server and back, and unsubscribes from feeds there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.core import secrets
from reader.core.events import Progress, silent
from reader.core.refresh import run as refresh_run
from reader.core.sync import remotes
from reader.errors import FetchError, UsageError
from reader.fetch.client import Client
from reader.frozen import dataclass, replace
from reader.store.accounts import AccountGiven
from reader.text.urls import masked, typed, without_credentials

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from reader.core.events import Listener
    from reader.core.session import Session
    from reader.model import Feed
    from reader.store.accounts import Account
    from reader.sync.remote import Remote

    Leave = Callable[[Remote, Feed, str], Awaitable[None]]
    Move = Callable[[Remote, Feed], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Holds what became of feeds that were moved: those that were, and those that were not, each with its reason."""

    feeds: tuple[Feed, ...] = ()
    failed: tuple[tuple[Feed, FetchError], ...] = ()


def add(session: Session, url: str, *, user: str, secret: str, name: str | None = None) -> Account:
    """Adds the account of a user at a server, once that was asked what it can do. `secret` says where the password is
    found, or the token where `user` is empty. Raises UsageError or FetchError; nothing is added then."""
    address = typed(url)
    if address is None:
        raise UsageError(
            "not an http or https address", subject=masked(url), hint="use that of your server's start page"
        )
    if address != without_credentials(address):
        raise UsageError(
            "the address holds a password, which would be kept in the library",
            subject=masked(url),
            hint="leave it out; give --user, and with --password the place where it is found",
        )
    if not secrets.is_source(secret):
        raise UsageError(
            "give the place where the password is found, not the password",
            hint="use env:VARIABLE, cmd:PROGRAM ARGUMENT …, file:PATH or keyring:SERVICE/USER",
        )
    return session.library.accounts.add(
        asyncio.run(_asked(address, user, secret, name or urlsplit(address).hostname or address)),
        session.now(),
    )


async def _asked(address: str, user: str, secret: str, name: str) -> AccountGiven:
    password = await secrets.look_up(secret)
    async with Client() as client:
        found = await remotes.find(client, address, user, password)
    can = found.capabilities
    return AccountGiven(
        name=name,
        interface=found.interface,
        url=found.url,
        user=can.user or user,
        login=found.user,
        secret=secret,
        server=can.name,
        version=can.version,
        has_labels=can.has_labels,
        can_subscribe=can.can_subscribe,
        lacks=can.lacks,
    )


def adopt(session: Session, feeds: Sequence[Feed], account: Account, listen: Listener = silent) -> Moved:
    """Lets the account's server fetch feeds that were fetched from here until now. Their articles stay, and are joined
    with the server's at the next sync. Raises LibraryLocked while a refresh runs, which may fetch them."""
    for feed in feeds:
        if feed.account is not None:
            raise UsageError(f"{feed.server} already fetches this feed", subject=feed.title)
        if feed.url is None:
            raise UsageError("this feed has no address, so it cannot be fetched", subject=feed.title)
    if not account.can_subscribe:
        raise UsageError(
            "this server takes no new feeds from other programs",
            subject=account.place,
            hint="add the feed there; the next sync links it to the one here",
        )

    async def move(remote: Remote, feed: Feed) -> None:
        assert feed.url is not None
        there = await remote.subscribe(feed.url, title=feed.title, folder=feed.folder)
        session.library.remote_feeds.adopt(feed.id, account.id, there, session.now())

    with refresh_run.alone(session, "moving feeds"):
        return _as_they_are(session, asyncio.run(_moved(session, feeds, account, move, listen)))


def release(session: Session, feeds: Sequence[Feed], listen: Listener = silent) -> Moved:
    """Lets feeds be fetched from here that a server has fetched until now, and unsubscribes from them there. Their
    articles and marks stay. Raises LibraryLocked while a refresh runs, whose sync has them still."""
    for feed in feeds:
        if feed.account is None:
            raise UsageError("this feed is already fetched from here", subject=feed.title)
        if feed.url is None:
            raise UsageError(f"{feed.server} does not give its address", subject=feed.title)
    ids = session.library.remote_feeds

    async def leave(remote: Remote, feed: Feed, remote_id: str) -> None:
        # First here: one that the server keeps for whatever reason comes back with the next sync.
        ids.release(feed.id)
        await remote.unsubscribe(remote_id)
        ids.forget(feed.id)

    with refresh_run.alone(session, "moving feeds"):
        return _as_they_are(session, _left(session, feeds, leave, listen))


def unsubscribe(session: Session, feeds: Sequence[Feed], listen: Listener = silent) -> Moved:
    """Unsubscribes from feeds at their servers, and so here. Their articles and marks stay; no undo brings them back."""

    async def leave(remote: Remote, feed: Feed, remote_id: str) -> None:
        # First there: where this ends in between, the next sync tells that the feed is gone.
        await remote.unsubscribe(remote_id)
        session.library.remote_feeds.left(feed.id, session.now())

    return _left(session, feeds, leave, listen)


def _left(session: Session, feeds: Sequence[Feed], leave: Leave, listen: Listener) -> Moved:
    """Has feeds leave their servers, account by account."""
    done = Moved()
    for account in session.library.accounts.all():
        there = {number: one for one, number in session.library.remote_feeds.ids(account.id).items()}

        async def move(remote: Remote, feed: Feed, there: dict[int, str] = there) -> None:
            await leave(remote, feed, there[feed.id])

        if own := [feed for feed in feeds if feed.account == account.name]:
            moved = asyncio.run(_moved(session, own, account, move, listen))
            done = Moved(feeds=done.feeds + moved.feeds, failed=done.failed + moved.failed)
    return done


def _as_they_are(session: Session, moved: Moved) -> Moved:
    return replace(moved, feeds=tuple(session.library.feeds.get(feed.id) for feed in moved.feeds))


async def _moved(
    session: Session, feeds: Sequence[Feed], account: Account, move: Move, listen: Listener
) -> Moved:
    password = await secrets.look_up(account.secret)
    done: list[Feed] = []
    failed: list[tuple[Feed, FetchError]] = []
    async with Client() as client:
        remote = await remotes.open_remote(client, account, password)
        for number, feed in enumerate(feeds, 1):
            try:
                await move(remote, feed)
            except FetchError as error:
                failed.append((feed, error))
            else:
                done.append(feed)
            listen(Progress("moving feeds", number, len(feeds)))
    return Moved(feeds=tuple(done), failed=tuple(failed))
