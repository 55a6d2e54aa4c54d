"""`broadsheet search`: the full texts, best first, each with the place where the words stand."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.text.clean import counted, line

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.events import Listener
    from reader.core.other_scripts import OtherScripts
    from reader.core.search import Alone, Results
    from reader.core.session import Session
    from reader.model import Found

EPILOG = """examples:
  broadsheet search gas pipeline -oil
  broadsheet search '"olympic host" author:teng newer:2022-01-01'
Copies of one text are one row; --json prints an object for each.
The query language: broadsheet help query"""

LACKING_LENGTH = 60
"""Characters of the words that are named which an article lacks."""


MOST = 1_000
"""Articles of the archive that are shown at most."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add QUERY and --limit."""
    parser.add_argument(
        "query", nargs="+", metavar="QUERY", help="words, phrases, fields: title: author: feed: tag: …"
    )
    parser.add_argument("--archive", action="store_true", help="search the shared archive, not your library")
    inputs.add_limit(parser, 50)


def run(args: argparse.Namespace, out: Output) -> int:
    """Print a row an article found, with its snippet, and a line that counts."""
    from reader.cli import objects, rows
    from reader.core import search, suggestions, unknown_names
    from reader.core.other_scripts import OtherScripts
    from reader.core.result_rows import told_count
    from reader.query.parse import parse

    if args.archive:
        return _archive(args, out)
    source = " ".join(args.query)
    with inputs.session(args) as session, out.progress("indexing") as progress:
        if out.json:
            results, folded = search.search(session, source, limit=args.limit, listen=progress), 0
        else:
            results, folded = _folded(session, source, args.limit, progress)
        other = suggestions.other(session, source, results)
        unknown = unknown_names.told(session, parse(source, session.now()).tree)
    wide = rows.id_width([row.article for row in results.found])
    lacks = results.relaxed.lacks if results.relaxed else {}
    missing = results.relaxed.of_rows if results.relaxed else {}
    complete = results.relaxed.complete([row.article.id for row in results.found]) if results.relaxed else ()
    if results.relaxed and results.relaxed.parts:
        out.say(str(results.relaxed))
    for row in results.found:
        lacking = line(", ".join(missing.get(row.article.id, ())), LACKING_LENGTH)
        has = f"missing: {lacking}" if lacking else "all words" if row.article.id in complete else ""
        out.result(objects.found(row, lacks.get(row.article.id, ())), partial(_print, row, has, wide, out))
    if not results.found:
        out.say("\n  ".join([_nothing(results, _meant(other)), *unknown]))
        return 1
    muted = f" · {results.muted:,} muted" if results.muted else ""
    shown = len(results.found)
    cut = f" · {shown:,} shown (--limit 0 shows all)" if shown + folded < results.total else ""
    copies = f", {counted(folded, 'copy')} folded" if folded else ""
    said = [
        f"{told_count(results.total, results.by_address)}{copies} · {results.unread:,} unread{muted}{cut}"
    ]
    if isinstance(other, search.Alone):
        said.append(f"did you mean {_typed(other.part)}? {other.found:,} found")
    elif isinstance(other, OtherScripts):
        said.append(f"{other}; to find all: {_typed(other.query)}")
    out.say("\n  ".join([*said, *unknown]))
    return 0


def _folded(session: Session, source: str, limit: int, listen: Listener) -> tuple[Results, int]:
    """The results with one row for all copies of a text, as on the screen, and how many copies have none."""
    from reader.core import lists, search

    most = max(limit, lists.SEARCH_LIMIT) if limit else 0
    ranking = search.rank(session, source, limit=most, listen=listen)
    ids = lists.without_copies(session, ranking.ids)
    results = search.results(session, source, ranking, ids[: limit or None])
    return results, len(ranking.ids) - len(ids)


def _archive(args: argparse.Namespace, out: Output) -> int:
    from reader.cli import archive_rows
    from reader.core.archive import articles
    from reader.core.session import LibraryPaths, local_now

    config = LibraryPaths.found(args.library).config
    limit = min(args.limit or MOST, MOST)
    results = articles.find(config, " ".join(args.query), local_now(), limit=limit)
    for row in results.rows:
        out.result(archive_rows.found(row), partial(archive_rows.write, row, out))
    if not results.rows:
        out.say("nothing found in the archive")
        return 1
    cut = f" · {len(results.rows):,} shown" if len(results.rows) < results.page.count else ""
    out.say(f"{results.page.told()} found in the archive{cut}")
    return 0


def _print(row: Found, has: str, wide: int, out: Output) -> None:
    from reader.cli import rows

    rows.article(row.article, out, wide, tells_copies=True)
    if row.snippet:
        rows.snippet(row.snippet, out, wide + 4)
    if has:
        out.styled(f"{' ' * (wide + 4)}{has}")


def _nothing(results: Results, other: str | None) -> str:
    from reader.core.search import told_alone

    text = "nothing found"
    if results.muted:
        text += f"; {counted(results.muted, 'muted article')}: add is:muted to see them"
    if other:
        text += f"; did you mean {_typed(other)}?"
    return text + (f"\n  {told_alone(results.alone)}" if results.alone else "")


def _meant(other: str | Alone | OtherScripts | None) -> str | None:
    """The query to try in place of one that found nothing."""
    from reader.core.other_scripts import OtherScripts
    from reader.core.search import Alone

    if isinstance(other, OtherScripts):
        return other.query
    return other.part if isinstance(other, Alone) else other


def _typed(query: str) -> str:
    """A query as it is typed in a shell."""
    return shlex.quote(query) if any(sign in query for sign in '*"()') else query
