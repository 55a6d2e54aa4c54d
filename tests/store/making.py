"""Drafts and looks behind the scenes for the tests of the library."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.model import Draft

if TYPE_CHECKING:
    from pathlib import Path

    from reader.store.library import Library

NOW = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

LONG = " ".join(f"word{n}" for n in range(60)) + "."
"""A text that is long enough for its copies to be known."""


def draft(number: int = 1, **changes: Any) -> Draft:
    """An article like no other number's."""
    text = changes.pop("text", f"The text of story {number}. {LONG} {number}")
    given: dict[str, Any] = {
        "title": f"Story {number}",
        "url": f"https://paper.example/2026/story-{number}",
        "text": text,
        "markdown": text,
    }
    return Draft(**{**given, **changes})


def save(library: Library, number: int = 1, **changes: Any) -> int:
    """Save a draft; the article's id."""
    return library.articles.save(draft(number, **changes), now=NOW).id


def table(library: Library, name: str) -> list[tuple[Any, ...]]:
    """All rows of a table, in order."""
    return library.database.rows(f"SELECT * FROM {name} ORDER BY 1, 2")


def raw(path: Path, *statements: str) -> None:
    """Change a closed library behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
