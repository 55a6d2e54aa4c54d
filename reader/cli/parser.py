"""The arguments of one command: options before or after its name, `-word` as a word, mistakes in one line."""

from __future__ import annotations

import argparse
import os
import re
import sys
from itertools import pairwise
from typing import NoReturn

from reader.cli.registry import BY_NAME, COMMANDS, Command, load, split
from reader.errors import UsageError
from reader.text.clean import line, meant

_MASK = "\x00"
ALL_FIELDS = "*"
"""The value of `--json` where no fields are named."""


class HelpAsked(Exception):
    """Somebody wants to read the help, which is the message."""


class CommandParser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError` in place of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Say it in our words; the hint names the command's help."""
        said = message.removeprefix("argument ")
        if choice := re.fullmatch(r"(?:.*: )?invalid choice: '(.*)' \(choose from (.*)\)", said):
            known = choice[2].replace("'", "")
            raise UsageError(f"there is no choice “{line(choice[1])}”", hint=f"use one of: {known}")
        raise UsageError(said, hint=f"see {self.prog} --help")

    def format_help(self) -> str:
        """The help, with the one form of --json that takes fields: a word after it is a word of the query."""
        return super().format_help().replace("--json [FIELDS]", "--json[=FIELDS]")

    def print_help(self, _file: object = None) -> NoReturn:
        """Leave printing to the caller: argparse is silent about output that cannot be written."""
        raise HelpAsked(self.format_help())


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal, which argparse asks by way of `shutil`, and that loads four compressors."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """The columns of the terminal as `shutil.get_terminal_size` gives them."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def build(command: Command) -> CommandParser:
    """The whole parser of a command, common options included."""
    module = load(command.name)
    parser = CommandParser(
        prog=f"broadsheet {command.name}",
        description=f"{command.help[0].upper()}{command.help[1:]}.",
        epilog=module.EPILOG or None,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    module.arguments(parser)
    parser.set_defaults(command=command.name)
    common = parser.add_argument_group("common options")
    common.add_argument(
        "--library", metavar="FILE", help="the library to use (default: BROADSHEET_LIBRARY, or your own)"
    )
    common.add_argument(
        "--json",
        nargs="?",
        metavar="FIELDS",
        help="print data as JSON Lines; --json=id,title prints only these fields (see broadsheet help json)",
    )
    common.add_argument(
        "--format", metavar="TEMPLATE", help="print each object with a template, as in '{id}\\t{title}'"
    )
    common.add_argument("--quiet", action="store_true", help="no messages on stderr except errors")
    common.add_argument(
        "--debug", action="store_true", help="show where errors come from, on stderr and in the log"
    )
    for option in command.lacks:  # still read, so that the refusal can say why
        parser._option_string_actions[option].help = argparse.SUPPRESS
    return parser


def library_of(options: list[str]) -> str | None:
    """The library that options without a command name. Raises `UsageError` for any other option."""
    parser = CommandParser(prog="broadsheet", add_help=False, allow_abbrev=False)
    parser.add_argument("--library")
    parser.add_argument("--debug", action="store_true")
    found: str | None = parser.parse_args(options).library
    return found


ALSO_CALLED = {
    **dict.fromkeys(("reload", "reload-all", "update", "update-all", "fetch", "pull"), "refresh"),
    **dict.fromkeys(("subscribe", "save", "add-feed"), "add"),
    **dict.fromkeys(("unsubscribe", "remove-feed", "delete-feed"), "feeds remove"),
    **dict.fromkeys(("subscriptions", "sources"), "feeds"),
    **dict.fromkeys(("folder", "folders", "category", "categories"), "feeds tag"),
    **dict.fromkeys(("delete", "rm"), "remove"),
    **dict.fromkeys(("find", "grep"), "search"),
    **dict.fromkeys(("ls", "articles", "entries", "items"), "list"),
    **dict.fromkeys(("bookmark", "star", "flag", "favorite", "favourite"), "mark bookmark"),
    **dict.fromkeys(("unbookmark", "unstar", "unflag"), "mark unbookmark"),
    **dict.fromkeys(("read", "mark-read", "mark-as-read"), "mark read"),
    **dict.fromkeys(("mark-all-read", "catchup", "catch-up"), "mark read --query is:unread"),
    **dict.fromkeys(("unread", "mark-unread"), "mark unread"),
    **dict.fromkeys(("mute", "hide"), "mark mute"),
    **dict.fromkeys(("unmute", "unhide"), "mark unmute"),
    **dict.fromkeys(("untag", "label", "labels"), "tag"),
    **dict.fromkeys(("bookmarks", "starred", "favorites", "favourites"), "list is:bookmarked"),
    **dict.fromkeys(("import-opml", "opml-import", "opmlimport", "import-feeds"), "import"),
    **dict.fromkeys(("export-opml", "opml-export", "opmlexport", "export-feeds"), "opml"),
    **dict.fromkeys(("query", "queries", "filters"), "saved"),
    **dict.fromkeys(("filter", "killfile", "ignore"), "rules"),
    **dict.fromkeys(("settings", "preferences", "options"), "config"),
    **dict.fromkeys(("account", "accounts", "login"), "sync"),
    **dict.fromkeys(("open", "view", "cat"), "show"),
    **dict.fromkeys(("vacuum", "cleanup", "purge"), "clean"),
    "share": "send",
    "similar": "related",
    "print-unread": "count",
    "manual": "help",
}
"""Commands of other readers, and what does the same here: a command, with the words that it takes for that."""


def parse(argv: list[str]) -> tuple[Command, argparse.Namespace]:
    """The command that the arguments name, and its arguments.

    Raises `UsageError` for an unknown command or option, with the nearest right one.
    """
    before, name, after = split(argv)
    if name is None:
        raise UsageError("no command given", hint="to list all commands: broadsheet --help")
    command = BY_NAME.get(name)
    if command is None and before[-1:] == ["--json"] and "," in name:
        raise _apart(name)
    if command is None:
        known = [c.name for c in COMMANDS]
        near = [ALSO_CALLED[name]] if name in ALSO_CALLED else _nearest(name, known)
        hint = meant(near, "to list all commands: broadsheet --help")
        raise UsageError(f"there is no command “{line(name)}”", hint=hint)
    parser = build(command)
    _refuse_apart(command, after)
    bare = [f"--json={ALL_FIELDS}" if word == "--json" else word for word in before]
    args = parser.parse_intermixed_args(bare + _mask(after, parser, words=command.words))
    for key, value in vars(args).items():
        if isinstance(value, list):
            setattr(args, key, [_unmask(item) for item in value])
        elif isinstance(value, str):
            setattr(args, key, _unmask(value))
    return command, args


def _refuse_apart(command: Command, after: list[str]) -> None:
    """Raise `UsageError` for `--json id,title`: these would be words of the query."""
    for word, following in pairwise(after):
        if word == "--":
            return
        if word == "--json" and "," in following:
            from reader.cli import json_forms

            if set(following.split(",")) <= set(json_forms.names(command.name)):
                raise _apart(following)


def _apart(fields: str) -> UsageError:
    return UsageError("the fields follow --json and an equals sign", hint=f"use --json={fields}")


def _mask(given: list[str], parser: argparse.ArgumentParser, *, words: bool) -> list[str]:
    known = parser._option_string_actions  # argparse offers no public way to ask what it knows
    out: list[str] = []
    for place, word in enumerate(given):
        name = word.partition("=")[0]
        if word == "--":
            return out + [_MASK + rest for rest in given[place + 1 :]]
        if word == "--json":
            out.append(f"--json={ALL_FIELDS}")  # argparse would take the word that follows for the fields
        elif (
            place and word.startswith("-") and name not in known and _takes_value(known.get(given[place - 1]))
        ):
            out[-1] += f"={word}"  # argparse takes a value that begins with a dash in this form only
        elif not word.startswith("-") or word == "-" or name in known:
            out.append(word)
        elif words and not word.startswith("--"):
            out.append(_MASK + word)
        else:
            near = _nearest(name, [k for k in known if k.startswith("--")])
            hint = meant(near, f"see {parser.prog} --help")
            raise UsageError(f"there is no option “{line(word)}”", hint=hint)
    return out


def _nearest(name: str, known: list[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(name, known, 1)


def _takes_value(option: argparse.Action | None) -> bool:
    return option is not None and option.nargs is None


def _unmask(value: object) -> object:
    return value.removeprefix(_MASK) if isinstance(value, str) else value
