"""Which articles has the index yet to read again?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.store.connection import Library, Value


@dataclass(frozen=True, slots=True)
class Change:
    """An article whose search content changed, or that is gone. Numbers grow and are never given twice."""

    number: int
    article_id: int
    gone: bool


class Changes:
    """The log of changes, consumed by the index writer."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def since(self, number: int, limit: int) -> list[Change]:
        """The changes after that number, at most `limit` rows of the log, of each article the last among them."""
        rows = self._library.rows(
            "SELECT number, article_id, gone FROM change WHERE number > ? ORDER BY number LIMIT ?",
            (number, limit),
        )
        last = {article_id: (n, gone) for n, article_id, gone in rows}
        return sorted(
            (Change(n, article_id, bool(gone)) for article_id, (n, gone) in last.items()),
            key=lambda change: change.number,
        )

    def newest(self) -> int:
        """The highest number that was ever given; 0 before the first."""
        row = self._library.row("SELECT seq FROM sqlite_sequence WHERE name = 'change'")
        return int(row[0]) if row else 0

    def forget(self, upto: int) -> None:
        """Drop the changes up to that number, which the index holds."""
        with self._library.transaction():
            self._library.run("DELETE FROM change WHERE number <= ?", (upto,))


def log(library: Library, article_ids: Iterable[Value], *, gone: bool) -> None:
    """Note that the search content of these articles changed."""
    library.run_each(
        "INSERT INTO change (article_id, gone) VALUES (?, ?)", ((number, gone) for number in article_ids)
    )
