"""`broadsheet reindex`: the search index, rebuilt from the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the common options suffice."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Build it and say how many articles it holds."""
    from reader.core import indexing
    from reader.text.clean import counted

    with inputs.session(args) as session, out.progress("building the index") as progress:
        number = indexing.reindex(session, progress)
    out.result({"articles": number}, f"{counted(number, 'article')} indexed")
    return 0
