"""`broadsheet note`: write on an article, read what was written."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import NothingFound, UsageError

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.session import Session
    from reader.model import Article, Note

EPILOG = """examples:
  broadsheet note 12 'Ask the harbour office for the log'
  date | broadsheet note 12 -
  broadsheet note 12                     list the notes with their numbers
  broadsheet note 12 --change 3 'Asked'
Searches find the words of notes. To undo: broadsheet undo"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the article and the text."""
    parser.add_argument("article", metavar="ID|URL", help="the article's number, uid or address")
    parser.add_argument(
        "text", nargs="*", metavar="TEXT", help="the text of the note, or - to read it from stdin"
    )
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--change", type=int, metavar="N", help="replace the text of note N")
    change.add_argument("--remove", type=int, metavar="N", help="remove note N")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write, change or take away a note; without a text print the notes."""
    from reader.cli import objects
    from reader.core import search

    text = _text(args.text)
    with inputs.session(args) as session:
        article = search.article(session, args.article)
        if args.remove is not None or args.change is not None or args.text:
            done = _change(session, article, args, text)
        else:
            done = ""
        notes = session.library.own_words.notes(article.id)
    if done and not out.json:
        out.data(done)
        return 0
    if not notes and not done:
        raise NothingFound(
            "no notes", subject=article.title, hint=f"to add one: broadsheet note {article.id} TEXT"
        )
    for note in notes:
        out.result(objects.note(article, note), partial(_print, note, out))
    return 0


def _text(words: list[str]) -> str:
    from reader.store.user_state.notes import NOTE_LIMIT

    text = sys.stdin.read(NOTE_LIMIT + 1) if words == ["-"] else " ".join(words)
    if len(text) > NOTE_LIMIT:
        raise UsageError(
            f"a note holds no more than {NOTE_LIMIT:,} characters", hint="split it into several notes"
        )
    return text


def _change(session: Session, article: Article, args: argparse.Namespace, text: str) -> str:
    """Do what was asked for; what that was, in words."""
    own, now = session.library.own_words, session.now()
    notes = own.notes(article.id)
    if args.remove is not None:
        if args.text:
            raise UsageError("--remove takes no text")
        own.remove_note(inputs.owned("note", args.remove, article, notes), now)
        return "note removed; broadsheet undo restores it"
    if args.change is not None:
        changed = own.rewrite(inputs.owned("note", args.change, article, notes), text, now)
        return "note changed" if changed else "the note already says that"
    own.write(article.id, text, now)
    return f"added a note to “{article.title}”"


def _print(note: Note, out: Output) -> None:
    head = f"{note.id}  "
    for place, line in enumerate(note.text.split("\n")):
        out.data((head if place == 0 else " " * len(head)) + line)
