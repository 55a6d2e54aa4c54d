"""Which articles has the index yet to read again?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.store.id_lists import id_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.store.database import Library


@dataclass(frozen=True, slots=True)
class IndexChange:
    """An article whose search content changed, or that is gone. Numbers grow and are never given twice."""

    number: int
    article_id: int
    gone: bool


class Changes:
    """The log of changes, consumed by the index writer."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def since(self, number: int, limit: int) -> list[IndexChange]:
        """The changes after that number, oldest first: of each article its last one only, at most `limit`."""
        rows = self._library.rows(
            """
            SELECT c.number, c.article_id, c.gone FROM change c WHERE c.number > ? AND NOT EXISTS (
                SELECT 1 FROM change later WHERE later.article_id = c.article_id AND later.number > c.number
            ) ORDER BY c.number LIMIT ?
            """,
            (number, limit),
        )
        return [IndexChange(number, article_id, bool(gone)) for number, article_id, gone in rows]

    def newest(self) -> int:
        """The highest number that was ever given; 0 before the first."""
        row = self._library.row("SELECT seq FROM sqlite_sequence WHERE name = 'change'")
        return int(row[0]) if row else 0

    def forget(self, upto: int) -> None:
        """Drop the changes up to that number, which the index holds."""
        with self._library.transaction():
            self._library.run("DELETE FROM change WHERE number <= ?", (upto,))


def log(library: Library, article_ids: Iterable[int], *, gone: bool) -> None:
    """Note that the search content of these articles changed."""
    library.run(
        "INSERT INTO change (article_id, gone) SELECT value, ? FROM json_each(?) ORDER BY key",
        (gone, id_list(article_ids)),
    )
