"""A refresh with the shared archive in it: what waits for the archive goes out, and saved searches ask what is new there."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from reader.core.events import AccountSynced, Notice, silent
from reader.core.sync import sync_accounts
from reader.errors import ArchiveError, UsageError
from reader.frozen import replace
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.config.archive_place import ArchivePlace
    from reader.core.archive import outgoing
    from reader.core.events import Listener, NewMatches
    from reader.core.refresh.run import Summary
    from reader.core.session import Session
    from reader.model import Feed
    from reader.store.accounts import Account

NAME = "the archive"
"""What the archive is called among accounts."""


def run(
    session: Session,
    feeds: Sequence[Feed] | None = None,
    *,
    accounts: Sequence[Account] | None = None,
    archive: bool | None = None,
    due: bool = False,
    full_text: bool = True,
    listen: Listener = silent,
    gives_way: Callable[[], bool] = lambda: False,
) -> Summary:
    """Refreshes and syncs as `sync_accounts.run` does, and the archive with it: with `due` if its time has come. `archive`
    None: where no feeds are named. Raises LibraryLocked while another refresh runs."""
    found: list[NewMatches] = []
    is_asked = feeds is None if archive is None else archive
    where = _wanted(session, listen, due=due) if is_asked else None
    summary = sync_accounts.run(
        session,
        feeds,
        accounts=accounts,
        also=None if where is None else partial(_one, session, where, listen, found),
        due=due,
        full_text=full_text,
        listen=listen,
        gives_way=gives_way,
    )
    return replace(summary, found=(*summary.found, *found))


def _wanted(session: Session, listen: Listener, *, due: bool) -> ArchivePlace | None:
    """The archive, if there is something for it; None where there is none."""
    outbox = session.library.archive_outbox
    if not outbox.is_due(session.now() if due else None):
        return None
    from reader.core.archive import access

    try:
        where = access.named(session.places.config)
    except UsageError as error:
        listen(Notice(str(error)))
        where = None
    if where is None:
        outbox.tried(session.now(), is_well=True)  # what waits is for one that was named before
    return where


async def _one(
    session: Session, where: ArchivePlace, listen: Listener, found: list[NewMatches]
) -> AccountSynced:
    """Sends what waits, and adds what saved searches find. A failure is told in the event, never raised."""
    from reader.core.archive import access, new_there, outgoing

    began, sent = time.monotonic(), None
    error: ArchiveError | UsageError | None = None
    try:
        async with access.opened(where) as archive:
            sent = await outgoing.send(session, archive, where.address, listen)
            for one in sent.left:
                listen(Notice(f"{NAME} does not take {one}"))
            async for matches in new_there.matches(session, archive, where.address, listen):
                found.append(matches)
                listen(matches)
    except (ArchiveError, UsageError) as failure:
        error = failure
    coming = session.library.archive_outbox.tried(session.now(), is_well=error is None)
    return AccountSynced(
        account=NAME,
        outcome=str(error) if error else _outcome(sent),
        sent=sent.number if sent else 0,
        seconds=round(time.monotonic() - began, 3),
        error=str(error) if error else None,
        hint=(error.hint or None) if error else None,
        next_at=coming,
    )


def _outcome(sent: outgoing.Sent | None) -> str:
    if sent is None or not sent.number:
        return "nothing new"
    articles = sent.number - sent.marks
    parts = [counted(articles, "article")] if articles else []
    parts += [counted(sent.marks, "mark")] if sent.marks else []
    return f"{', '.join(parts)} sent"
