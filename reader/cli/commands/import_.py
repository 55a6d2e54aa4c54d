"""`broadsheet import`: subscriptions and articles from other programs, and our own exports."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import BroadsheetError, WorkFailed
from reader.importers import registry
from reader.text.urls import masked

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.imports.result import Imported

_LISTS, _ARTICLES = ("; ".join(part) for part in (registry.listed()[:2], registry.listed()[2:]))
_FORMATS = textwrap.fill(
    f"Files are recognised by their content: {_LISTS}; Markdown with front matter, including broadsheet's exports; "
    f"{_ARTICLES}. You can import a file again: nothing appears twice. Nothing is fetched.",
    118,
)

EPILOG = f"""examples:
  broadsheet import feeds.opml
  broadsheet import ~/.newsboat                    newsboat's urls and cache.db
  broadsheet import ~/notes/clippings              a folder of Markdown files
  broadsheet import pocket.zip                     an export from Pocket
  broadsheet import --notes ~/notes/clippings      what you wrote in exported notes

{_FORMATS}"""

NAMED = 10
"""Lines about what was not imported, before a count takes their place."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE."""
    parser.add_argument(
        "file", nargs="+", metavar="FILE", help="a file (gzipped or not), a zip archive or a folder"
    )
    parser.add_argument(
        "--notes",
        action="store_true",
        help="import only what you wrote in folders of exported notes: tags, text below Notes, ==highlights==",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Import each file by itself; 3 where one, or a part of one, could not be read."""
    from reader.core.add import target
    from reader.core.imports import import_file

    if args.notes:
        return _read_back(args, out)
    code = 0
    with inputs.session(args, create=True) as session:
        # Feeds come before the articles that belong to them, in whatever order the shell lists the files.
        for path in import_file.in_order(map(target.path, args.file)):
            try:
                with out.progress("importing") as progress:
                    imported = import_file.import_file(session, path, progress)
            except BroadsheetError as error:
                if len(args.file) == 1 or error.exit_code == 4:
                    raise
                out.fail(error)
                code = error.exit_code
            else:
                _tell(imported, out)
                code = code or (WorkFailed.exit_code if imported.skipped_count else 0)
    return code


def _read_back(args: argparse.Namespace, out: Output) -> int:
    """Take back from each folder what the reader wrote in its notes; 3 where a passage or a file could not be read."""
    from reader.cli import objects
    from reader.core.add import target
    from reader.core.imports import read_back

    code = 0
    with inputs.session(args) as session:
        for path in map(target.path, args.file):
            with out.progress("reading notes") as progress:
                done = read_back.folder(session, path, progress)
            counts = objects.fields(
                done,
                "files",
                "articles",
                "tags_added",
                "tags_removed",
                "notes",
                "highlights",
                "conflicts",
                "not_found",
            )
            out.result({"input": str(path), "kind": "notes", **counts}, f"{path.name}: {done}")
            for missing in done.not_found:
                out.warn(f"  not in the article's text: {missing}")
            for unread in done.unread:
                out.warn(f"  not read: {unread}")
            code = code or (WorkFailed.exit_code if done.not_found or done.unread else 0)
    return code


def _tell(imported: Imported, out: Output) -> None:
    from reader.cli import objects

    counts = objects.fields(imported, "kind", "feeds_new", "feeds_known", "new", "updated", "same", "skipped")
    counts["left"] = dict(imported.kinds)
    name = Path(imported.source).name or imported.source
    out.result({"input": masked(imported.source), **counts}, f"{name}: {imported}")
    for note in imported.notes:
        out.say(f"  {note}")
    for reason in imported.skipped[:NAMED]:
        out.warn(f"  not imported: {reason}")
    if imported.skipped_count > NAMED:
        out.warn(f"  and {imported.skipped_count - NAMED:,} more; in all:")
        for kind, count in imported.kinds.most_common(NAMED):
            out.warn(f"  {count:,}: {kind}")
    if imported.feeds_new:
        out.say("to fetch their articles: broadsheet refresh")
