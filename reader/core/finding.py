"""Which articles a query finds: the index answers the words, the library everything else.

A query's tree is cut into the largest pieces that hold words only; the index answers those, and the library's SQL
combines them with marks, dates and feeds. A search that the index can rank alone is ranked there; what the library
narrows down is ranked within what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.base.query import And, Everything, Node, Not, Or, Query, Text, mentions, parse
from reader.core import indexing
from reader.core.events import Listener, silent
from reader.errors import NothingFound
from reader.model import Article, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.core.session import Session

SEARCH_LIMIT = 50
LIST_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a query found: at most `limit` rows of `total`, how many of these are unread, how many muted ones were
    left out, and what to try where nothing was found."""

    found: tuple[Found, ...]
    total: int
    unread: int = 0
    muted: int = 0
    suggestion: str | None = None


def listing(session: Session, source: str, *, sort: str | None = None, limit: int = LIST_LIMIT) -> Results:
    """Articles that match, newest first unless sorted otherwise; `limit` 0 is all. Snippets are not made.

    Raises `QueryError`.
    """
    query = parse(source, session.now())
    order = query.sort or sort or "date"
    if order == "relevance" and has_words(query.tree):
        return search(session, source, limit=limit)
    answered = _answered(session, query.tree, silent)
    total = session.library.queries.count(query.tree, answered)
    rows = session.library.queries.page(query.tree, answered, sort=order, limit=limit or total)
    return Results(found=tuple(Found(article=row) for row in rows), total=total)


def count(session: Session, source: str) -> int:
    """How many articles match."""
    query = parse(source, session.now())
    return session.library.queries.count(query.tree, _answered(session, query.tree, silent))


def ids(session: Session, source: str) -> list[int]:
    """All ids that match, newest first."""
    query = parse(source, session.now())
    return list(session.library.queries.ids(query.tree, _answered(session, query.tree, silent)))


def search(session: Session, source: str, *, limit: int = SEARCH_LIMIT, listen: Listener = silent) -> Results:
    """Articles that match, best first, each with a snippet; `limit` 0 is all. Raises `QueryError`."""
    query = parse(source, session.now())
    queries = session.library.queries
    if not has_words(query.tree) or query.sort not in (None, "relevance"):
        rows = listing(session, source, limit=limit)
        return _with_snippets(session, query, rows.found, rows.total, query.tree)
    answered = _answered(session, query.tree, listen)
    total = queries.count(query.tree, answered)
    allowed = queries.ids(query.tree, answered)
    hits = session.index.search(
        _words_of(query.tree), limit=limit or total, allowed=allowed, now=session.now()
    )
    scores = {hit.id: hit.score for hit in hits}
    # What matches by its marks alone (`gas OR is:bookmarked`) has no score: it comes after what has one.
    order = [*scores, *(id_ for id_ in allowed if id_ not in scores)][: limit or total]
    found = tuple(
        Found(article=row, score=scores.get(row.id, 0.0)) for row in session.library.articles.many(order)
    )
    return _with_snippets(session, query, found, total, query.tree)


def _with_snippets(session: Session, query: Query, found: Sequence[Found], total: int, tree: Node) -> Results:
    from reader.base.dialect import searchable
    from reader.index.snippets import snippet

    contents = session.library.articles.contents([row.article.id for row in found])
    rows = tuple(
        Found(
            article=row.article,
            score=row.score,
            snippet=snippet(searchable(contents[row.article.id]), tree)
            if row.article.id in contents
            else None,
        )
        for row in found
    )
    queries = session.library.queries
    answered = _answered(session, query.tree, silent)
    return Results(
        found=rows,
        total=total,
        unread=queries.count(query.tree, answered, unread_only=True),
        muted=0
        if mentions(query.tree, "is", "muted")
        else queries.count(query.tree, answered, muted_only=True),
        suggestion=None if total else _suggestion(session, query.tree),
    )


def _suggestion(session: Session, tree: Node) -> str | None:
    for text in _texts(tree):
        if text.field == "any" and not text.phrase and (other := session.index.suggest(text.words)):
            return other
    return None


def has_words(tree: Node) -> bool:
    """Whether the index has a part in answering the tree."""
    return any(True for _ in _texts(tree))


def _texts(tree: Node) -> Iterator[Text]:
    match tree:
        case Text():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _texts(part)
        case Not(part):
            yield from _texts(part)
        case _:
            return


def _only_words(tree: Node) -> bool:
    match tree:
        case Text():
            return True
        case And(parts) | Or(parts):
            return all(_only_words(part) for part in parts)
        case Not(part):
            return _only_words(part)
        case _:
            return False


def _pieces(tree: Node) -> Iterator[Node]:
    """The largest sub-trees of words only, as the library's `texts` wants them."""
    if _only_words(tree):
        yield tree
        return
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _pieces(part)
        case Not(part):
            yield from _pieces(part)
        case _:
            return


def _words_of(tree: Node) -> Node:
    """The tree's wanted words as one tree for ranking, filters left out, since the allowed ids obey them already."""
    if _only_words(tree):
        return tree
    wanted = tuple(_wanted(tree))
    return Or(wanted) if len(wanted) > 1 else wanted[0] if wanted else Everything()


def _wanted(tree: Node) -> Iterator[Node]:
    match tree:
        case Text():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case _:
            return


def _answered(session: Session, tree: Node, listen: Listener) -> Mapping[Node, frozenset[int]]:
    pieces = list(_pieces(tree))
    if not pieces:
        return {}
    indexing.make_ready(session, listen)
    return {piece: frozenset(session.index.ids(piece)) for piece in pieces}


def article(session: Session, name: str) -> Article:
    """The article that a number, a uid or an address names. Raises `NothingFound`."""
    found = session.library.articles.get(int(name) if name.isdecimal() and len(name) < 19 else name)
    if found is None:
        raise NothingFound(
            "no such article in the library", subject=name, hint="broadsheet list shows ids and titles"
        )
    return found
