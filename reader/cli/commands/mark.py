"""`broadsheet mark`: read, unread, bookmark, unbookmark, mute, unmute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.store.user_state.marks import Marks

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.output import Output
    from reader.core.session import Session

EPILOG = """examples:
  broadsheet mark bookmark 12 15
  broadsheet mark read --query 'feed:moscow older:2w'
  broadsheet mark unmute --query 'is:muted title:horoscope'
To undo: broadsheet undo"""

DONE = {
    "read": (Marks.read, "marked read"),
    "unread": (Marks.unread, "marked unread"),
    "bookmark": (Marks.bookmark, "bookmarked"),
    "unbookmark": (Marks.unbookmark, "no longer bookmarked"),
    "mute": (Marks.mute, "muted"),
    "unmute": (Marks.unmute, "no longer muted"),
}
"""How to mark: what does it, and the words for it done."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to mark and how."""
    parser.add_argument("how", choices=list(DONE), help="what to mark them as")
    parser.add_argument("article", nargs="*", metavar="ID", help="numbers, uids or addresses")
    parser.add_argument("--query", metavar="Q", help="mark everything that matches")


def run(args: argparse.Namespace, out: Output) -> int:
    """Set the mark and say how many articles changed."""
    change, done = DONE[args.how]
    with inputs.session(args) as session:
        ids = inputs.articles(session, args.article, args.query)
        changed = change(session.library.marks, ids, now=session.now())
        same = "" if changed == len(ids) else f", {len(ids) - changed} already"
        out.result({"matched": len(ids), "changed": changed}, f"{changed} {done}{same}")
        exports = args.how == "bookmark" and session.settings.export_on_bookmark
        return _export(session, ids, out) if exports else 0


def _export(session: Session, ids: Sequence[int], out: Output) -> int:
    """Export what was bookmarked; 3 where some could not be written."""
    from reader.core import export

    done = export.export(session, ids, export.folder(session, None))
    failed = [one for one in done if one.outcome == "failed"]
    for one in failed:
        out.warn(f"{one.title}: not exported: {one.message}")
    return 3 if failed else 0
