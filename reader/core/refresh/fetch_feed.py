"""Fetches and parses one feed; a failure is a decision, too, and never raised."""

from __future__ import annotations

import asyncio
import random
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader import log
from reader.core.refresh import feed_settings, outcome
from reader.core.sandbox.pool import is_crash
from reader.errors import FetchError, LibraryError, ParseError, WorkFailed
from reader.frozen import dataclass
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from reader.core.refresh.feed_settings import FeedSettings, Secrets
    from reader.core.sandbox.pool import SandboxPool
    from reader.fetch.client import Client
    from reader.fetch.response import Response
    from reader.model import Feed

NOT_MODIFIED = 304

HELD_BYTES = 24 * 2**20
"""Bytes of feeds, and of entries' HTML as it is held (packed, or in characters), waiting to be read at which no further feed
is fetched."""

MOST_CRASHES = 2
"""Times that the same bytes may crash the process that reads them."""


class BackPressure:
    """Back-pressure: pauses new requests while too many bytes are buffered."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._bytes = 0

    @contextmanager
    def of(self, size: int) -> Iterator[None]:
        """Counts so many bytes as buffered within the block."""
        self.change(size)
        try:
            yield
        finally:
            self.change(-size)

    def change(self, size: int) -> None:
        """Counts more bytes as buffered, or fewer."""
        self._bytes += size
        if self._bytes < HELD_BYTES:
            self._client.may_begin.set()
        else:
            self._client.may_begin.clear()


@dataclass(frozen=True, slots=True)
class FetchContext:
    """All that fetching needs: the client, the sandbox, a clock in the reader's zone, and what all feeds share."""

    client: Client
    children: SandboxPool
    now: Callable[[], datetime]
    secrets: Secrets
    back_pressure: BackPressure


async def ask(context: FetchContext, feed: Feed) -> outcome.Decision:
    """Fetches and parses a feed; decides what is kept of it. Raises LibraryError only."""
    settings = feed_settings.of(feed)
    try:
        return await _asked(context, feed, settings)
    except WorkFailed as error:
        return outcome.failed(feed, error, context.now(), chance(), every=settings.every)
    except LibraryError:
        raise
    except Exception as error:  # a fault of ours with this feed must not end the run of all others
        log.exception("refreshing a feed", about=feed.url)
        told = WorkFailed(f"could not be read ({type(error).__name__})")
        return outcome.failed(feed, told, context.now(), chance(), every=settings.every)


async def _asked(context: FetchContext, feed: Feed, settings: FeedSettings) -> outcome.Decision:
    assert feed.url is not None
    if feed.url.startswith(urls.MAIL):
        from reader.core.refresh import mail_folder

        response = await asyncio.to_thread(mail_folder.response, feed.url, feed.etag)
    else:
        response = await context.client.get(
            feed.url,
            etag=feed.etag,
            last_modified=feed.last_modified,
            allow_private=True,
            user_agent=settings.user_agent,
            headers=await context.secrets.headers(settings),
        )
    if response.status == NOT_MODIFIED:
        return outcome.unchanged(feed, response, context.now(), chance(), every=settings.every)
    with context.back_pressure.of(len(response.body)):
        return await _read(context, feed, settings, response)


async def _read(
    context: FetchContext, feed: Feed, settings: FeedSettings, response: Response
) -> outcome.Decision:
    digest = outcome.digest(response.body)
    if digest == feed.body_hash:
        return outcome.unchanged(feed, response, context.now(), chance(), every=settings.every)
    if digest == feed.crash_hash and feed.crash_count >= MOST_CRASHES:
        raise FetchError(
            "crashed the parser twice; skipped until it changes",
            subject=response.url,
            word="harmful",
        )
    try:
        came = await context.children.parsed(response.body, response.url, response.header("content-type"))
    except ParseError as error:
        told = FetchError(error.message, subject=error.subject, hint=error.hint, word=_word(error))
        crashed = digest if is_crash(error) else None
        return outcome.failed(feed, told, context.now(), chance(), every=settings.every, crash_hash=crashed)
    return outcome.fetched(
        feed, response, came, context.now(), chance(), every=settings.every, body_hash=digest
    )


def _word(error: ParseError) -> str:
    return "not a feed" if error.message.startswith("not a feed") else "could not be read"


def chance() -> float:
    """A random number in [0, 1) for the jitter of pauses."""
    return random.random()  # noqa: S311 - jitter, not a secret
