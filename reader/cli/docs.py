"""Writes the documentation made from the program's own tables: `python -m reader.cli.docs FOLDER [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__
from reader.cli import json_forms
from reader.cli.output import Output
from reader.cli.parser import build
from reader.cli.registry import COMMANDS, load
from reader.config import keys, setting_groups, user_commands
from reader.query import fields

if TYPE_CHECKING:
    import argparse

EXIT_CODES = (
    (0, "done"),
    (1, "nothing matched"),
    (2, "a mistake in the command, a query or the settings"),
    (3, "part of the work failed; stderr says which"),
    (4, "the library or the disk cannot be used"),
    (130, "interrupted"),
)

COMMON = frozenset({"--help", "--library", "--json", "--format", "--quiet", "--debug"})
"""Options of every command, described once."""


EXCEPTIONS = (
    "`opml`, `demo` and `completion` print text only, so they have no `--json` and no `--format`; `demo` always uses a library",
    "of its own, so it has no `--library`.",
)
"""Commands that lack some of them (`Command.lacks`)."""


def pages() -> dict[str, str]:
    """File name → text of each generated page."""
    return {
        "broadsheet.1": _man_page(),
        "cli.md": _commands(),
        "commands.md": user_commands.page(),
        "json.md": json_forms.page(),
        "keys.md": keys.page(),
        "query.md": fields.page(),
        "settings.md": setting_groups.page(),
    }


def _commands() -> str:
    parts = [
        "# Commands\n",
        "<!-- Made from the program's own table by `make docs`; do not edit. -->\n",
        "Every command accepts `--library FILE`, `--json`, `--format TEMPLATE`, `--quiet`, `--debug` and `--help`, before or after",
        "its name. Data goes to stdout, messages go to stderr.",
        *EXCEPTIONS,
        "`--json` prints JSON Lines, `--json=id,title` only these fields, `--format '{id}\\t{title}'` lines of your own;",
        "[json](json.md) lists every field.\n",
        "Where a command takes several articles, `-` reads them from stdin: `broadsheet search gas --json | broadsheet tag - +energy`.\n",
        "`broadsheet completion SHELL` prints a script for bash, zsh or fish that completes commands, options, feeds, tags, saved",
        "searches, query and JSON fields, and pages of the manual. It only reads your library, and skips it when busy.\n",
        "| exit code | means |\n| --- | --- |",
        *(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES),
    ]
    parts.extend(_command(build(command), load(command.name).EPILOG) for command in COMMANDS)
    return "\n".join(parts) + "\n"


def _command(parser: argparse.ArgumentParser, epilog: str) -> str:
    """One command's section. Written by us, since argparse lays out its help differently in each Python."""
    own = _own(parser)
    rows = [f"| `{_usage(action).replace('|', chr(92) + '|')}` | {action.help} |" for action in own]
    table = ["| argument | meaning |", "| --- | --- |", *rows] if rows else []
    example = [f"```\n{epilog}\n```"] if epilog else []
    sections = [
        f"\n## {parser.prog.removeprefix('broadsheet ')}",
        parser.description or "",
        f"```\n{_synopsis(parser)}\n```",
    ]
    return "\n\n".join([*sections, *(["\n".join(table)] if table else []), *example])


ENVIRONMENT = (
    ("BROADSHEET_LIBRARY", "the library to use, if --library is not given"),
    ("BROADSHEET_CONFIG_DIR", "the config folder (config.toml, themes, sites)"),
    ("BROADSHEET_CACHE_DIR", "the cache folder (index, logs)"),
    ("NO_COLOR", "if set, commands print no colours"),
    ("BROWSER, EDITOR", "the programs that open pages and exported files"),
    (
        "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY",
        "the proxy for requests: http, or with the extra socks also socks5 or socks5h (which looks names up itself)",
    ),
)

FILES = (
    ("~/.local/share/broadsheet/library.db", "the library, with its backups beside it"),
    ("~/.config/broadsheet/config.toml", "settings, keys and commands"),
    ("~/.config/broadsheet/themes/, sites/", "your themes and site files"),
    ("~/.cache/broadsheet/", "the search index and broadsheet.log"),
)


