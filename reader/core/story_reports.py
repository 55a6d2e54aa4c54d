"""Stories as people and scripts see them: the reports of one event in the order of time."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.core import indexing, related, search
from reader.core.events import Listener, silent
from reader.frozen import dataclass
from reader.query.parse import parse
from reader.text.fold import fold
from reader.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session
    from reader.model import Article
    from reader.query.tree import Sort


_LABELS = """
opinion opinions comment commentary analysis explainer explained editorial column columns columnist op-ed oped views
viewpoint perspective background factbox backgrounder мнение мнения колонка комментарий анализ разбор справка думка
коментар аналіз kommentar meinung analyse hintergrund leitartikel opinia opinie komentarz analiza felieton komentář názor
názory analýza mnenje komentar opinión opiniones análisis columna opinione commento analisi editoriale avis tribune
éditorial décryptage opinião opinie analyse ledare krönika
"""
"""What a paper calls what is no report: in front of a title or a description, or in an address."""

_COMMENTS = frozenset(map(fold, _LABELS.split()))
_LABEL = re.compile(r"\W*([\w-]+)\s*[:|\]–—]")
_PARTS = re.compile(r"[^/?#]+")

COMPARED = 12
"""Articles of a story that are compared at most."""

APART = timedelta(days=1)
"""An article that appeared so long before all others of its story may be its background."""


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of an event in the order of time, and the first that tells of the event. `id` is None while its only
    article has yet to be grouped."""

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
    """The reports of the article's story, what one source printed twice once, and related articles that are not among them."""
    every = reports(session, article)
    known = {report.id for report in every}
    told: list[Article] = []
    for report in every:
        same = {other.id for other in (article, *told) if other.source == report.source}
        if report.id == article.id or same.isdisjoint(report.copies):
            told.append(report)
    near = (row.article for row in related.related(session, article) if row.group not in ("loose", "author"))
    return told, [other for other in near if other is not None and other.id not in known]


def first(session: Session, reports: Sequence[Article]) -> Article:
    """The first report of a story, whose articles are in the order of time: not a comment, where there is anything else,
    nor an older article that is unlike the others."""
    told = [report for report in reports if not _is_comment(report)] or list(reports)
    if len(told) > 2 and told[1].sorted_by - told[0].sorted_by >= APART:
        from reader.index.related.related import SAME_STORY

        ids = [report.id for report in told]
        its, others = _nearest(session, ids)
        if its < SAME_STORY <= others:
            return told[1]
    return told[0]


def _is_comment(article: Article) -> bool:
    labels = [
        found[1] for text in (article.title, article.description or "") if (found := _LABEL.match(text))
    ]
    path = urlsplit(article.url or "").path.rpartition("/")[0]
    return not _COMMENTS.isdisjoint(map(fold, (*labels, *_PARTS.findall(path))))


def _nearest(session: Session, ids: Sequence[int]) -> tuple[float, float]:
    """The likeness of the first of these articles to the nearest of the others, and that of the nearest two of these."""
    from reader.index.clusters.cluster_features import unpacked
    from reader.index.similarity import likeness

    kept = session.library.groups.packed(ids)
    one, *others = [unpacked(kept[id_]) if id_ in kept else None for id_ in ids[:COMPARED]]
    known = [other for other in others if other]
    if one is None or len(known) < 2:
        return 1.0, 0.0
    return (
        max(likeness(one, other) for other in known),
        max(likeness(a, b) for a, b in combinations(known, 2)),
    )


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
        ids: Sequence[int] = search.rank(session, source).ids
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
            found.append(Story(key if key > 0 else None, first(session, reports), ids, len(sources)))
    return found


def source(article: Article) -> str:
    """The source of an article: its `source`, else its site; "" for a file."""
    return article.source or (host(article.url) if article.url else None) or ""
