"""Pocket's exports: the list as CSV, its highlights and collections as JSON, and the page `ril_export.html` of before 2024.

CSV: `title,url,time_added,tags,status`, tags parted by `|`; `annotations/part_000000.json`: an array of `{url, title,
highlights: [{quote, created_at}]}`; `collections/SLUG.json`: `{slug, title, description, createdAt, items: [{url, title,
excerpt, note}]}`. By the exporter's source, github.com/Pocket/pocket-monorepo: `listDataExportService.ts` and
`annotationsExportService.ts` in `servers/account-data-deleter/src/dataService`, `ExportDataService.ts` in
`servers/shareable-lists-api/src/background`. HTML: headings `Unread` and `Read Archive`, below each a list of
`<a href time_added tags>`, tags parted by commas; as other programs read it: github.com/wallabag/wallabag,
`src/Import/PocketHtmlImport.php`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers import html_tags, json_objects
from reader.importers.items import LeftOut, page
from reader.model import Excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle
    from reader.importers.json_objects import Fields

_TITLE = re.compile(r"<title>\s{0,99}Pocket Export\s{0,99}</title>", re.IGNORECASE)
_START = re.compile(r"<(?:li|h1)\b", re.IGNORECASE)
_LINK = re.compile(r"<a\b", re.IGNORECASE)
_LINK_END = re.compile(r"</a\s*>", re.IGNORECASE)
_READ = ("archive", "archived", "read")


def detect(head: FileHead) -> bool:
    """The columns that no other list of addresses has."""
    return head.columns >= {"url", "time_added", "status"}


def read(row: CsvRow) -> ImportedArticle | LeftOut:
    """One article. What was archived is read; Pocket's export has no favourites and no texts."""
    return page(
        row.place,
        row["url"],
        row["title"],
        saved=from_unix(row["time_added"]),
        read=row["status"].strip().lower() in _READ,
        tags=re.split(r"[|,]", row["tags"]),
    )


def detect_highlights(head: FileHead) -> bool:
    """The keys of the array in `annotations`."""
    return head.keys >= {"url", "highlights", "quote"}


def read_highlights(place: str, found: Fields) -> ImportedArticle | LeftOut:
    """One article with what was highlighted in it. It was saved by the day of its first highlight."""
    marked = [(one.text("quote"), one.moment("created_at")) for one in found.each("highlights")]
    excerpts = [Excerpt(quote, made=made.moment if made else None) for quote, made in marked]
    return page(
        place,
        found.text("url"),
        found.text("title"),
        saved=min((one.made for one in excerpts if one.made), default=None),
        excerpts=excerpts,
    )


def detect_collection(head: FileHead) -> bool:
    """The keys before the items of a collection."""
    start = head.text.partition('"items"')[0]
    return head.holds_items and all(f'"{key}"' in start for key in ("slug", "title", "createdAt"))


def read_collection(text: Callable[[int], str]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles of a collection: its title is their tag, what was written on each is a note, and what was written on
    all of them is a note on the first."""
    header, items = json_objects.within(text)
    title, about = header.text("title"), header.text("description")
    created = header.moment("createdAt")
    for item in items:
        if isinstance(item, LeftOut):
            yield item
            continue
        place, found = item
        article = page(
            place,
            found.text("url"),
            found.text("title"),
            saved=created.moment if created else None,
            tags=[title],
            description=found.text("excerpt"),
            notes=[found.text("note"), f"{title}: {about}" if about else ""],
        )
        about = about if isinstance(article, LeftOut) else ""
        yield article
    if about:
        yield LeftOut("description", "a collection without articles", about)


def detect_page(head: FileHead) -> bool:
    """The title of the page."""
    return head.text.startswith("<") and _TITLE.search(head.text) is not None


def read_page(lines: Iterable[str]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles of the page in their order; those below the second heading are read."""
    number = headings = 0
    for piece in html_tags.pieces(lines, _START):
        if piece[:3].lower() == "<h1":
            headings += html_tags.words(piece).lower().startswith(("unread", "read archive"))
        elif link := _LINK.search(piece):
            number += 1
            found, at = html_tags.attributes(piece, link.end())
            end = _LINK_END.search(piece, at)
            yield page(
                f"item {number}",
                found.get("href", ""),
                html_tags.words(piece[at : end.start() if end else len(piece)]),
                saved=from_unix(found.get("time_added", "")),
                read=headings > 1,
                tags=found.get("tags", "").split(","),
            )
