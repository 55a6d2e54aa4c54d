"""`broadsheet help`: the pages of the manual, in the terminal."""

from __future__ import annotations

import contextlib
import difflib
import os
import shlex
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from reader.cli import parser as command_parser
from reader.cli.registry import BY_NAME
from reader.core import manual
from reader.errors import UsageError
from reader.text.clean import line, meant

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """examples:
  broadsheet help
  broadsheet help query
  broadsheet help export | less
For a command without a page, its own help is shown."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add TOPIC."""
    parser.add_argument(
        "topic",
        nargs="?",
        metavar="TOPIC",
        help="a page of the manual, or a command (default: the list of pages)",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print a page laid out for the terminal, or a command's own help where no page has its name."""
    from reader.cli import article_layout

    pages = [topic.name for topic in manual.topics()]
    name = (args.topic or manual.INDEX).removesuffix(".md")
    name = name if name == manual.INDEX else name.lower()
    if name not in (manual.INDEX, *pages):
        if name in BY_NAME:
            command_parser.build(BY_NAME[name]).print_help()
        if (found := manual.meant(name)) is None:
            raise _unknown(line(args.topic), pages)
        name = found
    markdown = manual.page(name)
    if name in BY_NAME:
        markdown += f"\nOptions of the command: `broadsheet {name} --help`\n"

    def lay_out() -> None:
        text = _for_terminal(markdown, [] if name == manual.INDEX else pages)
        _show([*article_layout.lines(text, out)], out)

    out.result({"topic": args.topic, "markdown": markdown}, lay_out)
    return 0


def _show(rows: list[str], out: Output) -> None:
    """Print a page; on a terminal that it does not fit, by the reader's pager, `less` if none is set."""
    if out.columns is not None and len(rows) >= shutil.get_terminal_size().lines:
        with contextlib.suppress(OSError, ValueError):  # no such program, or no command: then without
            words = shlex.split(os.environ.get("PAGER", "")) or ["less"]
            pager = subprocess.Popen(words, stdin=subprocess.PIPE, env={"LESS": "FRX", **os.environ})
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is a key of the pager's
            try:
                pager.communicate("\n".join(rows).encode() + b"\n")
            finally:
                signal.signal(signal.SIGINT, before)
            return
    for row in rows:
        out.styled(row)


def _unknown(topic: str, pages: list[str]) -> UsageError:
    near = difflib.get_close_matches(topic.lower(), [*pages, *BY_NAME], 1)
    return UsageError(f"there is no page “{topic}”", hint=meant(near, "to list all pages: broadsheet help"))


def _for_terminal(markdown: str, pages: list[str]) -> str:
    """The page with the commands for the pages that it links at its end, and a line for each paragraph; code is indented."""
    text = manual.flowing(markdown, indent="  ")
    also = "\n".join(f"- `broadsheet help {name}`" for name in manual.linked(markdown) if name in pages)
    return f"{text.rstrip()}\n\n## See also\n\n{also}\n" if also else text
