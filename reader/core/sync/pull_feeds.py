"""Takes over a server's list of feeds, with their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.events import Notice
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.events import Listener
    from reader.core.session import Session
    from reader.store.accounts import Account
    from reader.sync.remote import Remote

_NAMED = 3
"""Feeds that a notice names."""


async def pull(session: Session, account: Account, remote: Remote, listen: Listener) -> None:
    """Subscribes to what the server has, and unsubscribes from what it no longer has; articles stay. Raises FetchError."""
    feeds = await remote.feeds()
    if not feeds and account.feeds:
        # Some servers answer well and say nothing while they are repaired.
        listen(Notice(f"{account.name}: the server lists no feeds; those that are here stay"))
        return
    taken, gone, unmoved = session.library.remote_feeds.listed(account.id, feeds, session.now())
    if taken:
        listen(Notice(f"{account.place} fetches from now on: {_named(taken)}", is_news=True))
    if unmoved:
        listen(Notice(f"{account.place} was asked to move {_named(unmoved)} to another folder, and did not"))
    if gone:
        listen(
            Notice(
                f"{account.place} no longer has {_named(gone)}; unsubscribed, the articles stay", is_news=True
            )
        )


def _named(titles: Sequence[str]) -> str:
    if len(titles) > _NAMED:
        return f"{', '.join(titles[:_NAMED])} and {counted(len(titles) - _NAMED, 'more feed')}"
    return ", ".join(titles)
