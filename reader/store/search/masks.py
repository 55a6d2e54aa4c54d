"""Answers queries that have words: of each article one truth value, at the place of its number.

The index says which articles have the words; what the library knows of articles is read once for each condition, and
again when the library has changed. So a letter more in a query reads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text, TimeSpan, mentions
from reader.store.search.conditions import condition
from reader.store.search.lists import ORDER, Tally, from_tables
from reader.store.sql_values import IS_UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from reader.store.database import Database, Value
    from reader.store.search.lists import Sort

    Mask = NDArray[np.bool_]
    TextMask = Callable[[Text], Mask]

T = TypeVar("T", bound=np.generic)

KEPT = 64
"""Conditions that are remembered, at a byte an article each."""


class Masks:
    """Truth values of articles by their numbers, from 0 up to `length`, which one answer keeps."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version: tuple[int, int] | None = None
        self._kept: dict[object, NDArray[Any]] = {}
        self.length = 0

    def matching(self, tree: Node, texts: TextMask) -> Mask:
        """The articles that match, muted ones included, removed ones not; `texts` answers for words."""
        self._follow()
        return self.of_ids(self.ordered("date")) & self._matching(tree, texts)

    def shown(self, tree: Node, matching: Mask) -> Mask:
        """Those of the matching articles that a list shows: muted ones only where the query speaks of them."""
        return (
            matching
            if mentions(tree, "is", "muted")
            else matching & ~self._condition("m.muted_at IS NOT NULL")
        )

    def tally(self, tree: Node, matching: Mask) -> Tally:
        """Counts the matching articles: those that are shown, the unread ones of these, and the muted ones."""
        shown = self.shown(tree, matching)
        unread = shown & self._condition("m.read_at IS NULL")
        found = int(np.count_nonzero(shown))
        return Tally(found, int(np.count_nonzero(unread)), int(np.count_nonzero(matching)) - found)

    def ordered(self, sort: Sort) -> NDArray[np.int64]:
        """All articles that are not removed, in an order."""

        def read() -> NDArray[np.int64]:
            found = self._numbers(
                f"{from_tables(ORDER[sort])} WHERE m.removed_at IS NULL ORDER BY {ORDER[sort]}"
            )
            if sort != "oldest":
                return found
            undated = self._condition(IS_UNDATED)[found]
            return np.concatenate((found[~undated], found[undated]))

        return self._remembered(("order", sort), read)

    def ids(self, mask: Mask, sort: Sort) -> list[int]:
        """The articles of a mask, in an order."""
        order = self.ordered(sort)
        found: list[int] = order[mask[order]].tolist()
        return found

    def of_ids(self, ids: Iterable[int] | NDArray[np.int64]) -> Mask:
        """The mask of some articles; numbers that the library does not have are passed over."""
        numbers = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)
        mask = np.zeros(self.length, np.bool_)
        mask[numbers[numbers < self.length]] = True
        return mask

    def _matching(self, node: Node, texts: TextMask) -> Mask:
        match node:
            case Text():
                return texts(node)
            case And(parts):
                return self._all([self._matching(part, texts) for part in parts])
            case Or(parts):
                return ~self._all([~self._matching(part, texts) for part in parts])
            case Not(part):
                return ~self._matching(part, texts)
            case Everything():
                return np.ones(self.length, np.bool_)
            case Filter() | TimeSpan() | Number():
                return self._condition(*condition(self._database, node))

    @staticmethod
    def _all(masks: list[Mask]) -> Mask:
        found: Mask = np.logical_and.reduce(masks)
        return found

    def _condition(self, sql: str, values: Sequence[Value] = ()) -> Mask:
        def read() -> Mask:
            return self.of_ids(self._numbers(f"{from_tables(sql)} WHERE {sql}", values))

        return self._remembered((sql, tuple(values)), read)

    def _remembered(self, key: object, read: Callable[[], NDArray[T]]) -> NDArray[T]:
        found: NDArray[T] | None = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[key] = read()
        return found

    def _numbers(self, source: str, values: Sequence[Value] = ()) -> NDArray[np.int64]:
        # In one step, as `Database.at_once`: a row apart costs more than all that SQLite does for it.
        packed = self._database.value(
            f"SELECT group_concat(id) FROM (SELECT m.article_id AS id {source})", values
        )
        numbers = np.fromstring(packed or "", np.int64, sep=",")
        return numbers[numbers < self.length]  # what came in since the version was asked for has no place yet

    def _follow(self) -> None:
        """Forget all where the library has changed since."""
        version = self._database.changes()
        if version != self._version:
            self._kept.clear()
            self.length = int(self._database.value("SELECT max(id) FROM article") or 0) + 1
            self._version = version
