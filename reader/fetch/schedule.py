"""Decides when a feed is asked again, and why then; and whether it may be asked now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.errors import FetchError
from reader.fetch.cache_headers import LONGEST_WAIT, fresh_for
from reader.fetch.response import Response
from reader.frozen import dataclass, replace

if TYPE_CHECKING:
    from reader.errors import WorkFailed
    from reader.model import Feed, FeedState

EVERY = timedelta(minutes=60)
"""How often a feed is asked unless its settings or its publisher say otherwise."""

LONGEST = timedelta(days=1)
"""The longest pause that a publisher's wish or failures make: no feed is given up for good."""

OFFLINE = timedelta(minutes=1)
"""The first pause where there was no way to the server, as without a network: the server has heard nothing of us."""

_CLOCK_SLACK = timedelta(hours=1)
_GONE = "the publisher has discontinued this feed"
PAUSED = "you paused this feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTry:
    """The outcome of a try that a feed keeps. `at` is None where the feed is not asked again by itself; `why` stands in
    brackets after "next try at HH:MM, because" and holds nothing that is soon untrue; `failures` are those in a row;
    `retry_after` is the server's own."""

    at: datetime | None
    why: str
    state: FeedState
    failures: int = 0
    retry_after: datetime | None = None


def next_try(
    feed: Feed,
    happened: Response | WorkFailed,
    now: datetime,
    chance: float,
    *,
    ttl: int | None = None,
    every: timedelta = EVERY,
) -> NextTry:
    """Decides when a feed is asked again after a try, and why then.

    `happened` is the answer (read as a feed, or unchanged) or the error; `chance` a random number in [0, 1); `ttl` the
    feed's own wish in seconds; `every` the interval set for it. Times in words are in the zone of `now`.
    """
    decided = _next_try(feed, happened, now, chance, ttl=ttl, every=every)
    return replace(decided, at=None, why=PAUSED) if feed.is_paused and decided.state != "gone" else decided


def _next_try(
    feed: Feed,
    happened: Response | WorkFailed,
    now: datetime,
    chance: float,
    *,
    ttl: int | None,
    every: timedelta,
) -> NextTry:
    if isinstance(happened, Response):
        return _after_success(happened, now, ttl, every)
    if isinstance(happened, FetchError) and happened.status == 410:
        return NextTry(at=None, why=_GONE, state="gone", failures=feed.failures + 1)
    failures = feed.failures + 1
    is_offline = isinstance(happened, FetchError) and happened.word == "unreachable"
    pause = _back_off(failures, min(OFFLINE, every) if is_offline else every, chance)
    wait = happened.retry_after if isinstance(happened, FetchError) else None
    if wait is not None:
        until, usual = now + timedelta(seconds=min(wait, LONGEST_WAIT)), now + every
        asked = f"the server asked to wait {duration(until - now)}"
        why = asked if until >= usual else f"checked every {duration(every)}"
        return NextTry(at=max(until, usual), why=why, state="failing", failures=failures, retry_after=until)
    times = "failed" if failures == 1 else f"failed {failures} times in a row"
    why = f"{times}, waiting {duration(pause)}"
    return NextTry(at=now + pause, why=why, state="failing", failures=failures)


def _after_success(response: Response, now: datetime, ttl: int | None, every: timedelta) -> NextTry:
    wished = min(timedelta(seconds=max(ttl or 0, fresh_for(response.header, now) or 0)), LONGEST)
    if wished > every:
        why = f"the publisher asks for {duration(wished)} between checks"
        return NextTry(at=now + wished, why=why, state="ok")
    return NextTry(at=now + every, why=f"checked every {duration(every)}", state="ok")


def _back_off(failures: int, first: timedelta, chance: float) -> timedelta:
    """Doubles the `first` pause with each failure up to `LONGEST`, less up to a fifth at random, so that feeds which failed
    together do not come back together. Never shorter than `first`, unless that is longer than `LONGEST`."""
    doubled = min(first * 2.0 ** min(failures - 1, 12), LONGEST)
    return max(doubled * (1 - 0.2 * chance), min(first, LONGEST))


def may_ask(feed: Feed, now: datetime, *, by_hand: bool, is_named: bool = False) -> str | None:
    """None where the feed may be asked now, else the reason in words, with the time in the zone of `now`.

    By hand breaks everything but the server's own Retry-After; a paused feed is asked only where it `is_named`. A time
    further ahead than any rule sets is a clock that was wrong then or is now, and does not hold."""
    if feed.url is None:
        return "imported without an address"
    wait = feed.retry_after
    if wait is not None and now < wait <= now + timedelta(seconds=LONGEST_WAIT) + _CLOCK_SLACK:
        return f"the server asked to wait until {clock(wait, now)}"
    if feed.is_paused and not is_named:
        return PAUSED
    if by_hand:
        return None
    if feed.state == "gone":
        return _GONE
    if feed.next_at is not None and now < feed.next_at and not _is_wrong_clock(feed, now):
        return f"not due until {clock(feed.next_at, now)} ({feed.next_why or 'checked recently'})"
    return None


def _is_wrong_clock(feed: Feed, now: datetime) -> bool:
    return feed.last_tried is not None and feed.last_tried > now + _CLOCK_SLACK


def duration(span: timedelta) -> str:
    """A span in the largest unit that tells it well: `60 min`, `4 h`, `1 day`."""
    minutes = max(round(span.total_seconds() / 60), 1)
    if minutes <= 90:
        return f"{minutes} min"
    hours = round(minutes / 60)
    if hours < 24:
        return f"{hours} h"
    days = round(hours / 24)
    return f"{days} day{'s' * (days != 1)}"


def clock(moment: datetime, now: datetime) -> str:
    """A time of day in the zone of `now`, with its day where that is another one: `14:05`, `25 Nov 14:05`."""
    local = moment.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local.day} {local:%b} {local:%H:%M}"
