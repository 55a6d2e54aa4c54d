"""`broadsheet extract`: the article of a page; no library is touched."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reader.cli.output import Output
    from reader.core.preview import Extracted
    from reader.explanation import Explanation

EPILOG = """examples:
  broadsheet extract https://example.com/2026/an-article
  broadsheet extract saved.html --url https://example.com/2026/an-article --json
  broadsheet extract --list pages.tsv --json      (lines of path, tab, address)
  broadsheet extract saved.html --url https://example.com/2026/an-article --explain
Nothing is fetched for files and -. To fix a site that comes out wrong: broadsheet help pages"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the inputs and their addresses."""
    parser.add_argument(
        "input", nargs="*", metavar="URL|FILE|-", help="pages or text files: addresses, files, or - for stdin"
    )
    parser.add_argument("--url", help="the address a saved page came from")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="show where on the page each field was found, and what was left out",
    )
    parser.add_argument(
        "--list", metavar="TSV", help="read paths and addresses from a file: path, tab, address"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print an object, or the Markdown, for each input in order; 3 where some failed."""
    from reader.core.add import target

    if args.url is not None and (len(args.input) != 1 or args.list):
        raise UsageError(
            "--url needs exactly one input", hint="use --list FILE to give each input its address"
        )
    inputs: list[tuple[str, str | None]] = [(name, args.url or None) for name in args.input]
    if args.list:
        inputs += _listed(target.path(args.list))
    if not inputs:
        raise UsageError("nothing to extract", hint="give an address, a file, - or --list FILE")
    return asyncio.run(_run(inputs, out, explain=args.explain))


def _listed(path: Path) -> list[tuple[str, str | None]]:
    from reader.core.local_files import read_file

    # A path may hold any byte but a line's end, so it is neither stripped nor decoded strictly.
    rows = [row.removesuffix("\r").split("\t", 1) for row in os.fsdecode(read_file(path)).split("\n")]
    return [(row[0], (row[1].strip() or None) if len(row) > 1 else None) for row in rows if row[0].strip()]


async def _run(inputs: list[tuple[str, str | None]], out: Output, *, explain: bool) -> int:
    from reader.core import preview

    failed = 0
    with out.progress("extracting") as progress:
        async for item in preview.extract(inputs, sys.stdin.buffer, progress, explain=explain):
            failed += item.error is not None
            _print(item, out)
    return 3 if failed else 0


def _print(item: Extracted, out: Output) -> None:
    from reader.cli import objects

    for notice in item.notices:
        out.warn(notice)
    out.result(partial(objects.extracted, item), partial(_text, item, out))
    if item.error is not None:
        out.fail(item.error)


def _text(item: Extracted, out: Output) -> None:
    """Prints for people: the explanation where it was asked for, else the article."""
    from reader.cli import article_layout, rows
    from reader.text import agencies
    from reader.text.clean import line

    if item.explanation is not None:
        _explain(item.explanation, out)
    elif item.draft is not None and item.error is None:
        draft = item.draft
        agency = agencies.beside(draft.agency, draft.authors)
        by = ", ".join(draft.authors) + (f" for {agency}" if agency else "")
        margin = "" if out.columns is None else "  "
        when = rows.day_of(draft.published, draft.day)
        head = " · ".join(part for part in (by, draft.publication or "", when) if part)
        out.styled(margin + out.bold(line(draft.title)))
        out.styled(margin + out.dim(line(head)))
        out.data()
        article_layout.body(draft.markdown, out)
        if draft.text_state != "full":
            out.say(f"{draft.text_state}: {draft.reason or 'incomplete'}")


def _explain(told: Explanation, out: Output) -> None:
    """Prints for people: a line for each field, one for each other place, then what was left out."""
    wide = max((len(found.field) for found in told.fields), default=0)
    for found in told.fields:
        source = out.dim(f"   ({found.source})") if found.source else ""
        out.styled(f"{found.field:{wide}}  {out.bold(found.value or '–')}{source}")
        for other in found.others:
            out.styled(out.dim(f"{'':{wide}}  {other.source}: {other.value}"))
    out.data()
    out.styled(f"kind: {told.kind}{out.dim(f'   ({told.kind_why})') if told.kind_why else ''}")
    out.data(f"text: {told.how or 'none'}")
    out.data(f"site file: {told.site_file or 'none'}")
    for note in told.notes:
        out.data(f"  nothing on the page matches {note}")
    if told.dropped:
        out.data()
        out.data("left out:")
    for row in told.dropped:
        out.styled(f"  {row.text}{out.dim(f'   ({row.words:,} words: {row.reason})')}")
