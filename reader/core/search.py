"""Finds the articles that match a query: the index answers the words, the library everything else.

A query's tree is cut into the largest pieces that hold words only; the index answers those, and the library's SQL
combines them with marks, dates and feeds. A search that the index can rank alone is ranked there; what the library
narrows down is ranked within what is left.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.core.events import Listener, Progress, silent
from reader.core.result_rows import by_address_only, with_snippets
from reader.errors import NothingFound
from reader.frozen import dataclass, replace
from reader.model import Article, Found
from reader.query.parse import parse
from reader.query.tree import (
    And,
    Everything,
    Node,
    Not,
    Or,
    Sort,
    Text,
    nodes,
    texts,
    wanted_words,
)
from reader.query.tree import parts as tree_parts
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reader.core.session import Session
    from reader.store.search.lists import Tally
    from reader.store.search.masks import Mask
    from reader.store.search.relax import Relaxation
    from reader.text.tokens import Term

SEARCH_LIMIT = 50
LIST_LIMIT = 200

GUESSES = 5
"""Words that may have been meant by one, among which the other words of the search choose."""

FEW = 10
"""From so many articles that have all words of a search on, no word is left out: they fill a screen."""

PARTS_LIMIT = 4
"""Parts of a query that are counted alone where all together find nothing."""

PART_LENGTH = 60
"""Characters of such a part that are repeated."""

WRITTEN = 4
"""Articles that are read for how a word is written …"""

WRITTEN_IN = 20_000
"""… so many characters of each."""

SCANNED_AT_ONCE = 200
"""Articles whose texts are held at a time where there is no index."""


class Alone(NamedTuple):
    """Counts how many articles a part of a query finds by itself; `part` as it was typed."""

    part: str
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of a query: at most `limit` rows of `total`, how many of these are unread, how many muted ones were
    left out, how many lack a word but for their address; where nothing was found, how much each part of the query finds
    alone."""

    found: tuple[Found, ...]
    total: int
    unread: int = 0
    muted: int = 0
    alone: tuple[Alone, ...] = ()
    relaxed: Relaxation | None = None
    by_address: int = 0


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
    queries = session.library.queries
    if not has_words(query.tree):
        total = queries.count(query.tree, with_muted=with_muted)
        rows = queries.page(query.tree, sort=_by(by), limit=limit or None, with_muted=with_muted)
    else:
        matched = _matched(session, query.tree, silent, with_muted=with_muted)
        total = matched.tally.found + (matched.tally.muted if with_muted else 0)
        ids, _ = _in_order(session, matched, by, limit or total)
        rows = session.library.articles.many(ids)
    return Results(
        found=tuple(Found(article=row) for row in rows),
        total=total,
        alone=() if total else alone(session, source),
    )


def count(session: Session, source: str) -> int:
    """The number of articles that match."""
    return count_tree(session, parse(source, session.now()).tree)


def count_tree(session: Session, tree: Node) -> int:
    """The number of articles that a query's tree finds."""
    if not has_words(tree):
        return session.library.queries.count(tree)
    return _matched(session, tree, silent).tally.found


def ids_of(session: Session, tree: Node, sort: Sort | None, *, with_muted: bool = False) -> list[int]:
    """All ids that a query's tree finds, in that order; by relevance is newest first. Muted ones are among them where the
    tree asks for them, or `with_muted` is set."""
    if not has_words(tree):
        return session.library.queries.ids(tree, sort=_by(sort), with_muted=with_muted)
    matched = _matched(session, tree, silent, with_muted=with_muted)
    return session.library.masks.ids(matched.mask, _by(sort))


