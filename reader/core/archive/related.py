"""Articles of the archive that are related to one of the library: found there by its most telling words, and compared here
as the library's own are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.archive import access, beside
from reader.core.clusters import boilerplate
from reader.core.events import Listener, silent
from reader.model import UNDATED, Content, Document, Related, text_fields
from reader.query.tree import And, Or, Text, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.archive.protocol import Archive, Archived
    from reader.core.session import Session
    from reader.index.word_frequencies import Frequencies
    from reader.model import Article, Draft
    from reader.query.tree import Node

LIMIT = 10

DEADLINE_S = 2.0
"""Seconds that the archive may take."""

WORDS = 8
"""Telling words that are looked up."""

SHARED, ENOUGH = 3, 10
"""An article must have so many of them; one fewer, where fewer articles than enough have that many."""

COMPARED = 30
"""Articles of the archive whose texts are compared."""

NEAR = timedelta(days=366)
"""How long before and after an article its related ones are looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the library's article: its document, how much each word says, and its most telling ones."""

    document: Document
    frequencies: Frequencies
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of the archive that may be related."""

    archived: Archived
    draft: Draft


@dataclass(frozen=True, slots=True)
class RelatedThere:
    """A related article of the archive that the library lacks; the id of its article means nothing to the library."""

    row: Related
    archived: Archived


def asked(session: Session, article: Article, listen: Listener = silent) -> Asked | None:
    """Makes what to ask the archive; None where the article says too little."""
    from reader.index.related.related import telling_words

    documents = boilerplate.without(session, session.library.articles.documents([article.id]))
    if not documents:  # removed since it was opened
        return None
    indexing.make_ready(session, listen)
    frequencies = session.index.frequencies()
    words = telling_words(documents[0], frequencies, WORDS)
    return Asked(documents[0], frequencies, words) if len(words) >= SHARED else None


def tree(words: Sequence[str], least: int, about: datetime) -> Node:
    """Articles with so many of the words at least, of about that time, if it is known."""
    some = _some([Text("any", word) for word in words], least)
    return some if about == UNDATED else And((TimeSpan("date", about - NEAR, about + NEAR), some))


def _some(texts: Sequence[Node], least: int) -> Node:
    """The articles with so many of the words, each way to have them beginning with another word."""
    if least == 1:
        return Or(tuple(texts)) if len(texts) > 1 else texts[0]
    ways = [And((one, _some(texts[at:], least - 1))) for at, one in enumerate(texts[: 1 - least], start=1)]
    return Or(tuple(ways)) if len(ways) > 1 else ways[0]


async def candidates(archive: Archive, wanted: Asked, now: datetime) -> list[Candidate]:
    """The archive's articles that share most of the telling words. Raises ArchiveError at the deadline."""
    about = wanted.document.article.sorted_by

    async def with_words(least: int) -> list[Archived]:
        # Their order is made here: ranking takes the server several times as long as finding.
        page = await archive.search(
            tree(wanted.words, least, about), order="date", limit=COMPARED, deadline=DEADLINE_S, now=now
        )
        return [hit.article for hit in page.hits]

    async with beside.within(DEADLINE_S, "the archive"):
        rows = await with_words(SHARED)
        if len(rows) < ENOUGH:
            rows = await with_words(SHARED - 1)
        drafts = await archive.texts([row.place for row in rows], deadline=DEADLINE_S)
    if len(drafts) < len(rows):  # one went in between: nobody knows whose texts these are
        return []
    return [Candidate(row, draft) for row, draft in zip(rows, drafts, strict=True)]


def nearest(
    session: Session, wanted: Asked, found: Sequence[Candidate], *, limit: int = LIMIT
) -> tuple[RelatedThere, ...]:
    """Those that are related and that the library lacks, best first, reports of the same story in front; () rather than a
    wrong row."""
    from reader.index.related.related import Opened

    urls = [one.archived.url for one in found if one.archived.url]
    known = beside.known(session, urls)
    # No number of the library's is below zero.
    lacking = {-at: one for at, one in enumerate(found, start=1) if one.archived.url not in known}
    documents = boilerplate.without(session, [_document(one, number) for number, one in lacking.items()])
    articles = {document.article.id: document.article for document in documents}
    near = Opened(wanted.document, wanted.frequencies).neighbours(documents)
    rows = [
        RelatedThere(
            Related(group=one.group, why=one.why, score=one.score, article=articles[one.id]),
            lacking[one.id].archived,
        )
        for one in near
    ]
    return tuple(sorted(rows, key=lambda one: one.row.group != "story")[: limit or None])


def _document(one: Candidate, number: int) -> Document:
    from reader.markdown.dialect import searchable

    article = replace(beside.article(one.archived, number), reason=one.draft.reason)
    return Document(article=article, body=searchable(Content(**text_fields(one.draft))))


def related(
    session: Session, article: Article, *, limit: int = LIMIT, listen: Listener = silent
) -> tuple[RelatedThere, ...]:
    """At most `limit` related articles of the archive that the config file names. Raises UsageError and ArchiveError."""
    where = access.place(session.places.config)
    wanted = asked(session, article, listen)
    if wanted is None:
        return ()
    now = session.now()
    found = access.run(where, lambda archive: candidates(archive, wanted, now))
    return nearest(session, wanted, found, limit=limit)