def _man_page() -> str:
    """The man page, from the same table as `cli.md`."""
    common = [action for action in build(COMMANDS[0])._actions if set(action.option_strings) & COMMON]
    parts = [
        ".\\\" Made from the program's own table by make docs; do not edit.",
        f'.TH BROADSHEET 1 "" "broadsheet {__version__}" "User Commands"',
        ".SH NAME",
        "broadsheet \\- a newspaper for the terminal",
        ".SH SYNOPSIS",
        ".B broadsheet\n[\\fB\\-\\-library\\fR \\fIFILE\\fR]\n.br",
        ".B broadsheet\n\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION",
        "Collects articles from feeds, web pages and files in one library, and finds them again.",
        "Without a command, broadsheet opens the reader; press ? there for all keys.",
        ".PP",
        "Data goes to stdout, messages go to stderr.",
        "The query language and much more are described in the manual: \\fBbroadsheet help\\fR.",
        ".SH COMMANDS",
        *(_man_command(build(command), load(command.name).EPILOG) for command in COMMANDS),
        ".SH COMMON OPTIONS",
        "Every command accepts these, before or after its name.",
        *(_roff(line.replace("`", "")) for line in EXCEPTIONS),
        *(_entry(_usage(action), action.help or "") for action in common),
        ".SH EXIT STATUS",
        *(_entry(str(code), meaning) for code, meaning in EXIT_CODES),
        ".SH ENVIRONMENT",
        *(_entry(name, meaning) for name, meaning in ENVIRONMENT),
        ".SH FILES",
        *(_entry(name, meaning) for name, meaning in FILES),
        "The XDG variables move these folders; \\fBbroadsheet config path\\fR shows where yours are.",
        ".SH SEE ALSO",
        ".BR newsboat (1)",
    ]
    return "\n".join(parts) + "\n"


def _man_command(parser: argparse.ArgumentParser, epilog: str) -> str:
    own = _own(parser)
    example = [f".PP\n.EX\n{_roff(epilog)}\n.EE"] if epilog else []
    return "\n".join(
        [
            f".SS {_roff(parser.prog.removeprefix('broadsheet '))}",
            _roff(parser.description or ""),
            f".PP\n\\fB{_roff(_synopsis(parser))}\\fR",
            *(_entry(_usage(action), action.help or "") for action in own),
            *example,
        ]
    )


def _entry(name: str, meaning: str) -> str:
    return f".TP\n\\fB{_roff(name)}\\fR\n{_roff(meaning)}"


_ROFF = str.maketrans({"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"})
"""Characters that roff would turn into something else."""


def _roff(text: str) -> str:
    coded = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text.translate(_ROFF))
    lines = coded.split("\n")
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in lines)


def _own(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments of a command, without those of every command."""
    return [action for action in parser._actions if not set(action.option_strings) & COMMON]


def _synopsis(parser: argparse.ArgumentParser) -> str:
    """The command with its arguments, on one line."""
    named = [_usage(action) for action in _own(parser) if not action.option_strings]
    options = [f"[{_usage(action)}]" for action in _own(parser) if action.option_strings]
    return " ".join([parser.prog, *named, *options])


def _usage(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else "|".join(map(str, action.choices or []))
    if not action.option_strings:
        many = value if action.nargs not in ("*", "+") or value.endswith("…") else f"{value}…"
        return f"[{many}]" if action.nargs in ("*", "?") else many
    if action.nargs == "?":  # joined: a word after the option is another argument
        return f"{action.option_strings[-1]}[={value}]"
    return " ".join(part for part in (action.option_strings[-1], value if action.nargs != 0 else "") if part)


def main(argv: list[str]) -> int:
    """Writes the pages into a folder, or with --check names those that are not up to date (exit 1)."""
    out = Output()
    folder = Path(argv[0])
    stale = []
    for name, text in pages().items():
        file = folder / name
        if "--check" not in argv:
            file.write_text(text, "utf-8")
        elif not file.exists() or file.read_text("utf-8") != text:
            stale.append(str(file))
    if stale:
        out.warn(f"not up to date: {', '.join(stale)}; run: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
