"""Saves a folder of Markdown files, each as an article; our own exports find the article that they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core import article_text, export_form
from reader.core.events import Progress
from reader.core.imports import batches
from reader.core.local_files import read_file
from reader.core.sandbox.pool import SandboxPool
from reader.errors import BroadsheetError, ParseError
from reader.importers import markdown_folder
from reader.importers.items import PENDING, LeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.core.events import Listener
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.model import Draft

AT_ONCE = 4
"""Files that are read at once: two are with the children, two wait."""

BATCH = 100
"""Files kept in one transaction."""


async def take(session: Session, imported: Imported, folder: Path, listen: Listener) -> None:
    """Save what the Markdown files in the folder and below hold. Raises ParseError where there are none."""
    found = list(markdown_folder.files(folder))
    paths = [path for path in found if isinstance(path, Path)]
    for left in found:
        if isinstance(left, LeftOut):
            imported.skip(str(left))
    if not paths:
        raise ParseError(
            "nothing to import in this folder",
            subject=str(folder),
            hint="name the files themselves, or unzip the export first",
        )
    names = export_form.own_names(session)
    async with SandboxPool() as children:
        await children.start(len(paths))
        for start in range(0, len(paths), BATCH):
            read: list[tuple[Draft, bytes] | LeftOut] = []
            batch = paths[start : start + BATCH]
            for some in range(0, len(batch), AT_ONCE):
                read += await asyncio.gather(
                    *(_clipping(children, folder, path, names) for path in batch[some : some + AT_ONCE])
                )
            with session.library.transaction():
                for one in read:
                    if isinstance(one, LeftOut):
                        imported.skip(str(one))
                    else:
                        imported.count(_keep(session, *one))
            listen(Progress("importing", start + len(batch), len(paths)))


async def _clipping(
    children: SandboxPool, folder: Path, path: Path, names: Mapping[str, str]
) -> tuple[Draft, bytes] | LeftOut:
    place = path.relative_to(folder).as_posix()
    try:
        body = read_file(path)
        draft = (await children.file(body, path.name, names)).draft
    except BroadsheetError as error:
        return LeftOut(place, error.message)
    if draft.text.strip():
        return draft, body
    if draft.url is None:
        return LeftOut(place, "contains neither text nor an address")
    return replace(draft, text_state="pending", reason=PENDING), body


def _keep(session: Session, draft: Draft, body: bytes) -> str:
    articles = session.library.articles
    if original := article_text.exported(session, draft):
        return article_text.update(session, original, draft, body).outcome
    known = articles.get(draft.url) if draft.url else None
    saved = article_text.renew(session, known, draft) if known else batches.save(session, draft)
    return saved.outcome
