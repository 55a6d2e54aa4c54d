"""`broadsheet mark`: read, unread, bookmark, unbookmark, mute, unmute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.store.user_state.marks import Marks
from reader.text.clean import counted, line, meant

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.output import Output
    from reader.core.session import Session

EPILOG = """examples:
  broadsheet mark bookmark 12 15
  broadsheet list older:3m --json | broadsheet mark read -
  broadsheet mark read --query 'feed:moscow older:2w'
  broadsheet mark unmute --query 'is:muted title:horoscope'
To undo: broadsheet undo"""

DONE = {
    "read": (Marks.read, "marked as read"),
    "unread": (Marks.unread, "marked as unread"),
    "bookmark": (Marks.bookmark, "bookmarked"),
    "unbookmark": (Marks.unbookmark, "no longer bookmarked"),
    "mute": (Marks.mute, "muted"),
    "unmute": (Marks.unmute, "no longer muted"),
}
"""How to mark: what does it, and the words for it done."""

ALSO_CALLED = {"star": "bookmark", "unstar": "unbookmark", "hide": "mute", "unhide": "unmute"}
"""Marks of other readers, and what they are called here."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to mark and how."""
    parser.add_argument("how", metavar="|".join(DONE), help="what to mark them as")
    parser.add_argument(
        "article", nargs="*", metavar="ID", help="numbers, uids or addresses, or - to read them from stdin"
    )
    parser.add_argument("--query", metavar="Q", help="mark everything that matches")


def run(args: argparse.Namespace, out: Output) -> int:
    """Set the mark and say how many articles changed."""
    if args.how not in DONE:
        raise _unknown(args.how, args.article)
    change, done = DONE[args.how]
    with inputs.session(args) as session:
        ids = inputs.articles(
            session, args.article, args.query, instead=f"broadsheet mark {args.how} --query {{}}"
        )
        changed = change(session.library.marks, ids, now=session.now())
        same = "" if changed == len(ids) else f", {len(ids) - changed:,} already"
        out.result({"matched": len(ids), "changed": changed}, f"{counted(changed, 'article')} {done}{same}")
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


def _unknown(how: str, words: list[str]) -> UsageError:
    """Gives the error for what is no mark: the command in its right order, where a word that follows is one, else the nearest mark."""
    import difflib
    import shlex

    if found := [word for word in words if word in DONE]:
        names = [how, *(word for word in words if word != found[0])]
        return UsageError("the mark comes first", hint=f"use: broadsheet mark {found[0]} {shlex.join(names)}")
    near = [ALSO_CALLED[how]] if how in ALSO_CALLED else difflib.get_close_matches(how, DONE, 1)
    return UsageError(f"there is no mark “{line(how)}”", hint=meant(near, f"use one of: {', '.join(DONE)}"))
