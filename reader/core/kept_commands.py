"""Runs a command of the user's own on an article, and keeps what it prints with the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.core import user_programs
from reader.errors import FileError, NothingFound, WorkFailed
from reader.frozen import replace
from reader.markdown import dialect
from reader.model import KeptOutput
from reader.text.clean import clean

if TYPE_CHECKING:
    from pathlib import Path

    from reader.config.user_commands import UserCommand
    from reader.core.session import Session
    from reader.core.user_programs import Ended, Running
    from reader.model import Article

BRACKETS = 2_000
"""Opening brackets from which on an output is a block of code: each costs a reader of Markdown 40 µs."""

CUT = f"the output is longer than {user_programs.KEPT:,} bytes; the end was cut off"


class CommandInput(NamedTuple):
    """Holds what a command is run with: its arguments, its environment, its input, and the file that goes when it has ended."""

    words: list[str]
    environ: dict[str, str]
    text: str
    file: Path | None

    def start(self) -> Running:
        """Start it. Raises `UsageError` where it cannot start."""
        return user_programs.start(self.words, self.environ, self.text, from_start=True)

    def end(self) -> None:
        """Take the file away."""
        if self.file is not None:
            user_programs.gone(self.file)


def prepare(session: Session, command: UserCommand, article: Article) -> CommandInput:
    """Gives what a command gets of an article: its Markdown as an export has it, without the outputs that are kept already.

    Raises NothingFound where the article lacks its text or what a placeholder stands for, FileError where the file cannot
    be written.
    """
    from reader.export.registry import DEFAULT, EXPORTERS

    content = session.library.articles.content(article.id)
    if not content.markdown:
        raise NothingFound("this article has no text", subject=article.title)
    played = user_programs.enclosure(content)
    given = user_programs.values(article, enclosure=played)
    for name, missing in (("url", "no address"), ("enclosure", "no audio or video")):
        if user_programs.needs(command.words, name) and not given[name]:
            raise NothingFound(f"this article has {missing}", subject=article.title)
    text = EXPORTERS[DEFAULT].render(article, replace(content, outputs=()))
    file = None
    if user_programs.names(command.words, "file"):
        try:
            file = user_programs.article_file(text, f"article-{article.id}.md")
        except OSError as error:
            raise FileError(f"cannot write a file for the program ({error.strerror})") from error
        given["file"] = str(file)
    words = user_programs.filled(command.words, given)
    return CommandInput(words, user_programs.environment(given), text, file)


def keep(session: Session, command: UserCommand, article: Article, ended: Ended) -> KeptOutput:
    """Keep what the command printed, in the place of what it printed before. Raises WorkFailed where it failed or printed
    nothing: what was kept before stays."""
    failed = user_programs.told(command.words[0], ended) if ended.code else ""
    if failed or not clean(ended.output).strip():
        why = failed or f"{command.name} printed nothing"
        raise WorkFailed(f"nothing was kept: {why}", subject=command.keep)
    text = ended.output if ended.output.count("[") < BRACKETS else dialect.code(clean(ended.output))
    output = KeptOutput(command.keep, command.name, text, session.now(), ended.is_cut)
    return session.library.outputs.keep(article.id, output)


def run(session: Session, command: UserCommand, article: Article) -> KeptOutput:
    """Run a command on an article, wait for its end, and keep what it prints. Raises the errors of `prepare` and `keep`,
    and UsageError where the program cannot start. Ctrl-C ends the program, too."""
    given = prepare(session, command, article)
    try:
        running = given.start()
        try:
            ended = running.wait()
        except BaseException:
            running.stop()
            running.wait()
            raise
    finally:
        given.end()
    return keep(session, command, article, ended)
