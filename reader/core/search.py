"""Finds the articles that match a query: the index answers the words, the library everything else.

A query's tree is cut into the largest pieces that hold words only; the index answers those, and the library's SQL
combines them with marks, dates and feeds. A search that the index can rank alone is ranked there; what the library
narrows down is ranked within what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.core import indexing
from reader.core.events import Listener, Progress, silent
from reader.errors import NothingFound
from reader.model import SNIPPET_LENGTH, Article, Content, Found, Snippet
from reader.query.parse import parse
from reader.query.tree import And, Everything, Node, Not, Or, Sort, Text, nodes, texts, wanted_words
from reader.query.tree import parts as tree_parts
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session
    from reader.store.search.lists import Tally

Answers = Mapping[Node, Collection[int]]

SEARCH_LIMIT = 50
LIST_LIMIT = 200

PARTS_LIMIT = 4
"""Parts of a query that are counted alone where all together find nothing."""

PART_LENGTH = 60
"""Characters of such a part that are repeated."""

SCANNED_AT_ONCE = 200
"""Articles whose texts are held at a time where there is no index."""


class Alone(NamedTuple):
    """How many articles a part of a query finds by itself; `part` as it was typed."""

    part: str
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of a query: at most `limit` rows of `total`, how many of these are unread, how many muted ones were
    left out; where nothing was found, a word to try, and how much each part of the query finds alone."""

    found: tuple[Found, ...]
    total: int
    unread: int = 0
    muted: int = 0
    suggestion: str | None = None
    alone: tuple[Alone, ...] = ()


def listing(
    session: Session,
    source: str,
    *,
    sort: Sort | None = None,
    limit: int = LIST_LIMIT,
    with_muted: bool = False,
) -> Results:
    """Articles that match, newest first unless sorted otherwise; `limit` 0 is all. Snippets are not made.

    Muted ones are among them where the query asks for them, or `with_muted` is set. Raises `QueryError`.
    """
    query = parse(source, session.now())
    by = query.sort or sort or "date"
    answered = _answered(session, query.tree, silent)
    total = session.library.queries.count(query.tree, answered, with_muted=with_muted)
    if by == "relevance" and _can_rank(query.tree, answered):
        ids, _ = _ranked(session, query.tree, answered, limit or total)
        rows = session.library.articles.many(ids)
    else:
        rows = session.library.queries.page(
            query.tree, answered, sort=_by(by), limit=limit or None, with_muted=with_muted
        )
    return Results(
        found=tuple(Found(article=row) for row in rows),
        total=total,
        alone=() if total else alone(session, source),
    )


def count(session: Session, source: str) -> int:
    """The number of articles that match."""
    return count_tree(session, parse(source, session.now()).tree)


def count_tree(session: Session, tree: Node, ids: Callable[[Node], Collection[int]] | None = None) -> int:
    """The number of articles that a query's tree finds; `ids` answers in place of the index where it is given."""
    return session.library.queries.count(tree, _answered(session, tree, silent, ids))


def ids_of(session: Session, tree: Node, sort: Sort | None) -> list[int]:
    """All ids that a query's tree finds, in that order; by relevance is newest first."""
    return session.library.queries.ids(tree, _answered(session, tree, silent), sort=_by(sort))


def parts(session: Session, source: str) -> list[tuple[str, Node]]:
    """The first parts of a query that has several, all of which an article must match, each as it was typed."""
    query = parse(source, session.now())
    if not query.joined or (has_words(query.tree) and not indexing.make_ready(session, silent)):
        return []  # without an index each part would read all texts again
    return [*zip(query.joined, tree_parts(query.tree), strict=True)][:PARTS_LIMIT]


def alone(session: Session, source: str) -> tuple[Alone, ...]:
    """The number of articles that each of the `parts` of a query finds by itself; for a query that found nothing."""
    return tuple(Alone(part, count_tree(session, node)) for part, node in parts(session, source))


def told_alone(counted: Iterable[Alone]) -> str:
    """The numbers of the parts in a line: `title:swift alone: 33 · feed:nshipster alone: 0`."""
    return " · ".join(f"{line(part.part, PART_LENGTH)} alone: {part.found:,}" for part in counted)


