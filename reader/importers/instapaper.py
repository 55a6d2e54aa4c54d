"""Instapaper's export as CSV: `URL,Title,Selection,Folder,Timestamp`, later ones with `Tags`.

As https://www.instapaper.com/user (Export) gives it, and as other programs read it: github.com/wallabag/wallabag,
`src/Import/InstapaperImport.php`. Highlights and their notes are in no file of it; the selection is what was marked on the
page when it was saved.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers.items import page
from reader.model import Excerpt

if TYPE_CHECKING:
    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, LeftOut

_OWN = frozenset(("", "unread", "archive", "starred"))
"""Folders that every reader has; all others are the reader's own and become tags."""


def detect(head: FileHead) -> bool:
    """The columns that no other list of addresses has."""
    return head.columns >= {"url", "title", "folder", "timestamp"}


def read(row: CsvRow) -> ImportedArticle | LeftOut:
    """One article. `Archive` is read, `Starred` bookmarked; the selection is a highlight."""
    folder = row["folder"].strip()
    own = folder.lower() in _OWN
    return page(
        row.place,
        row["url"],
        row["title"],
        saved=from_unix(row["timestamp"]),
        read=folder.lower() == "archive",
        bookmarked=folder.lower() == "starred",
        tags=[*([] if own else [folder]), *_tags(row["tags"])],
        excerpts=[Excerpt(row["selection"])],
    )


def _tags(text: str) -> list[str]:
    """A JSON list within the cell: `["sea", "boats"]`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []
