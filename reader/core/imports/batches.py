"""How do imported articles come into the library? Some hundreds at a time, each once, whatever breaks off in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.events import Progress
from reader.core.imports import html_texts
from reader.core.imports.stream import BROKEN
from reader.core.sandbox.pool import SandboxPool
from reader.importers.imported_article import ImportedArticle, Left
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.core.events import Listener
    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.model import Draft

BATCH = 500
"""Articles kept in one transaction."""

BATCH_CHARS = 20_000_000
"""Characters of text in one transaction, so that huge articles do not fill the memory."""


async def take(
    session: Session,
    imported: Imported,
    items: Iterable[ImportedArticle | Left],
    listen: Listener,
    total: int | None = None,
) -> None:
    """Keep all articles, and note what was left; `total` is how many there are, where that is known."""
    done = waiting = 0
    async with SandboxPool() as children:
        for batch in _batches(items):
            drafts = await html_texts.drafts(
                children, [item for item in batch if isinstance(item, ImportedArticle)]
            )
            with session.library.transaction():
                for draft in drafts:
                    outcome = save(session, draft)
                    imported.count(outcome)
                    waiting += outcome == "new" and draft.text_state == "pending"
            for item in batch:
                if isinstance(item, Left):
                    imported.skip(str(item))
            done += len(batch)
            listen(Progress("importing", done, total))
    if waiting:
        imported.notes.append(f"{counted(waiting, 'article')} without a text: only the address was saved")


def save(session: Session, draft: Draft) -> str:
    """Keep one article; what came of it. It came in when the reader saved it, wherever that was."""
    now = session.now()
    at = min(draft.saved, now) if draft.saved else now
    return session.library.articles.save(draft, now=at, fills=not draft.text).outcome


def _batches(items: Iterable[ImportedArticle | Left]) -> Iterator[list[ImportedArticle | Left]]:
    batch: list[ImportedArticle | Left] = []
    chars = 0
    try:
        for item in items:
            batch.append(item)
            if isinstance(item, ImportedArticle):
                chars += len(item.html) + len(item.draft.text) + len(item.draft.markdown)
            if len(batch) >= BATCH or chars >= BATCH_CHARS:
                yield batch
                batch, chars = [], 0
    except BROKEN:
        yield batch  # what came before the file broke off
        raise
    yield batch