def matching(session: Session, source: str) -> list[int]:
    """All ids that match, newest first."""
    query = parse(source, session.now())
    return list(session.library.queries.ids(query.tree, _answered(session, query.tree, silent)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The results of a query without their rows: ids in order (at most the limit asked for), scores where there are any.
    `order` is the one that the query names."""

    tree: Node
    ids: Sequence[int]
    scores: Mapping[int, float]
    tally: Tally
    suggestion: str | None = None
    order: Sort | None = None


def rank(
    session: Session, source: str, *, limit: int = 0, suggests: bool = True, listen: Listener = silent
) -> Ranking:
    """The ids of what matches, best first where the query has words, else newest first; `limit` 0 is all.

    `suggests`: where nothing is found another word is looked for, which can take longer than the search. Raises
    `QueryError`.
    """
    query = parse(source, session.now())
    queries = session.library.queries
    answered = _answered(session, query.tree, listen)
    tally = queries.tally(query.tree, answered)
    scores: Mapping[int, float] = {}
    if query.sort in (None, "relevance") and _can_rank(query.tree, answered):
        order, scores = _ranked(session, query.tree, answered, limit or tally.found)
    else:
        order = queries.ids(query.tree, answered, sort=_by(query.sort))
    return Ranking(
        tree=query.tree,
        order=query.sort,
        ids=order[: limit or None],
        scores=scores,
        tally=tally,
        suggestion=suggestion(session, query.tree)
        if suggests and not tally.found and not isinstance(answered, _Scan)
        else None,
    )


def search(session: Session, source: str, *, limit: int = SEARCH_LIMIT, listen: Listener = silent) -> Results:
    """Articles that match, best first, each with a snippet; `limit` 0 is all. Raises `QueryError`."""
    ranking = rank(session, source, limit=limit, listen=listen)
    articles = session.library.articles.many(ranking.ids)
    return Results(
        found=tuple(
            replace(row, score=ranking.scores.get(row.article.id))
            for row in with_snippets(session, ranking.tree, articles)
        ),
        total=ranking.tally.found,
        unread=ranking.tally.unread,
        muted=ranking.tally.muted,
        suggestion=ranking.suggestion,
        alone=() if ranking.tally.found else alone(session, source),
    )


def _can_rank(tree: Node, answered: Answers) -> bool:
    return has_words(tree) and not isinstance(answered, _Scan)


def _by(sort: Sort | None) -> Literal["date", "oldest", "longest"]:
    # Without words all are equally relevant: the newest come first.
    return "date" if sort is None or sort == "relevance" else sort


def _ranked(
    session: Session, tree: Node, answered: Answers, limit: int
) -> tuple[list[int], dict[int, float]]:
    allowed = session.library.queries.ids(tree, answered)
    hits = session.index.search(_words_of(tree), limit=limit, allowed=allowed, now=session.now())
    scores = {hit.id: hit.score for hit in hits}
    # What matches by its marks alone (`gas OR is:bookmarked`) has no score: it comes after what has one.
    rest = [id_ for id_ in allowed if id_ not in scores] if len(scores) < limit else []
    scores.update(dict.fromkeys(rest, 0.0))
    return [*scores][:limit], scores


def with_snippets(
    session: Session, tree: Node, articles: Sequence[Article], length: int = SNIPPET_LENGTH
) -> list[Found]:
    """Rows of a search: each with the piece of its text where the words of the tree stand, else of a note."""
    contents = session.library.articles.contents([article.id for article in articles])
    return [
        Found(article=article, snippet=_snippet(article, contents.get(article.id), tree, length))
        for article in articles
    ]


def _snippet(article: Article, content: Content | None, tree: Node, length: int) -> Snippet | None:
    if content is None:
        return None
    from reader.index.snippets import snippet
    from reader.markdown.dialect import readable
    from reader.text.language import language_of

    body = readable(content)
    found = snippet(body, tree, language_of(article.title, body, article.lang), length=length)
    if found.hits or not (own := (*content.notes, *content.highlights)):
        return found
    noted = snippet("\n\n".join(own), tree, length=length)
    return noted if noted.hits else found


def suggestion(session: Session, tree: Node) -> str | None:
    """A word to try in place of one of a query that found nothing."""
    for text in texts(tree):
        if text.field == "any" and not text.phrase and (other := session.index.suggest(text.words)):
            return other
    return None


def has_words(tree: Node) -> bool:
    """True where the index has a part in answering the tree."""
    return any(True for _ in texts(tree))


def _holds_only_words(tree: Node) -> bool:
    return all(isinstance(node, Text | And | Or | Not) for node in nodes(tree))


def _pieces(tree: Node) -> list[Node]:
    """The largest sub-trees of words only, as the library's conditions take them."""
    found = nodes(tree, lambda node: not _holds_only_words(node))
    return [node for node in found if _holds_only_words(node)]


def _words_of(tree: Node) -> Node:
    """The tree's wanted words as one tree for ranking, filters left out, since the allowed ids obey them already."""
    if _holds_only_words(tree):
        return tree
    wanted = tuple(wanted_words(tree))
    return Or(wanted) if len(wanted) > 1 else wanted[0] if wanted else Everything()


def _answered(
    session: Session, tree: Node, listen: Listener, ids: Callable[[Node], Collection[int]] | None = None
) -> Answers:
    pieces = _pieces(tree)
    if not pieces:
        return {}
    if not indexing.make_ready(session, listen):
        return _scanned(session, pieces, listen)
    ids = ids or session.index.ids
    answered: dict[Node, Collection[int]] = {}
    for piece in pieces:
        own = {text: _said_by_reader(session, text) for text in texts(piece)}
        if any(own.values()):
            # The library combines what index and reader say word by word.
            answered.update({text: own[text].union(ids(text)) for text in own})
        else:
            answered[piece] = ids(piece)
    return answered


class _Scan(dict[Node, Collection[int]]):
    """Answers that were read from the texts, for there is no index: it cannot rank, either."""


def _scanned(session: Session, pieces: Sequence[Node], listen: Listener) -> _Scan:
    """Answers pieces of words by reading every text: slow, and complete."""
    from reader.query.evaluate import Subject

    found: dict[Node, set[int]] = {piece: set() for piece in pieces}
    ids = session.library.queries.ids(Everything(), with_muted=True)
    for start in range(0, len(ids), SCANNED_AT_ONCE):
        for document in session.library.articles.documents(ids[start : start + SCANNED_AT_ONCE]):
            subject = Subject(document)
            for piece in pieces:
                if subject.holds(piece):
                    found[piece].add(document.article.id)
        listen(Progress("searching", min(start + SCANNED_AT_ONCE, len(ids)), len(ids)))
    return _Scan(found)


def _said_by_reader(session: Session, text: Text) -> set[int]:
    return session.library.own_words.saying(text) if text.field == "any" else set()


def article(session: Session, name: str) -> Article:
    """The article that a number, a uid or an address names. Raises `NothingFound`."""
    found = session.library.articles.get(int(name) if name.isdecimal() and len(name) < 19 else name)
    if found is None:
        raise NothingFound("no such article", subject=name, hint="to see numbers and titles: broadsheet list")
    return found
