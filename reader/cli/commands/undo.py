"""`broadsheet undo` and `broadsheet redo`: take back changes of marks and tags, and do them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """For marks, tags, notes, highlights, removals, and changes of feeds, saved searches, rules and stories. What was
added, imported or fetched is not undone: see broadsheet remove and broadsheet feeds remove."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add N."""
    parser.add_argument(
        "steps", nargs="?", type=inputs.from_one, default=1, metavar="N", help="how many changes (default: 1)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print what was done, a line a step."""
    with inputs.session(args) as session:
        undo, now = session.library.undo, session.now()
        steps = undo.redo(args.steps, now=now) if args.command == "redo" else undo.undo(args.steps, now=now)
    done, nothing = {
        "undo": ("undone", "nothing to undo"),
        "redo": ("redone", "nothing to redo"),
    }[args.command]
    for step in steps:
        out.result({args.command: step}, f"{done}: {step}")
    if not steps:
        out.say(nothing)
        return 1
    return 0
