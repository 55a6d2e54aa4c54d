"""The table of commands: name, the line that help shows, and what is special about it.

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
    the name in `args.command`.
    """

    name: str
    help: str
    words: bool = False
    module: str | None = None


class CommandModule(Protocol):
    """The interface of each module of `cli.commands`."""

    EPILOG: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, args: argparse.Namespace, out: Output) -> int:
        """Do it; the exit code, or an error of `reader.errors`."""


COMMANDS = (
    Command("add", "add a feed, a page or a file to the library"),
    Command("refresh", "fetch what is new in the feeds"),
    Command("list", "list articles, newest first", words=True),
    Command("search", "search the full texts, best first", words=True),
    Command("count", "print how many articles match", words=True),
    Command("show", "show one article"),
    Command("related", "list the neighbours of an article, each with its reason"),
    Command("story", "show the reports of one event; split and join stories"),
    Command("mark", "mark articles read, bookmarked, muted or not"),
    Command("tag", "add and drop tags", words=True),
    Command("note", "write notes on an article, or print them"),
    Command("highlight", "highlight passages of an article, or list them"),
    Command("remove", "remove articles from the library"),
    Command("clean", "remove articles beyond what is kept, and give their room back"),
    Command("undo", "undo the last changes"),
    Command("redo", "redo what was undone", module="undo"),
    Command("feeds", "list and change the subscriptions", words=True),
    Command("saved", "list and change the saved searches", words=True),
    Command("rules", "rules for new articles: mute, mark read, tag, bookmark", words=True),
    Command("preview", "show what a feed holds; the library stays as it is"),
    Command("extract", "take the article out of a page; the library stays as it is"),
    Command("export", "write articles as Markdown files", words=True),
    Command(
        "import", "take over feeds and articles from files and folders of other programs", module="import_"
    ),
    Command("opml", "write the subscriptions as OPML"),
    Command("stats", "count what the library holds"),
    Command("doctor", "check that library and index are sound"),
    Command("reindex", "rebuild the search index"),
    Command("backup", "write the whole library into one file"),
    Command("restore", "bring a backup back"),
    Command("config", "show the settings and where things live"),
    Command("demo", "try everything on our own newsstand, without any network"),
    Command("help", "show a page of the manual"),
    Command("completion", "print the completion script of a shell"),
)
BY_NAME = {command.name: command for command in COMMANDS}


def load(name: str) -> CommandModule:
    """The module behind a command's name."""
    module = BY_NAME[name].module or name
    return cast("CommandModule", importlib.import_module(f"reader.cli.commands.{module}"))
