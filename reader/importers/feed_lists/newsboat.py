"""newsboat's `cache.db`: another program's database, which is only looked at, never written, never held long."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from reader.dates.iso import from_unix
from reader.errors import FileError, ParseError
from reader.model import Entry, Link, ParsedFeed
from reader.text import urls
from reader.text.clean import BODY_LIMIT, clean, line, optional_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.importers.file_kind import FileHead

BATCH = 200
"""Articles that are read at once; in between newsboat can write."""

BATCH_CHARS = 4_000_000
"""Characters after which a batch ends."""

SQLITE = b"SQLite format 3\0"
"""The beginning of every SQLite database."""

_PATIENCE_S = 2.0
_VALUE_LIMIT = 16_000_000
_ITEM = ("guid", "title", "author", "url", "pubDate", "content", "unread")
_LATER = ("enclosure_url", "flags", "deleted")
"""Columns that the first versions lacked."""


def detect(head: FileHead) -> bool:
    """Any database: what is not newsboat's is refused when it is opened."""
    return head.body.startswith(SQLITE)


class ReadState(NamedTuple):
    """The reader's marks of an article. Flags are letters: `flag/a` is a, `flag/capital-a` is A."""

    read: bool
    tags: tuple[str, ...]


class Batch(NamedTuple):
    """Some articles of one feed, with a mark for each entry. `url` is the feed's as newsboat has it (`exec:…`, too)."""

    url: str
    feed: ParsedFeed
    marks: tuple[ReadState, ...]


class NewsboatCache:
    """An open cache."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Besides damage, it finds pages that are named again and again, which would be read without end.
        if (found := self._rows("PRAGMA quick_check(1)")) != [("ok",)]:
            raise sqlite3.DatabaseError(line(str(found[0][0] if found else ""), 200))
        tables = dict(self._rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        if not all(re.match(r"CREATE TABLE\b", str(tables.get(name))) for name in ("rss_feed", "rss_item")):
            raise ParseError("an SQLite database, but not newsboat's cache")
        columns = {name for _, name, *_ in self._rows("PRAGMA table_info(rss_item)")}
        if not columns.issuperset(_ITEM):
            raise ParseError("newsboat's cache, but in an unknown format")
        self._select = ", ".join(
            [*_ITEM, *(name if name in columns else f"NULL AS {name}" for name in _LATER)]
        )
        self._kept = "deleted = 0" if "deleted" in columns else "1"

    @property
    def count(self) -> int:
        """The number of articles that were not deleted."""
        return int(self._rows(f"SELECT count(*) FROM rss_item WHERE {self._kept}")[0][0])

    @property
    def deleted(self) -> int:
        """The number of articles that the reader deleted."""
        return int(self._rows(f"SELECT count(*) FROM rss_item WHERE NOT ({self._kept})")[0][0])

    def batches(self) -> Iterator[Batch]:
        """All articles that were not deleted, feed by feed, the first that came in first."""
        feeds = self._rows("SELECT rssurl, title, url FROM rss_feed")
        titles = {url: (title, site) for url, title, site in feeds}
        for (url,) in self._rows("SELECT DISTINCT feedurl FROM rss_item ORDER BY feedurl"):
            title, site = titles.get(url, ("", ""))
            head = ParsedFeed(
                title=line(str(title or "")),
                url=urls.absolute(str(url)),
                site_url=urls.absolute(str(site or "")),
            )
            last = -1
            while rows := self._some(url, last):
                last = rows[-1][0]
                entries = tuple(_entry(row, head.site_url or head.url) for _, *row in rows)
                feed = ParsedFeed(title=head.title, url=head.url, site_url=head.site_url, entries=entries)
                yield Batch(line(str(url), 1_000), feed, tuple(_mark(row[6], row[8]) for _, *row in rows))

    def _some(self, url: object, after: int) -> list[Any]:
        found: list[Any] = []
        chars = 0
        query = f"SELECT id, {self._select} FROM rss_item WHERE feedurl = ? AND {self._kept} AND id > ? ORDER BY id LIMIT ?"
        with closing(self._connection.execute(query, (url, after, BATCH))) as rows:
            for row in rows:
                found.append(row)
                chars += sum(len(value) for value in row if isinstance(value, str | bytes))
                if chars > BATCH_CHARS:
                    break
        return found

    def _rows(self, query: str) -> list[Any]:
        return self._connection.execute(query).fetchall()


@contextmanager
def opened(path: Path) -> Iterator[NewsboatCache]:
    """The cache at `path`; a copy of it where newsboat holds it, or was killed while it wrote.

    Raises ParseError where it is no such cache, FileError where it cannot be read, also while it is being read.
    """
    try:
        with closing(_connection(path)) as connection:
            yield NewsboatCache(connection)
    except sqlite3.Error as error:
        raise FileError(
            f"cannot be read to the end ({error}); what came before is kept",
            subject=str(path),
            hint="to recover the rest, try: sqlite3 cache.db .recover",
        ) from error


def _connection(path: Path) -> sqlite3.Connection:
    with suppress(sqlite3.OperationalError):
        return _open(path, "ro")
    # Locked, or with a journal that must be rolled back first: that is done on a copy, which goes while it is still open,
    # so that nothing of it is left behind by a kill.
    with tempfile.TemporaryDirectory(prefix="broadsheet-") as folder:
        copy = Path(folder, "cache.db")
        try:
            for end in ("", "-journal", "-wal"):
                if (file := path.with_name(path.name + end)).exists():
                    shutil.copyfile(file, copy.with_name(copy.name + end))
        except OSError as error:
            raise FileError(f"cannot be copied ({error.strerror or error})", subject=str(path)) from error
        return _open(copy, "rw")


def _open(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE_S, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    # A database is code, too: nothing in its schema may call functions, and no value and no step may be without end.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE_LIMIT)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _entry(row: Sequence[Any], base: str | None) -> Entry:
    guid, title, author, url, seconds, content, _, enclosure, *_ = row
    file = urls.absolute(_text(enclosure))
    return Entry(
        title=line(_text(title)),
        guid=optional_line(_text(guid)),
        url=urls.absolute(_text(url), base),
        authors=(author,) if (author := line(_text(author))) else (),
        published=from_unix(seconds),
        html=clean(_text(content), BODY_LIMIT),
        enclosures=(Link(file, role="enclosure"),) if file else (),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mark(unread: object, flags: object) -> ReadState:
    letters = dict.fromkeys(letter for letter in _text(flags)[:100] if letter.isascii() and letter.isalpha())
    tags = (f"flag/{letter}" if letter.islower() else f"flag/capital-{letter.lower()}" for letter in letters)
    return ReadState(read=unread == 0, tags=tuple(tags))
