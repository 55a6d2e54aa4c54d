"""`export --as epub` and the like: all articles in one file, which is there whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from reader.core import local_files
from reader.core.events import Listener, Progress, silent
from reader.errors import FileError, NothingFound
from reader.model import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import IO

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import Article, ExportFormat

BATCH = 20
"""Articles whose texts are held at a time."""


@dataclass(slots=True, kw_only=True)
class FileExport:
    """The result: `path` is None for standard output, `articles` how many are in the file, `gone` the ids of those that
    were removed from the library meanwhile."""

    path: Path | None
    form: ExportFormat
    articles: int = 0
    gone: list[int] = field(default_factory=list)


def place(session: Session, ids: Sequence[int], form: ExportFormat, to: str | None) -> Path:
    """The path of the file: the one given, or a name that is free in the folder given, else in that of exports.

    The name is that of the Markdown file for one article, else `broadsheet-YYYY-MM-DD`.
    """
    from reader.core import export

    path = export.folder(session, to)
    if to is not None and not to.endswith("/") and not local_files.is_folder(path):
        return path
    number = 1
    while (found := path / file_name(session, ids, form, number)).exists():
        number += 1
    return found


def file_name(session: Session, ids: Sequence[int], form: ExportFormat, number: int = 1) -> str:
    """The name of a file of these articles; the second one ends in `-2`, and so on."""
    from reader.export import names
    from reader.export.registry import ONE_FILE

    suffix = ONE_FILE[form].suffix
    only = session.library.articles.get(ids[0]) if len(ids) == 1 else None
    if only is None:
        return f"broadsheet-{session.now().date().isoformat()}{f'-{number}' if number > 1 else ''}{suffix}"
    return names.file_name(f"{names.written_day(only)}-{names.slug(only.title)}", number, suffix)


def write(
    session: Session,
    ids: Sequence[int],
    path: Path,
    form: ExportFormat,
    *,
    replace: bool = False,
    dry_run: bool = False,
    listen: Listener = silent,
) -> FileExport:
    """Write the articles into the file, in order. One that is there is replaced only if `replace` says so.

    Raises FileError where it cannot be written, NothingFound where none of the articles is there any more.
    """
    done = FileExport(path=path, form=form)
    if local_files.is_file(path) and not replace:
        raise FileError("this file already exists", subject=str(path), hint="to replace it, add --again")
    if dry_run:
        done.articles = len(ids)
        return done
    with local_files.written(path) as file:
        _fill(session, ids, file, done, listen)
    return done


def pipe(
    session: Session,
    ids: Sequence[int],
    form: ExportFormat,
    put: Callable[[str], None],
    listen: Listener = silent,
) -> FileExport:
    """Hand the text of the file on, a line at a time, once all of it is written. NothingFound as `write`."""
    done = FileExport(path=None, form=form)
    with TemporaryFile() as file:
        _fill(session, ids, file, done, listen)
        file.seek(0)
        for line in file:
            put(line.decode())
    return done


def _fill(session: Session, ids: Sequence[int], file: IO[bytes], done: FileExport, listen: Listener) -> None:
    from reader.export.registry import ONE_FILE

    def batch_done(event: Event) -> None:
        # Another export into the folder takes away what nobody has written to for a minute, and HTML is written last.
        os.utime(file.fileno())
        listen(event)

    ONE_FILE[done.form].write(file, _articles(session, ids, done, batch_done), session.now().date())
    if not done.articles:
        raise NothingFound("nothing to export", hint="these articles are no longer in the library")


def _articles(
    session: Session, ids: Sequence[int], done: FileExport, listen: Listener
) -> Iterator[tuple[Article, Content]]:
    articles = session.library.articles
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        contents = articles.contents(batch)
        there = articles.many(batch)
        done.gone += sorted({*batch} - {article.id for article in there})
        for article in there:
            yield article, contents.get(article.id) or Content()
            done.articles += 1
        listen(Progress("exporting", start + len(batch), len(ids)))
