"""Syncs accounts at servers, each by itself: what the server is to hear goes first, then what it has comes in.

What came in and rules change may be news for the server again, so that it hears the rest last.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from reader import log
from reader.core.events import AccountSynced, Progress, silent
from reader.core.refresh import run as refresh_run
from reader.core.refresh.outcome import in_words
from reader.errors import FetchError, LibraryError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from reader.core.events import Listener
    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.refresh.fetch_feed import FetchContext
    from reader.core.session import Session
    from reader.model import Feed
    from reader.store.accounts import Account

EVERY = timedelta(minutes=15)
"""How often `refresh --due` syncs an account: a sync with nothing new is a handful of small requests."""

LONGEST = timedelta(hours=6)
"""The longest pause after failures."""


def run(
    session: Session,
    feeds: Sequence[Feed] | None = None,
    *,
    accounts: Sequence[Account] | None = None,
    also: Callable[[], Awaitable[AccountSynced]] | None = None,
    due: bool = False,
    full_text: bool = True,
    listen: Listener = silent,
    gives_way: Callable[[], bool] = lambda: False,
) -> refresh_run.Summary:
    """Refreshes feeds as `refresh.run` does, and syncs accounts: those given, else those of the feeds, else all.

    With `due` only accounts whose time has come are asked. `also` is synced after them. Raises LibraryLocked while another refresh runs.
    """
    if accounts is None:
        accounts = session.library.accounts.all()
        if feeds is not None:
            names = {feed.account for feed in feeds}
            accounts = [account for account in accounts if account.name in names]
    if due:
        now = session.now()
        accounts = [a for a in accounts if a.next_at is None or a.next_at <= now]
    all_ = partial(_all, session, accounts, also, listen) if accounts or also else None
    return refresh_run.run(
        session, feeds, due=due, full_text=full_text, listen=listen, also=all_, gives_way=gives_way
    )


async def _all(
    session: Session,
    accounts: Sequence[Account],
    also: Callable[[], Awaitable[AccountSynced]] | None,
    listen: Listener,
    context: FetchContext,
    rules: RuleSet,
) -> list[AccountSynced]:
    done = []
    for account in accounts:
        done.append(await _one(session, account, listen, context, rules))
        listen(done[-1])
    if also is not None:
        done.append(await also())
        listen(done[-1])
    return done


async def _one(
    session: Session, account: Account, listen: Listener, context: FetchContext, rules: RuleSet
) -> AccountSynced:
    """Syncs one account. A failure is kept with the account and told in the event, never raised."""
    began = time.monotonic()
    listen(Progress(f"syncing {account.name}", 0, None))
    sync = _Sync(session, account, listen, context, rules)
    error: FetchError | None = None
    try:
        await sync.through()
    except FetchError as failure:
        error = failure
    except LibraryError:
        raise
    except Exception as failure:  # a fault of ours with this server must not end the run of all others
        log.exception("syncing an account", about=account.name)
        error = FetchError(f"could not be synced ({type(failure).__name__})")
    now = session.now()
    outcome = in_words(error) if error else sync.outcome
    failures = account.failures + 1 if error else 0
    pause = min(EVERY * 2 ** min(max(failures - 1, 0), 10), LONGEST)
    if error:
        pause = max(pause, timedelta(seconds=min(error.retry_after or 0, 86_400)))
    session.library.accounts.tried(account.id, now, outcome, failures=failures, next_at=now + pause)
    return AccountSynced(
        account=account.name,
        outcome=outcome,
        new=sync.new,
        updated=sync.updated,
        changed=sync.changed,
        sent=sync.sent,
        seconds=round(time.monotonic() - began, 3),
        error=outcome if error else None,
        hint=(error.hint or None) if error else None,
        next_at=now + pause,
    )


class _Sync:
    """One sync of one account."""

    def __init__(
        self, session: Session, account: Account, listen: Listener, context: FetchContext, rules: RuleSet
    ) -> None:
        self._session = session
        self._account = account
        self._listen = listen
        self._context = context
        self._rules = rules
        self.new = self.updated = self.changed = self.sent = self.moved = 0

    async def through(self) -> None:
        """Pushes, then pulls. Raises FetchError."""
        # Late: a refresh without accounts comes by here, too.
        from reader.core import secrets
        from reader.core.sync import pull_feeds, push_marks, remotes
        from reader.core.sync.pull_entries import Pull
        from reader.core.sync.read_contents import ContentsReader

        session, account, listen = self._session, self._account, self._listen
        password = await secrets.look_up(account.secret)
        remote = await remotes.open_remote(self._context.client, account, password)
        self.sent += await push_marks.push(session, account, remote, listen)
        self.moved += await push_marks.push_folders(session, account, remote, listen)
        await pull_feeds.pull(session, account, remote, listen)
        pull = Pull(session, account, remote, self._rules, listen)
        texts = ContentsReader(session, account, remote, self._context, self._rules, pull, listen)
        try:
            with session.library.in_haste():
                await pull.entries()
                await texts.all()
        finally:
            self.new = pull.new + texts.new
            self.updated, self.changed = texts.updated, pull.changed
        self.sent += await push_marks.push(session, account, remote, listen)
        self.moved += await push_marks.push_folders(session, account, remote, listen)

    @property
    def outcome(self) -> str:
        """Tells the result in words."""
        parts = [
            (self.new, "new"),
            (self.updated, "updated"),
            (self.changed, f"{'mark' if self.changed == 1 else 'marks'} received"),
            (self.sent, f"{'mark' if self.sent == 1 else 'marks'} sent"),
            (self.moved, f"{'feed' if self.moved == 1 else 'feeds'} moved"),
        ]
        return ", ".join(f"{number:,} {what}" for number, what in parts if number) or "nothing new"
