"""Keeps the reader's notes on articles and the passages that are highlighted, and searches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reader.errors import NothingFound, UsageError
from reader.model import Highlight, Note, Passage
from reader.store.sql_values import by_key, micros, moment
from reader.store.user_state.undo import RowChange, named, perform, put
from reader.text.clean import clean
from reader.text.quote_anchor import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.query.evaluate import ArticleWords
    from reader.query.tree import Text
    from reader.store.database import Database, Row, Value

NOTE_LIMIT = 100_000
"""Characters of a note that are kept."""

QUOTE_LIMIT = 20_000
"""Characters of a highlight that are kept."""

_Table = Literal["note", "highlight"]
_COLUMNS: dict[str, str] = {"note": "text", "highlight": "quote, before, after"}


class NotesAndHighlights:
    """Notes and highlights. Each change is one operation for undo; raises NothingFound for a number that is none."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stamp: Row | None = None
        self._words: list[tuple[int, ArticleWords]] = []

    def notes(self, article_id: int) -> list[Note]:
        """Gives the notes on an article, the first first."""
        return [Note(number, text, moment(at)) for number, text, at in self._of("note", article_id)]

    def highlights(self, article_id: int) -> list[Highlight]:
        """Gives the marked passages of an article, the first one marked first."""
        return [
            Highlight(number, Passage(*passage), moment(at))
            for number, *passage, at in self._of("highlight", article_id)
        ]

    def _of(self, table: str, article_id: int) -> list[Row]:
        return self._database.rows(
            f"SELECT id, {_COLUMNS[table]}, changed_at FROM {table} WHERE article_id = ? ORDER BY id",
            (article_id,),
        )

    # Drafts: a note that is being written, number 0 for a new one, is no note yet, and no step of undo

    def draft(self, article_id: int, number: int) -> str:
        """Gives what was typed of a note and never kept nor thrown away; empty where there is none."""
        return str(
            self._database.value("SELECT value FROM meta WHERE key = ?", (_draft_key(article_id, number),))
            or ""
        )

    def keep_draft(self, article_id: int, number: int, text: str) -> None:
        """Keeps what is typed of a note; an empty text drops it."""
        key = _draft_key(article_id, number)
        with self._database.transaction():
            if text:
                self._database.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, text))
            else:
                self._database.run("DELETE FROM meta WHERE key = ?", (key,))

    # Changes

    def write(self, article_id: int, text: str, now: datetime) -> int:
        """Adds a note; returns its number. Raises UsageError for a text of which nothing is left."""
        return self._add(
            "note", article_id, (_written(text),), now, f"added a note to {self._named(article_id)}"
        )

    def rewrite(self, number: int, text: str, now: datetime) -> bool:
        """Gives a note another text; returns False where it is the same. Raises UsageError as `write` does."""
        article_id, old, changed = self._row("note", number)
        if (new := _written(text)) == old:
            return False
        change = RowChange((number,), (article_id, old, changed), (article_id, new, micros(now)))
        self._perform("note", change, now, f"changed a note on {self._named(article_id)}")
        return True

    def remove_note(self, number: int, now: datetime) -> None:
        """Takes a note away."""
        self._remove("note", number, now, "removed a note from {}")

    def mark(self, article_id: int, passage: Passage, now: datetime) -> int | None:
        """Marks a passage; returns its number, None where this very passage is marked already."""
        row = _row_of(passage)
        there = self._database.value(
            "SELECT 1 FROM highlight WHERE article_id = ? AND (quote, before, after) = (?, ?, ?)",
            (article_id, *row),
        )
        if there:
            return None
        words = f"highlighted a passage in {self._named(article_id)}"
        return self._add("highlight", article_id, row, now, words)

    def unmark(self, number: int, now: datetime) -> None:
        """Takes the mark off a passage."""
        self._remove("highlight", number, now, "removed a highlight from {}")

    def _add(self, table: _Table, article_id: int, row: tuple[Value, ...], now: datetime, words: str) -> int:
        with self._database.transaction():
            number = _new_number(self._database)
            change = RowChange((number,), None, (article_id, *row, micros(now)))
            self._perform(table, change, now, words)
        return number

    def _remove(self, table: _Table, number: int, now: datetime, words: str) -> None:
        row = self._row(table, number)
        change = RowChange((number,), tuple(row), None)
        self._perform(table, change, now, words.format(self._named(row[0])))

    def _perform(self, table: _Table, change: RowChange, now: datetime, words: str) -> None:
        with self._database.transaction():
            perform(self._database, micros(now), words, table, [change])

    def _row(self, table: _Table, number: int) -> Row:
        row = self._database.row(
            f"SELECT article_id, {_COLUMNS[table]}, changed_at FROM {table} WHERE id = ?", (number,)
        )
        if row is None:
            raise NothingFound(f"no such {table}", subject=str(number))
        return row

    def _named(self, article_id: int) -> str:
        return named(self._database, [article_id])

    def put(self, article_id: int, shown: str, notes: Sequence[str], quotes: Sequence[str], at: int) -> None:
        """Gives an imported article what was written on it elsewhere, without what it has already in the same words.

        A quotation becomes a passage of the text that is `shown`, by itself where it does not stand there.
        """
        for table, texts, limit in (("note", notes, NOTE_LIMIT), ("highlight", quotes, QUOTE_LIMIT)):
            known = {_words(text) for _, text, *_ in self._of(table, article_id)}
            for text in (clean(one, limit).strip() for one in texts):
                if text and _words(text) not in known:
                    known.add(_words(text))
                    row = (text,) if table == "note" else _row_of(quoted(shown, text) or Passage(text))
                    number = _new_number(self._database)
                    put(self._database, table, [(number,)], (article_id, *row, at))

    # Search

    def saying(self, words: Text) -> set[int]:
        """Finds the articles on which a note or a highlight holds these words."""
        from reader.query.evaluate import says

        self._read()
        return {article_id for article_id, texts in by_key(self._words).items() if says(words, texts)}

    def _read(self) -> None:
        """Reads the words of all notes and highlights where they changed: a search asks for them with each letter typed."""
        database = self._database
        stamp = database.row(
            """
            SELECT count(*), total(id), max(changed_at), total(changed_at) FROM (
                SELECT id, changed_at FROM note UNION ALL SELECT id, changed_at FROM highlight
            )
            """
        )
        if stamp == self._stamp:
            return
        from reader.query.evaluate import own_words

        rows = database.rows(
            "SELECT article_id, text FROM note UNION ALL SELECT article_id, quote FROM highlight"
        )
        self._words = [(article_id, own_words(text)) for article_id, text in rows]
        self._stamp = stamp


def _draft_key(article_id: int, number: int) -> str:
    return f"draft {article_id} {number}"


def _row_of(passage: Passage) -> tuple[str, str, str]:
    return passage.quote[:QUOTE_LIMIT], passage.before, passage.after


def _words(text: str) -> str:
    return " ".join(text.split())


def _written(text: str) -> str:
    if not (kept := clean(text, NOTE_LIMIT).strip()):
        raise UsageError("the note is empty", hint="write some text, or - to read it from stdin")
    return kept


def _new_number(database: Database) -> int:
    """Makes a number that no note and no highlight ever had: undo may bring those back that went."""
    (number,) = database.column(
        """
        INSERT INTO meta (key, value) VALUES ('own_words', '1')
        ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value
        """
    )
    return int(number)
