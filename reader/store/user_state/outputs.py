"""Keeps what the reader's own commands printed on articles: one output for each article and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import NothingFound, UsageError
from reader.model import KeptOutput
from reader.store.sql_values import by_key, id_list, micros, moment
from reader.store.user_state.undo import RowChange, named, perform
from reader.text.clean import clean, line
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from reader.store.database import Database, Row

OUTPUT_LIMIT = 100_000
"""Characters of an output that are kept."""


class KeptOutputs:
    """Kept outputs. Each change is one operation for undo."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: int) -> list[KeptOutput]:
        """Gives the outputs that are kept with an article, by name."""
        return of_articles(self._database, id_list([article_id])).get(article_id, [])

    def names(self, ids: Collection[int]) -> dict[int, list[str]]:
        """Gives the names of the outputs that are kept with these articles. One statement."""
        return by_key(
            self._database.rows(
                """
                SELECT article_id, name FROM output
                WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, key
                """,
                (id_list(ids),),
            )
        )

    def keep(self, article_id: int, output: KeptOutput) -> KeptOutput:
        """Keeps an output in the place of the one before of that name; returns it as it is kept. Raises UsageError for one
        of which nothing is left, or that has no name."""
        name, written = line(output.name), clean(output.markdown, OUTPUT_LIMIT).strip("\n")
        if not name or not written.strip():
            raise UsageError("there is no output to keep", subject=name)
        is_cut = output.is_cut or len(output.markdown) > OUTPUT_LIMIT
        kept = KeptOutput(name, line(output.program), written, output.made, is_cut)
        at = micros(output.made)
        with self._database.transaction():
            key = (article_id, fold(name))
            change = RowChange(key, self._row(key), (name, kept.program, written, int(is_cut), at))
            self._perform(change, at, f"kept “{name}” with {{}}")
        return kept

    def forget(self, article_id: int, name: str, now: datetime) -> None:
        """Takes the output of that name away. Raises NothingFound where there is none."""
        with self._database.transaction():
            key = (article_id, fold(line(name)))
            if (row := self._row(key)) is None:
                raise NothingFound(
                    f"no output is kept as “{line(name)}”",
                    subject=str(article_id),
                    hint=f"to see what is kept: broadsheet show {article_id}",
                )
            self._perform(RowChange(key, row, None), micros(now), f"removed “{row[0]}” from {{}}")

    def _row(self, key: tuple[int, str]) -> Row | None:
        return self._database.row(
            "SELECT name, program, markdown, is_cut, made_at FROM output WHERE article_id = ? AND key = ?",
            key,
        )

    def _perform(self, change: RowChange, at: int, words: str) -> None:
        article_id = int(change.key[0] or 0)
        perform(self._database, at, words.format(named(self._database, [article_id])), "output", [change])


def of_articles(database: Database, wanted: str) -> dict[int, list[KeptOutput]]:
    """Gives the outputs by article, each article's by name; `wanted` is a JSON list of ids. One statement."""
    rows = database.rows(
        """
        SELECT article_id, name, program, markdown, is_cut, made_at FROM output
        WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, key
        """,
        (wanted,),
    )
    return by_key(
        (article_id, KeptOutput(name, program, markdown, moment(at), bool(is_cut)))
        for article_id, name, program, markdown, is_cut, at in rows
    )
