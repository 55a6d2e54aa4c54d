"""`send`: articles go to a program of the user's, one by one, or all of them in one file."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core import export, one_file, user_programs
from reader.core.events import Listener, Progress, silent
from reader.errors import FileError, UsageError
from reader.model import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.config.send_programs import SendProgram
    from reader.core.session import Session
    from reader.model import Article

BATCH = 20
"""Articles whose texts are held at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRun:
    """One run of the program, or what kept it from running. `title` is that of the article, or of the file; `code` the
    program's, None where it did not run; `message` its last words, or why it failed."""

    ids: tuple[int, ...]
    title: str
    code: int | None
    message: str

    @property
    def outcome(self) -> str:
        """`sent` or `failed`."""
        return "failed" if self.code or self.code is None else "sent"


def send(
    session: Session, program: SendProgram, ids: Sequence[int], listen: Listener = silent
) -> Iterator[ProgramRun]:
    """Run the program, and give each of its ends as it comes. Raises UsageError where it cannot be started; if this is
    interrupted, the program is ended."""
    if program.takes_all:
        yield _in_one_file(session, program, ids, listen)
        return
    articles = session.library.articles
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        contents = articles.contents(batch)
        for at, article in enumerate(articles.many(batch), start=start + 1):
            yield _one(session, program, article, contents.get(article.id) or Content())
            listen(Progress("sending", at, len(ids)))


def _in_one_file(session: Session, program: SendProgram, ids: Sequence[int], listen: Listener) -> ProgramRun:
    only = session.library.articles.get(ids[0]) if len(ids) == 1 else None
    title = user_programs.values(only)["title"] if only else f"broadsheet {session.now().date().isoformat()}"
    with tempfile.TemporaryDirectory(prefix="broadsheet-") as folder:
        path = Path(folder) / one_file.file_name(session, ids, program.form)
        done = one_file.write(session, ids, path, program.form, listen=listen)
        ended = _run(program, {"file": str(path), "title": title})
    there = tuple(id_ for id_ in ids if id_ not in done.gone)
    return ProgramRun(ids=there, title=title, code=ended.code, message=_said(program, ended))


def _one(session: Session, program: SendProgram, article: Article, content: Content) -> ProgramRun:
    played = user_programs.enclosure(content) if user_programs.names(program.words, "enclosure") else ""
    given = user_programs.values(article, enclosure=played)
    for name, lack in (("url", "no address"), ("enclosure", "no audio or video")):
        # Also where a shell reads the variable: a service would be sent an empty address.
        if user_programs.names(program.words, name) and not given[name]:
            return ProgramRun(
                ids=(article.id,), title=article.title, code=None, message=f"this article has {lack}"
            )
    if not user_programs.names(program.words, "file"):
        ended = _run(program, given)
    else:
        file = _file(session, article)
        try:
            ended = _run(program, {**given, "file": str(file)})
        finally:
            user_programs.gone(file)
    return ProgramRun(ids=(article.id,), title=article.title, code=ended.code, message=_said(program, ended))


def _file(session: Session, article: Article) -> Path:
    try:
        return user_programs.article_file(export.text(session, article.id), f"article-{article.id}.md")
    except OSError as error:
        raise FileError(
            f"cannot be written ({error.strerror})", subject="a file for the program", hint="check the disk"
        ) from error


def _run(program: SendProgram, given: Mapping[str, str]) -> user_programs.Ended:
    try:
        running = user_programs.start(
            user_programs.filled(program.words, given), user_programs.environment(given)
        )
    except UsageError as error:
        raise UsageError(
            error.message, subject=error.subject, hint=f"check {program.name} in [send] of config.toml"
        ) from error
    try:
        return running.wait()
    except KeyboardInterrupt:
        running.stop()
        raise


def _said(program: SendProgram, ended: user_programs.Ended) -> str:
    return user_programs.told(program.words[0], ended)
