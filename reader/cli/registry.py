"""The table of commands: name, the line that help shows, and what is special about it; which of them is asked for.

The modules are imported by name when a command is used, so that `broadsheet list` loads no other command.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output


class Command(NamedTuple):
    """A row of the table. `words`: a single-dash argument that is no option is passed on (`search gas -oil`).

    `module` of `cli.commands` is given where it is not called as the command; two commands may share one, which finds
    the name in `args.command`. `lacks`: common options that mean nothing here, so that help leaves them out.
    """

    name: str
    help: str
    words: bool = False
    module: str | None = None
    lacks: tuple[str, ...] = ()


_NO_OBJECTS = ("--json", "--format")


class CommandModule(Protocol):
    """The interface of each module of `cli.commands`."""

    EPILOG: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, args: argparse.Namespace, out: Output) -> int:
        """Do it; the exit code, or an error of `reader.errors`."""


COMMANDS = (
    Command("add", "add a feed, a page or a file to the library"),
    Command("refresh", "fetch new articles from your feeds"),
    Command("list", "list articles, newest first", words=True),
    Command("search", "search the full text, best matches first", words=True),
    Command("count", "print how many articles match", words=True),
    Command("show", "show articles with their text"),
    Command("related", "list articles related to one, each with its reason"),
    Command("story", "show all reports of one event; split or join stories"),
    Command("mark", "mark articles as read, bookmarked or muted"),
    Command("tag", "add and remove tags", words=True),
    Command("note", "write, change and list notes on an article"),
    Command("notes", "print what you noted, highlighted, bookmarked and tagged", words=True),
    Command("highlight", "highlight passages of an article, or list them"),
    Command("run", "run a command of your own on articles and keep what it prints", words=True),
    Command("remove", "remove articles from the library"),
    Command("clean", "remove articles beyond your limit and free their space"),
    Command("undo", "undo the last change"),
    Command("redo", "redo the last undone change", module="undo"),
    Command("feeds", "list and change your feeds", words=True),
    Command("sync", "sync with a server that keeps your feeds, such as Miniflux"),
    Command("archive", "use a shared archive of articles on PostgreSQL", words=True),
    Command("saved", "list and change your saved searches", words=True),
    Command("rules", "list and change the rules applied to new articles", words=True),
    Command("preview", "show what a feed contains without subscribing"),
    Command("extract", "extract the article from a page without adding it"),
    Command("export", "write articles as Markdown files, or as one EPUB, HTML or CSL-JSON file", words=True),
    Command("send", "send articles to one of your programs", words=True),
    Command("import", "import feeds and articles from other programs", module="import_"),
    Command("opml", "write your feeds as OPML", lacks=_NO_OBJECTS),
    Command("stats", "show how much the library holds"),
    Command("doctor", "check the library and the search index"),
    Command("reindex", "rebuild the search index"),
    Command("backup", "copy the whole library into one file"),
    Command("restore", "replace the library with a backup"),
    Command("config", "show settings and paths, check the config file"),
    Command(
        "demo",
        "try everything on a built-in newsstand, with no network",
        lacks=("--library", *_NO_OBJECTS),
    ),
    Command("help", "show a page of the manual"),
    Command("completion", "print the completion script for a shell", lacks=_NO_OBJECTS),
)
BY_NAME = {command.name: command for command in COMMANDS}


COMMON_WITH_VALUE = ("--library", "--format")
"""Options of every command that have a value, which may stand before its name."""


def split(argv: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Options before the command, its name (None: there is none), and what follows it."""
    skip = False
    for place, word in enumerate(argv):
        if skip:
            skip = False
        elif word in COMMON_WITH_VALUE:
            skip = True
        elif not word.startswith("-"):
            return argv[:place], word, argv[place + 1 :]
    return argv, None, []


def load(name: str) -> CommandModule:
    """The module behind a command's name."""
    module = BY_NAME[name].module or name
    return cast("CommandModule", importlib.import_module(f"reader.cli.commands.{module}"))
