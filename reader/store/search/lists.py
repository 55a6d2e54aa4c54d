"""Gives the articles that a query finds, in order and by pages, and counts them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Literal

from reader.frozen import dataclass
from reader.late import pattern
from reader.model import UNDATED
from reader.query.tree import mentions
from reader.store.articles import rows
from reader.store.counts import Totals, totals
from reader.store.search.conditions import IN_FEEDS, SHOWN, Condition, shown
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
_FIRST_STEP = 100
"""Articles that are looked at first for an unread one: most often the next one is."""

_LAST = 2_000
"""Articles whose authors are looked through, the last that came: some milliseconds, however large the library is."""

_OF_ARTICLE = pattern(r"\ba\.")


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
    ) -> list[int]:
        """Gives the ids of all that it finds, in order; with `feeds` only of what appeared in these, and never of what
        appeared in the feeds `without` alone."""
        found = shown(self._database, tree, with_muted=with_muted, without=without)
        where, values = found.sql, found.values
        if feeds is not None:
            where, values = f"{where} AND {IN_FEEDS}", (*values, id_list(feeds))
        # In one step, as `Database.at_once`, and half the time.
        sql = f"""
            SELECT m.article_id, {IS_UNDATED} AS undated {from_tables(where + ORDER[sort])} WHERE {where}
            ORDER BY {ORDER[sort]}
        """
        packed, undated = self._database.rows(
            f"SELECT json_group_array(article_id), total(undated) FROM ({sql})", values
        )[0]
        ids: list[int] = json.loads(packed)
        first = int(undated) if sort == "oldest" else 0
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
        """Gives the next `limit` articles that follow `after` in that order, or all of them; four statements, or eight where
        both dated and undated ones follow, the oldest first.

        Nothing is given twice or left out while articles come in between two pages.
        """
        found = shown(self._database, tree, with_muted=with_muted)
        if sort != "oldest":
            return self._page(found, sort, limit, after)
        page: list[Article] = []
        is_at_end = after is not None and after.undated
        if not is_at_end:
            page = self._page(Condition(f"{found.sql} AND {_IS_DATED}", found.values), sort, limit, after)
        rest = None if limit is None else limit - len(page)
        if rest != 0:
            last = Condition(f"{found.sql} AND {IS_UNDATED}", found.values)
            page += self._page(last, sort, rest, after if is_at_end else None)
        return page

    def _page(self, found: Condition, sort: Sort, limit: int | None, after: Article | None) -> list[Article]:
        where = found.sql
        values: list[Value] = [*found.values]
        if after is not None:
            where += f" AND {_BEYOND[sort]}"
            values += [after.words if sort == "longest" else micros(after.sorted_by), after.id]
        values.append(-1 if limit is None else limit)
        return rows.select(self._database, f"{where} ORDER BY {ORDER[sort]} LIMIT ?", values)

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
        """Gives how many of the listed unread articles appeared in several feeds, for each such set of feeds.

        Looks at each unread article once: it costs about as much as their list.
        """
        found = self._database.at_once(
            ("feeds", "count(*)"),
            f"""
            FROM (
                SELECT json_group_array(p.feed_id) AS feeds FROM mark m
                JOIN appearance p ON p.article_id = m.article_id
                WHERE {SHOWN} AND m.read_at IS NULL
                GROUP BY m.sorted_at, m.article_id HAVING count(*) > 1
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
        found = shown(self._database, tree, with_muted=with_muted, without=without)
        sql = f"SELECT count(*) {from_tables(found.sql)} WHERE {found.sql}"
        return int(self._database.value(sql, found.values))

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
