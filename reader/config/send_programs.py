"""The programs that `broadsheet send` hands articles to: the table `[send]` of the config file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.config import toml_file
from reader.config.user_commands import LIMIT, PLACEHOLDERS, fault
from reader.late import pattern
from reader.model import EXPORT_FORMATS
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reader.model import ExportFormat

OF_ALL = {
    "file": "the path of a temporary file with all articles, deleted when the program ends",
    "title": "the title of the article if there is only one, else broadsheet and the day",
}
"""What can stand in an argument of a program that gets all articles in one file."""

_NAME = pattern(r"[\w-]{1,40}")
_SHAPE = 'use ["program", "argument"], or { run = ["program", "argument"], as = "epub" }'


class SendProgram(NamedTuple):
    """`words` with placeholders, as the file has them. It runs once for each article with `markdown`, else once for all, with
    a file in that format."""

    name: str
    words: tuple[str, ...]
    form: ExportFormat = "markdown"

    @property
    def takes_all(self) -> bool:
        """True where it runs once, with one file of all articles."""
        return self.form != "markdown"


def load(path: Path) -> tuple[Mapping[str, SendProgram], tuple[str, ...]]:
    """The programs of a config file by name, and one line for each that cannot be used: a bad one is left out. What is
    wrong with the file as a whole is reported by `settings.load`."""
    file = toml_file.read(path)
    given = file.tree.get("send", {})
    if not isinstance(given, dict):
        said = 'send must be a table: [send], then lines such as save = ["program", "{url}"]'
        return {}, (toml_file.notice(path, file.lines.get("send"), said),)
    programs: dict[str, SendProgram] = {}
    notices: list[str] = []
    for name, value in list(given.items())[:LIMIT]:
        program, problem = _read(name, value)
        if program is None:
            at = toml_file.line_of(file, "send", name)
            notices.append(toml_file.notice(path, at, f"send program “{line(name, 40)}”: {problem}"))
        else:
            programs[name] = program
    return programs, tuple(notices[: toml_file.NOTICE_LIMIT])


def _read(name: str, value: object) -> tuple[SendProgram | None, str]:
    if not _NAME.fullmatch(name):
        return None, "a name has at most 40 letters, digits, hyphens and underscores"
    words, form = value, EXPORT_FORMATS[0]
    if isinstance(value, dict):
        if not value.keys() <= {"run", "as"}:
            return None, _SHAPE
        words, form = value.get("run"), value.get("as", form)
    if form not in EXPORT_FORMATS:
        return None, f"as must be one of {', '.join(EXPORT_FORMATS)}"
    problem = fault(words, PLACEHOLDERS if form == EXPORT_FORMATS[0] else OF_ALL)
    if problem or not isinstance(words, list):
        return None, problem
    if form != EXPORT_FORMATS[0] and not any("{file}" in word or "BROADSHEET_FILE" in word for word in words):
        return None, f'with as = "{form}" it gets a file: add the argument {{file}}'
    return SendProgram(name, tuple(words), form), ""
