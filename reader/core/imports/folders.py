"""What is in a folder that is to be imported: newsboat's files, Omnivore's export, or Markdown?"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.children import Children
from reader.core.events import Progress
from reader.core.files import read_file
from reader.core.imports import cache, keeping, subscriptions
from reader.core.streams import stream
from reader.errors import BroadsheetError, FileError, ParseError
from reader.sources import clippings, exports, jsonarray, omnivore
from reader.sources.kept import PENDING, Left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.events import Listener
    from reader.core.imports.imported import Imported
    from reader.core.session import Session
    from reader.model import Draft
    from reader.sources.kept import Kept

AT_ONCE = 4
"""Files that are read at once: two children work, two wait for them."""

BATCH = 100
"""Markdown files kept in one transaction."""


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
        asyncio.run(keeping.take(session, imported, _omnivore(metadata), listen))
    else:
        imported.kind = "clippings"
        asyncio.run(_clippings(session, imported, folder, listen))


def _is_newsboat(path: Path) -> bool:
    if not path.is_file():
        return False
    with stream(path) as file:
        return exports.program(file.head) in ("newsboat-urls", "newsboat-cache")


def _newsboat(session: Session, imported: Imported, files: list[Path], listen: Listener) -> None:
    for path in files:
        if path.name == "urls":
            subscriptions.newsboat(session, imported, read_file(path))
        else:
            asyncio.run(cache.take(session, imported, path, listen))


def _omnivore(files: list[Path]) -> Iterator[Kept | Left]:
    for path in files:
        if path.is_symlink():
            yield Left(path.name, "a link, which is not followed")
            continue
        with stream(path) as file:
            for item in jsonarray.objects(file.text().read):
                if isinstance(item, Left):
                    yield Left(f"{path.name}, {item.place}", item.reason)
                else:
                    yield omnivore.read(f"{path.name}, {item[0]}", item[1], path.parent)


async def _clippings(session: Session, imported: Imported, folder: Path, listen: Listener) -> None:
    found = list(clippings.files(folder))
    paths = [path for path in found if isinstance(path, Path)]
    for left in found:
        if isinstance(left, Left):
            imported.skip(str(left))
    if not paths:
        raise ParseError(
            "no Markdown files in this folder, nor anything else that can be imported",
            subject=str(folder),
            hint="name the files themselves, or unpack the export first",
        )
    async with Children() as children:
        for start in range(0, len(paths), BATCH):
            read: list[Draft | Left] = []
            batch = paths[start : start + BATCH]
            for some in range(0, len(batch), AT_ONCE):
                read += await asyncio.gather(
                    *(_clipping(children, folder, path) for path in batch[some : some + AT_ONCE])
                )
            with session.library.transaction():
                for draft in read:
                    if isinstance(draft, Left):
                        imported.skip(str(draft))
                    else:
                        imported.count(_keep(session, draft))
            listen(Progress("importing", start + len(batch), len(paths)))


async def _clipping(children: Children, folder: Path, path: Path) -> Draft | Left:
    place = path.relative_to(folder).as_posix()
    try:
        draft = await children.file(read_file(path), path.name)
    except BroadsheetError as error:
        return Left(place, error.message)
    if draft.text.strip():
        return draft
    if draft.url is None:
        return Left(place, "neither a text nor an address in it")
    return replace(draft, text_state="pending", reason=PENDING)


def _keep(session: Session, draft: Draft) -> str:
    """Keep a clipping. Our own exports come back to their articles, even where these have no address."""
    articles = session.library.articles
    known = articles.by_url(draft.url) if draft.url else None
    same = articles.get(draft.uid) if draft.uid and known is None else None
    if same is not None and same.url is None and draft.url is None:
        known = same.id
    if known is None:
        return keeping.save(session, draft)
    is_equal = articles.content(known).text.split() == draft.text.split()
    saved = articles.save(draft, now=session.now(), article_id=known, fills=is_equal or not draft.text)
    return saved.outcome
