"""`broadsheet related`: the neighbours of an article, each with its reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.model import Related

EPILOG = ""

HEADINGS = {"linked": "Linked in the article", "story": "Same story", "background": "See also"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the article, --query and --limit."""
    parser.add_argument("article", nargs="?", metavar="ID|URL", help="the article's number, uid or address")
    parser.add_argument(
        "--query", metavar="Q", help="print an object {id, url, related} for each matching article"
    )
    inputs.add_limit(parser, 10, "at most N rows per article")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the groups, or say in words that there is nothing."""
    from reader.cli import objects
    from reader.core import related, search
    from reader.text.clean import counted

    if (args.article is None) == (args.query is None):
        raise UsageError("give one article, or --query", hint="for example: broadsheet related 12")
    with inputs.session(args) as session, out.progress("indexing") as progress:
        if args.query is not None:
            for article in session.library.articles.many(inputs.articles(session, (), args.query)):
                rows = related.related(session, article, limit=args.limit, listen=progress)
                value = {"id": article.id, "url": objects.address(article.url)}
                out.object({**value, "related": [objects.related(row) for row in rows]})
            return 0
        article = search.article(session, args.article)
        rows = related.related(session, article, limit=args.limit, listen=progress)
        total = search.count(session, "")
    if not rows:
        out.say(f"nothing related yet in your {counted(total, 'article')}")
        return 1
    group = None
    for row in rows:
        out.result(objects.related(row), partial(_print, row, out, is_first=row.group != group))
        group = row.group
    return 0


def _print(row: Related, out: Output, *, is_first: bool) -> None:
    """Prints for people: the heading before the first row of a group, the row, and why it is there."""
    from reader.cli import objects, rows

    if is_first:
        out.styled(out.bold(HEADINGS[row.group]))
    if row.article is not None:
        rows.article(row.article, out)
        below = "" if row.group == "linked" else ", ".join(row.why)  # that heading says why
    else:
        out.data(f"      {row.title}")
        below = objects.address(row.url) or ""
    if below:
        out.styled(out.dim(f"         {rows.line_part(below)}"))
