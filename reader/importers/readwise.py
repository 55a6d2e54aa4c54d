"""Readwise's exports as CSV: the library of Readwise Reader, and the highlights of Readwise.

Reader: `Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen`, tags as a list in Python's form
(`['sea', 'boats']`), progress from 0 to 1, location one of new, later, shortlist, archive and feed; what these mean:
https://readwise.io/reader_api. Highlights: `Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,
Location,Highlighted at,Document tags`, tags parted by commas; its fields are those of https://readwise.io/api_deets (Highlight
export). It names no addresses: a highlight is one of the article of that title.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.dates.iso import stamp
from reader.importers import csv_rows
from reader.importers.items import (
    OWN_WORDS_LIMIT,
    UNADDRESSED,
    ImportedArticle,
    LeftOut,
    page,
    with_own_words,
)
from reader.model import Draft, Excerpt
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead

_STRING = re.compile(r"""'((?:[^'\\]|\\.)*+)'|"((?:[^"\\]|\\.)*+)\"""", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TAGS_LIMIT = 200


def detect(head: FileHead) -> bool:
    """The columns of Reader's library."""
    return head.columns >= {"url", "document tags", "saved date", "location"}


def read(row: CsvRow) -> ImportedArticle | LeftOut:
    """One document. Archived is read, and so is an entry of a feed that was seen; the shortlist is bookmarked."""
    saved = stamp(row["saved date"])
    location = row["location"].strip().lower()
    return page(
        row.place,
        row["url"],
        row["title"],
        saved=saved.moment if saved else None,
        read=location == "archive" or (location == "feed" and row["seen"].strip().lower() == "true"),
        bookmarked=location == "shortlist",
        progress=_share(row["reading progress"]),
        tags=_tags(row["document tags"]),
    )


def detect_highlights(head: FileHead) -> bool:
    """The columns of Readwise's highlights."""
    return head.columns >= {"highlight", "book title", "highlighted at"}


def read_highlights(lines: Iterable[str]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles, or books, that highlights are of; those of one that follow each other come together."""
    before: ImportedArticle | None = None
    try:
        for item in csv_rows.articles(lines, _highlight):
            if before is not None and isinstance(item, ImportedArticle) and _is_same(before, item):
                before = _joined(before, item)
                continue
            if before is not None:
                yield before
            before = item if isinstance(item, ImportedArticle) else None
            if isinstance(item, LeftOut):
                yield item
    except (OSError, EOFError, zlib.error):  # the file breaks off: what came before is kept
        if before is not None:
            yield before
        raise
    if before is not None:
        yield before


def _is_same(one: ImportedArticle, other: ImportedArticle) -> bool:
    is_room = len(one.draft.excerpts) < OWN_WORDS_LIMIT // 2
    return is_room and (one.draft.title, one.draft.authors) == (other.draft.title, other.draft.authors)


def _joined(one: ImportedArticle, other: ImportedArticle) -> ImportedArticle:
    times = [item.draft.saved for item in (one, other) if item.draft.saved]
    draft = replace(
        one.draft,
        excerpts=one.draft.excerpts + other.draft.excerpts,
        tags=tuple(dict.fromkeys(one.draft.tags + other.draft.tags))[:_TAGS_LIMIT],
        saved=min(times, default=None),
    )
    return ImportedArticle(draft, left=one.left + other.left)


def _highlight(row: CsvRow) -> ImportedArticle | LeftOut:
    title = line(row["book title"])
    quote, note = row["highlight"].strip(), row["note"].strip()
    if not quote and not note:
        return LeftOut(row.place, "neither a highlight nor a note", title)
    made = stamp(row["highlighted at"])
    draft = Draft(
        title=title or UNTITLED_BOOK,
        authors=tuple(_names(row["book author"]))[:_TAGS_LIMIT],
        text_origin="file",
        text_state="none",
        reason=UNADDRESSED,
        saved=made.moment if made else None,
        tags=tuple(dict.fromkeys((*_tags(row["tags"]), *_tags(row["document tags"]))))[:_TAGS_LIMIT],
    )
    draft, left = with_own_words(draft, row.place, [], [Excerpt(quote, note, made.moment if made else None)])
    return ImportedArticle(draft, left=left)


UNTITLED_BOOK = "Highlights without a title"
"""The title of what Readwise names no title of."""


def _share(text: str) -> float | None:
    try:
        share = float(text[:20])
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _tags(cell: str) -> Iterator[str]:
    """The tags of a cell: a list of strings in Python's form, which is never evaluated, or names with commas."""
    cell = cell.strip()
    if cell.startswith("["):
        for single, double in _STRING.findall(cell):
            if name := line(_ESCAPED.sub(r"\1", single or double), 300):
                yield name
    else:
        yield from _names(cell)


def _names(cell: str) -> Iterator[str]:
    return (name for part in cell.split(",") if (name := line(part, 300)))
