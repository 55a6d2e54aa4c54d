"""`broadsheet opml`: the subscriptions as OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --output."""
    parser.add_argument("--output", metavar="FILE", help="write to a file (stdout)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write every subscription that has an address; path tags are folders."""
    from reader.core import local_files, subscriptions
    from reader.core.add import target
    from reader.text.clean import counted

    with inputs.session(args) as session:
        text, number = subscriptions.as_opml(session)
    if args.output:
        local_files.write_file(target.path(args.output), text)
        out.say(f"{counted(number, 'feed')} written to {args.output}")
    else:
        out.raw(text)
    return 0
