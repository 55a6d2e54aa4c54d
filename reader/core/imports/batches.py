"""Saves imported articles in batches, so that what came before an interruption is kept; children read their HTML."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.core.events import Progress
from reader.core.imports.stream import BROKEN
from reader.core.sandbox.pool import SandboxPool
from reader.importers.items import UNADDRESSED, ImportedArticle, LeftOut
from reader.model import Entry, ParsedFeed, text_fields
from reader.text import quote_anchor
from reader.text.clean import BODY_LIMIT, clean, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.core.events import Listener
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.model import Draft
    from reader.store.articles.save_article import SaveResult

BATCH = 500
"""Articles kept in one transaction."""

_REMOVED = "notes and highlights of an article you removed"

_TRIED = 20
"""Highlights by which an article is known among others of its title."""

BATCH_CHARS = 20_000_000
"""Characters of text in one transaction, so that huge articles do not fill the memory."""


async def take(
    session: Session, imported: Imported, items: Iterable[ImportedArticle | LeftOut], listen: Listener
) -> None:
    """Save all articles, and note what was left."""
    done = waiting = 0
    async with SandboxPool() as children:
        for batch in in_batches(items):
            drafts = await drafts_of(children, [item for item in batch if isinstance(item, ImportedArticle)])
            with session.library.transaction():
                for draft in drafts:
                    saved = save(session, draft)
                    imported.count(saved.outcome)
                    waiting += saved.outcome == "new" and draft.text_state == "pending"
                    if _is_lost(session, draft, saved):
                        imported.skip(f"{draft.title}: {_REMOVED}", _REMOVED)
            for item in batch:
                for left in (item,) if isinstance(item, LeftOut) else item.left:
                    imported.skip(str(left), left.reason)
            done += len(batch)
            listen(Progress("importing", done))
    if waiting:
        imported.notes.append(f"{counted(waiting, 'article')} without text: only the address was saved")


def save(session: Session, draft: Draft) -> SaveResult:
    """Save one article. It counts as having come in when the reader saved it in the other program; one that
    names no time at all can be of any age."""
    now = session.now()
    at = min(draft.saved, now) if draft.saved else now
    known = _of_title(session, draft) if draft.reason == UNADDRESSED else None
    saved = session.library.articles.save(draft, now=at, article_id=known, fills=not draft.text)
    if saved.outcome == "new" and draft.saved is None:
        session.library.arrivals.put_last([saved.id])
    return saved


def _is_lost(session: Session, draft: Draft, saved: SaveResult) -> bool:
    """True where the reader wrote on an article that was removed here, which no import brings back."""
    has_words = draft.notes or draft.highlights or draft.excerpts
    return bool(has_words) and saved.outcome == "same" and session.library.articles.get(saved.id) is None


def _of_title(session: Session, draft: Draft) -> int | None:
    """The article of that title whose text says one of the highlights; else one that has no text yet, if any."""
    articles = session.library.articles
    waiting: list[int] = []
    for number in articles.titled(draft.title):
        text = articles.content(number).text
        words = quote_anchor.WordPositions(text)
        if not text:
            waiting.append(number)
        elif any(quote_anchor.quoted(words, one.quote) for one in draft.excerpts[:_TRIED]):
            return number
    return min(waiting, default=None)


def in_batches(items: Iterable[ImportedArticle | LeftOut]) -> Iterator[list[ImportedArticle | LeftOut]]:
    """The items in lists, of `BATCH` items or `BATCH_CHARS` characters at most."""
    batch: list[ImportedArticle | LeftOut] = []
    chars = 0
    try:
        for item in items:
            batch.append(item)
            if isinstance(item, ImportedArticle):
                chars += len(item.html) + len(item.draft.text) + len(item.draft.markdown)
            if len(batch) >= BATCH or chars >= BATCH_CHARS:
                yield batch
                batch, chars = [], 0
    except BROKEN:
        yield batch  # what came before the file broke off
        raise
    yield batch


async def entries(children: SandboxPool, feed: ParsedFeed) -> tuple[Draft, ...]:
    """One draft for each entry of the feed, as refresh makes them; two children work on many."""
    await children.start(len(feed.entries))
    half = (len(feed.entries) + 1) // 2
    parts = (feed.entries[:half], feed.entries[half:])
    found = await asyncio.gather(*(children.entries(replace(feed, entries=part)) for part in parts if part))
    return tuple(draft for drafts in found for draft in drafts)


async def drafts_of(children: SandboxPool, kept: Sequence[ImportedArticle]) -> list[Draft]:
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
    return replace(draft, **text_fields(read), text_state="full", reason=None)
