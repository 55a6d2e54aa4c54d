"""`broadsheet highlight`: mark passages of an article, list them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import NothingFound, UsageError

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.highlights import Placed
    from reader.core.session import Session
    from reader.model import Article

EPILOG = """examples:
  broadsheet highlight 12 'the ferry had no lights'
  broadsheet highlight 12                list the passages with their numbers
  broadsheet highlight 12 --remove 3
The words must occur in the article; spacing, capitals and punctuation may differ.
To undo: broadsheet undo"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the article and the passage."""
    parser.add_argument("article", metavar="ID|URL", help="the article's number, uid or address")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a passage of the article")
    parser.add_argument("--remove", type=int, metavar="N", help="remove highlight N")


def run(args: argparse.Namespace, out: Output) -> int:
    """Mark the passage, or take a mark away; without a text list the passages."""
    from reader.cli import objects
    from reader.core import highlights, search

    with inputs.session(args) as session:
        article = search.article(session, args.article)
        if args.remove is not None:
            done = _remove(session, article, args)
        elif args.text:
            done = f"highlighted: {highlights.highlight(session, article, ' '.join(args.text)).passage.quote}"
        else:
            done = ""
        placed = highlights.highlights(session, article.id)
    if done and not out.json:
        out.data(done)
        return 0
    if not placed and not done:
        hint = f"to add one: broadsheet highlight {article.id} TEXT"
        raise NothingFound("no highlights", subject=article.title, hint=hint)
    for one in placed:
        out.result(objects.highlight(article, one), partial(_print, one, out))
    return 0


def _remove(session: Session, article: Article, args: argparse.Namespace) -> str:
    if args.text:
        raise UsageError("--remove takes no text")
    own = session.library.own_words
    own.unmark(inputs.owned("highlight", args.remove, article, own.highlights(article.id)), session.now())
    return "highlight removed; broadsheet undo restores it"


def _print(one: Placed, out: Output) -> None:
    head = f"{one.highlight.id}  "
    for place, line in enumerate(one.highlight.passage.quote.split("\n")):
        out.data((head if place == 0 else " " * len(head)) + line if line else "")
    if one.span is None:
        out.styled(" " * len(head) + out.dim("(no longer in the text)"))
