"""A cache of the rows of a list: requests rows in blocks, prefetches those beside the view, evicts those far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.model import Article
    from reader.tui.widgets.article_row import Row

AHEAD = 40
"""Rows that are known above and below the view: some screens of scrolling."""

BLOCK = 60
"""Rows that are asked for at once."""

AHEAD_SNIPPETS, BLOCK_SNIPPETS = 12, 20
"""The same for rows with a snippet, which take ten times as long, while somebody types."""

KEPT = 2_000
"""Rows kept; when there are more, those far from the cursor go."""


class RowCache:
    """The rows of a snapshot of article ids, as far as they are here. `want` is handed the ids to read; each is
    requested once, until its row has come."""

    def __init__(self, want: Callable[[tuple[int, ...]], object]) -> None:
        self.ids: Sequence[int] = ()
        self._want = want
        self._rows: dict[int, Row] = {}
        self._requested: set[int] = set()
        self._ahead, self._block = AHEAD, BLOCK

    def reset(self, ids: Sequence[int], rows: Iterable[Row] = (), *, snippets: bool = False) -> None:
        """Take another snapshot, of which these rows are here already."""
        before, self.ids = self._rows, ids
        # One that is as it was stays the same object, whose lines are drawn already: a letter more often finds the same rows.
        self._rows = {row.article.id: _same(before.get(row.article.id), row) for row in rows}
        self._requested.clear()
        self._ahead, self._block = (AHEAD_SNIPPETS, BLOCK_SNIPPETS) if snippets else (AHEAD, BLOCK)

    def row(self, index: int) -> Row | None:
        """Return the row at a place; None where it is not here or there is no such place."""
        return self._rows.get(self.ids[index]) if 0 <= index < len(self.ids) else None

    def cached_ids(self) -> list[int]:
        """Return the ids of the rows that are here."""
        return list(self._rows)

    def put(self, rows: Iterable[Row], cursor: int) -> None:
        """Keep rows that came in; where they are too many, only those within a quarter of `KEPT` of the cursor stay."""
        for row in rows:
            self._rows[row.article.id] = row
        self._requested.difference_update(self._rows)
        if len(self._rows) > KEPT:
            near = set(self.ids[max(cursor - KEPT // 4, 0) : cursor + KEPT // 4])
            self._rows = {id_: row for id_, row in self._rows.items() if id_ in near}

    def update(self, article: Article) -> bool:
        """Put the changed article into its row; False where that is not here."""
        row = self._rows.get(article.id)
        if row is not None:
            self._rows[article.id] = replace(row, article=article)
        return row is not None

    def unread_beside(self, at: int, step: int) -> int | None:
        """Return the place of the next unread article after (`step` 1) or before (-1) a place, as far as rows are here."""
        at += step
        while (row := self.row(at)) is not None and row.article.read:
            at += step
        return at if row is not None else None

    def request(self, index: int) -> None:
        """Request the row at a place with its whole block: rows beside it then request nothing more."""
        start = index - index % self._block
        block = self.ids[start : start + self._block]
        wanted = tuple(id_ for id_ in block if id_ not in self._rows and id_ not in self._requested)
        if wanted:
            self._requested.update(wanted)
            self._want(wanted)

    def renew(self, first: int, last: int) -> None:
        """Request the rows at these places anew, which stay until they come; all others are requested when they are seen."""
        ids = tuple(self.ids[max(first, 0) : last + 1])
        self._rows = {id_: row for id_ in ids if (row := self._rows.get(id_)) is not None}
        self._requested = set(ids)
        if ids:
            self._want(ids)

    def prefetch(self, first: int, last: int) -> None:
        """Request the rows some way above the first and below the last place in view, before they are seen."""
        for index in (first - self._ahead, last + self._ahead):
            at = min(max(index, 0), len(self.ids) - 1)
            if self.row(at) is None:
                self.request(at)


def _same(before: Row | None, row: Row) -> Row:
    return before if before == row and before is not None else row
