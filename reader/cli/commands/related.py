"""`broadsheet related`: the neighbours of an article, each with its reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.model import RELATED_HEADINGS

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.model import Related

EPILOG = """examples:
  broadsheet related 12
  broadsheet related 12 --archive"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the article, --query and --limit."""
    parser.add_argument("article", nargs="?", metavar="ID|URL", help="the article's number, uid or address")
    parser.add_argument(
        "--query", metavar="Q", help="print an object {id, url, related} for each matching article"
    )
    parser.add_argument(
        "--archive", action="store_true", help="look in the shared archive, not in your library"
    )
    inputs.add_limit(parser, 10, "at most N rows per article")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the groups, or say in words that there is nothing."""
    from reader.cli import objects
    from reader.core import related, search
    from reader.text.clean import counted

    if (args.article is None) == (args.query is None):
        raise UsageError("give one article, or --query", hint="for example: broadsheet related 12")
    if args.archive:
        return _archive(args, out)
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


def _archive(args: argparse.Namespace, out: Output) -> int:
    from reader.cli import archive_rows
    from reader.core import search
    from reader.core.archive import access, related

    if args.article is None:
        raise UsageError("--archive takes one article", hint="for example: broadsheet related 12 --archive")
    access.require_extra()
    with inputs.session(args) as session, out.progress("indexing") as progress:
        article = search.article(session, args.article)
        rows = related.related(session, article, limit=args.limit, listen=progress)
    if not rows:
        out.say("nothing related in the archive that you lack")
        return 1
    group = None
    for one in rows:
        heading = RELATED_HEADINGS[one.row.group] if one.row.group != group else ""
        out.result(archive_rows.related(one), partial(archive_rows.write_related, one, heading, out))
        group = one.row.group
    return 0


def _print(row: Related, out: Output, *, is_first: bool) -> None:
    """Prints for people: the heading before the first row of a group, the row, and why it is there."""
    from reader.cli import objects, rows

    if is_first:
        out.styled(out.bold(RELATED_HEADINGS[row.group]))
    if row.article is not None:
        rows.article(row.article, out)
        below = "" if row.group == "linked" else ", ".join(row.why)  # that heading says why
    else:
        out.data(f"      {row.title}")
        below = objects.address(row.url) or ""
    if below:
        out.styled(out.dim(f"         {rows.line_part(below)}"))
