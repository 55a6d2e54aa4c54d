"""Raindrop's export as CSV: `id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite`.

The fields are those of a raindrop, https://developer.raindrop.io/v1/raindrops and `/highlights`, exported as
https://developer.raindrop.io/v1/export says. `folder` is a path (`Sea / Boats`), `tags` are parted by commas, `highlights` holds
`Highlight:WORDS` for each; a line `Note:WORDS` behind one is taken for what was written on it, since nothing says how the
export puts such notes. Its export as HTML is one of bookmarks (`netscape`).
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix, stamp
from reader.importers.items import page, path_tag
from reader.model import Excerpt

if TYPE_CHECKING:
    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, LeftOut

_PART = re.compile(r"^(Highlight|Note):", re.MULTILINE)
_UNSORTED = "unsorted"


def detect(head: FileHead) -> bool:
    """The columns that no other list of addresses has."""
    return head.columns >= {"url", "folder", "excerpt", "created"}


def read(row: CsvRow) -> ImportedArticle | LeftOut:
    """One article; a favourite is bookmarked, the folder a tag. Raindrop knows nothing of what was read."""
    created = stamp(row["created"])
    folder = path_tag(part.strip() for part in row["folder"].split("/"))
    return page(
        row.place,
        row["url"],
        row["title"],
        saved=created.moment if created else from_unix(row["created"]),
        bookmarked=row["favorite"].strip().lower() in ("true", "1"),
        tags=[*([folder] if folder and folder.lower() != _UNSORTED else []), *row["tags"].split(",")],
        description=unescape(row["excerpt"]),
        notes=[row["note"]],
        excerpts=_excerpts(row["highlights"]),
    )


def _excerpts(cell: str) -> list[Excerpt]:
    first, *parts = _PART.split(cell)
    found = [Excerpt(first)] if first.strip() else []
    for kind, words in zip(parts[::2], parts[1::2], strict=True):
        if kind == "Note" and found and not found[-1].note:
            found[-1] = Excerpt(found[-1].quote, words)
        else:
            found.append(Excerpt(words) if kind == "Highlight" else Excerpt("", words))
    return found
