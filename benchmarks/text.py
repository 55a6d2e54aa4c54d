"""Measures how well pages are read, beside plain trafilatura: python -m benchmarks.text [--metadata] [--by-source]
[--halves] [--rules] [--predictions FILE]

Reads $BROADSHEET_DATA/pages/truth.jsonl and the pages it names. A measure counts the pages whose answer is known:

    title_exact title_norm title_ok    same text; same words; same as the title or another of the page's headline forms
    authors_set authors_any            all authors and no other; at least one of them; authors_none: rightly nobody
    day day_1                          the day of publication; at most one day off
    f1 precision recall f1_90 empty    words of the body; share of pages with f1 of .9 and more; of pages without text
    tweets must must_not               share of embedded posts kept; of snippets that have to be there, or must not
    paragraphs ... links               what benchmarks/shape.py tells of
    again                              share of pages read by a second HTML parser
    ruined                             share of pages with less than half of their true paragraphs as their own

`--halves` gives the pages of every other host, told by its name, beside those of the rest: rules are tuned on the first half.
`--rules` leaves out one rule after the other (benchmarks/rules.py).
CPU is measured in this process, both readers over all pages, nothing in parallel.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import re
import sys
import tempfile
import time
import unicodedata
import zlib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

import trafilatura

from benchmarks.shape import shape, tokens
from reader.text.encodings import decode_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = dict[str, Any]
Scores = dict[str, float]


def ours(body: bytes, url: str | None) -> Row:
    """The page as `reader.extract.page` reads it."""
    from reader.errors import ExtractError
    from reader.extract.html import swallowed
    from reader.extract.page import extract

    with patch.object(swallowed, "as_html5", wraps=swallowed.as_html5) as again:
        try:
            draft = extract(body, url)
        except ExtractError as error:
            return {"error": str(error)}
    return {
        "title": draft.title, "authors": list(draft.authors), "date": draft.day, "body": draft.text, "markdown": draft.markdown,
        "again": again.called,
    }  # fmt: skip


def ours_metadata(body: bytes, url: str | None) -> Row:
    """The page's metadata alone."""
    from reader.extract.html.tree import parse
    from reader.extract.metadata.evidence import evidence, read_from

    found = read_from(evidence(parse(decode_page(body)), url))
    return {"title": found.title, "authors": list(found.authors), "date": found.day}


def plain(body: bytes, url: str | None) -> Row:
    """The page as trafilatura reads it, left to itself."""
    found = trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "authors": authors, "date": found.date, "body": found.text}


def words(text: str | None) -> str:
    """A text for comparing: case, punctuation and entities folded."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", html.unescape(text or "")).casefold()))


def flat(text: str | None) -> str:
    """A text with its white space folded."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", html.unescape(text or ""))).strip()


def body_scores(got: str | None, wanted: str) -> Scores:
    """Precision, recall and F1 over the bag of words."""
    mine, theirs = Counter(tokens(got)), Counter(tokens(wanted))
    both = sum((mine & theirs).values())
    precision, recall = both / max(sum(mine.values()), 1), both / max(sum(theirs.values()), 1)
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"f1": f1, "precision": precision, "recall": recall, "f1_90": f1 >= 0.9, "empty": not mine}


def scores(truth: Row, got: Row, page: bytes | None = None) -> Scores:
    """The measures of one page, those alone whose answer is known; those of its shape where the page is given."""
    found: Scores = {}
    if "again" in got:
        found["again"] = got["again"]
    if title := truth.get("title"):
        forms = {words(form) for form in (title, *truth.get("title_alt", ()))}
        found["title_exact"] = flat(title) == flat(got.get("title"))
        found["title_norm"] = words(title) == words(got.get("title"))
        found["title_ok"] = words(got.get("title")) in forms
    names = {words(name) for name in got.get("authors") or ()} - {""}
    if authors := {words(name) for name in truth.get("authors") or ()}:
        found["authors_set"], found["authors_any"] = names == authors, bool(names & authors)
    elif truth.get("authors") == []:
        found["authors_none"] = not names
    if day := truth.get("day"):
        off = (
            abs((date.fromisoformat(day) - date.fromisoformat(got["date"])).days) if got.get("date") else None
        )
        found["day"], found["day_1"] = off == 0, off is not None and off <= 1
    if "body" not in got and not got.get("error"):
        return found
    if wanted := truth.get("body"):
        found.update(body_scores(got.get("body"), wanted))
        if page is not None and "markdown" in got:
            found.update(shape(decode_page(page), truth["url"], wanted, got["markdown"]))
            if "paragraphs" in found:
                found["ruined"] = found["paragraphs"] < 0.5
    return found | _snippets(truth, f" {words(got.get('body'))} ")


