"""Pocket's export as CSV: `title,url,time_added,tags,status`; tags are parted by `|`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers.items import page

if TYPE_CHECKING:
    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, Left


def detect(head: FileHead) -> bool:
    """The columns that no other list of addresses has."""
    return head.columns >= {"url", "time_added", "status"}


def read(row: CsvRow) -> ImportedArticle | Left:
    """One article. What was archived is read; Pocket's export has no favourites and no texts."""
    return page(
        row.place,
        row["url"],
        row["title"],
        saved=from_unix(row["time_added"]),
        read=row["status"].strip().lower() in ("archive", "archived", "read"),
        tags=re.split(r"[|,]", row["tags"]),
    )
