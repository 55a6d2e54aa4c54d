"""`broadsheet list`: articles, newest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from reader.cli.output import Output
    from reader.core.search import Alone
    from reader.core.session import Session
    from reader.core.story_reports import Story

EPILOG = """examples:
  broadsheet list is:unread
  broadsheet list --stories newer:2d
  broadsheet list 'feed:moscow newer:1w' --sort oldest"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add QUERY, --sort and --limit."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help="what to list; see broadsheet help query (default: everything)",
    )
    parser.add_argument(
        "--sort", choices=["date", "oldest", "longest", "relevance"], help="the order (default: date)"
    )
    inputs.add_limit(parser, 200)
    parser.add_argument("--stories", action="store_true", help="one row per story: its first report")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print a row an article."""
    from reader.cli import rows
    from reader.core import search, unknown_names
    from reader.query.parse import parse
    from reader.query.tree import mentions

    if args.stories:
        return _stories(args, out)
    with inputs.session(args) as session:
        results = search.listing(session, " ".join(args.query), sort=args.sort, limit=args.limit)
        empty = "" if results.total else _why_empty(session, args)
        tree = parse(" ".join(args.query), session.now()).tree
        unknown = unknown_names.told(session, tree)
    articles = [row.article for row in results.found]
    rows.articles(articles, out, session.now() if mentions(tree, "is", "failed") else None)
    return _ended(len(articles), results.total, results.alone, empty, unknown, out)


def _stories(args: argparse.Namespace, out: Output) -> int:
    from reader.cli import objects, rows
    from reader.core import search, story_reports, unknown_names
    from reader.query.parse import parse

    source = " ".join(args.query)
    with inputs.session(args) as session, out.progress("indexing") as progress:
        stories, total = story_reports.listing(
            session, source, sort=args.sort, limit=args.limit, listen=progress
        )
        alone = () if total else search.alone(session, source)
        empty = "" if total else _why_empty(session, args)
        unknown = unknown_names.told(session, parse(source, session.now()).tree)
    wide = rows.id_width([story.first for story in stories])
    for story in stories:
        about = {"id": story.id, "articles": len(story.articles), "sources": story.sources}
        out.result({**objects.article(story.first), "story": about}, partial(_print, story, wide, out))
    return _ended(len(stories), total, alone, empty, unknown, out)


def _print(story: Story, wide: int, out: Output) -> None:
    from reader.cli import rows
    from reader.text.clean import counted

    rows.article(story.first, out, wide)
    if len(story.articles) > 1:
        told = f"{counted(len(story.articles), 'report')} from {counted(story.sources, 'source')}"
        out.styled(out.dim(f"{' ' * (wide + 4)}{told}"))


def _why_empty(session: Session, args: argparse.Namespace) -> str:
    if args.query:
        return "nothing matches"
    if feeds := len(session.library.feeds.all()):
        yours = "your feed has" if feeds == 1 else f"your {feeds:,} feeds have"
        return f"{yours} no articles yet; to fetch them: broadsheet refresh"
    return "the library is empty: broadsheet add ADDRESS"


def _ended(
    shown: int, total: int, alone: Iterable[Alone], empty: str, unknown: Iterable[str], out: Output
) -> int:
    from reader.core.search import told_alone

    if shown < total:
        out.say(f"{shown:,} of {total:,} shown; --limit 0 shows all")
    if not shown:
        out.say(empty)
        if told := told_alone(alone):
            out.say(f"  {told}")
    for name in unknown:
        out.say(f"  {name}")
    return 0 if shown else 1
