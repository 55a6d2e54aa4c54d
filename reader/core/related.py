"""Related articles: the publisher's own links first, then the same story, its background, and others by the author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import indexing, same_author
from reader.core.clusters import boilerplate
from reader.core.events import Listener, silent
from reader.frozen import replace
from reader.model import Article, Related
from reader.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reader.core.session import Session
    from reader.model import Document, RelatedGroup

LIMIT = 10

COMPARED_WHOLE = 100
"""Up to this many articles all are compared by their kept features, some 10 ms; above, the index names the candidates."""


def related(
    session: Session, article: Article, *, limit: int = LIMIT, listen: Listener = silent
) -> tuple[Related, ...]:
    """At most `limit` neighbours, best first over all groups, the publisher's links in front.

    Copies of one text are one row, whose article names the others in `copies`. Those whose text is that of the open
    article are no neighbours; another paper's edited version of it is one.
    Nothing is better than a wrong row: a library without anything near gives (), or where few are near what the author
    has written besides.
    """
    linked = list(_linked(session, article))
    seen = {article.id, *article.copies} - set(article.near_copies)
    for row in linked:
        if row.article:
            seen |= {row.article.id, *row.article.copies}
    near = [
        row for row in _near(session, article, seen, listen) if row.article and row.article.id not in seen
    ]
    found = [*linked, *near]
    if len(found) < same_author.MOST:
        for row in near:
            if row.article:
                seen |= {row.article.id, *row.article.copies}
        found += same_author.find(session, article, seen)
    return tuple(found[: limit or None])


def _linked(session: Session, article: Article) -> Iterator[Related]:
    articles, seen = session.library.articles, set[int | str | None]()
    for link in articles.content(article.id).related:
        id_ = articles.by_url(link.url) if link.url else None
        leads_to = id_ or link.url or link.title
        if id_ != article.id and leads_to not in seen:
            seen.add(leads_to)
            yield Related(
                group="linked",
                why=("linked in the article",),
                score=1.0,
                article=articles.get(id_) if id_ else None,
                title=link.title,
                url=link.url,
            )


def _near(session: Session, article: Article, passed: Collection[int], listen: Listener) -> Iterator[Related]:
    from reader.index.related.related import Opened

    articles = session.library.articles
    document = next(iter(boilerplate.without(session, articles.documents([article.id]))), None)
    if document is None:  # removed since it was opened
        return
    indexing.make_ready(session, listen)
    candidates = [id_ for id_ in _candidates(session, document) if id_ not in passed]
    groups = session.library.groups
    kept, firsts = groups.packed(candidates), groups.firsts(candidates)
    opened = Opened(document, session.index.frequencies())
    nearest = opened.nearest(kept)
    # Only texts without kept features are taken apart.
    wanted = [id_ for id_ in candidates if id_ not in kept or id_ in nearest]
    neighbours = opened.neighbours(boilerplate.without(session, articles.documents(wanted)), firsts)
    rows = {row.id: row for row in articles.many([near.id for near in neighbours])}
    grouped = _Groups(session, article.id, rows)
    found = [
        Related(
            group=grouped.of(near.id, near.group),
            why=near.why,
            score=near.score,
            article=replace(row, copies=tuple(sorted({*row.copies, *near.copies}))),
        )
        for near in neighbours
        if (row := rows.get(near.id))
    ]
    yield from sorted(found, key=lambda row: row.group != "story")


class _Groups:
    """The groups of neighbours: what the library's stories say, as they were clustered, split or joined; for an article
    that is alone in its story, and was not put there by hand, its likeness."""

    def __init__(self, session: Session, article_id: int, others: Collection[int]) -> None:
        stories, ids = session.library.stories, [article_id, *others]
        self._stories = stories.of(ids)
        reports = stories.reports(set(self._stories.values()))
        alone = {id_ for id_, story in self._stories.items() if len(reports.get(story, ())) < 2}
        self._open = (set(ids) - self._stories.keys()) | (alone - stories.held(ids))
        self._id = article_id

    def of(self, id_: int, guessed: RelatedGroup) -> RelatedGroup:
        if not self._open.isdisjoint((self._id, id_)):
            return guessed
        return "story" if self._stories[self._id] == self._stories[id_] else "background"


def _candidates(session: Session, document: Document) -> list[int]:
    queries = session.library.queries
    # The index is asked first, since it knows its number at once.
    if session.index.count <= COMPARED_WHOLE and queries.count(Everything()) <= COMPARED_WHOLE:
        found = queries.ids(Everything())
    else:
        found = session.index.related_candidates(document)
    return [id_ for id_ in found if id_ != document.article.id]
