"""Saves a folder of Markdown files, each as an article; our own exports find the article that they are."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.events import Progress
from reader.core.imports import batches
from reader.core.local_files import read_file
from reader.core.sandbox.pool import SandboxPool
from reader.errors import BroadsheetError, ParseError
from reader.importers import markdown_folder
from reader.importers.items import PENDING, Left
from reader.text import urls

if TYPE_CHECKING:
    from reader.core.events import Listener
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.model import Article, Draft
    from reader.store.articles.save_article import SaveResult

_UID = re.compile(r"[a-z2-7]{16}")

AT_ONCE = 4
"""Files that are read at once: two are with the children, two wait."""

BATCH = 100
"""Files kept in one transaction."""


async def take(session: Session, imported: Imported, folder: Path, listen: Listener) -> None:
    """Save what the Markdown files in the folder and below hold. Raises ParseError where there are none."""
    found = list(markdown_folder.files(folder))
    paths = [path for path in found if isinstance(path, Path)]
    for left in found:
        if isinstance(left, Left):
            imported.skip(str(left))
    if not paths:
        raise ParseError(
            "nothing to import in this folder",
            subject=str(folder),
            hint="name the files themselves, or unzip the export first",
        )
    async with SandboxPool() as children:
        for start in range(0, len(paths), BATCH):
            read: list[tuple[Draft, bytes] | Left] = []
            batch = paths[start : start + BATCH]
            for some in range(0, len(batch), AT_ONCE):
                read += await asyncio.gather(
                    *(_clipping(children, folder, path) for path in batch[some : some + AT_ONCE])
                )
            with session.library.transaction():
                for one in read:
                    if isinstance(one, Left):
                        imported.skip(str(one))
                    else:
                        imported.count(_keep(session, *one))
            listen(Progress("importing", start + len(batch), len(paths)))


async def _clipping(children: SandboxPool, folder: Path, path: Path) -> tuple[Draft, bytes] | Left:
    place = path.relative_to(folder).as_posix()
    try:
        body = read_file(path)
        draft = await children.file(body, path.name)
    except BroadsheetError as error:
        return Left(place, error.message)
    if draft.text.strip():
        return draft, body
    if draft.url is None:
        return Left(place, "contains neither text nor an address")
    return replace(draft, text_state="pending", reason=PENDING), body


def _keep(session: Session, draft: Draft, body: bytes) -> str:
    articles = session.library.articles
    if original := exported(session, draft):
        return update(session, original, draft, body).outcome
    known = articles.get(draft.url) if draft.url else None
    return _renew(session, known, draft).outcome if known else batches.save(session, draft)


def update(session: Session, original: Article, draft: Draft, body: bytes) -> SaveResult:
    """Update an article from our export of it. A text that was edited in the file is shown from then on, whatever others
    the article has."""
    articles = session.library.articles
    is_other = articles.content(original.id).text.split() != draft.text.split()
    saved = _renew(session, original, draft)
    written = {_body(text) for text in session.library.exports.texts(original.id)}
    if (
        is_other
        and written
        and _body(body.decode("utf-8", "replace")) not in written
        and articles.choose_text(original.id, "file")
    ):
        return replace(saved, outcome="updated")
    return saved


def _body(text: str) -> str:
    """What stands below the front matter, which other programs write anew."""
    return text.replace("\r\n", "\n").partition("\n---\n")[2].strip()


def _renew(session: Session, known: Article, draft: Draft) -> SaveResult:
    articles = session.library.articles
    draft = replace(draft, url=known.url, canonical=known.canonical)
    if articles.content(known.id).text.split() == draft.text.split():
        # It is the text that is shown, and no file knows that this is a teaser.
        draft = replace(draft, text_state=known.text_state, reason=known.reason)
        return articles.save(draft, now=session.now(), article_id=known.id, fills=True)
    return articles.save(draft, now=session.now(), article_id=known.id, fills=not draft.text)


def exported(session: Session, draft: Draft) -> Article | None:
    """The article of which the file is our export, if any: it names its uid, and its address, or the original's elsewhere."""
    known = session.library.articles.get(draft.uid) if draft.uid and _UID.fullmatch(draft.uid) else None
    if known is None:
        return None
    addresses = {urls.identity(url) for url in (known.url, known.canonical) if url} or {None}
    return known if (urls.identity(draft.url) if draft.url else None) in addresses else None
