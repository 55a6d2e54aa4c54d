"""Translates a query's tree into an SQL condition.

Every condition is 0 or 1, never NULL, so that NOT of it is the rest. Values are bound, never written into the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from reader.model import UNDATED, WORDS_PER_MINUTE
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text, TimeSpan, mentions
from reader.store.sql_values import id_list, micros
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.store.database import Database, Value

    Rows = tuple[str, str, tuple[Value, ...]]
    """A table, a condition of its rows `r`, and the values bound in it."""

SHOWN = "m.removed_at IS NULL AND m.muted_at IS NULL"
"""Holds for the articles of every list, unless the query speaks of muted ones."""

_CHOICES = {
    "is": {
        "unread": "m.read_at IS NULL",
        "read": "m.read_at IS NOT NULL",
        "bookmarked": "m.bookmarked_at IS NOT NULL",
        "muted": "m.muted_at IS NOT NULL",
        "full": "a.text_state = 'full'",
        "failed": """m.article_id IN (SELECT id FROM article WHERE text_state = 'failed'
            UNION SELECT article_id FROM job WHERE error IS NOT NULL)""",
    },
    "has": {
        "picture": """EXISTS (SELECT 1 FROM picture p
            WHERE p.article_id = m.article_id AND p.origin = a.text_origin)""",
        "video": """EXISTS (SELECT 1 FROM embed e
            WHERE e.article_id = m.article_id AND e.origin = a.text_origin AND e.kind = 'video')""",
    },
}
_ROWS = {
    ("is", "tagged"): ("tag", "r.present"),
    ("is", "edited"): ("revision", "1"),
    ("has", "note"): ("note", "1"),
    ("has", "highlight"): ("highlight", "1"),
    ("has", "output"): ("output", "1"),
}
"""The table in which an article has rows, and the condition of these."""

_LISTED = "m.article_id IN ("
"""Begins the condition that reads a list of articles."""

_DATED = micros(UNDATED) + 1
_NUMBERS = {"words": ("a.words", 1), "minutes": ("a.words", WORDS_PER_MINUTE)}
"""The column, and how many of it make one of the field's, rounded up."""
IN_FEEDS = (
    "m.article_id IN (SELECT article_id FROM appearance WHERE feed_id IN (SELECT value FROM json_each(?)))"
)
"""Articles that appeared in feeds given as a JSON list of ids."""

_ONLY_IN_FEEDS = """
    m.article_id IN (SELECT p.article_id FROM appearance p
        WHERE p.feed_id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM appearance q
            WHERE q.article_id = p.article_id AND q.feed_id NOT IN (SELECT value FROM json_each(?))))
"""


class Condition(NamedTuple):
    """SQL over `mark m JOIN article a`, and the values bound in it."""

    sql: str
    values: tuple[Value, ...] = ()


def shown(
    database: Database,
    tree: Node,
    *,
    with_muted: bool = False,
    without: Collection[int] = (),
) -> Condition:
    """Gives the condition of the articles that the query finds; muted ones only where it asks for them, or `with_muted`
    is set; what appeared in the feeds `without` alone is left out."""
    found = condition(database, tree)
    hidden = not_hidden(tree, with_muted=with_muted)
    if without:
        return Condition(
            f"{hidden} AND {found.sql} AND NOT {_ONLY_IN_FEEDS}", (*found.values, *[id_list(without)] * 2)
        )
    return Condition(f"{hidden} AND {found.sql}", found.values)


def not_hidden(tree: Node, *, with_muted: bool) -> str:
    """Gives the condition of the articles that the query may find at all."""
    return "m.removed_at IS NULL" if with_muted or mentions(tree, "is", "muted") else SHOWN


def condition(database: Database, node: Node, *, looks_up: bool = False) -> Condition:
    """Gives the condition of a tree without words; `looks_up`: in the form that looks up each article, and reads no list of
    all that have a tag, a feed and so on."""
    return _Compiler(database, looks_up=looks_up).condition(node)


def is_rare(database: Database, node: Node, most: int) -> bool:
    """Tells whether fewer than `most` articles have the tag, the feed or the other rows that a filter asks for."""
    if not isinstance(node, Filter) or node.name == "site":
        return False
    listed, values = condition(database, node)
    if not listed.startswith(_LISTED):
        return False
    rows = listed.removeprefix(_LISTED).removesuffix(")")
    found = database.value(f"SELECT count(*) FROM (SELECT 1 FROM ({rows}) LIMIT ?)", (*values, most))
    return bool(found < most)


def feeds_of(database: Database, value: str) -> list[int]:
    """Gives the feeds that the field `feed:` finds."""
    return _Compiler(database).feeds_of(value)


