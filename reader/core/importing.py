"""`import`: subscriptions from OPML, articles from JSON Lines; again and again without doubles, without any request."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from reader.base.text import counted
from reader.core import indexing
from reader.core.events import Listener, Progress, silent
from reader.core.files import read_file
from reader.errors import FileError, ParseError
from reader.model import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.core.session import Session

BATCH = 500
"""Articles kept in one transaction."""

SNIFFED = 64 * 1024
"""Bytes read to tell what a file is."""


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

    what = kind(_head(path), path.name)
    if what == "opml":
        return _opml(session, path)
    if what == "jsonlines":
        imported = _articles(session, path, listen)
        indexing.catch_up(session, listen)
        return imported
    if what == "empty":
        raise ParseError("the file is empty: nothing to import", subject=str(path))
    raise ParseError(
        "neither a subscription list (OPML) nor articles (JSON Lines)",
        subject=str(path),
        hint=f"a page or text file is taken by: broadsheet add {path.name}",
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED)
    except OSError:
        return read_file(path)
    return read_file(path) if head[:2] == b"\x1f\x8b" else head


def _opml(session: Session, path: Path) -> Imported:
    from reader.sources import opml

    result = opml.read(read_file(path))
    imported = Imported(str(path), "opml", skipped=list(result.skipped))
    now = session.now()
    with session.library.transaction():
        for subscription in result.subscriptions:
            _, created = session.library.feeds.add(subscription, now=now)
            imported.feeds_new += created
            imported.feeds_known += not created
    return imported


def _articles(session: Session, path: Path, listen: Listener) -> Imported:
    from reader.sources import jsonlines

    imported = Imported(str(path), "articles")
    now = session.now()
    with _lines(path) as file:
        items = jsonlines.read(file)
        done = 0
        while batch := list(islice(items, BATCH)):
            with session.library.transaction():
                for item in batch:
                    if isinstance(item, Draft):
                        _count(imported, session.library.articles.save(item, now=now).outcome)
                    else:
                        imported.skipped.append(f"line {item.number}: {item.reason}")
            done += len(batch)
            listen(Progress("importing", done, None))
    return imported


def _count(imported: Imported, outcome: str) -> None:
    if outcome == "new":
        imported.new += 1
    elif outcome == "updated":
        imported.updated += 1
    else:
        imported.same += 1


@contextmanager
def _lines(path: Path) -> Iterator[Iterable[str]]:
    """The lines of a file of articles, gzipped or not, read one at a time: such a file may be larger than memory."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with (
            gzip.open(path, "rt", encoding="utf-8", errors="replace")
            if packed
            else path.open(encoding="utf-8-sig", errors="replace") as lines
        ):
            yield lines
    except (OSError, EOFError, zlib.error) as error:
        raise FileError(
            f"it cannot be read to its end ({error}); what came before is kept", subject=str(path)
        ) from error
