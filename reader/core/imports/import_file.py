"""`import`: takes over files and folders of other programs, again and again without doubles, without any request.

Files go by the table in `importers/registry.py`; a folder is newsboat's, Omnivore's, another export of several files or
one of Markdown files; a zip archive is any of these but newsboat's and Markdown files.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import Listener, silent
from reader.core.imports import batches, bundle, markdown_files, newsboat_cache
from reader.core.imports.result import Imported
from reader.core.imports.stream import Stream, stream
from reader.core.local_files import is_folder
from reader.errors import FileError, ParseError, UsageError
from reader.importers import json_objects, markdown_folder, omnivore, registry
from reader.importers.feed_lists import newsboat
from reader.importers.file_kind import FileHead
from reader.importers.items import FeedList, LeftOut
from reader.text.urls import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.core.imports.bundle import Bundle
    from reader.core.session import Session
    from reader.importers.items import ImportedArticle
    from reader.importers.json_objects import Fields
    from reader.importers.registry import Importer, Items
    from reader.model import Subscription


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
            if bundle.is_archive(file.head):
                imported = Imported(str(path), "zip")
                _archive(session, imported, path, listen)
                return _followed(session, imported, listen)
            head = FileHead(file.head, path.name)
            importer = registry.detected(head)
            if importer is None:
                raise _unknown(head, path)
            imported = Imported(str(path), importer.name)
            found = importer.read(file)
            imported.is_list = isinstance(found, FeedList)
            _take(session, imported, found, path, listen)
    return _followed(session, imported, listen)


def _followed(session: Session, imported: Imported, listen: Listener) -> Imported:
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
    if head.kind in ("html", "markdown"):
        hint = f"to add a page or a text file: broadsheet add {path.name}"
    else:
        hint = (
            f"for the known formats: broadsheet import --help; to add a text file: broadsheet add {path.name}"
        )
    return ParseError("neither a list of feeds nor articles in a known format", subject=str(path), hint=hint)


def _subscribe(session: Session, imported: Imported, found: FeedList) -> None:
    """Subscribe to all feeds of a list or none; those that are there gain the tags they lack."""
    now = session.now()
    with session.library.undo.as_one():
        for subscription in found.subscriptions:
            feed, created = session.library.feeds.add(subscription, now=now)
            imported.feeds_new += created
            imported.feeds_known += not created
            if created:
                _set(session, imported, feed.id, subscription)
    for reason in found.skipped:
        imported.skip(reason, reason.rpartition(" (")[2].removesuffix(")"))
    for name, query in found.searches:
        _save_search(session, imported, name, query)
    imported.notes += found.notes


def _set(session: Session, imported: Imported, feed_id: int, subscription: Subscription) -> None:
    """Give a new feed the settings that the list names."""
    from reader.core.refresh import feed_settings

    for key, value in subscription.settings:
        try:
            session.library.feeds.set(feed_id, *feed_settings.checked(f"{key}={value}"), session.now())
        except UsageError as error:
            imported.skip(f"{masked(subscription.url)}: {error}", f"{key} of a feed")


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
    elif any(map(omnivore.is_metadata, names)) or not any(markdown_folder.files(folder)):
        _bundle(session, imported, bundle.ExportFolder(folder), listen)
        for name in names:
            if omnivore.is_metadata(name) and (folder / name).is_symlink():
                imported.skip(f"{name}: a link, which is not followed", "a link, which is not followed")
    else:
        imported.kind = "clippings"
        asyncio.run(markdown_files.take(session, imported, folder, listen))


def _is_newsboats(path: Path) -> bool:
    if not path.is_file():
        return False
    with stream(path) as file:
        importer = registry.detected(FileHead(file.head, path.name))
    return importer is not None and importer.name in ("newsboat-urls", "newsboat-cache")


def _archive(session: Session, imported: Imported, path: Path, listen: Listener) -> None:
    with bundle.archive(path) as archive:
        _bundle(session, imported, archive, listen)


def _bundle(session: Session, imported: Imported, files: Bundle, listen: Listener) -> None:
    """Take over what is known of an export's files as one import: feeds first, then all articles."""
    names = files.names()
    if metadata := [name for name in names if omnivore.is_metadata(PurePosixPath(name).name)]:
        imported.kind = "omnivore"
        asyncio.run(batches.take(session, imported, _omnivore(files, metadata), listen))
        return
    known, error = _known(imported, files, names)
    if not known:
        what = "folder" if imported.kind == "folder" else "zip archive"
        hint = "name the files themselves; for the known formats: broadsheet import --help"
        raise error or ParseError(f"nothing to import in this {what}", subject=imported.source, hint=hint)
    imported.kind = known[0][1].name
    articles: list[tuple[str, Importer]] = []
    for name, importer in known:
        if importer.form:
            articles.append((name, importer))
            continue
        with files.stream(name) as file:
            _take(session, imported, importer.read(file), Path(imported.source), listen)
    if articles:
        asyncio.run(batches.take(session, imported, _articles(files, articles), listen))


