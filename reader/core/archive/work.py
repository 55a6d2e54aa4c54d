"""A worker of the archive: leases feeds that are due, fetches and reads them as a refresh does, and files what they bring.

Any number of workers may run, on any machines. Each feed is filed whole or not at all, and none twice; a worker that
is killed leaves its feeds to the others after a while. A host gets one request a pause from all of them together.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.core.archive import access
from reader.core.refresh import fetch_feed, multi_page
from reader.core.refresh.feed_settings import Secrets
from reader.core.refresh.fetch_feed import BackPressure, FetchContext
from reader.core.refresh.save_entries import CUT, has_title_only
from reader.core.sandbox.pool import SandboxPool
from reader.errors import BroadsheetError, LeaseLost, WorkFailed
from reader.fetch.client import PAGES_FIRST, Client
from reader.fetch.host_limits import HostLimits
from reader.model import FOREIGN, Draft, Feed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from reader.archive.protocol import Archive, FeedTry, LeasedFeed, Put
    from reader.core.refresh.outcome import Decision

AT_ONCE = 4
"""Feeds that a worker has at a time."""

IDLE_S = 5.0
"""Seconds between two looks where no feed is due."""

CONNECTIONS = 32
"""Requests at a time, over all hosts."""

PAGES = 40
"""Pages that are fetched for one feed at a time; with a pause between two, its lease is far longer."""


@dataclass(frozen=True, slots=True)
class FeedFiled:
    """What a worker filed of a feed; `error` in words where it could not be fetched, or its lease was lost."""

    url: str
    outcome: str
    put: Put | None = None
    error: str | None = None


class SharedTurns(HostLimits):
    """Gates to hosts that all workers of the archive share."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(CONNECTIONS)
        self._archive = archive

    @asynccontextmanager
    async def visit(self, host: str, *, pause: float) -> AsyncIterator[None]:
        """Holds this worker's place at the host, once the turn has come."""
        async with super().visit(host, pause=0):
            await asyncio.sleep(await self._archive.turn(host, pause))
            yield


def work(
    config: Path,
    now: Callable[[], datetime],
    listen: Callable[[FeedFiled], None],
    *,
    once: bool = False,
) -> None:
    """Works until it is interrupted; `once`: until no feed is due. Raises `ArchiveError`."""

    async def worked(archive: Archive) -> None:
        async with Client(gates=SharedTurns(archive)) as client, SandboxPool() as children:
            context = FetchContext(client, children, now, Secrets(), BackPressure(client))
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(_loop(archive, context, listen, once=once))

    try:
        access.run(access.place(config), worked)
    except ExceptionGroup as group:
        first = group.exceptions[0]
        if isinstance(first, BroadsheetError):
            raise first from None
        raise


async def _loop(
    archive: Archive, context: FetchContext, listen: Callable[[FeedFiled], None], *, once: bool
) -> None:
    while True:
        leased = await archive.lease()
        if leased is not None:
            listen(await _filed(archive, context, leased))
        elif once:
            return
        else:
            await asyncio.sleep(IDLE_S)


async def _filed(archive: Archive, context: FetchContext, leased: LeasedFeed) -> FeedFiled:
    try:
        decision = await fetch_feed.ask(context, _feed(leased))
        drafts, left = await _drafts(archive, context, decision) if decision.came else ((), 0)
        put = await archive.done(leased, _tried(leased, decision, left), drafts, context.now())
    except asyncio.CancelledError:
        await archive.give_back(leased)
        raise
    except LeaseLost as error:
        return FeedFiled(leased.url, "lost", error=error.message)
    return FeedFiled(leased.url, decision.attempt.outcome, put, decision.error)


def _feed(leased: LeasedFeed) -> Feed:
    known = leased.known
    return Feed(
        id=leased.id,
        title=leased.title,
        url=leased.url,
        state=known.state,
        failures=known.failures,
        etag=known.etag,
        last_modified=known.last_modified,
        body_hash=known.body_hash,
        ttl=known.ttl,
        crash_hash=known.crash_hash,
        crash_count=known.crash_count,
    )


def _tried(leased: LeasedFeed, decision: Decision, left: int) -> FeedTry:
    """Gives what is known of the feed after this try. While pages are left, it comes whole again the next time."""
    known, attempt = leased.known, decision.attempt
    crashes = known.crash_count + 1 if attempt.crash_hash == known.crash_hash else 1
    tried = replace(
        known,
        state=attempt.state,
        outcome=attempt.outcome,
        failures=attempt.failures,
        next_at=attempt.next_at,
        next_why=attempt.next_why,
        retry_after=attempt.retry_after,
        etag=attempt.etag or known.etag,
        last_modified=attempt.last_modified or known.last_modified,
        crash_hash=attempt.crash_hash or known.crash_hash,
        crash_count=crashes if attempt.crash_hash else known.crash_count,
    )
    if decision.came is None:
        return tried
    if left:
        return replace(tried, etag=None, last_modified=None, body_hash=None, title=attempt.title)
    return replace(
        tried,
        etag=attempt.etag,
        last_modified=attempt.last_modified,
        body_hash=attempt.body_hash,
        ttl=attempt.ttl,
        title=attempt.title,
    )


async def _drafts(
    archive: Archive, context: FetchContext, decision: Decision
) -> tuple[tuple[Draft, ...], int]:
    """The articles of a feed, whose pages are fetched where the feed gives a part only, and how many pages are left."""
    assert decision.came is not None
    drafts = await context.children.entries(decision.came, decision.url)
    lacking = [
        draft.url for draft in drafts if draft.url and (draft.text_state in CUT or has_title_only(draft))
    ]
    known = await archive.whole(lacking)
    wanted = [draft for draft in drafts if draft.url in lacking and draft.url not in known]
    private = bool(decision.url) and await context.client.is_private(decision.url or "")
    pages = await asyncio.gather(*(_page(context, draft, allow_private=private) for draft in wanted[:PAGES]))
    better = {draft.url: page for draft, page in zip(wanted, pages, strict=False) if page is not None}
    return tuple(better.get(draft.url, draft) for draft in drafts), max(len(wanted) - PAGES, 0)


async def _page(context: FetchContext, draft: Draft, *, allow_private: bool) -> Draft | None:
    """The article of an entry's page, with what the feed knows better; None where the page gives none."""
    assert draft.url is not None
    try:
        response = await context.client.get(draft.url, allow_private=allow_private, accept=PAGES_FIRST)
        with context.back_pressure.of(len(response.body)):
            page = await context.children.page(
                response.body, response.url, response.charset, response.media_type
            )
        page = await multi_page.whole(page, context.client, context.children, allow_private=allow_private)
    except WorkFailed:
        return None
    if not page.draft.text or page.draft.page_kind in FOREIGN:
        return None
    found = page.draft
    return replace(
        found,
        url=draft.url,
        canonical=found.canonical or (found.url if found.url != draft.url else None),
        title=draft.title or found.title,
        authors=found.authors or draft.authors,
        published=draft.published or found.published,
        day=draft.day or found.day,
        lang=found.lang or draft.lang,
        description=draft.description or found.description,
    )
