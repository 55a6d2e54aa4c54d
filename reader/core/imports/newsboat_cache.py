"""Saves the articles of newsboat's cache with their feeds and read marks, and its flags as tags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.core.events import Progress
from reader.core.imports import batches
from reader.core.sandbox.pool import SandboxPool
from reader.parse.entries import names
from reader.text import urls
from reader.text.clean import counted

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from reader.core.events import Listener
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.importers.feed_lists.newsboat import Batch, NewsboatCache
    from reader.model import Draft


async def take(
    session: Session, imported: Imported, opened: AbstractContextManager[NewsboatCache], listen: Listener
) -> None:
    """Save all articles of the cache; a text that the library has already stays.

    Articles belong to the feed of their address, as if refresh had brought them; where nobody has subscribed to it, it
    is held without being refreshed. Those of programs and files stand in a feed of that title.
    """
    now = session.now()
    done = 0
    feeds: set[int] = set()
    with opened as cache:
        total, deleted = cache.count, cache.deleted
        async with SandboxPool() as children:
            for batch in cache.batches():
                drafts = await batches.entries(children, batch.feed)
                with session.library.transaction():
                    feeds |= _keep(session, imported, batch, drafts, now)
                done += len(drafts)
                listen(Progress("importing", done, total))
    if deleted:
        imported.notes.append(f"{counted(deleted, 'article')} you deleted in newsboat: not imported")
    subscribed = {feed.id for feed in session.library.feeds.all() if feed.url}
    if others := feeds - subscribed:
        imported.notes.append(
            f"{counted(len(others), 'feed')} you are not subscribed to: only their articles were imported"
        )


def _keep(
    session: Session, imported: Imported, batch: Batch, drafts: tuple[Draft, ...], now: datetime
) -> set[int]:
    """Save one batch; the number of its feed, where it has an address."""
    feed = batch.feed
    held = (
        session.library.feeds.hold(feed.url, feed.title, feed.site_url, now) if feed.url is not None else None
    )
    title = feed.title or urls.masked(batch.url)
    for entry, mark, draft in zip(feed.entries, batch.marks, drafts, strict=True):
        marked = replace(
            draft,
            authors=names(draft.authors),
            read=mark.read,
            tags=mark.tags,
            feeds=() if held is not None else (title,),
        )
        saved = session.library.articles.save(
            marked, now=now, feed_id=held, guid=entry.guid if held is not None else None, fills=True
        )
        imported.count(saved.outcome)
    return set() if held is None else {held}
