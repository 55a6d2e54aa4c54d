"""Sends a server what it has yet to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from reader.core.events import Progress
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
