"""Which articles are in Pocket's export? CSV: `title,url,time_added,tags,status`; tags are parted by `|`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers.csv_rows import rows
from reader.importers.imported_article import Left, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.importers.imported_article import ImportedArticle


def read(lines: Iterable[str]) -> Iterator[ImportedArticle | Left]:
    """All rows in order. What was archived is read; Pocket tells no favourites, and keeps no texts."""
    for row in rows(lines):
        if isinstance(row, Left):
            yield row
            continue
        yield page(
            row.place,
            row["url"],
            row["title"],
            saved=from_unix(row["time_added"]),
            read=row["status"].strip().lower() in ("archive", "archived", "read"),
            tags=re.split(r"[|,]", row["tags"]),
        )
