"""Refreshes feeds, many at a time, each by itself, so that one bad feed never holds up or ends the run.

Articles are listed as soon as their feed has come. Their texts are read in the time that is left, then whole texts are
fetched from the pages of those that are cut, and the index follows last.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Literal

from reader.core.events import (
    AccountSynced,
    FeedRefreshed,
    FeedsChecked,
    Listener,
    NewMatches,
    Notice,
    PagesDone,
    Progress,
    in_words,
    silent,
)
from reader.core.refresh import fetch_feed, idle, save_entries
from reader.core.refresh.apply_rules import RuleSet
from reader.core.refresh.batched_writes import BatchedWrites
from reader.core.refresh.feed_settings import Secrets
from reader.core.refresh.fetch_feed import BackPressure, FetchContext
from reader.core.sandbox.pool import SandboxPool
from reader.errors import LibraryError
from reader.fetch import schedule
from reader.frozen import dataclass, field, replace
from reader.store import backups, restore
from reader.store.lock import Lock
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from reader.core.refresh.save_entries import SavedFeed
    from reader.core.session import Session
    from reader.model import Draft, Feed, ParsedFeed
    from reader.store.feeds import FeedOutcome

LOCK_WAIT_S = 15.0
"""Seconds that a refresh waits for another one before it says which process holds the lock."""


LULL_S = 0.5
"""Debounce: texts are read once no feed has come for so many seconds. Until then the machine lists what is new."""


UNPACKED = 12
"""Feeds whose HTML is unpacked at once: so many that no child waits, and that enough wait for another child to be started."""


NAMED = 3
"""Failing feeds that a summary names."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of a refresh: feeds asked, and left alone, titles of those that failed; articles new and updated; whole
    texts of pages; what rules did, in words; what saved searches that notify found; the accounts that were synced.
    `gave_way`: full texts, and what follows them, are left for another run."""

    asked: int = 0
    failures: tuple[str, ...] = ()
    skipped: int = 0
    new: int = 0
    updated: int = 0
    pages: PagesDone = field(default_factory=PagesDone)
    ruled: str = ""
    found: tuple[NewMatches, ...] = ()
    accounts: tuple[AccountSynced, ...] = ()
    gave_way: bool = False

    @property
    def failed(self) -> int:
        """The number of feeds and accounts that failed."""
        return len(self.failures) + sum(account.error is not None for account in self.accounts)

    @property
    def how_failed(self) -> Literal["", "some", "all"]:
        """Tell whether some of the feeds, accounts and pages failed, or all that were asked."""
        if not (self.failed or self.pages.failed):
            return ""
        is_all = self.failed and self.failed == self.asked + len(self.accounts) and not self.new
        return "all" if is_all else "some"

    @property
    def is_idle(self) -> bool:
        """True where nothing was fetched, nor was to be."""
        is_told = any(account.outcome != "nothing new" for account in self.accounts)
        return not (self.asked or str(self.pages) or is_told)

    def __str__(self) -> str:
        came = sum(account.new for account in self.accounts)
        new, failed = self.new - came, len(self.failures)
        parts = [f"{new:,} new"] if new else []
        parts += [f"{self.updated:,} updated"] if self.updated else []
        parts = parts or (["nothing new"] if self.asked > failed else [])
        if failed:
            more = f" and {failed - NAMED:,} more" if failed > NAMED else ""
            parts.append(f"{failed:,} failed ({', '.join(self.failures[:NAMED])}{more})")
        parts += [f"{self.skipped:,} skipped"] if self.skipped and self.asked else []
        text = f"Checked {counted(self.asked, 'feed')}" if self.asked else idle.told(self.skipped)
        text += f": {', '.join(parts)}" if parts else ""
        synced = [
            f"{account.account} failed: {account.outcome}" if account.error else f"Synced {account}"
            for account in self.accounts
        ]
        told = [text] if self.asked or self.skipped or not (synced or str(self.pages)) else []
        parts = [*told, *synced, str(self.pages), self.ruled, in_words(self.found)]
        return ". ".join(filter(None, parts))


@contextmanager
def alone(session: Session, purpose: str) -> Iterator[None]:
    """Holds the lock of refreshes, so that none runs meanwhile. Raises LibraryLocked while another process holds it."""
    lock = Lock(session.library.path.with_name(f"{session.library.path.name}.refresh"), purpose)
    lock.acquire(LOCK_WAIT_S)
    with lock:
        yield


def run(
    session: Session,
    feeds: Sequence[Feed] | None = None,
    *,
    due: bool = False,
    full_text: bool = True,
    listen: Listener = silent,
    also: Callable[[FetchContext, RuleSet], Awaitable[Sequence[AccountSynced]]] | None = None,
    gives_way: Callable[[], bool] = lambda: False,
) -> Summary:
    """Refreshes these feeds (None: all; an empty sequence: none, only whole texts that wait are fetched), then brings the
    index up to date.

    With `due` only feeds whose time has come are asked; without, a person asked: that breaks ttl and back-off, but not
    a server's Retry-After, and wakes no paused feed that is not among `feeds`. `full_text`: whole texts are fetched, too;
    where a person asked, those that failed are tried once more.
    `also` is run after the feeds: what else brings articles in. Feeds that a server fetches are left alone. Once `gives_way`
    says that something else waits, it ends as soon as both are through: full texts that are left, saved searches and the
    index are for the next run. One event a feed, one a page. Raises `LibraryLocked` while another refresh runs.
    """
    with alone(session, "refreshing"):
        with suppress(OSError):
            restore.remove_unfinished(session.library.path)
            backups.remove_unfinished(session.library.path, session.now())
        chosen = [
            feed
            for feed in (session.library.feeds.all() if feeds is None else feeds)
            if feed.url and feed.account is None
        ]
        summary = asyncio.run(
            _refresh(
                session,
                chosen,
                due=due,
                is_all=feeds is None,
                named=bool(feeds),
                full_text=full_text,
                listen=listen,
                gives_way=gives_way,
                also=also,
            )
        )
        if summary.gave_way:
            return summary
        # Before the index: these searches do not ask it, and it may take long.
        summary = replace(summary, found=_new_matches(session, listen))
        try:
            if idle.awaits_index(session):
                from reader.core import (
                    indexing,
                )  # late: most refreshes bring nothing, and numpy takes longest to load

                indexing.catch_up(session, listen)
        finally:  # an index that cannot be written is no reason to go without backups
            _back_up(session, listen)
        if session.library.upkeep.is_waiting(session.now()):
            from reader.core import upkeep

            upkeep.tidy(session, listen)
    return summary


def _new_matches(session: Session, listen: Listener) -> tuple[NewMatches, ...]:
    if not session.library.saved.queued():
        return ()
    from reader.core import saved_searches

    try:
        return tuple(saved_searches.new_matches(session, listen))
    except LibraryError as error:  # the articles stay queued for the next refresh
        listen(Notice(f"Saved searches were not run on new articles: {error}"))
        return ()


def _back_up(session: Session, listen: Listener) -> None:
    try:
        session.library.sound.backup_weekly(session.now())
    except LibraryError as error:  # what came in is there all the same
        listen(Notice(f"The weekly backup failed: {error}"))


async def _refresh(
    session: Session,
    feeds: Sequence[Feed],
    *,
    due: bool,
    is_all: bool,
    named: bool,
    full_text: bool,
    listen: Listener,
    gives_way: Callable[[], bool],
    also: Callable[[FetchContext, RuleSet], Awaitable[Sequence[AccountSynced]]] | None,
) -> Summary:
    asked: list[Feed] = []
    skipped: list[FeedRefreshed] = []
    for feed in feeds:
        why = schedule.may_ask(feed, session.now(), by_hand=not due, is_named=named)
        if why is None:
            asked.append(feed)
        else:
            skipped.append(_skipped(feed, why))
    if not due:
        for event in skipped:
            listen(event)
    done: list[FeedRefreshed] = []
    fetched = PagesDone()
    accounts: Sequence[AccountSynced] = ()
    rules = RuleSet(session)
    async with SandboxPool() as children, AsyncExitStack() as stack:
        if any(feed.body_hash is None for feed in asked):
            await children.start(sum(feed.body_hash is None for feed in asked))
        # Imported late: the children start while the HTTP client, which takes longest, is loaded here.
        from reader.fetch import client as net

        client = await stack.enter_async_context(net.Client())
        context = FetchContext(client, children, session.now, Secrets(), BackPressure(client))
        if asked:
            with session.library.in_haste():
                done = await _Round(session, context, rules, listen).through(asked)
        if also is not None:
            accounts = await also(context, rules)
        if asked:
            listen(_checked(done))
        if full_text:
            from reader.core.refresh import full_texts

            fetched = await full_texts.fetch(
                session,
                context,
                listen,
                rules,
                failed=is_all and not due,
                failed_of=[feed.id for feed in asked] if named and not due else (),
                gives_way=gives_way,
            )
    return Summary(
        asked=len(asked),
        failures=tuple(event.feed for event in done if event.error is not None),
        skipped=len(skipped),
        new=sum(event.new for event in done) + sum(account.new for account in accounts),
        updated=sum(event.updated for event in done),
        accounts=tuple(accounts),
        pages=fetched,
        ruled=rules.summary,
        gave_way=fetched.left > 0 and gives_way(),
    )


def _checked(done: Sequence[FeedRefreshed]) -> FeedsChecked:
    return FeedsChecked(
        asked=len(done),
        new=sum(event.new for event in done),
        updated=sum(event.updated for event in done),
        failed=sum(event.error is not None for event in done),
    )


def _skipped(feed: Feed, why: str) -> FeedRefreshed:
    return FeedRefreshed(
        feed=feed.title, url=feed.url, outcome=why, next_at=feed.next_at, next_why=feed.next_why, asked=False
    )


class _Round:
    """One refresh of some feeds."""

    def __init__(self, session: Session, context: FetchContext, rules: RuleSet, listen: Listener) -> None:
        self._session = session
        self._context = context
        self._rules = rules
        self._listen = listen
        self._writes = BatchedWrites(session.library)
        self._texts: list[asyncio.Task[tuple[int, int]]] = []
        self._few = asyncio.Semaphore(UNPACKED)
        self._lull = asyncio.Event()
        self._lull_at: asyncio.TimerHandle | None = None

    async def through(self, feeds: Sequence[Feed]) -> list[FeedRefreshed]:
        """Refreshes them all; one event a feed, in the order in which they are done."""
        done: list[FeedRefreshed] = []
        tasks = [asyncio.create_task(self._one(feed)) for feed in feeds]
        try:
            for number, task in enumerate(asyncio.as_completed(tasks), 1):
                event = await task
                done.append(event)
                self._listen(event)
                self._listen(Progress("refreshing", number, len(tasks)))
            self._lull.set()
            total = len(self._texts)
            for number, text in enumerate(asyncio.as_completed(self._texts), 1):
                await text
                self._listen(Progress("parsing", number, total))
        finally:
            for each in (*tasks, *self._texts):
                each.cancel()
            await self._writes.close()
        return done

    async def _one(self, feed: Feed) -> FeedRefreshed:
        """Fetches, parses and saves one feed. A failure is kept with the feed and told in the event, never raised."""
        began = time.monotonic()
        decision = await fetch_feed.ask(self._context, feed)
        self._put_off_texts()
        kept = await self._writes.write(
            lambda: save_entries.announce(self._session, feed, decision, self._rules)
        )
        new, updated = kept.new, 0
        attempt = decision.attempt
        if kept.waiting:
            assert decision.came is not None
            came = save_entries.entries_of(decision.came, kept)
            kept = save_entries.without_html(kept)
            if kept.is_news_only:
                reading = self._read_later(feed, attempt, kept, save_entries.packed(came), decision.url)
                self._texts.append(asyncio.create_task(reading))
            else:
                more, updated = await self._read(feed, attempt, kept, came, decision.url)
                new += more
        return FeedRefreshed(
            feed=attempt.title or feed.title,
            url=feed.url,
            outcome=attempt.outcome,
            new=new,
            updated=updated,
            seconds=round(time.monotonic() - began, 3),
            error=decision.error,
            next_at=attempt.next_at,
            next_why=attempt.next_why,
        )

    def _put_off_texts(self) -> None:
        # A debounce, not a count of feeds that are left: a feed that hangs must not hold the texts of all others.
        if self._lull_at is not None:
            self._lull_at.cancel()
        self._lull_at = asyncio.get_running_loop().call_later(LULL_S, self._lull.set)

    async def _read(
        self, feed: Feed, attempt: FeedOutcome, kept: SavedFeed, came: ParsedFeed, url: str | None
    ) -> tuple[int, int]:
        """Reads and saves the texts of a feed's entries; how many articles are new and how many updated by it."""
        with self._context.back_pressure.of(sum(len(entry.html) for entry in came.entries)):
            drafts = await self._context.children.entries(came, url, in_spare_time=False)
        return await self._saved(feed, attempt, kept, drafts)

    async def _read_later(
        self, feed: Feed, attempt: FeedOutcome, kept: SavedFeed, packed: bytes, url: str | None
    ) -> tuple[int, int]:
        """Reads and saves the texts of entries that are listed already, in the time that is left."""
        with self._context.back_pressure.of(len(packed)):
            await self._lull.wait()
            async with self._few:
                drafts = await self._context.children.entries(
                    save_entries.unpacked(packed), url, in_spare_time=True
                )
        return await self._saved(feed, attempt, kept, drafts)

    async def _saved(
        self, feed: Feed, attempt: FeedOutcome, kept: SavedFeed, drafts: Sequence[Draft]
    ) -> tuple[int, int]:
        return await self._writes.write(
            lambda: save_entries.finish(self._session, feed, kept, drafts, attempt, self._rules)
        )
