"""The documentation that is made from the program's own tables: `python -m reader.cli.docs FOLDER [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.output import Output
from reader.cli.parser import build
from reader.cli.registry import COMMANDS, load
from reader.config import keys, settings, user_commands
from reader.query import fields

if TYPE_CHECKING:
    import argparse

EXIT_CODES = (
    (0, "done"),
    (1, "nothing matched"),
    (2, "wrong use, or a mistake in a query or in the settings"),
    (3, "part of the work failed; stderr says which"),
    (4, "the library or the disk cannot be used"),
    (130, "interrupted"),
)

COMMON = frozenset({"--help", "--library", "--json", "--quiet", "--debug"})
"""Options of every command, described once."""


def pages() -> dict[str, str]:
    """File name → text of each generated page."""
    return {
        "cli.md": _commands(),
        "commands.md": user_commands.page(),
        "keys.md": keys.page(),
        "query.md": fields.page(),
        "settings.md": settings.page(),
    }


def _commands() -> str:
    parts = [
        "# Commands\n",
        "<!-- Made from the program's own table by `make docs`; do not edit. -->\n",
        "Every command accepts `--library FILE`, `--json`, `--quiet`, `--debug` and `--help`, before or after its name.",
        "Data goes to stdout, messages go to stderr; `--json` prints JSON Lines.\n",
        "| exit code | means |\n| --- | --- |",
        *(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES),
    ]
    parts.extend(_command(build(command), load(command.name).EPILOG) for command in COMMANDS)
    return "\n".join(parts) + "\n"


def _command(parser: argparse.ArgumentParser, epilog: str) -> str:
    """One command's section. Written by us, since argparse lays its help out anew with each Python."""
    own = [action for action in parser._actions if not set(action.option_strings) & COMMON]
    named = [_usage(action) for action in own if not action.option_strings]
    options = [f"[{_usage(action)}]" for action in own if action.option_strings]
    rows = [f"| `{_usage(action).replace('|', chr(92) + '|')}` | {action.help} |" for action in own]
    table = ["| argument | meaning |", "| --- | --- |", *rows] if rows else []
    example = [f"```\n{epilog}\n```"] if epilog else []
    usage = " ".join([parser.prog, *named, *options])
    sections = [
        f"\n## {parser.prog.removeprefix('broadsheet ')}",
        parser.description or "",
        f"```\n{usage}\n```",
    ]
    return "\n\n".join([*sections, *(["\n".join(table)] if table else []), *example])


def _usage(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else "|".join(map(str, action.choices or []))
    if not action.option_strings:
        many = value if action.nargs not in ("*", "+") or value.endswith("…") else f"{value}…"
        return f"[{many}]" if action.nargs in ("*", "?") else many
    return " ".join(part for part in (action.option_strings[-1], value if action.nargs != 0 else "") if part)


def main(argv: list[str]) -> int:
    """Write the pages into a folder, or with --check say which are not up to date (exit 1)."""
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
