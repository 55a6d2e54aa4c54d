"""Keeps the reader's notes on articles and the passages that are highlighted, and searches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reader.errors import NothingFound, UsageError
from reader.model import Highlight, Note, Passage
from reader.store.sql_values import by_key, micros, moment
from reader.store.user_state.undo import RowChange, named, perform, put
from reader.text.clean import clean
from reader.text.quote_anchor import WordPositions, quoted

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model import Draft, Excerpt
    from reader.query.evaluate import ArticleWords
    from reader.query.tree import Text
    from reader.store.database import Database, Row, Value

NOTE_LIMIT = 100_000
"""Characters of a note that are kept."""

QUOTE_LIMIT = 20_000
"""Characters of a highlight that are kept."""

UNPLACED = "Highlighted in another program; these words are not in the text here:"
"""Begins the note that holds a highlight from elsewhere while the article's text does not say its words."""

_SHOWN = 80
"""Characters of a highlight that the note on it repeats."""

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
        rows = _rows(self._database, "note", article_id)
        return [Note(number, text, moment(at)) for number, text, at in rows]

    def highlights(self, article_id: int) -> list[Highlight]:
        """Gives the marked passages of an article, the first one marked first."""
        return [
            Highlight(number, Passage(*passage), moment(at))
            for number, *passage, at in _rows(self._database, "highlight", article_id)
        ]

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

    def put(self, article_id: int, shown: str, draft: Draft, at: int) -> None:
        """Gives an imported article what was written on it elsewhere, without what it has already in the same words.

        A highlight becomes a passage of the text that is `shown`. Where the words do not stand there, one of our own
        exports stays by itself, as it was; one of another program is kept as a note that says so, and becomes a highlight
        when it is imported again and the text is there.
        """
        _Import(self._database, article_id, shown, at).put(draft)

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


class _Import:
    """Compares the reader's own words on an article with those that an import adds."""

    def __init__(self, database: Database, article_id: int, shown: str, at: int) -> None:
        self._database = database
        self._article_id = article_id
        self._shown = WordPositions(shown)
        self._at = at
        rows = _rows(database, "note", article_id)
        self._notes = {_words(text): number for number, text, _ in rows}
        self._quotes = {_said(quote) for _, quote, *_ in _rows(database, "highlight", article_id)}

    def put(self, draft: Draft) -> None:
        """Adds the notes, highlights and excerpts of the draft."""
        for text in draft.notes:
            self._note(text, self._at)
        for text in draft.highlights:
            if quote := clean(text, QUOTE_LIMIT).strip():
                self._highlight(quoted(self._shown, quote) or Passage(quote), self._at)
        for excerpt in draft.excerpts:
            self._excerpt(excerpt)

    def _excerpt(self, excerpt: Excerpt) -> None:
        at = min(self._at, micros(excerpt.made)) if excerpt.made else self._at
        quote, comment = clean(excerpt.quote, QUOTE_LIMIT).strip(), clean(excerpt.note, NOTE_LIMIT).strip()
        if not quote:
            self._note(comment, at)
            return
        unplaced = f"{UNPLACED}\n\n“{quote}”" + (f"\n\n{comment}" if comment else "")
        passage = quoted(self._shown, quote)
        if passage is None and _said(quote) not in self._quotes:
            self._note(unplaced, at)
            return
        if (waiting := self._notes.pop(_words(unplaced), None)) is not None:
            put(self._database, "note", [(waiting,)], None)
        if passage is not None:
            self._highlight(passage, at)
        if comment:
            self._note(f"On “{_begun(quote)}”:\n\n{comment}", at)

    def _note(self, text: str, at: int) -> None:
        text = clean(text, NOTE_LIMIT).strip()
        if text and _words(text) not in self._notes:
            self._notes[_words(text)] = self._add("note", (text,), at)

    def _highlight(self, passage: Passage, at: int) -> None:
        if _said(passage.quote) not in self._quotes:
            self._quotes.add(_said(passage.quote))
            self._add("highlight", _row_of(passage), at)

    def _add(self, table: _Table, row: tuple[str, ...], at: int) -> int:
        number = _new_number(self._database)
        put(self._database, table, [(number,)], (self._article_id, *row, at))
        return number


def _rows(database: Database, table: _Table, article_id: int) -> list[Row]:
    return database.rows(
        f"SELECT id, {_COLUMNS[table]}, changed_at FROM {table} WHERE article_id = ? ORDER BY id",
        (article_id,),
    )


def _draft_key(article_id: int, number: int) -> str:
    return f"draft {article_id} {number}"


def _row_of(passage: Passage) -> tuple[str, str, str]:
    return passage.quote[:QUOTE_LIMIT], passage.before, passage.after


def _words(text: str) -> str:
    return " ".join(text.split())


def _begun(quote: str) -> str:
    words = _words(quote)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]}…"


def _said(quote: str) -> str:
    """The words of a passage, whatever their case and the signs between them; signs alone are themselves."""
    return " ".join(WordPositions(quote).words) or _words(quote)


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
