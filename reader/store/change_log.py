"""Keeps the log of articles whose search content changed, which the index follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.store.sql_values import id_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class IndexChange:
    """An article whose search content changed, or that is gone. Numbers grow and are never given twice."""

    number: int
    article_id: int
    gone: bool


class Changes:
    """The log of changes, consumed by the index writer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, number: int, limit: int) -> list[IndexChange]:
        """Gives the changes after that number, oldest first: of each article its last one only, at most `limit`."""
        rows = self._database.named_rows(
            """
            SELECT c.number, c.article_id, c.gone FROM change c WHERE c.number > ? AND NOT EXISTS (
                SELECT 1 FROM change later WHERE later.article_id = c.article_id AND later.number > c.number
            ) ORDER BY c.number LIMIT ?
            """,
            (number, limit),
        )
        return [IndexChange(**{**row, "gone": bool(row["gone"])}) for row in rows]

    def newest(self) -> int:
        """Gives the highest number that was ever given; 0 before the first."""
        return self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'change'") or 0

    def follows(self, number: int) -> bool:
        """Tells whether every change after that number is still here: they have numbers without a gap."""
        first = self._database.value("SELECT min(number) FROM change WHERE number > ?", (number,))
        return bool(first == number + 1 if first is not None else self.newest() == number)

    def forget(self, upto: int) -> None:
        """Drops the changes up to that number, which the index holds."""
        with self._database.transaction():
            self._database.run("DELETE FROM change WHERE number <= ?", (upto,))


def log(database: Database, article_ids: Iterable[int], *, gone: bool) -> None:
    """Notes that the search content of these articles changed."""
    database.run(
        "INSERT INTO change (article_id, gone) SELECT value, ? FROM json_each(?) ORDER BY key",
        (gone, id_list(article_ids)),
    )
