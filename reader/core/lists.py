"""Lists on the screen: a snapshot of ids in order, one row for all copies of a text, rows read as they are needed."""

from __future__ import annotations

from collections import Counter
from itertools import filterfalse
from typing import TYPE_CHECKING, Literal

from reader.dates import span
from reader.frozen import dataclass, field, replace
from reader.model import SNIPPET_LENGTH, Found
from reader.query.tree import And, Everything, Filter, Node, Or, Sort, Text, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from reader.core.session import Session
    from reader.model import Article, Feed
    from reader.store.search.relax import Relaxation
    from reader.store.user_state.saved_searches import SavedSearch

ListOrder = Sort | Literal["title", "feed"]
"""The orders of a section: those of a query, and two that no query asks for."""

ORDERS: dict[str, Sort] = {"newest": "date", "oldest": "oldest", "longest": "longest"}
"""The order of a list by the word that the setting has for it."""

BEGUN_LIMIT = 500
AT_ONCE, FIRST_ROWS = 20_000, 500
"""Articles of a library from which on the first rows of a list are shown before the others are read, and how many these are."""

SEARCH_LIMIT = 1_000
"""Results of a search that a list holds; the count says how many there are. The copies of so many are looked up one by one: a
tenth of what it takes to read all copies of a large library."""

ANY_WORDS = Or((Text("any", "a"), Text("any", "a", prefix=True)))
"""A letter that may go on, as it is typed."""

UNREAD = Filter("is", "unread")
BOOKMARKED = Filter("is", "bookmarked")

"""Authors, hosts and languages that complete a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSnapshot:
    """A list: its ids in order, and how many copies are folded behind them; of a search its tree and the counts, and the
    first rows where they were asked for; `behind` are the folded copies themselves; `order` is the one that the query asked for itself, `is_ranked`: the best match
    comes first, `relaxed`: articles that lack a word are among them; `is_begun`: these are the first ones, others follow;
    `by_address` lack a word but for their address; `begins` is the last word of a search that finds what begins so, too, `is_typed`: since it may still be typed."""

    ids: Sequence[int]
    total: int
    folded: int = 0
    behind: Collection[int] = ()
    first: Sequence[Found] = ()
    tree: Node = Everything()
    unread: int = 0
    muted: int = 0
    order: Sort | None = None
    is_ranked: bool = False
    relaxed: Relaxation | None = None
    is_begun: bool = False
    by_address: int = 0
    begins: str = ""
    is_typed: bool = False

    def folded_in(self, ids: Sequence[int]) -> int:
        """The number of copies that have no row in a list of `ids`, which may have kept some that were rows before."""
        return self.folded - len(set(self.behind).intersection(ids)) if self.behind else self.folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The numbers beside the sections, the saved searches, and the feeds with their numbers.

    `repeats` says by how much the numbers of a folder's shown feeds exceed its unread articles: one that several of these
    feeds have is one row of the folder's list. None: they are still to be counted.
    """

    today: int
    unread: int
    bookmarks: int
    begun: int
    total: int
    feeds: Sequence[Feed]
    searches: Sequence[SavedSearch] = ()
    repeats: Mapping[str, int] | None = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True while the library has neither articles nor feeds."""
        return not self.total and not self.feeds


def counts(session: Session, *, at_once: bool = False) -> Counts:
    """All numbers that the sections show; `at_once` without those of `repeats` that take as long as a list."""
    queries, totals = session.library.queries, session.library.queries.totals()
    feeds = session.library.feeds.all()
    hidden = [feed.id for feed in feeds if feed.is_hidden]
    return Counts(
        today=queries.count(And((today(session), UNREAD)), without=hidden),
        unread=queries.count(UNREAD, without=hidden) if hidden else totals.unread,
        bookmarks=queries.count(BOOKMARKED),
        begun=len(session.library.marks.begun(BEGUN_LIMIT)),
        total=totals.articles,
        feeds=feeds,
        searches=session.library.saved.all(),
        repeats=_repeats(session, feeds, at_once=at_once),
    )


def _repeats(session: Session, feeds: Sequence[Feed], *, at_once: bool) -> dict[str, int] | None:
    folders = {feed.id: feed.folder for feed in feeds if feed.folder and feed.unread and not feed.is_hidden}
    if len(folders) == len(set(folders.values())):
        return {}  # no folder has two feeds whose numbers could count the same
    if at_once:
        return None
    found: Counter[str] = Counter()
    for several, articles in session.library.queries.unread_by_feeds():
        inside = Counter(folders[id_] for id_ in several if id_ in folders)
        for folder, times in inside.items():
            found[folder] += (times - 1) * articles
    return +found


def without_copies(session: Session, ids: Sequence[int]) -> Sequence[int]:
    """The ids without those whose copy stands before them: the first of a text's copies stands for all."""
    firsts = session.library.groups.firsts(ids if len(ids) <= SEARCH_LIMIT else None)
    seen: set[int] = set()
    others: set[int] = set()
    for id_ in filter(firsts.__contains__, ids):  # of a hundred thousand articles some thousand have copies
        first = firsts[id_]
        if first in seen:
            others.add(id_)
        seen.add(first)
    return list(filterfalse(others.__contains__, ids)) if others else ids


