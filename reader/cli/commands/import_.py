"""`broadsheet import`: subscriptions from OPML, articles from JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import BroadsheetError, WorkFailed

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.importing import Imported

EPILOG = """The file's content decides. Import again as often as you like: nothing comes twice.
JSON Lines: one article object a line; title and text (or markdown) suffice."""

NAMED = 10
"""Lines about what was not imported, before a count takes their place."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE."""
    parser.add_argument("file", nargs="+", metavar="FILE", help="OPML or JSON Lines, gzipped or not")


def run(args: argparse.Namespace, out: Output) -> int:
    """Import each file by itself; 3 where one, or a part of one, could not be read."""
    from reader.cli import opening
    from reader.core import importing, targets

    code = 0
    with opening.session(args, create=True) as session:
        for name in args.file:
            try:
                with out.progress("importing") as progress:
                    imported = importing.import_file(session, targets.path(name), progress)
            except BroadsheetError as error:
                if len(args.file) == 1 or error.exit_code == 4:
                    raise
                out.fail(error)
                code = error.exit_code
            else:
                _tell(imported, out)
                code = code or (WorkFailed.exit_code if imported.skipped else 0)
    return code


def _tell(imported: Imported, out: Output) -> None:
    if out.json:
        out.object(
            {
                "input": imported.source,
                "kind": imported.kind,
                "feeds_new": imported.feeds_new,
                "feeds_known": imported.feeds_known,
                "new": imported.new,
                "updated": imported.updated,
                "same": imported.same,
                "skipped": imported.skipped,
            }
        )
    else:
        out.data(f"{Path(imported.source).name}: {imported}")
    for reason in imported.skipped[:NAMED]:
        out.warn(f"  not imported: {reason}")
    if len(imported.skipped) > NAMED:
        out.warn(f"  and {len(imported.skipped) - NAMED} more")
    if imported.feeds_new:
        out.say("broadsheet refresh fetches them")
