"""Which articles are in Instapaper's export? CSV: `URL,Title,Selection,Folder,Timestamp`, later ones with `Tags`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers.csv_rows import rows
from reader.importers.imported_article import Left, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.importers.imported_article import ImportedArticle

_OWN = frozenset(("", "unread", "archive", "starred"))
"""Folders that every reader has; all others are the reader's own and become tags."""


def read(lines: Iterable[str]) -> Iterator[ImportedArticle | Left]:
    """All rows in order. `Archive` is read, `Starred` bookmarked; the selection is the article's description."""
    for row in rows(lines):
        if isinstance(row, Left):
            yield row
            continue
        folder = row["folder"].strip()
        own = folder.lower() in _OWN
        yield page(
            row.place,
            row["url"],
            row["title"],
            saved=from_unix(row["timestamp"]),
            read=folder.lower() == "archive",
            bookmarked=folder.lower() == "starred",
            tags=[*([] if own else [folder]), *_tags(row["tags"])],
            description=row["selection"],
        )


def _tags(text: str) -> list[str]:
    """A JSON list within the cell: `["sea", "boats"]`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []
