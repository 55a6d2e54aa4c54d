"""Sends a server what it has yet to hear: marks, and feeds that were put in other folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from reader.core.events import Notice, Progress
from reader.errors import FetchError
from reader.sync.remote import Change

if TYPE_CHECKING:
    from reader.core.events import Listener
    from reader.core.session import Session
    from reader.store.accounts import Account
    from reader.sync.remote import Mark, Remote


async def push(session: Session, account: Account, remote: Remote, listen: Listener) -> int:
    """Sends all marks that wait; returns how many the server has taken. Raises FetchError.

    Before a batch goes out, what the server has counts as unknown. So an answer that is lost costs nothing but another
    try, also where the reader has undone the change meanwhile.
    """
    outbox = session.library.outbox
    waiting = outbox.waiting(account.id, remote.BATCH)
    total, done, taken = sum(len(change.ids) for change in waiting), 0, 0
    for change in waiting:
        if ids := outbox.sending(account.id, change):
            mark = cast("Mark", change.mark)
            sent = Change(mark=mark, on=change.on, ids=ids, label=change.name)
            has = set(await remote.push(sent)) & set(ids)
            outbox.sent(account.id, change, has)
            taken += len(has)
        done += len(change.ids)
        listen(Progress("sending marks", done, total))
    return taken


_PASSING = frozenset({401, 403, 408, 429, 502, 503, 504})
"""Statuses that say nothing of the request itself."""


async def push_folders(session: Session, account: Account, remote: Remote, listen: Listener) -> int:
    """Asks the server to move feeds to the folders that they have here; returns how many. Whether it did so, its list of
    feeds tells. Raises FetchError.

    What it refuses is told, and not asked for again until the reader chooses another folder; the feed keeps its tags.
    """
    feeds = session.library.remote_feeds
    asked = 0
    for move in feeds.moves(account.id):
        feeds.moving(move.feed_id, move.wanted)
        try:
            await remote.move(move.remote_id, folder=move.wanted, before=move.folder)
        except FetchError as error:
            if error.status is None or error.status in _PASSING:
                raise
            feeds.not_moved(move.feed_id)
            listen(Notice(f"{account.place} does not move {move.title} to another folder: {error.message}"))
        else:
            asked += 1
    return asked
