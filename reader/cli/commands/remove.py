"""`broadsheet remove`: articles out of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """No refresh brings them back. To undo: broadsheet undo"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the articles."""
    parser.add_argument(
        "article", nargs="*", metavar="ID", help="numbers, uids or addresses, or - to read them from stdin"
    )
    parser.add_argument("--query", metavar="Q", help="remove everything that matches")


def run(args: argparse.Namespace, out: Output) -> int:
    """Remove them and say how many they were."""
    from reader.core import indexing
    from reader.text.clean import counted, them

    with inputs.session(args) as session:
        ids = inputs.articles(session, args.article, args.query, instead="broadsheet remove --query {}")
        removed = session.library.marks.remove(ids, now=session.now())
        indexing.write_changes(session)
    out.result(
        {"matched": len(ids), "changed": removed},
        f"{counted(removed, 'article')} removed; broadsheet undo restores {them(removed)}",
    )
    return 0