def parts(session: Session, source: str) -> list[tuple[str, Node]]:
    """The first parts of a query that has several, all of which an article must match, each as it was typed."""
    query = parse(source, session.now())
    if not query.joined or (has_words(query.tree) and not _has_index(session, silent)):
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
    return ids_of(session, parse(source, session.now()).tree, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The results of a query without their rows: ids in order (at most the limit asked for), scores where there are any.
    `order` is the one that the query names; `by_address` of them lack a word but for their address.

    `relaxed` where articles that lack a word are among them; `tree` is then any of the words.
    """

    tree: Node
    ids: Sequence[int]
    scores: Mapping[int, float]
    tally: Tally
    order: Sort | None = None
    relaxed: Relaxation | None = None
    by_address: int = 0


def rank(
    session: Session,
    source: str,
    *,
    limit: int = 0,
    is_typed: bool = False,
    listen: Listener = silent,
) -> Ranking:
    """The ids of what matches, best first where the query has words, else newest first; `limit` 0 is all.

    `is_typed`: the last word may go on. Raises `QueryError`.
    """
    query = parse(source, session.now())
    if is_typed:
        from reader.query.rewrite import unfinished

        query = unfinished(query, source)
    queries = session.library.queries
    if not has_words(query.tree):
        ids = queries.ids(query.tree, sort=_by(query.sort))
        return Ranking(
            tree=query.tree,
            order=query.sort,
            ids=ids[: limit or None],
            scores={},
            tally=queries.tally(query.tree),
        )
    matched = _matched(session, query.tree, listen)
    tally = matched.tally
    last = by_address_only(session, query.tree, matched.mask) if matched.by_index and not is_typed else None
    ids, scores = _in_order(session, matched, query.sort or "relevance", limit or tally.found, last)
    exact = Ranking(
        tree=query.tree,
        order=query.sort,
        ids=ids,
        scores=scores,
        tally=tally,
        by_address=0 if last is None else int(last.sum()),
    )
    if tally.found >= FEW or query.sort not in (None, "relevance") or not matched.by_index:
        return exact
    return _relaxed(session, query.tree, exact, limit) or exact


def _relaxed(session: Session, tree: Node, exact: Ranking, limit: int) -> Ranking | None:
    """Finds articles that lack some words, too; None where there are no more than `exact` has."""
    from reader.store.search import relax

    def masked(node: Node) -> Mask:
        return _matched(session, node, silent, with_muted=True).mask

    masks = session.library.masks
    found = relax.relaxed(tree, masked, LibraryGuesses(session))
    if found is None:
        return None
    tally = masks.tally(tree, found.mask)
    if tally.found <= exact.tally.found:
        return None
    shown = masks.shown(tree, found.mask)
    complete = shown & found.complete
    whole = int(complete.sum())
    if (found.read_as or found.parted) and whole >= FEW:  # the words that were meant are in enough of them
        shown, tally = complete, masks.tally(tree, found.complete)
    most = limit or tally.found
    first = shown & found.foremost
    ids, scores = _in_order(session, _Matched(found.tree, first, tally, by_index=True), "relevance", most)
    if len(ids) < most and tally.found > len(ids):
        rest = _Matched(found.tree, shown & ~first, tally, by_index=True)
        others, low = _in_order(session, rest, "relevance", most - len(ids))
        ids, scores = [*ids, *others], scores | low
    return Ranking(
        tree=found.tree,
        ids=ids,
        scores=scores,
        tally=tally,
        relaxed=found.told(ids, whole, shown),
    )


def search(session: Session, source: str, *, limit: int = SEARCH_LIMIT, listen: Listener = silent) -> Results:
    """Articles that match, best first, each with a snippet; `limit` 0 is all. Raises `QueryError`."""
    ranking = rank(session, source, limit=limit, listen=listen)
    return results(session, source, ranking, ranking.ids)


def results(session: Session, source: str, ranking: Ranking, ids: Sequence[int]) -> Results:
    """The results of a query that was ranked, with rows for these of its ids, each with a snippet."""
    articles = session.library.articles.many(ids)
    return Results(
        found=tuple(
            replace(row, score=ranking.scores.get(row.article.id))
            for row in with_snippets(session, ranking.tree, articles)
        ),
        total=ranking.tally.found,
        unread=ranking.tally.unread,
        muted=ranking.tally.muted,
        relaxed=ranking.relaxed,
        by_address=ranking.by_address,
        alone=() if ranking.tally.found else alone(session, source),
    )


def _by(sort: Sort | None) -> Literal["date", "oldest", "longest"]:
    # Without words all are equally relevant: the newest come first.
    return "date" if sort is None or sort == "relevance" else sort


class _Matched(NamedTuple):
    """The articles that a tree with words finds; `by_index` False: all texts were read, since there is no index."""

    tree: Node
    mask: Mask
    tally: Tally
    by_index: bool


def _matched(session: Session, tree: Node, listen: Listener, *, with_muted: bool = False) -> _Matched:
    masks = session.library.masks
    by_index = _has_index(session, listen)
    found = {} if by_index else _scanned(session, set(texts(tree)), listen)

    def saying(text: Text) -> Mask:
        said = session.index.mask(text, masks.length) if by_index else masks.of_ids(found[text])
        own = session.library.own_words.saying(text) if text.field == "any" else ()
        return said | masks.of_ids(own) if own else said

    matching = masks.matching(tree, saying)
    shown = matching if with_muted else masks.shown(tree, matching)
    return _Matched(tree, shown, masks.tally(tree, matching), by_index)


def _has_index(session: Session, listen: Listener) -> bool:
    from reader.core import indexing  # late: a list or a count without words has no use for it

    return indexing.make_ready(session, listen)


def _in_order(
    session: Session, matched: _Matched, by: Sort, limit: int, last: Mask | None = None
) -> tuple[list[int], dict[int, float]]:
    """At most `limit` ids, with their scores where they are in order of relevance: those of `last` after all others that
    have a score, with none that is higher than theirs."""
    masks = session.library.masks
    if by != "relevance" or not matched.by_index:
        return masks.ids(matched.mask, _by(by))[:limit], {}
    words = _words_of(matched.tree)
    hits = session.index.search(words, limit=limit, allowed=matched.mask, last=last, now=session.now())
    scores = {hit.id: hit.score for hit in hits}
    # What matches by its marks alone (`gas OR is:bookmarked`) has no score: it comes after what has one.
    if len(scores) < limit:
        rest = masks.ids(matched.mask & ~masks.of_ids(scores), "date")
        scores.update(dict.fromkeys(rest[: limit - len(scores)], 0.0))
    return list(scores), scores


class LibraryGuesses(NamedTuple):
    """LibraryGuesses of the words that were meant, as the library has them, folded."""

    session: Session

    def meant(self, word: str) -> Sequence[str]:
        """Those that may have been meant by a word that nothing has, the likeliest first."""
        return self.session.index.suggest(word, GUESSES)

    def near(self, word: str) -> str | None:
        """The commonest word at one mistake from another."""
        return self.session.index.suggest_commoner(word)

    def likelier(self, word: str) -> Sequence[str]:
        """Those that may have been meant by a word that is found by its stem alone, the likeliest first."""
        return self.session.index.suggest_likelier(word, GUESSES)

    def kindred(self, word: str, others: Collection[str]) -> Sequence[str]:
        """Those that may have been meant by a word whose language is none of the `others`', the likeliest first."""
        return self.session.index.suggest_kindred(word, others, GUESSES)

    def written(self, typed: str, folded: str) -> str:
        """A folded word as it is mostly written in the newest articles that have it, with a capital where the typed word has
        one."""
        written = _written(self.session, folded)
        return written[:1].upper() + written[1:] if typed[:1].isupper() else written


def _written(session: Session, folded: str) -> str:
    forms = Counter(text[term.start : term.end].lower() for text, term in newest_places(session, folded))
    return forms.most_common(1)[0][0] if forms else folded


def newest_places(session: Session, folded: str) -> Iterator[tuple[str, Term]]:
    """The places of a folded word in the newest articles that have it, each with the text that it is in."""
    from reader.text.tokens import terms

    matched = _matched(session, Text("any", folded), silent, with_muted=True)
    newest = session.library.masks.ids(matched.mask, "date")[:WRITTEN]
    for document in session.library.articles.documents(newest):
        text = f"{document.article.title}\n{document.body[:WRITTEN_IN]}"
        yield from ((text, term) for term in terms(text, document.article.lang) if term.exact == folded)


def has_words(tree: Node) -> bool:
    """True where the index has a part in answering the tree."""
    return any(True for _ in texts(tree))


def _holds_only_words(tree: Node) -> bool:
    return all(isinstance(node, Text | And | Or | Not) for node in nodes(tree))


def _words_of(tree: Node) -> Node:
    """The tree's wanted words as one tree for ranking, filters left out, since the allowed ids obey them already."""
    if _holds_only_words(tree):
        return tree
    wanted = tuple(wanted_words(tree))
    return Or(wanted) if len(wanted) > 1 else wanted[0] if wanted else Everything()


def _scanned(session: Session, words: Collection[Text], listen: Listener) -> dict[Text, set[int]]:
    """The articles that have each of some words, by reading every text: slow, and complete."""
    from reader.query.evaluate import Subject

    found: dict[Text, set[int]] = {text: set() for text in words}
    ids = session.library.queries.ids(Everything(), with_muted=True)
    for start in range(0, len(ids), SCANNED_AT_ONCE):
        for document in session.library.articles.documents(ids[start : start + SCANNED_AT_ONCE]):
            subject = Subject(document)
            for text, having in found.items():
                if subject.holds(text):
                    having.add(document.article.id)
        listen(Progress("searching", min(start + SCANNED_AT_ONCE, len(ids)), len(ids)))
    return found


def article(session: Session, name: str) -> Article:
    """The article that a number, a uid or an address names. Raises `NothingFound`."""
    found = session.library.articles.get(int(name) if name.isdecimal() and len(name) < 19 else name)
    if found is None:
        raise NothingFound("no such article", subject=name, hint="to see numbers and titles: broadsheet list")
    return found
