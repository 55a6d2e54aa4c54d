"""`broadsheet notes`: the reading journal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import NothingFound
from reader.text.clean import counted

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """examples:
  broadsheet notes newer:1w
  broadsheet notes --by tag '#russia date:2026' --to ~/notes/russia.md
Dates in the query are those of your notes and marks, not of the articles."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add QUERY, --by and --to."""
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="the articles; see broadsheet help query (default: all)"
    )
    parser.add_argument(
        "--by", choices=["day", "tag", "story"], default="day", help="how to group them (default: day)"
    )
    parser.add_argument("--to", metavar="FILE", help="write to a file (default: stdout)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the journal, or write it into a file."""
    from reader.cli import article_layout, objects
    from reader.core import journal, local_files
    from reader.core.add import target

    query = " ".join(args.query)
    with inputs.session(args) as session, out.progress("reading") as progress:
        found = journal.entries(session, query, args.by, progress)
    if not found:
        raise NothingFound(
            "nothing noted, highlighted, bookmarked or tagged",
            subject=query,
            hint="to write a note: broadsheet note ID TEXT",
        )
    if args.to:
        path = target.path(args.to)
        local_files.write_file(path, journal.as_markdown(found))
        said = f"wrote {counted(len(found), 'entry')} to {path}"
        out.result({"path": str(path), "entries": len(found)}, partial(out.say, said))
    elif out.json:
        for entry in found:
            out.object(objects.journal_entry(entry))
    else:
        article_layout.body(journal.as_markdown(found).rstrip("\n"), out)
    return 0
