"""What a try of a feed means: pure decisions from what was known, what came, and the time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.base.text import counted
from reader.errors import BroadsheetError, FetchError, WorkFailed
from reader.fetch import policy
from reader.store.refreshes import FeedOutcome

if TYPE_CHECKING:
    from datetime import datetime

    from reader.core.results import FeedRead
    from reader.model import Draft, Feed, Response


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to be stored: its draft, and its guid within the feed."""

    draft: Draft
    guid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be kept of a try: the feed's new state and the entries; `error` in words where it failed."""

    attempt: FeedOutcome
    items: tuple[Item, ...] = ()
    error: str | None = None


def first(feed: Feed, response: Response, read: FeedRead, now: datetime) -> Decision:
    """The feed came with the subscription itself."""
    return fetched(feed, response, read, hashlib.sha256(response.body).hexdigest(), now, 0.0)


def fetched(
    feed: Feed, response: Response, read: FeedRead, digest: str, now: datetime, chance: float
) -> Decision:
    """A whole feed came. `digest` is the hash of its bytes; `chance` a random number in [0, 1)."""
    next_try = policy.next_try(feed, response, now, chance, ttl=read.feed.ttl)
    notes = f"; {'; '.join(read.feed.notes)}" if read.feed.notes else ""
    attempt = FeedOutcome(
        tried=now,
        state=next_try.state,
        outcome=f"{counted(len(read.drafts), 'entry')}{notes}",
        next_at=next_try.at,
        next_why=next_try.why,
        body_hash=digest,
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        title=read.feed.title or None,
        site_url=read.feed.site_url,
        ttl=read.feed.ttl,
        moved_to=response.moved_to,
    )
    pairs = zip(read.drafts, read.feed.entries, strict=True)
    return Decision(attempt=attempt, items=tuple(Item(draft, entry.guid) for draft, entry in pairs))


def unchanged(feed: Feed, response: Response, now: datetime, chance: float) -> Decision:
    """The server said that nothing changed, or sent the same bytes again: they are not parsed."""
    next_try = policy.next_try(feed, response, now, chance, ttl=feed.ttl)
    attempt = FeedOutcome(
        tried=now,
        state=next_try.state,
        outcome="nothing new",
        next_at=next_try.at,
        next_why=next_try.why,
        moved_to=response.moved_to,
    )
    return Decision(attempt=attempt)


def failed(feed: Feed, error: WorkFailed, now: datetime, chance: float) -> Decision:
    """It failed: what was there before stays, and the next try is put off."""
    next_try = policy.next_try(feed, error, now, chance, ttl=feed.ttl)
    words = in_words(error)
    attempt = FeedOutcome(
        tried=now,
        state=next_try.state,
        outcome=words,
        failures=next_try.failures,
        next_at=next_try.at,
        next_why=next_try.why,
        retry_after=next_try.retry_after,
    )
    return Decision(attempt=attempt, error=words)


def in_words(error: BroadsheetError) -> str:
    """The short word of a failed fetch, then its message: `too slow: no answer within 30 s`."""
    if isinstance(error, FetchError) and error.word not in error.message:
        return f"{error.word}: {error.message}"
    return error.message
