"""The table of importers: the files that `import` takes, how each is recognised and how it is read.

Another format is a module beside this one, with `detect` and `read`, and a row here: command, help and documentation go
by the table. Folders (newsboat's own, Omnivore's export, Markdown) are told apart in `core/imports/import_file.py`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.importers import (
    csv_rows,
    instapaper,
    json_lines,
    json_objects,
    newsboat,
    newsboat_urls,
    omnivore,
    opml,
    pinboard,
    pocket,
    wallabag,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import TextIO

    from reader.importers.csv_rows import CsvRow
    from reader.importers.file_kind import FileHead
    from reader.importers.items import FeedList, ImportedArticle, Left
    from reader.importers.json_objects import Fields

    Articles = Iterator[ImportedArticle | Left]
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


def _rows(article: Callable[[CsvRow], ImportedArticle | Left]) -> Callable[[Source], Articles]:
    return lambda source: csv_rows.articles(source.lines(), article)


def _objects(article: Callable[[str, Fields], ImportedArticle | Left]) -> Callable[[Source], Articles]:
    return lambda source: json_objects.articles(source.text().read, article)


def _omnivore(source: Source) -> Articles:
    return json_objects.articles(
        source.text().read, lambda place, found: omnivore.read(place, found, source.path.parent)
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
    Importer("pinboard", pinboard.detect, _objects(pinboard.read), "Pinboard", "JSON"),
    Importer("wallabag", wallabag.detect, _objects(wallabag.read), "wallabag", "JSON"),
    Importer("omnivore", omnivore.detect, _omnivore, "Omnivore", "JSON"),
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
