"""`export`: articles as Markdown files, and what was written last kept in the library."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.config import paths
from reader.core.add import target as add_target
from reader.core.events import Listener, Progress, silent
from reader.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.core.session import Session
    from reader.export.markdown_file import Folder, WrittenFile
    from reader.model import Article, Content

BATCH = 100
"""Articles whose texts are read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was done with one article: an outcome of `export.markdown_file`, or "failed" with the reason in `message`."""

    id: int
    title: str
    path: Path | None
    outcome: str
    message: str | None = None


def export(
    session: Session,
    ids: Sequence[int],
    target: Path,
    *,
    again: bool = False,
    dry_run: bool = False,
    listen: Listener = silent,
) -> list[Export]:
    """Write articles as files below `target`, in order; one that cannot be written does not hold the others.

    What was written is remembered with each article, so that the next run knows what the reader changed.
    """
    from reader.export.markdown_file import Folder

    articles, place, done = session.library.articles, Folder(target), list[Export]()
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        contents = articles.contents(batch)
        with session.library.transaction():
            for article in articles.many(batch):
                done.append(_one(session, article, contents[article.id], place, again=again, dry_run=dry_run))
        listen(Progress("exporting", len(done), len(ids)))
    return done


def _one(
    session: Session, article: Article, content: Content, place: Folder, *, again: bool, dry_run: bool
) -> Export:
    from reader.export import markdown_file as keep

    key = _stored(str(place.path.resolve()))
    before = session.library.exports.last(article.id, key)
    try:
        result: WrittenFile = keep.export(
            article,
            content,
            place,
            last=keep.LastExport(before.path, before.text) if before else None,
            again=again,
            dry_run=dry_run,
            by_publication=session.settings.export_by_publication,
        )
    except FileError as error:
        return Export(id=article.id, title=article.title, path=None, outcome="failed", message=str(error))
    if result.last is not None and not dry_run:
        digest = hashlib.sha256(result.last.text.encode()).hexdigest()
        session.library.exports.record(
            article.id, key, _stored(result.last.path), digest, result.last.text, session.now()
        )
    return Export(
        id=article.id, title=article.title, path=result.path, outcome=result.outcome, message=result.message
    )


def _stored(path: str) -> str:
    """A path as the library can hold it: bytes that are no UTF-8 as escapes. A file there is found by its uid."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def file(session: Session, article_id: int, target: Path) -> Path | None:
    """The article's file where the last export put it below `target`, if it is still there."""
    last = session.library.exports.last(article_id, _stored(str(target.resolve())))
    path = target / last.path if last else None
    return path if path is not None and path.is_file() and not path.is_symlink() else None


def folder(session: Session, to: str | None) -> Path:
    """Where exports go: the option, else the setting, else the documents folder."""
    if to is not None:
        return add_target.path(to)
    return session.settings.export_folder or paths.documents()


def markdown(session: Session, article_id: int) -> str:
    """One article as the text of its export file."""
    from reader.export import markdown_file

    article = session.library.articles.get(article_id)
    assert article is not None
    return markdown_file.render(article, session.library.articles.content(article_id))