def _snippets(truth: Row, body: str) -> Scores:
    starts = [" ".join(words(tweet).split()[:6]) for tweet in truth.get("tweets") or ()]
    found = {"tweets": sum(f" {start} " in body for start in starts) / len(starts)} if starts else {}
    for key, wanted in (("must", True), ("must_not", False)):
        if snippets := truth.get(key):
            found[key] = sum((f" {words(text)} " in body) == wanted for text in snippets) / len(snippets)
    return found


def table(columns: dict[str, list[Scores]]) -> Iterable[str]:
    """Lines of measure, pages and one mean for each reader."""
    yield f"{'measure':<14}{'pages':>6}" + "".join(f"{name:>14}" for name in columns)
    first = next(iter(columns.values()))
    for key in dict.fromkeys(key for row in first for key in row):
        means = []
        for rows in columns.values():
            known = [float(row[key]) for row in rows if key in row]
            means.append(f"{sum(known) / len(known):.3f}" if known else "-")
        count = sum(key in row for row in first)
        yield f"{key:<14}{count:>6}" + "".join(f"{mean:>14}" for mean in means)


def run(read: Callable[[bytes, str | None], Row], pages: list[tuple[Row, bytes]]) -> tuple[list[Row], float]:
    """Returns what a reader makes of each page, and its CPU seconds."""
    start = time.process_time()
    found = [{"id": truth["id"], **read(body, truth["url"])} for truth, body in pages]
    return found, time.process_time() - start


def host(truth: Row) -> str:
    """The host of a page; its own name where the address is not known."""
    return urlsplit(truth["url"] or "").hostname or truth["id"]


def half_of(truth: Row) -> int:
    """0 or 1: the half of hosts that a page is in."""
    return zlib.crc32(host(truth).removeprefix("www.").encode()) % 2


def load() -> list[tuple[Row, bytes]]:
    """The truths and the bytes of their pages; ends the program where there are none."""
    if not (place := os.environ.get("BROADSHEET_DATA")):
        sys.exit("set BROADSHEET_DATA to the folder that holds pages/")
    folder = Path(place) / "pages"
    truths = [json.loads(text) for text in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    return [(truth, gzip.decompress((folder / truth["file"]).read_bytes())) for truth in truths]


def main() -> None:
    """Prints the table; writes what was read."""
    parser = argparse.ArgumentParser(description="How well pages are read, beside plain trafilatura.")
    parser.add_argument(
        "--metadata", action="store_true", help="title, authors and day only, without the body"
    )
    parser.add_argument("--by-source", action="store_true", help="a table for each source of pages as well")
    parser.add_argument("--halves", action="store_true", help="a table for each half of the hosts as well")
    parser.add_argument("--rules", action="store_true", help="what each rule does, and no more")
    parser.add_argument(
        "--predictions", type=Path, metavar="FILE", help="where to write what was read, as JSON Lines"
    )
    asked = parser.parse_args()
    pages = load()
    if asked.rules:
        from benchmarks import rules

        rules.report(pages)
        return
    readers = {"broadsheet": ours_metadata if asked.metadata else ours, "trafilatura": plain}
    for read in readers.values():
        read(pages[0][1], None)  # imports and first compilations are not the pages' cost
    found = {name: run(read, pages) for name, read in readers.items()}
    scored = {
        name: [scores(truth, got, page) for (truth, page), got in zip(pages, rows, strict=True)]
        for name, (rows, _) in found.items()
    }
    print(*table(scored), sep="\n")
    if asked.halves:
        for half, told in ((0, "tuned on"), (1, "the other half")):
            numbers = [number for number, (truth, _) in enumerate(pages) if half_of(truth) == half]
            print("", f"{told}: {len(numbers)} pages", sep="\n")
            print(*table({name: [rows[n] for n in numbers] for name, rows in scored.items()}), sep="\n")
    if asked.by_source:
        sources = defaultdict(list)
        for number, (truth, _) in enumerate(pages):
            sources[truth["id"].partition("/")[0]].append(number)
        for source, numbers in sorted(sources.items()):
            print("", f"{source}: {len(numbers)} pages", sep="\n")
            print(
                *table({name: [rows[number] for number in numbers] for name, rows in scored.items()}),
                sep="\n",
            )
    seconds = {name: spent for name, (_, spent) in found.items()}
    print(
        f"\nCPU {seconds['broadsheet']:.1f} s, {seconds['broadsheet'] / seconds['trafilatura']:.2f} × trafilatura"
    )
    path = asked.predictions or Path(tempfile.gettempdir()) / "broadsheet-pages.jsonl"
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found["broadsheet"][0]), "utf-8"
    )
    print(f"predictions: {path}")


if __name__ == "__main__":
    main()
