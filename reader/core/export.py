"""`export`: articles as files in a folder of the reader's; the library keeps what was written last."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.config import paths
from reader.core import export_form
from reader.core.add import target as add_target
from reader.core.events import Listener, Notice, Progress, silent
from reader.core.note_paths import NotePaths
from reader.errors import FileError
from reader.text.clean import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reader.core.session import Session
    from reader.export.article_file import WrittenFile
    from reader.export.conflicts import OpenConflict
    from reader.export.folder import Folder
    from reader.model import Article, Content, LastExport, SeenFile

_GRANULARITY = 2
"""Seconds: the coarsest times of files, those of FAT. Within them a file may change twice and bear one time."""

BATCH = 20
"""Articles whose texts are read, and whose files are recorded, at a time: what a kill leaves unrecorded at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The result for one article: an outcome of `export.article_file`, or "failed" with the reason in `message`."""

    id: int
    title: str
    path: Path | None
    outcome: str
    message: str | None = None


class _Written(NamedTuple):
    """The result for one article, and what is to be recorded of its file: nothing where that is recorded already."""

    done: Export
    last: LastExport | None = None
    seen: SeenFile | None = None


def export(
    session: Session,
    ids: Sequence[int],
    target: Path,
    *,
    again: bool = False,
    dry_run: bool = False,
    form: str = "markdown",
    listen: Listener = silent,
) -> list[Export]:
    """Write articles as files below `target`, in order; one that cannot be written does not hold the others.

    `form` is a name in `export.registry`.
    What was written is remembered with each article, so that the next run knows what the reader changed.
    """
    from reader.export import article_file
    from reader.export.folder import Folder

    articles, done = session.library.articles, list[Export]()
    key = _key(target, form)
    known = partial(session.library.exports.unedited, key)
    place = Folder(target, export_form.exporter(session, form), known)
    naming = export_form.naming(session)
    settled = int(session.now().timestamp() - _GRANULARITY) * 1_000_000_000
    write = partial(
        article_file.export, folder=place, again=again, dry_run=dry_run, naming=naming, settled=settled
    )
    paths = NotePaths(session, place, key, naming, again=again) if _has_links(session, form) else None
    if session.settings.export_read_back and form == "markdown" and not dry_run:
        _read_back(session, ids, place, key, listen)
    if paths is not None:
        paths.plan(ids)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        contents = articles.contents(batch)
        seen = session.library.exports.seen(batch, key)
        written: list[_Written] = []
        # A file may wait long for a slow disk: the library is locked only to record what was written, also where an
        # error or Ctrl-C ends this.
        try:
            for article in articles.many(batch):
                one = _one(
                    session, article, contents[article.id], place, write, key, paths, seen.get(article.id)
                )
                done.append(one.done)
                written.append(one)
        finally:
            place.sync()
            _record(session, key, written)
        listen(Progress("exporting", len(done), len(ids)))
    if session.settings.export_index and form == "markdown" and not dry_run:
        _write_index(session, place, key, listen)
    return done


def _write_index(session: Session, place: Folder, key: str, listen: Listener) -> None:
    """List the notes that are in the folder now; told, once, where the reader edited the index."""
    from reader.export import index_file
    from reader.export.names import written_day

    paths: dict[str, Path] = {}
    for path, uid in place.articles():
        paths.setdefault(uid, path)
    articles = session.library.articles.by_uids(paths)
    notes = [index_file.IndexedNote(paths[one.uid], written_day(one), one.title) for one in articles]
    try:
        done = index_file.write(place, notes, export_form.preset(session))
    except FileError as error:
        listen(Notice(told(str(error), error.hint)))
        return
    if done != "edited":
        session.library.exports.forget_index(key)
    elif session.library.exports.leave_index(key):
        listen(Notice("you edited index.md, so it is no longer updated; for a new one, delete it"))


def _read_back(session: Session, ids: Sequence[int], place: Folder, key: str, listen: Listener) -> None:
    """Take back what the reader wrote in the articles' files before they are written again; told where there is something."""
    from reader.core.imports import read_back
    from reader.export import article_file

    found: list[tuple[Article, Path, str]] = []
    for start in range(0, len(ids), BATCH):
        for article in session.library.articles.many(ids[start : start + BATCH]):
            last = session.library.exports.last(article.id, key)
            # A link out of the folder, or a folder that cannot be read, is reported when the file is written.
            with suppress(FileError):
                if last is not None and (path := article_file.where(article, place, last)) is not None:
                    found.append((article, path, key))
    done = read_back.files(session, found)
    if done.articles:
        listen(Notice(f"read your exported notes: {done}"))


def _has_links(session: Session, form: str) -> bool:
    return form == "markdown" and export_form.preset(session).link is not None


def _one(
    session: Session,
    article: Article,
    content: Content,
    place: Folder,
    write: Callable[..., WrittenFile],
    key: str,
    paths: NotePaths | None,
    seen: SeenFile | None,
) -> _Written:
    """Write one article's file, unless neither has changed since it was seen."""
    from reader.export import article_file

    known = None
    try:
        notes = paths.of(article, content) if paths else {}
        result = article_file.untouched(article, content, place, seen, notes=notes) if seen else None
        if result is None:
            known = session.library.exports.last(article.id, key)
            result = write(article, content, last=known, notes=notes)
    except FileError as error:
        said = told(str(error), error.hint)
        failed = Export(id=article.id, title=article.title, path=None, outcome="failed", message=said)
        return _Written(failed)
    done = Export(
        id=article.id, title=article.title, path=result.path, outcome=result.outcome, message=result.message
    )
    last = replace(result.last, path=_stored(result.last.path)) if result.last else None
    return _Written(done, None if last == known else last, result.seen)


def _record(session: Session, key: str, written: Sequence[_Written]) -> None:
    news = [one for one in written if one.last or one.seen]
    if news:
        exports = session.library.exports
        with session.library.transaction():
            for one in news:
                if one.last is not None:
                    digest = hashlib.sha256(one.last.text.encode()).hexdigest()
                    exports.record(one.done.id, key, one.last, digest, session.now())
                if one.seen is not None:
                    exports.saw(one.done.id, key, one.seen)


def conflicts(session: Session, target: Path, form: str = "markdown") -> list[OpenConflict]:
    """The conflicts below `target` that the reader has not ended."""
    from reader.export import conflicts
    from reader.export.folder import Folder

    return conflicts.found(Folder(target, export_form.exporter(session, form)))


def _key(folder: Path, form: str = "markdown") -> str:
    """The name under which the library remembers what was written there last, each format by itself."""
    place = _stored(str(folder.resolve()))
    return place if form == "markdown" else f"{place}#{form}"


def _stored(path: str) -> str:
    """A path as the library can hold it: bytes that are no UTF-8 as escapes. A file there is found by its uid."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def file(session: Session, article_id: int, target: Path) -> Path | None:
    """The article's file where the last export put it below `target`, if it is still there."""
    last = session.library.exports.last(article_id, _key(target))
    path = target / last.path if last else None
    return path if path is not None and path.is_file() and not path.is_symlink() else None


def folder(session: Session, to: str | None) -> Path:
    """The folder of exports: the option, else the setting, else the documents folder."""
    if to is not None:
        return add_target.path(to)
    return session.settings.export_folder or paths.documents()


def text(session: Session, article_id: int, form: str = "markdown") -> str:
    """The text of one article's export file; `form` is a name in `export.registry`."""
    article = session.library.articles.get(article_id)
    assert article is not None
    return export_form.exporter(session, form).render(article, session.library.articles.content(article_id))
