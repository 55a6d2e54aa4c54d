"""Stories as people and scripts see them: the reports of one event in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core import indexing, related, search
from reader.core.events import Listener, silent
from reader.query.parse import parse
from reader.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session
    from reader.model import Article
    from reader.query.tree import Sort


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of an event, the first one first. `id` is None while its only article has yet to be grouped."""

    id: int | None
    first: Article
    articles: tuple[int, ...]
    sources: int


def reports(session: Session, article: Article, listen: Listener = silent) -> list[Article]:
    """All articles of the article's story, itself among them, in the order of time."""
    indexing.make_grouped(session, listen)
    stories, library = session.library.stories, session.library
    story = stories.of([article.id]).get(article.id)
    if story is None:
        return [article]
    return library.articles.many(stories.reports([story]).get(story, [article.id]))


def timeline(session: Session, article: Article) -> tuple[list[Article], list[Article]]:
    """The reports of the article's story, and related articles that are not among them."""
    told = reports(session, article)
    known = {report.id for report in told}
    near = (row.article for row in related.related(session, article))
    return told, [other for other in near if other is not None and other.id not in known]


def listing(
    session: Session, source: str, *, sort: Sort | None = None, limit: int = 0, listen: Listener = silent
) -> tuple[list[Story], int]:
    """The stories of what matches, in the order of the articles that do, and how many there are; `limit` 0 is all.

    Raises `QueryError`.
    """
    indexing.make_grouped(session, listen)
    query = parse(source, session.now())
    by = query.sort or sort
    if by == "relevance":
        ids: Sequence[int] = search.rank(session, source, suggests=False).ids
    else:
        ids = search.ids_of(session, query.tree, by)
    known = session.library.stories.of(ids)
    # One that has yet to be grouped is a story by itself.
    keys = list(dict.fromkeys(known.get(id_) or -id_ for id_ in ids))
    return _stories(session, keys[: limit or None]), len(keys)


def _stories(session: Session, keys: Sequence[int]) -> list[Story]:
    library = session.library
    members = library.stories.reports([key for key in keys if key > 0])
    members |= {key: [-key] for key in keys if key < 0}
    articles = {
        article.id: article
        for article in library.articles.many([id_ for key in keys for id_ in members.get(key, ())])
    }
    found: list[Story] = []
    for key in keys:
        reports = [articles[id_] for id_ in members.get(key, ()) if id_ in articles]
        if reports:
            sources = {source(report) for report in reports}
            ids = tuple(report.id for report in reports)
            found.append(Story(key if key > 0 else None, reports[0], ids, len(sources)))
    return found


def source(article: Article) -> str:
    """The source of an article: its `source`, else its site; "" for a file."""
    return article.source or (host(article.url) if article.url else None) or ""
