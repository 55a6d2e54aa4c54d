"""`broadsheet mark`: read, unread, bookmark, unbookmark, mute, unmute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """examples:
  broadsheet mark bookmark 12 15
  broadsheet mark read --query 'feed:moscow older:2w'
  broadsheet mark unmute --query 'is:muted title:horoscope'
broadsheet undo takes it back."""

DONE = {
    "read": "marked read",
    "unread": "marked unread",
    "bookmark": "bookmarked",
    "unbookmark": "no longer bookmarked",
    "mute": "muted",
    "unmute": "no longer muted",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to mark and how."""
    parser.add_argument("how", choices=list(DONE), help="the mark")
    parser.add_argument("article", nargs="*", metavar="ID", help="numbers, uids or addresses")
    parser.add_argument("--query", metavar="Q", help="all that match")


def run(args: argparse.Namespace, out: Output) -> int:
    """Set the mark and say how many articles changed."""
    with inputs.session(args) as session:
        ids = inputs.articles(session, args.article, args.query)
        marks = session.library.marks
        change = {
            "read": marks.read,
            "unread": marks.unread,
            "bookmark": marks.bookmark,
            "unbookmark": marks.unbookmark,
            "mute": marks.mute,
            "unmute": marks.unmute,
        }[args.how]
        changed = change(ids, now=session.now())
    same = "" if changed == len(ids) else f", {len(ids) - changed} already"
    out.result({"matched": len(ids), "changed": changed}, f"{changed} {DONE[args.how]}{same}")
    return 0
