"""Related articles: the publisher's own links first, then the same story, then its background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.clusters import boilerplate
from reader.core.events import Listener, silent
from reader.frozen import replace
from reader.model import Article, Document, Related
from reader.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reader.core.session import Session
    from reader.model import RelatedGroup

LIMIT = 10

COMPARED_WHOLE = 100
"""Up to this many articles all are compared by their kept features, some 10 ms; above, the index names the candidates."""

READ_WHOLE = 12
"""Candidates whose texts are read: some more than are shown, for copies of one text are one row."""


def related(
    session: Session, article: Article, *, limit: int = LIMIT, listen: Listener = silent
) -> tuple[Related, ...]:
    """At most `limit` neighbours, best first over all groups, the publisher's links in front.

    Copies of one text are one row, whose article names the others in `copies`. Those whose text is that of the open
    article are no neighbours; another paper's edited version of it is one.
    Nothing is better than a wrong row: a library without anything near gives ().
    """
    linked = list(_linked(session, article))
    seen = {article.id, *article.copies} - set(article.near_copies)
    for row in linked:
        if row.article:
            seen |= {row.article.id, *row.article.copies}
    near = [row for row in _near(session, article, listen) if row.article and row.article.id not in seen]
    return tuple([*linked, *near][: limit or None])


def _linked(session: Session, article: Article) -> Iterator[Related]:
    articles = session.library.articles
    for link in articles.content(article.id).related:
        id_ = articles.by_url(link.url) if link.url else None
        if id_ != article.id:
            yield Related(
                group="linked",
                why=("linked in the article",),
                score=1.0,
                article=articles.get(id_) if id_ else None,
                title=link.title,
                url=link.url,
            )


def _near(session: Session, article: Article, listen: Listener) -> Iterator[Related]:
    from reader.index.related import related as rule

    articles = session.library.articles
    document = next(iter(boilerplate.without(session, articles.documents([article.id]))), None)
    if document is None:  # removed since it was opened
        return
    indexing.make_ready(session, listen)
    candidates, kept = _promising(session, document, _candidates(session, document))
    read = boilerplate.without(session, articles.documents(candidates))
    neighbours = rule.neighbours(document, read, session.index.frequencies(), kept)
    rows = {row.id: row for row in articles.many([near.id for near in neighbours])}
    groups = _Groups(session, article.id, rows)
    found = [
        Related(
            group=groups.of(near.id, near.group),
            why=near.why,
            score=near.score,
            article=replace(row, copies=tuple(sorted({*row.copies, *near.copies}))),
        )
        for near in neighbours
        if (row := rows.get(near.id))
    ]
    yield from sorted(found, key=lambda row: row.group != "story")


def _promising(
    session: Session, document: Document, candidates: list[int]
) -> tuple[list[int], dict[int, bytes]]:
    """The candidates that are most like a document by the features that were kept of them, and those of which none were
    kept yet, with these features: only texts without them are taken apart."""
    from reader.index.clusters.cluster_features import numbered, unpacked
    from reader.index.profile import profile
    from reader.index.related.related import SHOW
    from reader.index.similarity import likeness, weigh

    kept = session.library.groups.packed(candidates)
    seen = profile(document.article.title, document.body, document.article.lang)
    own = numbered(weigh(seen, session.index.frequencies().idf))
    scores = {id_: likeness(own, unpacked(packed)) for id_, packed in kept.items()}
    like = [id_ for id_, score in scores.items() if score >= SHOW]
    nearest = sorted(like, key=lambda id_: -scores[id_])[:READ_WHOLE]
    return [id_ for id_ in candidates if id_ not in kept or id_ in nearest], kept


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
