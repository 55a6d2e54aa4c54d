"""Measures how well and how fast feeds and subscription lists are read, beside feedparser alone in the same run.

    BROADSHEET_DATA=FOLDER python benchmarks/feeds.py [--predictions FILE]

Reads `feeds/` and `opml/` of the folder. A feed's title is right if it is the same words after folding; entries are
right if their number is. A refusal is right only where the index knows of no feed. `--predictions` writes rows
{file, title, entries, error} for another scorer; `error` is a crash, not a right refusal.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import os
import re
import sys
import time
import unicodedata
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import feedparser

from reader.errors import BroadsheetError
from reader.importers.feed_lists import opml
from reader.parse.feed import parse

if TYPE_CHECKING:
    from collections.abc import Callable


class Row(NamedTuple):
    title: str
    entries: int
    error: str | None


def ours(body: bytes) -> Row:
    try:
        feed = parse(body, "https://example.org/feed")
    except BroadsheetError as error:
        return Row("", 0, error.message)
    return Row(feed.title, len(feed.entries), None)


def plain_feedparser(body: bytes) -> Row:
    found = feedparser.parse(io.BytesIO(body))
    return Row(found.feed.get("title") or "", len(found.entries), None)


def words(title: str) -> str:
    title = re.sub(r"<[^>]+>", "", html.unescape(title))
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", html.unescape(title)).casefold()))


def measure(
    name: str, read: Callable[[bytes], Row], folder: Path, index: list[dict[str, object]]
) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    started = time.perf_counter()
    for truth in index:
        file = str(truth["file"])
        try:
            rows[file] = read((folder / file).read_bytes())
        except Exception as error:  # noqa: BLE001 - what a reader raises is what is measured
            rows[file] = Row("", 0, f"crash: {type(error).__name__}")
    seconds = time.perf_counter() - started
    sound = [not (rows[str(t["file"])].error or "").startswith("crash") for t in index]
    refused = [bool(rows[str(t["file"])].error) == (t.get("entries") is None) for t in index]
    counted = [rows[str(t["file"])].entries == t["entries"] for t in index if t.get("entries") is not None]
    titled = [words(rows[str(t["file"])].title) == words(str(t["title"])) for t in index if t.get("title")]
    print(
        f"{name:<11} crash-free {share(sound)}  refusals right {share(refused)}  entries {share(counted)}"
        f"  titles {share(titled)}  {seconds:.2f} s"
    )
    return rows


def share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.3f} ({sum(values)}/{len(values)})"


def lists(folder: Path) -> None:
    index = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    complete = 0
    started = time.perf_counter()
    for truth in index:
        body = (folder / truth["file"]).read_bytes()
        addresses = [
            o.attributes["xmlurl"] for o in opml.outlines(body.decode()) if o.attributes.get("xmlurl")
        ]
        found = opml.read(body)
        complete += len(addresses) == truth["feeds"] and len(found.subscriptions) == len(set(addresses))
    print(f"OPML        complete {complete} of {len(index)}  {time.perf_counter() - started:.2f} s")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--predictions", type=Path)
    given = arguments.parse_args()
    data = os.environ.get("BROADSHEET_DATA")
    if not data:
        sys.exit("set BROADSHEET_DATA to the folder that holds feeds/ and opml/")
    warnings.simplefilter("ignore")
    folder = Path(data) / "feeds"
    index = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    rows = measure("broadsheet", ours, folder, index)
    measure("feedparser", plain_feedparser, folder, index)
    lists(Path(data) / "opml")
    if given.predictions:
        lines = []
        for file, row in rows.items():
            crash = row.error if (row.error or "").startswith("crash") else None
            lines.append(
                json.dumps({"file": file, "title": row.title, "entries": row.entries, "error": crash})
            )
        given.predictions.write_text("\n".join([*lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
