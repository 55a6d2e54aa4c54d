"""`broadsheet redo`: do again changes of marks and tags."""

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
        steps = session.library.undo.redo(args.steps, now=session.now())
    for step in steps:
        if out.json:
            out.object({"redo": step})
        else:
            out.data(f"done again: {step}")
    if not steps:
        out.say("nothing to do again")
        return 1
    return 0
