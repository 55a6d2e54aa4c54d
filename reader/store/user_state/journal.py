"""Reads what the reader noted, highlighted, bookmarked and tagged, by the time at which that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.store.sql_values import moment, optional_micros

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.database import Database


class JournalMark(NamedTuple):
    """Something that the reader did to an article and that stands. `number` is that of the highlight or note, else 0;
    `text` the passage, the note or the tag. The time of a note is that of its last change."""

    article_id: int
    kind: Literal["highlight", "note", "bookmark", "tag"]
    number: int
    text: str
    at: datetime


class Journal:
    """The marks of all articles, removed ones too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def marks(self, start: datetime | None = None, end: datetime | None = None) -> list[JournalMark]:
        """Gives the marks made in [start, end), None being open: the earliest first. One statement."""
        rows = self._database.rows(
            """
            SELECT article_id, kind, number, text, at FROM (
                SELECT article_id, 'highlight' AS kind, id AS number, quote AS text, changed_at AS at FROM highlight
                UNION ALL SELECT article_id, 'note', id, text, changed_at FROM note
                UNION ALL SELECT article_id, 'bookmark', 0, '', bookmarked_at FROM mark WHERE bookmarked_at IS NOT NULL
                UNION ALL SELECT article_id, 'tag', 0, name, changed_at FROM tag WHERE present
            ) WHERE at >= coalesce(?, at) AND at < coalesce(?, at + 1) ORDER BY at, article_id, kind, number, text
            """,
            (optional_micros(start), optional_micros(end)),
        )
        return [
            JournalMark(article_id, kind, number, text, moment(at))
            for article_id, kind, number, text, at in rows
        ]
