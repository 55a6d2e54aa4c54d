"""`broadsheet preview`: what a feed holds; no library is touched."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.preview import Previewed

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the inputs."""
    parser.add_argument(
        "input", nargs="+", metavar="URL|FILE|-", help="feeds: addresses, files, or - for stdin"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print each feed's title and entries; 3 where some could not be read."""
    return asyncio.run(_run(args.input, out))


async def _run(inputs: list[str], out: Output) -> int:
    from reader.core import preview

    failed = 0
    with out.progress("reading") as progress:
        async for item in preview.preview(inputs, sys.stdin.buffer, progress):
            failed += item.error is not None
            _print(item, out)
    return 3 if failed else 0


def _print(item: Previewed, out: Output) -> None:
    from reader.cli import objects

    out.result(partial(objects.previewed, item), partial(_text, item, out))
    if item.error is not None:
        out.fail(item.error)


def _text(item: Previewed, out: Output) -> None:
    from reader.cli import rows
    from reader.text.clean import counted

    if item.read is not None:
        feed = item.read.feed
        out.data(f"{feed.title or '(no title)'}: {counted(len(feed.entries), 'entry')}")
        for entry in feed.entries:
            day = rows.day_of(entry.published, entry.day) or " " * len("2026-01-31")
            out.data(f"  {day}  {entry.title or '(no title)'}")
        for note in feed.notes:
            out.say(f"  {note}")
