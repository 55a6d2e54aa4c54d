"""How many unread articles does each saved search find? Counted beside all else, for the numbers in the sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import lists, search
from reader.errors import QueryError
from reader.query.parse import parse
from reader.query.tree import And

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reader.core.session import Session
    from reader.query.tree import Node
    from reader.store.user_state.saved_searches import SavedSearch


class SavedSearchCounts:
    """Counts for one thread. What the index answered is remembered until it changes: marks are asked for each time."""

    def __init__(self) -> None:
        self._change = -1
        self._known: dict[Node, Collection[int]] = {}

    def of(self, saved: SavedSearch) -> Callable[[Session], int | None]:
        """The question how many unread articles it finds."""
        return lambda session: self.unread(session, saved)

    def unread(self, session: Session, saved: SavedSearch) -> int | None:
        """How many unread articles it finds; None where its query cannot be read any more."""
        try:
            tree = parse(saved.query, session.now()).tree
        except QueryError:
            return None
        return search.count_tree(session, And((tree, lists.UNREAD)), lambda node: self._ids(session, node))

    def _ids(self, session: Session, node: Node) -> Collection[int]:
        if self._change != session.index.last_change:
            self._change, self._known = session.index.last_change, {}
        if node not in self._known:
            self._known[node] = session.index.ids(node)
        return self._known[node]
