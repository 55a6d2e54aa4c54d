"""`broadsheet undo`: take back changes of marks and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import number_arguments

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add N."""
    parser.add_argument(
        "steps", nargs="?", type=number_arguments.from_one, default=1, metavar="N", help="how many steps (1)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print what was done, a line a step."""
    from reader.cli import open_session

    with open_session.session(args) as session:
        steps = session.library.undo.undo(args.steps, now=session.now())
    for step in steps:
        if out.json:
            out.object({"undo": step})
        else:
            out.data(f"taken back: {step}")
    if not steps:
        out.say("nothing to take back")
        return 1
    return 0
