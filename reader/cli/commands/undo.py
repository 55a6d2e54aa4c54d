"""`broadsheet undo` and `broadsheet redo`: undo the last changes, and redo them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.store.user_state.undo_words import taken_back

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """This covers marks, tags, notes, highlights, removals, what you added, and changes to feeds, saved searches, rules and
stories. Undoing a feed that you added keeps its articles. To remove what you imported: broadsheet remove, or broadsheet
feeds remove"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add N."""
    parser.add_argument(
        "steps", nargs="?", type=inputs.from_one, default=1, metavar="N", help="how many changes (default: 1)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Prints what is so now, one line per step."""
    with inputs.session(args) as session:
        undo, now = session.library.undo, session.now()
        steps = undo.redo(args.steps, now=now) if args.command == "redo" else undo.undo(args.steps, now=now)
    for step in steps:
        out.result({args.command: step}, f"redone: {step}" if args.command == "redo" else taken_back(step))
    if not steps:
        out.say(f"nothing to {args.command}")
        return 1
    return 0
