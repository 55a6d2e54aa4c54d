"""`broadsheet list`: articles, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import numbers

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """examples:
  broadsheet list is:unread
  broadsheet list 'feed:moscow newer:1w' --sort oldest"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add QUERY, --sort and --limit."""
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="the query language of broadsheet search; none: all"
    )
    parser.add_argument("--sort", choices=["date", "oldest", "longest", "relevance"], help="the order (date)")
    parser.add_argument(
        "--limit", type=numbers.from_zero, default=200, metavar="N", help="at most N rows, 0 for all (200)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print a row an article."""
    from reader.cli import objects, opening, rows
    from reader.core import finding

    with opening.session(args) as session:
        results = finding.listing(session, " ".join(args.query), sort=args.sort, limit=args.limit)
    articles = [row.article for row in results.found]
    wide = rows.id_width(articles)
    for article in articles:
        if out.json:
            out.object(objects.article(article))
        else:
            rows.article(article, out, wide)
    if len(articles) < results.total:
        out.say(f"{len(articles)} of {results.total} shown; --limit 0 shows all")
    if not articles:
        out.say("nothing matches" if args.query else "the library is empty: broadsheet add ADDRESS")
        return 1
    return 0