class _Compiler:
    def __init__(self, database: Database, *, looks_up: bool = False) -> None:
        self._database = database
        self._looks_up = looks_up
        self._known_feeds: list[tuple[int, str, tuple[str, ...]]] | None = None

    def condition(self, node: Node) -> Condition:
        match node:
            case Text():
                raise ValueError(f"the library alone cannot answer {node}")
            case Filter():
                return self._filter(node)
            case TimeSpan(start=start, end=end):
                # What has no date was not before any.
                return _between(
                    "m.sorted_at", micros(start) if start else _DATED, micros(end) - 1 if end else None
                )
            case Number(name=name, low=low, high=high):
                column, unit = _NUMBERS[name]
                return _between(
                    column,
                    None if low is None else (low - 1) * unit + 1,
                    None if high is None else high * unit,
                )
            case And(parts=parts):
                return _joined("AND", [self.condition(part) for part in parts])
            case Or(parts=parts):
                return _joined("OR", [self.condition(part) for part in parts])
            case Not(part=part):
                found = self.condition(part)
                return Condition(f"NOT {found.sql}", found.values)
            case Everything():
                return Condition("1")
            case _:
                assert_never(node)

    def _filter(self, node: Filter) -> Condition:
        if rows := _ROWS.get((node.name, node.value)):
            return self._among((*rows, ()))
        if choices := _CHOICES.get(node.name):
            return Condition(f"({choices[node.value]})")
        compiled = {"site": self._site, "lang": self._lang, "feed": self._feed, "tag": self._tag}
        return compiled[node.name](node.value)

    def _among(self, *rows: Rows) -> Condition:
        """Gives the condition of the articles that have a row of some kind."""
        values = tuple(value for *_, some in rows for value in some)
        if self._looks_up:
            found = (
                f"EXISTS (SELECT 1 FROM {table} r WHERE r.article_id = m.article_id AND {where})"
                for table, where, _ in rows
            )
            return Condition(f"({' OR '.join(found)})", values)
        found = (f"SELECT r.article_id FROM {table} r WHERE {where}" for table, where, _ in rows)
        return Condition(f"{_LISTED}{' UNION ALL '.join(found)})", values)

    def _site(self, value: str) -> Condition:
        own = "host = ? OR substr(host, -length(?) - 1) = '.' || ?"
        if self._looks_up:
            return Condition(
                f"EXISTS (SELECT 1 WHERE {own.replace('host', 'a.host')})", (value, value, value)
            )
        return Condition(
            # Read from the index on hosts alone, which is far smaller than the articles.
            f"m.article_id IN (SELECT id FROM article INDEXED BY article_host WHERE {own})",
            (value, value, value),
        )

    def _lang(self, value: str) -> Condition:
        lang = "replace(lower(lang), '_', '-')"
        # "." follows "-": the range holds all varieties of the language.
        values = (value, f"{value}-", f"{value}.")
        if self._looks_up:
            own = lang.replace("lang", "a.lang")
            return Condition(f"EXISTS (SELECT 1 WHERE {own} = ? OR ({own} > ? AND {own} < ?))", values)
        return Condition(
            f"{_LISTED}SELECT id FROM article WHERE {lang} = ? OR ({lang} > ? AND {lang} < ?))",
            values,
        )

    def _feed(self, value: str) -> Condition:
        return self._in_feeds(self.feeds_of(value))

    def feeds_of(self, value: str) -> list[int]:
        """Gives the feeds that the field `feed:` finds."""
        from reader.query.evaluate import has_feed

        return [number for number, title, tags in self._feeds() if has_feed(value, (title, *tags))]

    def _tag(self, value: str) -> Condition:
        from reader.query.evaluate import has_tag

        key = fold(value)
        # "0" follows "/": the range holds all tags below this one. Apart: with OR, SQLite reads all tags.
        rows: list[Rows] = [
            ("tag", "r.present AND r.key = ?", (key,)),
            ("tag", "r.present AND r.key > ? AND r.key < ?", (f"{key}/", f"{key}0")),
        ]
        if feeds := [number for number, _, tags in self._feeds() if has_tag(value, tags)]:
            rows.append(self._rows_of(feeds))
        return self._among(*rows)

    def _feeds(self) -> list[tuple[int, str, tuple[str, ...]]]:
        if self._known_feeds is None:
            from reader.store.feeds import names

            self._known_feeds = names(self._database)
        return self._known_feeds

    def _in_feeds(self, feeds: list[int]) -> Condition:
        return self._among(self._rows_of(feeds)) if feeds else Condition("0")

    def _rows_of(self, feeds: list[int]) -> Rows:
        feed = "+r.feed_id" if self._looks_up else "r.feed_id"  # +: one look for the article, not one a feed
        return "appearance", f"{feed} IN (SELECT value FROM json_each(?))", (id_list(feeds),)


def _between(column: str, low: int | None, high: int | None) -> Condition:
    bounds = [(f"{column} >= ?", low), (f"{column} <= ?", high)]
    given = [(sql, value) for sql, value in bounds if value is not None]
    return _joined("AND", [Condition(sql, (value,)) for sql, value in given]) if given else Condition("1")


def _joined(word: str, parts: list[Condition]) -> Condition:
    """Joins the parts in brackets, halved again and again: SQLite bounds the depth of an expression, not its length."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = _joined(word, parts[:middle]), _joined(word, parts[middle:])
    return Condition(f"({left.sql} {word} {right.sql})", (*left.values, *right.values))