def _known(
    imported: Imported, files: Bundle, names: list[str]
) -> tuple[list[tuple[str, Importer]], FileError | None]:
    """The files that are in a known format, with their importers, and why the first of those that cannot be read cannot."""
    known: list[tuple[str, Importer]] = []
    failed: FileError | None = None
    for name in names:
        try:
            with files.stream(name) as file:
                importer = registry.detected(FileHead(file.head, PurePosixPath(name).name))
                is_database = file.head.startswith(newsboat.SQLITE)
        except FileError as error:
            failed = failed or error
            imported.skip(f"{name}: {error.message}", "a file that cannot be read")
            continue
        if importer is None or is_database:
            why = "a database; import it on its own" if is_database else "not in a known format"
            imported.skip(f"{name}: {why}", why)
        else:
            known.append((name, importer))
    return known, failed


def _articles(files: Bundle, known: list[tuple[str, Importer]]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles of all files as one import, so that what waits for its text is counted once."""
    for name, importer in known:
        yield from _read(files, name, importer.read)


def _read(files: Bundle, name: str, read: Callable[[Stream], Items]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles of one file; one that breaks off costs itself alone."""
    try:
        with files.stream(name) as file:
            found = read(file)
            assert isinstance(found, Iterator)
            yield from _placed(name, found)
    except (FileError, ParseError) as error:
        yield LeftOut(name, error.message)


def _objects(
    article: Callable[[str, Fields], ImportedArticle | LeftOut], file: Stream
) -> Iterator[ImportedArticle | LeftOut]:
    return json_objects.articles(file.text().read, article)


def _placed(name: str, found: Iterator[ImportedArticle | LeftOut]) -> Iterator[ImportedArticle | LeftOut]:
    for item in found:
        if isinstance(item, LeftOut):
            yield item._replace(place=f"{name}, {item.place}")
        else:
            yield item._replace(left=tuple(one._replace(place=f"{name}, {one.place}") for one in item.left))


def _omnivore(files: Bundle, metadata: list[str]) -> Iterator[ImportedArticle | LeftOut]:
    """Omnivore's articles; highlights of an article that no list names are left, and named."""
    used: set[str] = set()

    def noted(folder: PurePosixPath, name: str, limit: int) -> str:
        path = str(folder / name)
        used.add(path)
        return files.text(path, limit)

    for name in metadata:
        read = partial(omnivore.read, beside=partial(noted, PurePosixPath(name).parent))
        yield from _read(files, name, partial(_objects, read))
    for name in files.names():
        is_of_highlights = PurePosixPath(name).parent.name == omnivore.HIGHLIGHTS.strip("/")
        if is_of_highlights and name not in used:
            yield LeftOut(name, "highlights of an article that is not in the export")
