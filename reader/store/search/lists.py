"""Gives the articles that a query finds, in order and by pages, and counts them."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Literal

from reader.frozen import dataclass
from reader.late import pattern
from reader.model import UNDATED
from reader.query.tree import And, Everything, Filter, Number, TimeSpan, mentions
from reader.store.articles import rows
from reader.store.counts import Totals, of_feeds, totals
from reader.store.search.conditions import (
    IN_FEEDS,
    SHOWN,
    Condition,
    condition,
    feeds_of,
    is_rare,
    not_hidden,
    shown,
)
from reader.store.sql_values import IS_UNDATED, id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.model import Article
    from reader.query.tree import Node
    from reader.store.database import Database, Value

Sort = Literal["date", "oldest", "longest"]

ORDER = {
    "date": "m.sorted_at DESC, m.article_id DESC",
    "oldest": "m.sorted_at, m.article_id",
    "longest": "a.words DESC, a.id DESC",
}
_BEYOND = {
    "date": "(m.sorted_at, m.article_id) < (?, ?)",
    "oldest": "(m.sorted_at, m.article_id) > (?, ?)",
    "longest": "(a.words, a.id) < (?, ?)",
}
_IS_DATED = f"m.sorted_at > {micros(UNDATED)}"
_ALONE = "FROM mark m"
_FROM = f"{_ALONE} JOIN article a ON a.id = m.article_id"
_WITH_ARTICLE = "CROSS JOIN article a ON a.id = m.article_id"
_UNREAD, _READ = Filter("is", "unread"), Filter("is", "read")
_FIRST_STEP = 100
"""Articles that are looked at first for an unread one: most often the next one is."""

_PAGE = 200
"""Articles of a page, where none is asked for."""

_LAST = 2_000
"""Articles whose authors are looked through, the last that came: some milliseconds, however large the library is."""

_OF_ARTICLE = pattern(r"\ba\.")
_LOOKED_UP = pattern(r"\ba\.|SELECT")
"""Stands in the condition that needs more of an article than its mark."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of articles that a query finds, how many of them are unread, and how many more are left out as muted."""

    found: int
    unread: int
    muted: int


