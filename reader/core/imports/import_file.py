"""`import`: takes over files and folders of other programs, again and again without doubles, without any request.

Files go by the table in `importers/registry.py`; a folder is newsboat's, Omnivore's or one of Markdown files.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import Listener, silent
from reader.core.imports import batches, markdown_files, newsboat_cache
from reader.core.imports.result import Imported
from reader.core.imports.stream import stream
from reader.core.local_files import is_folder
from reader.errors import FileError, ParseError, UsageError
from reader.importers import json_objects, newsboat, omnivore, registry
from reader.importers.file_kind import FileHead
from reader.importers.items import FeedList, Left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.core.session import Session
    from reader.importers.items import ImportedArticle
    from reader.importers.registry import Items


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Files in the order in which they are to be imported: databases last, when the feeds of their articles are known."""
    return sorted(paths, key=_is_database)


def import_file(session: Session, path: Path, listen: Listener = silent) -> Imported:
    """Take over one file or folder, by its content, then bring the index up to date.

    Raises `FileError`, `ParseError` (nothing in it that is known).
    """
    if is_folder(path):
        imported = Imported(str(path), "folder")
        _folder(session, imported, path, listen)
    else:
        with stream(path) as file:
            head = FileHead(file.head, path.name)
            importer = registry.detected(head)
            if importer is None:
                raise _unknown(head, path)
            imported = Imported(str(path), importer.name)
            found = importer.read(file)
            imported.is_list = isinstance(found, FeedList)
            _take(session, imported, found, path, listen)
    indexing.follow(session, listen)
    return imported


def _take(session: Session, imported: Imported, found: Items, path: Path, listen: Listener) -> None:
    if isinstance(found, FeedList):
        _subscribe(session, imported, found)
    elif isinstance(found, AbstractContextManager):
        if not _is_database(path):
            hint = "name the unpacked file itself"
            raise FileError(
                "a database cannot be read from a pipe or an archive", subject=str(path), hint=hint
            )
        asyncio.run(newsboat_cache.take(session, imported, found, listen))
    else:
        asyncio.run(batches.take(session, imported, found, listen))


def _is_database(path: Path) -> bool:
    try:
        if not path.is_file():  # a pipe can be read once only
            return False
        with path.open("rb") as file:
            return file.read(len(newsboat.SQLITE)) == newsboat.SQLITE
    except (OSError, ValueError):
        return False


def _unknown(head: FileHead, path: Path) -> ParseError:
    """The error for a file that no importer takes; its hint names the command that does, if any."""
    if head.kind == "empty":
        return ParseError("the file is empty: nothing to import", subject=str(path))
    if head.body.startswith(b"PK\x03\x04"):
        hint = "unzip it, and import the folder or its files"
    elif head.kind in ("html", "markdown"):
        hint = f"to add a page or a text file: broadsheet add {path.name}"
    else:
        hint = (
            f"for the known formats: broadsheet import --help; to add a text file: broadsheet add {path.name}"
        )
    return ParseError("neither a list of feeds nor articles in a known format", subject=str(path), hint=hint)


def _subscribe(session: Session, imported: Imported, found: FeedList) -> None:
    """Subscribe to all feeds of a list or none; those that are there gain the tags they lack."""
    now = session.now()
    with session.library.transaction():
        for subscription in found.subscriptions:
            _, created = session.library.feeds.add(subscription, now=now)
            imported.feeds_new += created
            imported.feeds_known += not created
    for reason in found.skipped:
        imported.skip(reason)
    for name, query in found.searches:
        _save_search(session, imported, name, query)
    imported.notes += found.notes


def _save_search(session: Session, imported: Imported, name: str, query: str) -> None:
    """Save a search, unless there is one of its name: that one may have been changed since it came."""
    from reader.core import saved_searches

    if session.library.saved.named(name) is not None:
        imported.searches_known += 1
        return
    try:
        saved_searches.take_over(session, name, query)
    except UsageError as error:
        imported.skip(f"the saved search “{name}” ({query}): {error}")
    else:
        imported.searches_new += 1


def _folder(session: Session, imported: Imported, folder: Path, listen: Listener) -> None:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror or error})", subject=str(folder)) from error
    kept = [folder / name for name in ("urls", "cache.db") if name in names and _is_newsboats(folder / name)]
    if kept:
        imported.kind = "newsboat"
        for path in kept:
            with stream(path) as file:
                importer = registry.detected(FileHead(file.head, path.name))
                assert importer is not None
                _take(session, imported, importer.read(file), path, listen)
    elif metadata := [folder / name for name in names if omnivore.is_metadata(name)]:
        imported.kind = "omnivore"
        asyncio.run(batches.take(session, imported, _omnivore(metadata), listen))
    else:
        imported.kind = "clippings"
        asyncio.run(markdown_files.take(session, imported, folder, listen))


def _is_newsboats(path: Path) -> bool:
    if not path.is_file():
        return False
    with stream(path) as file:
        importer = registry.detected(FileHead(file.head, path.name))
    return importer is not None and importer.name in ("newsboat-urls", "newsboat-cache")


def _omnivore(files: list[Path]) -> Iterator[ImportedArticle | Left]:
    """The articles of all files as one import, so that what waits for its text is counted once."""
    for path in files:
        if path.is_symlink():
            yield Left(path.name, "a link, which is not followed")
            continue
        with stream(path) as file:
            for item in json_objects.objects(file.text().read):
                if isinstance(item, Left):
                    yield Left(f"{path.name}, {item.place}", item.reason)
                else:
                    yield omnivore.read(f"{path.name}, {item[0]}", item[1], path.parent)
