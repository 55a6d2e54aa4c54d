"""`import`: subscriptions from OPML, articles from JSON Lines; again and again without doubles, without any request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.base.text import counted
from reader.core import indexing
from reader.core.events import Listener, Progress, silent
from reader.core.outcomes import SKIPPED_TOLD, ImportDone
from reader.core.streams import BROKEN, Stream, stream
from reader.errors import ParseError
from reader.model import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.core.session import Session
    from reader.sources.jsonlines import BadLine

BATCH = 500
"""Articles kept in one transaction."""

BATCH_CHARS = 20_000_000
"""Characters of text in one transaction, so that huge articles do not fill the memory."""


@dataclass(slots=True)
class Imported:
    """What an import brought. `skipped` are lines in words, one for each thing that was not taken."""

    source: str
    kind: str
    feeds_new: int = 0
    feeds_known: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    skipped: list[str] = field(default_factory=list)

    @property
    def done(self) -> ImportDone:
        """What there is to say of it on the screen."""
        return ImportDone(
            kind="opml" if self.kind == "opml" else "articles",
            feeds_new=self.feeds_new,
            feeds_known=self.feeds_known,
            new=self.new,
            updated=self.updated,
            same=self.same,
            skipped=tuple(self.skipped[:SKIPPED_TOLD]),
            skipped_count=len(self.skipped),
        )

    def __str__(self) -> str:
        if self.kind == "opml":
            text = f"subscribed to {counted(self.feeds_new, 'feed')}"
            text += f", {self.feeds_known} already there" if self.feeds_known else ""
        else:
            text = f"{counted(self.new, 'article')} imported"
            text += f", {self.updated} updated" if self.updated else ""
            text += f", {self.same} already there" if self.same else ""
        return text + (f", {len(self.skipped)} not imported" if self.skipped else "")


def import_file(session: Session, path: Path, listen: Listener = silent) -> Imported:
    """Take over one file, by its content, then bring the index up to date.

    Raises `FileError`, `ParseError` (neither a subscription list nor articles).
    """
    from reader.sources.kinds import kind

    with stream(path) as file:
        what = kind(file.head, path.name)
        if what not in ("opml", "jsonlines"):
            raise _strange(what, path)
        take = _opml if what == "opml" else _articles
        imported = take(session, str(path), file, listen)
    indexing.catch_up(session, listen)
    return imported


def _strange(what: str, path: Path) -> ParseError:
    if what == "empty":
        return ParseError("the file is empty: nothing to import", subject=str(path))
    return ParseError(
        "neither a subscription list (OPML) nor articles (JSON Lines)",
        subject=str(path),
        hint=f"a page or text file is taken by: broadsheet add {path.name}",
    )


def _opml(session: Session, name: str, file: Stream, _listen: Listener) -> Imported:
    from reader.sources import opml

    result = opml.read(file.whole())
    imported = Imported(name, "opml", skipped=list(result.skipped))
    now = session.now()
    with session.library.transaction():
        for subscription in result.subscriptions:
            _, created = session.library.feeds.add(subscription, now=now)
            imported.feeds_new += created
            imported.feeds_known += not created
    return imported


def _articles(session: Session, name: str, file: Stream, listen: Listener) -> Imported:
    from reader.sources import jsonlines

    imported = Imported(name, "articles")
    now = session.now()
    done = 0
    for batch in _batches(jsonlines.read(file.lines())):
        with session.library.transaction():
            for item in batch:
                if isinstance(item, Draft):
                    _count(imported, session.library.articles.save(item, now=now).outcome)
                else:
                    imported.skipped.append(f"line {item.number}: {item.reason}")
        done += len(batch)
        listen(Progress("importing", done, None))
    return imported


def _batches(items: Iterable[Draft | BadLine]) -> Iterator[list[Draft | BadLine]]:
    batch: list[Draft | BadLine] = []
    chars = 0
    try:
        for item in items:
            batch.append(item)
            chars += len(item.text) + len(item.markdown) if isinstance(item, Draft) else 0
            if len(batch) >= BATCH or chars >= BATCH_CHARS:
                yield batch
                batch, chars = [], 0
    except BROKEN:
        yield batch  # what came before the file broke off
        raise
    yield batch


def _count(imported: Imported, outcome: str) -> None:
    if outcome == "new":
        imported.new += 1
    elif outcome == "updated":
        imported.updated += 1
    else:
        imported.same += 1
