"""Finds the feeds of the site that an article is from."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.core.events import Listener, Step, silent
from reader.errors import ExtractError, FetchError, ParseError, UsageError
from reader.model import Article, Link
from reader.text import urls

if TYPE_CHECKING:
    from reader.core.sandbox.pool import SandboxPool
    from reader.core.session import Session
    from reader.fetch.client import Client


def find(session: Session, article: Article, listen: Listener = silent) -> tuple[Link, ...]:
    """The feeds that the article's page announces, else those of the site's front page, best first; at least one.

    Raises `UsageError` (no address), `FetchError`, `ExtractError`, `ParseError` (none is named).
    """
    if article.url is None:
        raise UsageError("this article has no address")
    own = [feed.url for feed in session.library.feeds.all() if feed.url and feed.title in article.feeds]
    return asyncio.run(_find(article.url, own, listen))


async def _find(url: str, own: list[str], listen: Listener) -> tuple[Link, ...]:
    from reader import discovery
    from reader.core.sandbox.pool import SandboxPool
    from reader.fetch.client import Client

    if (by_rule := discovery.by_rule(url)) is not None:
        return (Link(by_rule),)
    front = urls.absolute("/", url)
    failed: FetchError | ExtractError | None = None
    async with Client() as client, SandboxPool() as children:
        # A public feed may not lead into a private net.
        allow_private = not own or any([await client.is_private(feed) for feed in own])
        for address in dict.fromkeys(one for one in (url, front) if one):
            listen(Step("looking", f"contacting {urls.host(address)}"))
            try:
                found = await _named(address, client, children, allow_private=allow_private)
            except (FetchError, ExtractError) as error:  # gone, or no page: a picture, a PDF
                failed = failed or error
                continue
            if found:
                return found
    if failed is not None:
        raise failed
    raise ParseError(
        "no feed found, neither on the article's page nor on the front page",
        subject=urls.host(url) or url,
        hint="if you know the address of the feed, add it",
    )


async def _named(url: str, client: Client, children: SandboxPool, *, allow_private: bool) -> tuple[Link, ...]:
    from reader.parse.feed import looks_like_feed

    response = await client.get(url, allow_private=allow_private)
    if looks_like_feed(response.body):
        return (Link(response.url),)
    return (await children.page(response.body, response.url, response.charset, response.media_type)).feeds
