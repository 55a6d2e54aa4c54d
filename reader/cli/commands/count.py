"""`broadsheet count`: a bare number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add QUERY."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="what to count (default: is:unread)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print how many articles match; 0 is an answer, not a failure."""
    from reader.core import search, unknown_names
    from reader.query.parse import parse

    with inputs.session(args) as session:
        tree = parse(" ".join(args.query) if args.query else "is:unread", session.now()).tree
        number = search.count_tree(session, tree)
        for unknown in unknown_names.told(session, tree):
            out.say(unknown)
    out.result({"count": number}, str(number))
    return 0
