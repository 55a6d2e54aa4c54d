"""The archive beside the own library, as the screen asks it: what the library lacks, a text, a copy of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.core.archive import articles
from reader.errors import ArchiveSlow
from reader.model import Article, Content, Found, text_fields
from reader.query.parse import parse
from reader.query.rewrite import unfinished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from reader.archive.protocol import Archive, Archived, Hit, Page, Place
    from reader.core.session import Session
    from reader.model import Draft
    from reader.query.tree import Node, Sort

    Known = Callable[[Sequence[str]], Awaitable[Collection[str]]]
    """Those of some addresses that the library has."""

TYPED_S, ENTERED_S = 0.5, articles.DEADLINE_S
"""Seconds that a search may take while somebody types, and once they are done."""

SHOWN = 20
"""Hits that are shown at most: who wants others asks for less."""

LOOKED_AT = 500
"""Hits that are asked for at most where the library has the first ones."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Hits of the archive that the library lacks. The ids of their articles are numbers from 1 on, and mean nothing to the
    library; `places` tells where they are. `told` is the number of all matches, as `1,000+`; `kept` of them are in the
    library, None where not all were looked at."""

    found: tuple[Found, ...]
    places: tuple[Place, ...]
    tree: Node
    order: Sort
    told: str
    kept: int | None


@asynccontextmanager
async def within(deadline: float, where: str) -> AsyncIterator[None]:
    """Raises ArchiveSlow where what is done takes longer than so many seconds, however many questions it is."""
    try:
        async with asyncio.timeout(deadline):
            yield
    except TimeoutError as error:
        raise ArchiveSlow(f"the server did not answer within {deadline:g} s", subject=where) from error


async def find(
    archive: Archive,
    source: str,
    now: datetime,
    known: Known,
    *,
    is_ranked: bool,
    deadline: float,
    is_typed: bool = False,
) -> Beside:
    """Finds what matches and is not known, in the order that the query names, else best first or, which is faster, newest
    first. `is_typed`: the last word may go on. Raises `QueryError`, and `ArchiveError` at the deadline."""
    query = parse(source, now)
    if is_typed:
        query = unfinished(query, source)
    order: Sort = query.sort or ("relevance" if is_ranked else "date")

    async def looked(limit: int) -> tuple[Page, list[Hit]]:
        page = await archive.search(query.tree, order=order, limit=limit, deadline=deadline, now=now)
        there = await known([hit.article.url for hit in page.hits if hit.article.url])
        return page, [hit for hit in page.hits if hit.article.url not in there]

    async with within(deadline, "the archive"):
        limit = SHOWN
        page, hits = await looked(limit)
        while len(hits) < SHOWN and len(page.hits) == limit < LOOKED_AT:
            limit = min(limit * 5, LOOKED_AT)
            page, hits = await looked(limit)
    places = tuple(hit.article.place for hit in hits[:SHOWN])
    drafts: Sequence[Draft] = ()
    with suppress(ArchiveSlow):  # rows without their snippets are better than none
        async with within(deadline, "the archive"):
            drafts = await archive.texts(places, deadline=deadline)
    found = _rows(hits[:SHOWN], drafts, query.tree)
    kept = len(page.hits) - len(hits) if len(page.hits) < limit else None
    return Beside(found, places, query.tree, order, page.told(), kept)


def _rows(hits: Sequence[Hit], drafts: Sequence[Draft], tree: Node) -> tuple[Found, ...]:
    rows = [Found(article=article(hit.article, at), score=hit.score) for at, hit in enumerate(hits, start=1)]
    if len(drafts) < len(rows):  # one went in between: nobody knows whose texts these are
        return tuple(rows)
    return tuple(
        replace(row, snippet=articles.snippet(draft, tree)) for row, draft in zip(rows, drafts, strict=True)
    )


def article(archived: Archived, number: int) -> Article:
    """An article of the archive as a list has its own, under a number of the list's."""
    return Article(
        id=number,
        uid=archived.place.uid.hex,
        title=archived.title,
        fetched=archived.place.filed,
        url=archived.url,
        authors=archived.authors,
        agency=archived.agency,
        publication=archived.publication,
        feeds=archived.feeds,
        published=archived.published,
        day=archived.day,
        lang=archived.lang,
        words=archived.words,
        text_origin=archived.text_origin,
        text_state=archived.text_state,
        read=archived.read,
        bookmarked=archived.bookmarked,
    )


async def text(archive: Archive, place: Place, row: Article) -> tuple[Article, Content] | None:
    """An article of the archive to be read, with all that is known of it; None where it is gone."""
    for draft in await archive.texts([place], deadline=ENTERED_S):
        whole = replace(
            row,
            canonical=draft.canonical,
            updated=draft.updated,
            description=draft.description,
            reason=draft.reason,
        )
        return whole, Content(**text_fields(draft))
    return None


def known(session: Session, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that an article of the library has."""
    return {url for url in addresses if session.library.articles.by_url(url) is not None}
