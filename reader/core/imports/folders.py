"""What is in a folder that is to be imported: newsboat's files, Omnivore's export, or Markdown?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.core.imports import batches, feed_list, markdown_files, newsboat_cache
from reader.core.imports.stream import stream
from reader.core.local_files import read_file
from reader.errors import FileError
from reader.importers import json_array, omnivore, registry
from reader.importers.imported_article import Left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Listener
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.importers.imported_article import ImportedArticle


def take(session: Session, imported: Imported, folder: Path, listen: Listener) -> None:
    """Import the folder by what is in it. Raises ParseError where there is nothing that is known."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise FileError(f"it cannot be read ({error.strerror or error})", subject=str(folder)) from error
    if newsboat := [name for name in ("urls", "cache.db") if name in names and _is_newsboat(folder / name)]:
        imported.kind = "newsboat"
        _newsboat(session, imported, [folder / name for name in newsboat], listen)
    elif metadata := [folder / name for name in names if omnivore.is_metadata(name)]:
        imported.kind = "omnivore"
        asyncio.run(batches.take(session, imported, _omnivore(metadata), listen))
    else:
        imported.kind = "clippings"
        asyncio.run(markdown_files.take(session, imported, folder, listen))


def _is_newsboat(path: Path) -> bool:
    if not path.is_file():
        return False
    with stream(path) as file:
        return registry.program(file.head) in ("newsboat-urls", "newsboat-cache")


def _newsboat(session: Session, imported: Imported, files: list[Path], listen: Listener) -> None:
    for path in files:
        if path.name == "urls":
            feed_list.newsboat(session, imported, read_file(path))
        else:
            asyncio.run(newsboat_cache.take(session, imported, path, listen))


def _omnivore(files: list[Path]) -> Iterator[ImportedArticle | Left]:
    for path in files:
        if path.is_symlink():
            yield Left(path.name, "a link, which is not followed")
            continue
        with stream(path) as file:
            for item in json_array.objects(file.text().read):
                if isinstance(item, Left):
                    yield Left(f"{path.name}, {item.place}", item.reason)
                else:
                    yield omnivore.read(f"{path.name}, {item[0]}", item[1], path.parent)
