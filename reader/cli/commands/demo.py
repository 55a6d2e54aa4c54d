"""`broadsheet demo`: the whole way on our own newsstand, in a temporary library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the common options suffice."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Opens the reader on it on a terminal; else prints each step with its real result.

    Nothing leaves this computer, and nothing of yours is touched, settings included: a library that is named is refused.
    """
    from reader.core.session import LibraryPaths
    from reader.errors import UsageError
    from reader.tui import start

    if args.library is not None:
        raise UsageError(
            "the demo always uses a temporary library of its own", hint="to start it: broadsheet demo"
        )
    if start.is_possible() and not out.json:
        return start.demo(LibraryPaths.found())
    from reader.demo import tour

    return tour.run(out.data)
