"""The table of importers: the files that `import` takes, how each is recognised and how it is read.

Another format is a module beside this one, with `detect` and `read`, and a row here: command, help and documentation go
by the table. Folders and zip archives (newsboat's own, Omnivore's export, other exports of several files, Markdown) are told
apart in `core/imports/import_file.py`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.importers import (
    csv_rows,
    google_reader,
    instapaper,
    json_lines,
    json_objects,
    netscape,
    omnivore,
    pinboard,
    pocket,
    raindrop,
    readwise,
    wallabag,
)
from reader.importers.feed_lists import newsboat, newsboat_urls, opml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import TextIO

    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead
    from reader.importers.items import FeedList, ImportedArticle, LeftOut
    from reader.importers.json_objects import Fields

    Articles = Iterator[ImportedArticle | LeftOut]
    Items = FeedList | Articles | AbstractContextManager[newsboat.NewsboatCache]


class Source(Protocol):
    """A file that is read once, unpacked: whole, as text, or line after line."""

    path: Path

    def whole(self) -> bytes:
        """All bytes, within the bound of a list."""

    def text(self) -> TextIO:
        """The text, whatever bytes are in it."""

    def lines(self) -> Iterator[str]:
        """The lines, each within the bound of an article."""

    def beside(self, name: str, limit: int) -> str:
        """The text of another file of the same export, as far as the limit in bytes; "" where there is none."""


class Importer(NamedTuple):
    """A row: the format's name in the results of `import`, its test and its reader; `title` and `form` for the help.

    Rows are tried in order. Rows of one `form` that follow each other are named together; one without a title is named
    by the row before it.
    """

    name: str
    detect: Callable[[FileHead], bool]
    read: Callable[[Source], Items]
    title: str = ""
    form: str = ""


def _rows(article: Callable[[CsvRow], ImportedArticle | LeftOut]) -> Callable[[Source], Articles]:
    return lambda source: csv_rows.articles(source.lines(), article)


def _objects(article: Callable[[str, Fields], ImportedArticle | LeftOut]) -> Callable[[Source], Articles]:
    return lambda source: json_objects.articles(source.text().read, article)


def _omnivore(source: Source) -> Articles:
    return json_objects.articles(
        source.text().read, lambda place, found: omnivore.read(place, found, source.beside)
    )


IMPORTERS = (
    Importer("opml", opml.detect, lambda source: opml.read(source.whole()), "OPML"),
    Importer(
        "newsboat-urls",
        newsboat_urls.detect,
        lambda source: newsboat_urls.read(source.whole()),
        "newsboat's urls and cache.db",
    ),
    Importer("newsboat-cache", newsboat.detect, lambda source: newsboat.opened(source.path)),
    Importer("pocket", pocket.detect, _rows(pocket.read), "Pocket", "CSV"),
    Importer("instapaper", instapaper.detect, _rows(instapaper.read), "Instapaper", "CSV"),
    Importer("raindrop", raindrop.detect, _rows(raindrop.read), "Raindrop", "CSV"),
    Importer("readwise", readwise.detect, _rows(readwise.read), "Readwise", "CSV"),
    Importer(
        "readwise-highlights",
        readwise.detect_highlights,
        lambda source: readwise.read_highlights(source.lines()),
        form="CSV",
    ),
    Importer("pocket-highlights", pocket.detect_highlights, _objects(pocket.read_highlights), form="JSON"),
    Importer(
        "pocket-collection",
        pocket.detect_collection,
        lambda source: pocket.read_collection(source.text().read),
        form="JSON",
    ),
    Importer("pinboard", pinboard.detect, _objects(pinboard.read), "Pinboard", "JSON"),
    Importer("wallabag", wallabag.detect, _objects(wallabag.read), "wallabag", "JSON"),
    Importer("omnivore", omnivore.detect, _omnivore, "Omnivore", "JSON"),
    Importer(
        "google-reader",
        google_reader.detect,
        lambda source: google_reader.read(source.text().read),
        "FreshRSS",
        "JSON",
    ),
    Importer(
        "bookmarks",
        netscape.detect,
        lambda source: netscape.read(source.lines()),
        "bookmarks of browsers",
        "HTML",
    ),
    Importer("pocket-page", pocket.detect_page, lambda source: pocket.read_page(source.lines()), form="HTML"),
    Importer(
        "articles",
        json_lines.detect,
        lambda source: json_lines.read(source.lines()),
        "JSON Lines (one article object per line; title and text or markdown are required)",
    ),
)


def detected(head: FileHead) -> Importer | None:
    """The importer of a file that begins like this; None where nothing takes it."""
    return next((importer for importer in IMPORTERS if importer.detect(head)), None)


def listed() -> list[str]:
    """The formats in words: `OPML`, `Pocket and Instapaper (CSV)`."""
    found = []
    for form, rows in groupby((row for row in IMPORTERS if row.title), key=lambda row: row.form):
        titles = [row.title for row in rows]
        if form:
            *rest, last = titles
            found.append(f"{', '.join(rest)} and {last} ({form})" if rest else f"{last} ({form})")
        else:
            found += titles
    return found