def _snapshot(
    shown: Sequence[int], ids: Sequence[int], *, tree: Node, order: Sort | None = None
) -> ListSnapshot:
    """A list of the rows `shown` of the articles `ids`."""
    folded = len(ids) - len(shown)
    return ListSnapshot(
        ids=shown, total=len(ids), folded=folded, behind=_behind(shown, ids), tree=tree, order=order
    )


def _behind(shown: Sequence[int], ids: Sequence[int]) -> Collection[int]:
    return set(ids).difference(shown) if len(ids) > len(shown) else ()


def _arranged(session: Session, ids: Sequence[int], sort: ListOrder) -> Sequence[int]:
    """The newest first by their titles or by their feeds, case and diacritics folded, what is alike in the same order;
    other orders as they are. What is in no feed comes last."""
    from reader.text.fold import fold

    if sort == "title":
        titles = session.library.articles.titles(ids)
        return sorted(ids, key=lambda id_: fold(titles.get(id_, "")))
    if sort == "feed":
        feeds = session.library.feeds.first_of(ids)
        names = {feed.id: fold(feed.title) for feed in session.library.feeds.all()}
        named = {id_: (names[feed], feed) for id_, feed in feeds.items() if feed in names}
        return sorted(ids, key=lambda id_: (id_ not in named, named.get(id_, ("", 0))))
    return ids


def with_copies(session: Session, ids: Sequence[int]) -> list[int]:
    """The ids, and those of all copies that they stand for."""
    firsts = session.library.groups.firsts()
    known = set(ids)
    wanted = {firsts[id_] for id_ in known & firsts.keys()}
    return [*ids, *(id_ for id_, first in firsts.items() if first in wanted and id_ not in known)]


def today(session: Session) -> Node:
    """The articles of today, as a query's tree."""
    return TimeSpan("date", *span.span("today", session.now()))


