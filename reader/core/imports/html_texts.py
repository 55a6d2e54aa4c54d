"""Who reads the HTML that another program kept? The children do, as they read a feed's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model import Entry, ParsedFeed
from reader.text.clean import BODY_LIMIT, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.sandbox.pool import SandboxPool
    from reader.importers.imported_article import ImportedArticle
    from reader.model import Draft


async def entries(children: SandboxPool, feed: ParsedFeed) -> tuple[Draft, ...]:
    """One draft for each entry of the feed, as refresh makes them; two children work on it."""
    half = (len(feed.entries) + 1) // 2
    parts = (feed.entries[:half], feed.entries[half:])
    found = await asyncio.gather(*(children.entries(replace(feed, entries=part)) for part in parts if part))
    return tuple(draft for drafts in found for draft in drafts)


async def drafts(children: SandboxPool, kept: Sequence[ImportedArticle]) -> list[Draft]:
    """The articles in order, each with its text, where the program kept one."""
    waiting = [one for one in kept if one.html]
    read = iter(
        await entries(children, ParsedFeed(title="", entries=tuple(map(_entry, waiting)))) if waiting else ()
    )
    return [_with_text(one.draft, next(read)) if one.html else one.draft for one in kept]


def _entry(kept: ImportedArticle) -> Entry:
    return Entry(title=kept.draft.title, url=kept.draft.url, html=clean(kept.html, BODY_LIMIT))


def _with_text(draft: Draft, read: Draft) -> Draft:
    if read.text_state == "failed":
        return replace(draft, text_state="failed", reason="The text in the file could not be read.")
    if not read.text.strip():
        return draft
    return replace(
        draft,
        markdown=read.markdown,
        text=read.text,
        pictures=read.pictures,
        embeds=read.embeds,
        links=read.links,
        related=read.related,
        text_state="full",
        reason=None,
    )