class Queries:
    """Answers to queries.

    Articles without a date stand last by date, whichever way: the indexes have them first.

    The trees have no words: `masks` answers those that do. Muted articles are left out unless the tree speaks of them or
    `with_muted` is set; removed ones always.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(
        self,
        tree: Node,
        *,
        sort: Sort = "date",
        with_muted: bool = False,
        feeds: Collection[int] | None = None,
        without: Collection[int] = (),
        limit: int | None = None,
    ) -> list[int]:
        """Gives the ids of all that it finds, in order; with `feeds` only of what appeared in these, and never of what
        appeared in the feeds `without` alone. With a limit only the first so many of them, none without a date where the
        oldest come first."""
        found = shown(self._database, tree, with_muted=with_muted, without=without)
        where, values = found.sql, found.values
        if feeds is not None:
            where, values = f"{where} AND {IN_FEEDS}", (*values, id_list(feeds))
        if limit is not None and sort == "oldest":
            where = f"{where} AND {_IS_DATED}"
        # In one step, as `Database.at_once`, and half the time.
        sql = f"""
            SELECT m.article_id, {IS_UNDATED} AS undated {from_tables(where + ORDER[sort])} WHERE {where}
            ORDER BY {ORDER[sort]} LIMIT ?
        """
        values = (*values, -1 if limit is None else limit)
        packed, undated = self._database.rows(
            f"SELECT json_group_array(article_id), total(undated) FROM ({sql})", values
        )[0]
        ids: list[int] = json.loads(packed)
        first = int(undated) if sort == "oldest" else 0  # 0 with a limit
        return ids[first:] + ids[:first]

    def nth_unread(self, ids: Sequence[int], nth: int = 1) -> int | None:
        """Gives the place of the nth of these articles that is unread, or of the last where they are fewer; asked for in
        growing steps. None where all are read."""
        at, step, found = 0, _FIRST_STEP, None
        while at < len(ids):
            some = ids[at : at + step]
            unread = {
                number
                for (number,) in self._database.at_once(
                    ("article_id",),
                    "FROM mark WHERE article_id IN (SELECT value FROM json_each(?))"
                    " AND read_at IS NULL AND removed_at IS NULL",
                    (id_list(some),),
                )
            }
            for place, number in enumerate(some, at):
                if number in unread:
                    found, nth = place, nth - 1
                    if not nth:
                        return place
            at, step = at + step, step * 4
        return found

    def page(
        self,
        tree: Node,
        *,
        sort: Sort = "date",
        limit: int | None,
        after: Article | None = None,
        with_muted: bool = False,
    ) -> list[Article]:
        """Gives the next `limit` articles that follow `after` in that order, or all of them; at most seven statements, or twice
        as many where both dated and undated ones follow, the oldest first.

        Nothing is given twice or left out while articles come in between two pages.
        """
        hidden = not_hidden(tree, with_muted=with_muted)
        if sort != "oldest":
            return self._page(tree, sort, limit, after, hidden)
        page: list[Article] = []
        is_at_end = after is not None and after.undated
        if not is_at_end:
            page = self._page(tree, sort, limit, after, f"{hidden} AND {_IS_DATED}")
        rest = None if limit is None else limit - len(page)
        if rest != 0:
            after = after if is_at_end else None
            page += self._page(tree, sort, rest, after, f"{hidden} AND {IS_UNDATED}")
        return page

    def _page(
        self, tree: Node, sort: Sort, limit: int | None, after: Article | None, among: str
    ) -> list[Article]:
        """Gives a page of the articles that meet the condition `among` of marks alone."""
        start: tuple[Value, ...] = ()
        if after is not None:
            among += f" AND {_BEYOND[sort]}"
            start = (after.words if sort == "longest" else micros(after.sorted_by), after.id)
        ids = None if limit is None else self._near(tree, sort, limit, Condition(among, start))
        if ids is None:
            found = condition(self._database, tree)
            where = f"{found.sql} AND {among} ORDER BY {ORDER[sort]} LIMIT ?"
            most = -1 if limit is None else limit
            ids = self._database.column(
                f"SELECT m.article_id {from_tables(where)} WHERE {where}", (*found.values, *start, most)
            )
        return rows.by_ids(self._database, ids)

    def _near(self, tree: Node, sort: Sort, limit: int, among: Condition) -> list[int] | None:
        """Looks for a page among the first articles in that order, each of which is looked up; None where that is no use,
        or they do not hold a page.

        What many articles have is found so at once, however large the library is; what few have, by reading all of these.
        So many are looked up that both take as long where it is spread evenly: the root of page · library.
        """
        direct, looked_up = self._parted(tree, sort)
        if not looked_up or SHOWN not in among.sql:
            return None  # nor is there an index in that order of muted ones
        most = self._enough(limit)
        if any(is_rare(self._database, part, most) for part in _parts(tree)):
            return None
        direct.append(among)  # last: of two bounds of a time SQLite takes the first
        inner, where = (" AND ".join(one.sql for one in some) for some in (direct, looked_up))
        values = [*(value for one in direct for value in one.values), most]
        # The inner statement's order stands: to sort again SQLite would look all of them up, not as many as a page takes.
        ids = self._database.column(
            f"""
            SELECT m.article_id FROM (
                SELECT m.* {from_tables(inner + ORDER[sort])} WHERE {inner} ORDER BY {ORDER[sort]} LIMIT ?
            ) m {_WITH_ARTICLE if _OF_ARTICLE.search(where) else ""} WHERE {where} LIMIT ?
            """,
            (*values, *(value for one in looked_up for value in one.values), limit),
        )
        return ids if len(ids) == limit else None

    def _enough(self, page: int) -> int:
        """Gives how many articles are looked up for a page."""
        return math.isqrt(page * max(self.totals().articles, page))

    def _parted(self, tree: Node, sort: Sort) -> tuple[list[Condition], list[Condition]]:
        """Gives the conditions of a tree's parts, those that an index answers in that order apart from those that look up
        each article."""
        direct, looked_up = list[Condition](), list[Condition]()
        for part in _parts(tree):
            one = condition(self._database, part, looks_up=True)
            (looked_up if _is_looked_up(part, one, sort) else direct).append(one)
        return direct, looked_up

    def hosts(self, limit: int) -> list[str]:
        """Gives the hosts that most articles are from."""
        return self._commonest("host", limit)

    def languages(self, limit: int) -> list[str]:
        """Gives the codes of the languages that most articles are written in."""
        return self._commonest("replace(lower(lang), '_', '-')", limit)

    def authors(self, limit: int) -> list[str]:
        """Gives the names that stand most often among the authors of the last `_LAST` articles: there is no index of
        them."""
        found = self._database.rows(
            """
            SELECT authors, count(*) FROM (SELECT authors FROM article ORDER BY id DESC LIMIT ?)
            WHERE authors != '' GROUP BY authors
            """,
            (_LAST,),
        )
        names: Counter[str] = Counter()
        for authors, number in found:
            for name in authors.split("\n"):
                names[name] += number
        return [name for name, _ in sorted(names.items(), key=lambda one: (-one[1], one[0]))[:limit]]

    def _commonest(self, value: str, limit: int) -> list[str]:
        """Gives the commonest values of an expression that an index holds, in whose order they are grouped."""
        sql = f"SELECT {value} FROM article WHERE {value} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?"
        return [found for (found,) in self._database.rows(sql, (limit,))]

    def totals(self) -> Totals:
        """Gives the numbers of all that is neither removed nor muted, without counting."""
        return totals(self._database)

    def unread_by_feeds(self) -> list[tuple[list[int], int]]:
        """Gives how many of the listed unread articles appeared in several feeds, for each such set of feeds."""
        found = self._database.at_once(
            ("feeds", "count(*)"),
            f"""
            FROM (
                SELECT json_group_array(p.feed_id) AS feeds FROM in_several s
                CROSS JOIN mark m ON m.article_id = s.article_id
                CROSS JOIN appearance p ON p.article_id = s.article_id
                WHERE {SHOWN} AND m.read_at IS NULL GROUP BY s.article_id
            ) GROUP BY feeds
            """,
        )
        return [(json.loads(feeds), number) for feeds, number in found]

    def count(
        self,
        tree: Node,
        *,
        with_muted: bool = False,
        without: Collection[int] = (),
    ) -> int:
        """Counts what it finds, but for what appeared in the feeds `without` alone."""
        kept = None if with_muted or without else self._kept_number(tree)
        if kept is not None:
            return kept
        found = shown(self._database, tree, with_muted=with_muted, without=without)
        if not without and self._is_narrow(tree):
            # What few articles have by their marks alone is looked up, and no list read of all that a feed or tag has.
            looked_up = condition(self._database, tree, looks_up=True)
            found = Condition(
                f"{looked_up.sql} AND {not_hidden(tree, with_muted=with_muted)}", looked_up.values
            )
        sql = f"SELECT count(*) {from_tables(found.sql)} WHERE {found.sql}"
        return int(self._database.value(sql, found.values))

    def _is_narrow(self, tree: Node) -> bool:
        direct, looked_up = self._parted(tree, "date")
        if not direct or not looked_up:
            return False
        where, most = " AND ".join(one.sql for one in direct), self._enough(_PAGE)
        sql = f"SELECT count(*) FROM (SELECT 1 {_ALONE} WHERE {where} AND m.removed_at IS NULL LIMIT ?)"
        values = (*(value for one in direct for value in one.values), most)
        return bool(self._database.value(sql, values) < most)

    def _kept_number(self, tree: Node) -> int | None:
        """Gives the number of what the tree finds where triggers keep it: all, what is read or unread, and feeds."""
        parts = _parts(tree)
        feeds = [part.value for part in parts if isinstance(part, Filter) and part.name == "feed"]
        others = [part for part in parts if not (isinstance(part, Filter) and part.name == "feed")]
        is_unread = others == [_UNREAD]
        if len(feeds) == 1 and (is_unread or not others):
            return of_feeds(self._database, feeds_of(self._database, feeds[0]), unread=is_unread)
        if feeds or len(others) != 1:
            return None
        articles, unread = self.totals()
        return {Everything(): articles, _UNREAD: unread, _READ: articles - unread}.get(others[0])

    def tally(self, tree: Node) -> Tally:
        """Counts what it finds, unread ones and muted ones apart, in one statement."""
        found = shown(self._database, tree, with_muted=True)
        listed = "1" if mentions(tree, "is", "muted") else "m.muted_at IS NULL"
        numbers = self._database.rows(
            f"""
            SELECT count(*) FILTER (WHERE {listed}), count(*) FILTER (WHERE {listed} AND m.read_at IS NULL),
                count(*) FILTER (WHERE NOT {listed})
            {from_tables(found.sql)} WHERE {found.sql}
            """,
            found.values,
        )[0]
        return Tally(*numbers)


def from_tables(sql: str) -> str:
    """Gives the tables that a statement needs: marks alone are answered by their indexes."""
    return _FROM if _OF_ARTICLE.search(sql) else _ALONE


def _parts(tree: Node) -> Sequence[Node]:
    return tree.parts if isinstance(tree, And) else (tree,)


def _is_looked_up(part: Node, found: Condition, sort: Sort) -> bool:
    """Tells whether no index in that order answers a part of a query. By length SQLite would sort all of a time."""
    if sort == "longest":
        return not isinstance(part, Number) and (
            isinstance(part, TimeSpan) or bool(_LOOKED_UP.search(found.sql))
        )
    return bool(_LOOKED_UP.search(found.sql))