def section(
    session: Session,
    tree: Node,
    *,
    sort: ListOrder = "date",
    feeds: Collection[int] | None = None,
    unread_only: bool,
    at_once: bool = False,
) -> ListSnapshot:
    """The articles of a section, of some feeds where these are given; copies of one text are one row. Those of hidden
    feeds are in the lists of these, and among the bookmarks. `at_once`: of a large library only the first rows, where the
    order allows."""
    wanted = And((tree, UNREAD)) if unread_only and tree != UNREAD else tree
    hidden = session.library.feeds.hidden() if feeds is None and tree != BOOKMARKED else ()
    queries, order = session.library.queries, sort if sort in ("oldest", "longest") else "date"
    if at_once and sort == order and queries.totals().articles > AT_ONCE:
        first = queries.ids(wanted, sort=order, feeds=feeds, without=hidden, limit=FIRST_ROWS)
        if len(first) == FIRST_ROWS:
            shown = first if tree == BOOKMARKED else without_copies(session, first)
            return ListSnapshot(ids=shown, total=len(first), tree=wanted, is_begun=True)
    ids = queries.ids(wanted, sort=order, feeds=feeds, without=hidden)
    # Each bookmark is the reader's own, whatever else has the same text.
    shown = ids if tree == BOOKMARKED else without_copies(session, ids)
    return _snapshot(_arranged(session, shown, sort), ids, tree=wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstList:
    """The list that the screen opens with: the unread articles, the first rows of them, and all counts."""

    listed: ListSnapshot
    rows: Sequence[Article]
    counts: Counts


FRONT_ROWS = 120
"""Rows that are known from the start: two screens of the largest terminal."""


def front(session: Session) -> FirstList:
    """The first list with its counts, for a start: a dozen statements, each of one step."""
    unread = section(
        session, UNREAD, sort=ORDERS[session.settings.list_order], unread_only=True, at_once=True
    )
    return FirstList(
        listed=unread,
        rows=session.library.articles.many(unread.ids[:FRONT_ROWS]),
        counts=counts(session, at_once=True),
    )


def begun(session: Session) -> ListSnapshot:
    """The articles that one can continue reading, the latest first."""
    ids = session.library.marks.begun(BEGUN_LIMIT)
    return ListSnapshot(ids=ids, total=len(ids))


def search(
    session: Session, source: str, *, first: int = 0, length: int = SNIPPET_LENGTH, is_typed: bool = False
) -> ListSnapshot:
    """The results of a query, best first, with its `first` rows, whose snippets have about `length` characters. `is_typed`:
    its last word may go on. Raises `QueryError`."""
    from reader.core import search as core_search

    begins = _last_word(session, source) if is_typed else ""
    found = core_search.rank(session, source, limit=SEARCH_LIMIT, is_typed=is_typed)
    ids = without_copies(session, found.ids)
    return ListSnapshot(
        ids=ids,
        total=found.tally.found,
        folded=len(found.ids) - len(ids),
        behind=_behind(ids, found.ids),
        first=rows(session, ids[:first], found.tree, length) if first else (),
        tree=found.tree,
        unread=found.tally.unread,
        muted=found.tally.muted,
        order=found.order,
        is_ranked=bool(found.scores),
        relaxed=found.relaxed,
        by_address=found.by_address,
        begins=begins,
        is_typed=bool(begins),
    )


def _last_word(session: Session, source: str) -> str:
    """The word at the end of a query, which may be the beginning of another; "" where it does not end with one."""
    from reader.query.parse import parse
    from reader.query.rewrite import begun

    found = begun(parse(source, session.now()), source)
    return found[1] if found else ""


def entered(session: Session, source: str, *, first: int = 0, length: int = SNIPPET_LENGTH) -> ListSnapshot:
    """The results of a query that is typed to the end: its last word is a whole one, as everywhere else, unless only words
    that begin so are found. Raises `QueryError`."""
    whole = search(session, source, first=first, length=length)
    word, lacking = _last_word(session, source), whole.relaxed
    has_word = whole.total and (lacking is None or (lacking.whole and word not in lacking.read_as))
    if has_word or not word:
        return whole
    begun = search(session, source, first=first, length=length, is_typed=True)
    beginning = begun.relaxed
    # Where the word is taken for another one all the same, nothing begins so.
    is_nearer = not whole.total or beginning is None or (beginning.whole and word not in beginning.read_as)
    return replace(begun, is_typed=False) if begun.total and is_nearer else whole


def keeping(found: ListSnapshot, gone: Sequence[Article], before: Relaxation | None) -> ListSnapshot:
    """The results of a search that was made again, with those that it finds no longer and that stay listed, last. What
    these lack is known from `before`."""
    if not gone:
        return found
    ids = [*found.ids, *(article.id for article in gone)]
    more = [article for article in gone if article.id not in found.behind]  # a folded copy is counted already
    lacks = {each.id: before.lacks[each.id] for each in more if each.id in before.lacks} if before else {}
    relaxed = found.relaxed
    if relaxed is None and lacks:
        from reader.store.search.relax import Relaxation

        relaxed = Relaxation(found.total, (), {}, {}, found=found.total)
    return replace(
        found,
        ids=ids,
        total=found.total + len(more),
        folded=found.folded_in(ids),
        unread=found.unread + sum(not article.read for article in more),
        relaxed=relaxed.with_more(len(more), lacks) if relaxed else None,
    )


def found(session: Session, source: str, *, is_typed: bool) -> Sequence[int]:
    """All that a search finds, however many its list holds. Raises `QueryError`."""
    from reader.core import search as core_search

    return core_search.rank(session, source, is_typed=is_typed).ids


def suggestion(session: Session, tree: Node) -> str | None:
    """A word to try in place of one of a query that found nothing. It can take longer than the search."""
    from reader.core import suggestions

    return suggestions.suggestion(session, tree)


def ready(session: Session) -> None:
    """Have the index open, what masks are made of read, and what makes snippets loaded, before the first search: that takes
    longer than most."""
    from reader.core import search as core_search

    _ = session.index.count
    masks = session.library.masks
    masks.tally(UNREAD, masks.matching(UNREAD, lambda _: masks.of_ids(())))
    rows(session, core_search.ids_of(session, ANY_WORDS, "date")[:1], ANY_WORDS)


def saved(session: Session, source: str, *, sort: ListOrder = "date", unread_only: bool) -> ListSnapshot:
    """The articles that a saved search finds, in the order that it asks for where `sort` is the usual one.

    Raises `QueryError`.
    """
    from reader.core import search as core_search
    from reader.query.parse import parse

    query = parse(source, session.now())
    tree = And((query.tree, UNREAD)) if unread_only else query.tree
    order = query.sort if sort == "date" and query.sort != "relevance" else None
    ids = core_search.ids_of(session, tree, order or (sort if sort in ("oldest", "longest") else "date"))
    shown = _arranged(session, without_copies(session, ids), sort)
    return _snapshot(shown, ids, tree=tree, order=order)


def rows(
    session: Session, ids: Sequence[int], tree: Node | None = None, length: int = SNIPPET_LENGTH
) -> list[Found]:
    """Rows of a list; with a search's tree each with its snippet, of about `length` characters."""
    articles = session.library.articles.many(ids)
    if tree is None:
        return [Found(article=article) for article in articles]
    from reader.core.result_rows import with_snippets

    return with_snippets(session, tree, articles, length)


def unread_beside(session: Session, ids: Sequence[int], at: int, step: int) -> int | None:
    """The place of an unread article of the list after (`step` 1) or before (-1) a place; with a larger step that of the
    second, third … one, or of the last there is. None where there is none at all."""
    way = 1 if step > 0 else -1
    beside = ids[at + 1 :] if way > 0 else ids[max(at, 0) - 1 :: -1] if at > 0 else []
    steps = session.library.queries.nth_unread(beside, abs(step))
    return None if steps is None else at + (steps + 1) * way


def titled(titles: Mapping[int, str], ids: Sequence[int], words: str) -> list[int]:
    """Gives those of these ids whose titles hold all words, anywhere, case and diacritics folded; in the same order."""
    from reader.text.fold import fold

    wanted = fold(words).split()
    folded = ((id_, fold(titles.get(id_, ""))) for id_ in ids)
    return [id_ for id_, title in folded if all(word in title for word in wanted)]
