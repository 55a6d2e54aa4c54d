"""`import`: whatever people come over with; again and again without doubles, without any request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import Listener, silent
from reader.core.imports import batches, feed_list, newsboat_cache
from reader.core.imports.result import Imported
from reader.core.imports.stream import Stream, stream
from reader.core.local_files import is_folder
from reader.errors import FileError, ParseError
from reader.importers.imported_article import ImportedArticle, Left
from reader.model import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from reader.core.session import Session
    from reader.importers.json_fields import Fields

__all__ = ["Imported", "import_file", "is_cache"]


def import_file(session: Session, path: Path, listen: Listener = silent) -> Imported:
    """Take over one file or folder, by its content, then bring the index up to date.

    Raises `FileError`, `ParseError` (nothing in it that is known).
    """
    if is_folder(path):
        from reader.core.imports import folders

        imported = Imported(str(path), "folder")
        folders.take(session, imported, path, listen)
    else:
        with stream(path) as file:
            imported = Imported(str(path), _kind(file, path))
            if imported.kind == "newsboat-cache":
                _need_file(path)
                asyncio.run(newsboat_cache.take(session, imported, path, listen))
            elif imported.kind == "opml":
                feed_list.opml(session, imported, file.whole())
            elif imported.kind == "newsboat-urls":
                feed_list.newsboat(session, imported, file.whole())
            else:
                articles = _ARTICLES[imported.kind](file, path)
                asyncio.run(batches.take(session, imported, articles, listen))
    indexing.follow(session, listen)
    return imported


def is_cache(path: Path) -> bool:
    """Whether it is a database: of several files it is read last, when the feeds of its articles are known."""
    try:
        if not path.is_file():  # a pipe can be read once only
            return False
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except (OSError, ValueError):
        return False


def _kind(file: Stream, path: Path) -> str:
    from reader.importers.file_kind import kind
    from reader.importers.registry import program

    if (written_by := program(file.head)) is not None:
        return written_by
    what = kind(file.head, path.name)
    if what == "opml":
        return what
    if what == "jsonlines":
        return "articles"
    raise _strange(what, file.head, path)


def _strange(what: str, head: bytes, path: Path) -> ParseError:
    if what == "empty":
        return ParseError("the file is empty: nothing to import", subject=str(path))
    if head.startswith(b"PK\x03\x04"):
        hint = "unpack it, and import the folder or the files in it"
    elif what in ("html", "markdown"):
        hint = f"a page or text file is taken by: broadsheet add {path.name}"
    else:
        hint = (
            f"`broadsheet import --help` lists what is; a text file is taken by: broadsheet add {path.name}"
        )
    return ParseError(
        "neither a subscription list nor articles in a form that is known", subject=str(path), hint=hint
    )


def _need_file(path: Path) -> None:
    if not is_cache(path):
        raise FileError(
            "a database is read where it lies", subject=str(path), hint="name the file itself, unpacked"
        )


def _lines(file: Stream, _path: Path) -> Iterator[ImportedArticle | Left]:
    from reader.importers import json_lines

    for item in json_lines.read(file.lines()):
        yield ImportedArticle(item) if isinstance(item, Draft) else Left(f"line {item.number}", item.reason)


def _pocket(file: Stream, _path: Path) -> Iterator[ImportedArticle | Left]:
    from reader.importers import pocket

    return pocket.read(file.lines())


def _instapaper(file: Stream, _path: Path) -> Iterator[ImportedArticle | Left]:
    from reader.importers import instapaper

    return instapaper.read(file.lines())


def _pinboard(file: Stream, _path: Path) -> Iterator[ImportedArticle | Left]:
    from reader.importers import pinboard

    return _objects(file, pinboard.read)


def _wallabag(file: Stream, _path: Path) -> Iterator[ImportedArticle | Left]:
    from reader.importers import wallabag

    return _objects(file, wallabag.read)


def _omnivore(file: Stream, path: Path) -> Iterator[ImportedArticle | Left]:
    from reader.importers import omnivore

    return _objects(file, lambda place, found: omnivore.read(place, found, path.parent))


def _objects(
    file: Stream, read: Callable[[str, Fields], ImportedArticle | Left]
) -> Iterator[ImportedArticle | Left]:
    from reader.importers import json_array

    for item in json_array.objects(file.text().read):
        yield item if isinstance(item, Left) else read(*item)


_ARTICLES: dict[str, Callable[[Stream, Path], Iterable[ImportedArticle | Left]]] = {
    "articles": _lines,
    "pocket": _pocket,
    "instapaper": _instapaper,
    "pinboard": _pinboard,
    "wallabag": _wallabag,
    "omnivore": _omnivore,
}
