"""Fetches pictures of an article within bounds, has them drawn small, and keeps them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.config import paths
from reader.core.events import Listener, PictureRead, silent
from reader.core.pictures import cache
from reader.errors import FetchError, UsageError, WorkFailed
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.core.sandbox.pool import SandboxPool
    from reader.core.session import Session
    from reader.fetch.client import Client
    from reader.model import Article

LARGEST = 8 * 2**20
TOTAL = 40 * 2**20
"""Bytes of a picture, and of all those of an article, that are fetched."""

SECONDS = 60.0
"""Seconds for the pictures of an article; the rest comes when it is opened again."""

PICTURES_FIRST = "image/webp, image/png, image/jpeg, image/gif, */*;q=0.1"

_FOR_THE_HOST = frozenset(
    {"unreachable", "no such host", "refused", "too slow", "certificate", "proxy", "private"}
)
_BUSY = frozenset({429, 503})
"""Failures after which a host is asked for no other picture of the article."""


def fetch(session: Session, article_id: int, wanted: Sequence[str], listen: Listener = silent) -> int:
    """Fetches pictures of an article into the cache, and tells of each; the number of those that came.

    Raises UsageError where there is no such article, or nothing to draw with.
    """
    article = session.library.articles.get(article_id)
    if article is None:
        raise UsageError("this article is no longer in the library")
    if not cache.can_draw():
        raise UsageError(cache.LACKS_PILLOW, hint=cache.INSTALL)
    own = [feed.url for feed in session.library.feeds.all() if feed.url and feed.title in article.feeds]
    folder = paths.pictures(session.places.library)
    came = asyncio.run(_fetch(folder, article, own, wanted[: cache.MOST_PICTURES], listen))
    with suppress(OSError):
        cache.remove_oldest(folder)
    return came


async def _fetch(
    folder: Path, article: Article, own: Sequence[str], wanted: Sequence[str], listen: Listener
) -> int:
    from reader.core.sandbox.pool import SandboxPool
    from reader.fetch.client import Client, FetchSettings

    came, left = 0, TOTAL
    down: dict[str, FetchError] = {}
    async with Client(FetchSettings(largest=LARGEST)) as client, SandboxPool(1) as children:
        allow_private = await _may_be_private(client, article, own)
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                for url in wanted:
                    host = urls.host(url) or ""
                    try:
                        if host in down:
                            raise down[host]
                        left -= await _one(folder, url, client, children, allow_private=allow_private)
                    except FetchError as error:
                        if error.word in _FOR_THE_HOST or error.status in _BUSY:
                            down[host] = error
                        listen(PictureRead(url=url, error=error.message))
                    except WorkFailed as error:
                        listen(PictureRead(url=url, error=error.message))
                    else:
                        came += 1
                        listen(PictureRead(url=url))
                    if left <= 0:
                        break
    return came


async def _may_be_private(client: Client, article: Article, own: Sequence[str]) -> bool:
    """Tells whether its pictures may be in a private net: where its feeds are, or where its page was fetched from."""
    if own:
        return all([await client.is_private(feed) for feed in own])
    return article.text_origin == "page" and article.url is not None and await client.is_private(article.url)


async def _one(folder: Path, url: str, client: Client, children: SandboxPool, *, allow_private: bool) -> int:
    """Fetches, draws and keeps a picture; the number of its bytes. Raises WorkFailed."""
    response = await client.get(url, allow_private=allow_private, accept=PICTURES_FIRST)
    raster = await children.picture(response.body, url)
    try:
        cache.keep(folder, url, raster)
    except OSError as error:
        raise WorkFailed(f"cannot be kept ({error.strerror})") from error
    return len(response.body)
