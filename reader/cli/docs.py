"""The documentation that is made from the program's own tables: `python -m reader.cli.docs FOLDER [--check]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reader.base import queryfields
from reader.cli.output import Output
from reader.cli.parser import build
from reader.cli.registry import COMMANDS
from reader.config import settings

WIDTH = 100
"""Columns of the help texts, whatever the terminal has."""


def pages() -> dict[str, str]:
    """File name → text of each generated page."""
    return {"cli.md": _commands(), "query.md": queryfields.page(), "settings.md": settings.page()}


def _commands() -> str:
    parts = [
        "# Commands\n",
        "Made from the program's own table by `make docs`; do not edit.\n",
        "Options stand before or after the command.",
        "Data goes to stdout, talk to stderr; `--json` gives JSON Lines.\n",
        "Exit codes: 0 done, 1 nothing matched, 2 wrong use, bad query or config, 3 part of the work failed,",
        "4 library or disk cannot be used, 130 interrupted.",
    ]
    for command in COMMANDS:
        parser = build(command)
        parser.formatter_class = _Formatter
        parts.append(f"\n## {command.name}\n\n```\n{parser.format_help().rstrip()}\n```")
    return "\n".join(parts) + "\n"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=WIDTH)


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
