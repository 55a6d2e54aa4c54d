"""Decides what a try of a feed means: pure functions of what was known, what came, and the time."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reader.errors import BroadsheetError, FetchError, WorkFailed
from reader.fetch import schedule
from reader.frozen import dataclass, replace
from reader.store.feeds import FeedOutcome
from reader.text.clean import counted

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from reader.fetch.response import Response
    from reader.fetch.schedule import NextTry
    from reader.model import Feed, ParsedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The new state of a feed and, where it came whole, the feed with its entries, got from `url`; `error` in words where
    it failed."""

    attempt: FeedOutcome
    came: ParsedFeed | None = None
    url: str | None = None
    error: str | None = None


def fetched(
    feed: Feed,
    response: Response,
    came: ParsedFeed,
    now: datetime,
    chance: float = 0.0,
    *,
    body_hash: str | None = None,
    every: timedelta = schedule.EVERY,
) -> Decision:
    """Decides on a whole feed. `chance` is a random number in [0, 1), `every` how often the feed is asked, `body_hash` the
    bytes' `digest`, where it is known already."""
    next_try = schedule.next_try(feed, response, now, chance, ttl=came.ttl, every=every)
    notes = f"; {'; '.join(came.notes)}" if came.notes else ""
    attempt = replace(
        _attempt(next_try, now, f"{counted(len(came.entries), 'entry')}{notes}", response),
        body_hash=body_hash or digest(response.body),
        title=came.title or None,
        site_url=came.site_url,
        ttl=came.ttl,
    )
    return Decision(attempt=attempt, came=came, url=response.url)


def digest(body: bytes) -> str:
    """The digest by which a feed's bytes are known again."""
    return hashlib.sha256(body).hexdigest()


def unchanged(
    feed: Feed, response: Response, now: datetime, chance: float, *, every: timedelta = schedule.EVERY
) -> Decision:
    """Decides on a 304, or on the same bytes again: they are not parsed, but new validators and a move are kept.

    Origin servers of one publisher may disagree on the ETag of the same bytes: whoever asks with the old one is sent the
    whole feed each time.
    """
    next_try = schedule.next_try(feed, response, now, chance, ttl=feed.ttl, every=every)
    return Decision(attempt=_attempt(next_try, now, "nothing new", response))


def failed(
    feed: Feed,
    error: WorkFailed,
    now: datetime,
    chance: float,
    *,
    every: timedelta = schedule.EVERY,
    crash_hash: str | None = None,
) -> Decision:
    """Decides on a failure: what was known stays, and the next try is put off. `crash_hash`: the digest of bytes that
    crashed the process that read them."""
    next_try = schedule.next_try(feed, error, now, chance, ttl=feed.ttl, every=every)
    words = in_words(error)
    return Decision(attempt=replace(_attempt(next_try, now, words), crash_hash=crash_hash), error=words)


def _attempt(next_try: NextTry, now: datetime, outcome: str, response: Response | None = None) -> FeedOutcome:
    """The outcome as every try has it, with the validators and the move of the response where there is one."""
    return FeedOutcome(
        tried=now,
        state=next_try.state,
        outcome=outcome,
        failures=next_try.failures,
        next_at=next_try.at,
        next_why=next_try.why,
        retry_after=next_try.retry_after,
        etag=response.header("etag") if response else None,
        last_modified=response.header("last-modified") if response else None,
        moved_to=response.moved_to if response else None,
    )


def in_words(error: BroadsheetError) -> str:
    """The short word of a failed fetch, then its message: `too slow: no answer within 30 s`. What says of a server that it cannot
    be reached needs no word."""
    if isinstance(error, FetchError) and error.word not in error.message and error.word != "unreachable":
        return f"{error.word}: {error.message}"
    return error.message
