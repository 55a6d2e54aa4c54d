"""Fetches feeds: many at a time, each by itself, so that one bad feed never holds or ends the run."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.base.text import counted
from reader.core import decide, indexing
from reader.core.events import FeedRefreshed, Listener, Progress, silent
from reader.errors import FetchError, ParseError, WorkFailed
from reader.fetch import policy
from reader.fetch.client import Client
from reader.store.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.children import Children
    from reader.core.session import Session
    from reader.model import Feed

NOT_MODIFIED = 304

LOCK_WAIT_S = 15.0
"""How long a refresh waits for another one before it says who is at it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a refresh brought: feeds asked, failed, and left alone; articles new and updated."""

    asked: int = 0
    failed: int = 0
    skipped: int = 0
    new: int = 0
    updated: int = 0

    def __str__(self) -> str:
        parts = [f"{self.new} new", f"{self.updated} updated"] if self.updated else [f"{self.new} new"]
        text = f"{counted(self.asked, 'feed')} asked: {', '.join(parts)}"
        if self.failed:
            text += f", {self.failed} failed"
        return text + (f"; {self.skipped} not asked" if self.skipped else "")


def run(
    session: Session, feeds: Sequence[Feed] | None = None, *, due: bool = False, listen: Listener = silent
) -> Summary:
    """Refresh these feeds (None: all), then bring the index up to date.

    With `due` only feeds whose time has come are asked; without, a person asked: that breaks ttl and back-off, but not
    a server's Retry-After. One event a feed. Raises `LibraryLocked` while another refresh runs.
    """
    lock = Lock(session.library.path.with_name(f"{session.library.path.name}.refresh"), "refreshing")
    lock.acquire(LOCK_WAIT_S)
    with lock:
        chosen = [feed for feed in feeds or session.library.feeds.all() if feed.url]
        summary = asyncio.run(_refresh(session, chosen, due=due, listen=listen))
        indexing.catch_up(session, listen)
        session.library.sound.backup_weekly(session.now())
    return summary


async def _refresh(session: Session, feeds: Sequence[Feed], *, due: bool, listen: Listener) -> Summary:
    from reader.core.children import Children

    asked: list[Feed] = []
    skipped: list[FeedRefreshed] = []
    for feed in feeds:
        why = policy.may_ask(feed, session.now(), by_hand=not due)
        if why is None:
            asked.append(feed)
        else:
            skipped.append(_skipped(feed, why))
    if not due:
        for event in skipped:
            listen(event)
    done: list[FeedRefreshed] = []
    if asked:
        async with Client() as client, Children() as children:
            tasks = [asyncio.create_task(one(session, feed, client, children)) for feed in asked]
            try:
                for number, task in enumerate(asyncio.as_completed(tasks), 1):
                    event = await task
                    done.append(event)
                    listen(event)
                    listen(Progress("refreshing", number, len(tasks)))
            finally:
                for task in tasks:
                    task.cancel()
    return Summary(
        asked=len(asked),
        failed=sum(event.error is not None for event in done),
        skipped=len(skipped),
        new=sum(event.new for event in done),
        updated=sum(event.updated for event in done),
    )


def _skipped(feed: Feed, why: str) -> FeedRefreshed:
    return FeedRefreshed(
        feed=feed.title, url=feed.url, outcome=why, next_at=feed.next_at, next_why=feed.next_why, asked=False
    )


async def one(session: Session, feed: Feed, client: Client, children: Children) -> FeedRefreshed:
    """Fetch, parse and store one feed. Whatever fails is kept with the feed and told in the event, never raised."""
    began = time.monotonic()
    try:
        decision = await _fetched(session, feed, client, children)
    except WorkFailed as error:
        decision = decide.failed(feed, error, session.now(), _chance())
    new, updated = keep(session, feed, decision)
    attempt = decision.attempt
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


async def _fetched(session: Session, feed: Feed, client: Client, children: Children) -> decide.Decision:
    assert feed.url is not None
    response = await client.get(feed.url, etag=feed.etag, last_modified=feed.last_modified, typed=True)
    digest = hashlib.sha256(response.body).hexdigest()
    if response.status == NOT_MODIFIED or digest == feed.body_hash:
        return decide.unchanged(feed, response, session.now(), _chance())
    try:
        read = await children.feed(response.body, response.url, response.header("content-type"))
    except ParseError as error:
        raise FetchError(error.message, subject=error.subject, hint=error.hint, word="not a feed") from error
    return decide.fetched(feed, response, read, digest, session.now(), _chance())


def _chance() -> float:
    return random.random()  # noqa: S311 - jitter, not a secret


def keep(session: Session, feed: Feed, decision: decide.Decision) -> tuple[int, int]:
    """One transaction a feed: its articles and what is known of it now are kept together or not at all."""
    library, now = session.library, session.now()
    counts = {"new": 0, "updated": 0, "same": 0}
    with library.transaction():
        # The last entry first: those without a date come in at one moment, and of these the later id is listed first.
        for position, item in reversed(list(enumerate(decision.items))):
            saved = library.articles.save(
                item.draft, now=now, feed_id=feed.id, guid=item.guid, position=position
            )
            counts[saved.outcome] += 1
        library.feeds.tried(feed.id, decision.attempt)
    return counts["new"], counts["updated"]
