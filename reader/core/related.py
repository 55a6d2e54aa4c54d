"""Related articles: the publisher's own links first, then the same story, its background, what is loosely related, and others by
the author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import indexing, same_author
from reader.core.clusters import boilerplate
from reader.core.events import Listener, silent
from reader.frozen import replace
from reader.model import Article, Related
from reader.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from reader.core.session import Session
    from reader.model import Document, RelatedGroup

LIMIT = 10

FEW, FILLED = 3, 5
"""Where there are fewer rows than that, what is loosely related fills them up to so many."""

COMPARED_WHOLE = 100
"""Up to this many articles all are compared by their kept features, some 10 ms; above, the index names the candidates."""


def related(
    session: Session, article: Article, *, limit: int = LIMIT, listen: Listener = silent
) -> tuple[Related, ...]:
    """At most `limit` neighbours, best first over all groups, the publisher's links in front.

    Copies of one text are one row, whose article names the others in `copies`. Those whose text is that of the open
    article are no neighbours; another paper's edited version of it is one.
    Nothing is better than a wrong row: a library without anything near gives (). Where few are near, what is but loosely
    related fills up the first rows, and what the author has written besides; their groups say so.
    """
    linked = list(_linked(session, article))
    seen = {article.id, *article.copies} - set(article.near_copies)
    for row in linked:
        seen |= _ids(row)
    document = next(iter(_documents(session, [article.id])), None)
    if document is None:  # removed since it was opened
        return tuple(linked)
    indexing.make_ready(session, listen)
    near = _Near(session, document)
    found = [*linked, *near.rows(seen, len(linked))]
    if len(found) < same_author.MOST:
        for row in found:
            seen |= _ids(row)
        found += same_author.find(session, article, seen, near.likenesses)
    return tuple(found[: limit or None])


def _ids(row: Related) -> set[int]:
    return {row.article.id, *row.article.copies} if row.article else set()


def _documents(session: Session, ids: Collection[int]) -> Iterable[Document]:
    return boilerplate.without(session, session.library.articles.documents(ids))


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


class _Near:
    """What is near an article, by its words."""

    def __init__(self, session: Session, document: Document) -> None:
        from reader.index.related.related import Opened

        self._session = session
        self._document = document
        self._opened = Opened(document, session.index.frequencies())

    def rows(self, passed: Collection[int], before: int) -> list[Related]:
        """The neighbours, none of `passed`, and what is loosely related where few rows are found; so many stand before them."""
        session, opened = self._session, self._opened
        candidates = [id_ for id_ in _candidates(session, self._document) if id_ not in passed]
        groups = session.library.groups
        kept, firsts = groups.packed(candidates), groups.firsts(candidates)
        nearest = opened.nearest(kept)
        # Only texts without kept features are taken apart.
        wanted = [id_ for id_ in candidates if id_ not in kept or id_ in nearest]
        texts = {text.article.id: text for text in _documents(session, wanted)}
        neighbours = opened.neighbours(texts.values(), firsts)
        if before + len(neighbours) < FEW:
            told = {id_ for near in neighbours for id_ in (near.id, *near.copies)}
            nearest = opened.nearest_loose(told)
            more = _documents(session, [id_ for id_ in nearest if id_ not in texts])
            texts |= {text.article.id: text for text in more}
            loose = opened.loose([texts[id_] for id_ in nearest if id_ in texts], firsts)
            neighbours += loose[: FILLED - before - len(neighbours)]
        rows = {row.id: row for row in session.library.articles.many([near.id for near in neighbours])}
        grouped = _Groups(session, self._document.article.id, rows)
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
        return sorted(found, key=lambda row: (row.group == "loose", row.group != "story"))

    def likenesses(self, ids: Collection[int]) -> dict[int, float]:
        """Gives the likeness of articles to this one, of those whose features are kept."""
        return self._opened.likenesses(self._session.library.groups.packed(ids))


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
        if self._stories[self._id] == self._stories[id_]:
            return "story"
        return "background" if guessed == "story" else guessed


def _candidates(session: Session, document: Document) -> list[int]:
    queries = session.library.queries
    # The index is asked first, since it knows its number at once.
    if session.index.count <= COMPARED_WHOLE and queries.count(Everything()) <= COMPARED_WHOLE:
        found = queries.ids(Everything())
    else:
        found = session.index.related_candidates(document)
    return [id_ for id_ in found if id_ != document.article.id]
