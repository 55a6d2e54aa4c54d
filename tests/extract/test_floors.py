"""The figures of the extractor are held: on pages of our own always, on real ones where BROADSHEET_DATA names them."""

from __future__ import annotations

import gzip
import json
import os
import tomllib
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.request import urlopen

import pytest

from benchmarks.text import scores
from reader.demo.press import PUBLICATIONS, stories
from reader.extract import render
from reader.extract.html.inline import DROPPED, is_tip
from reader.extract.page import extract
from reader.markdown import dialect
from tests.support.soundness import faults

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lxml.html import HtmlElement

    from reader.demo.newsstand import Newsstand
    from reader.extract.html.inline import Inline
    from reader.extract.pieces import Piece
    from reader.model import Draft

    Row = dict[str, Any]

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
PAGES = Path(__file__).parent.parent / "data" / "pages"
URL = "https://quay.example/2024/bridge"


def test_our_own_pages_reach_their_floors(newsstand: Newsstand) -> None:
    rows = [measured(truth, page, truth["url"]) for truth, page in own(newsstand)]
    assert_reached(rows, FLOORS["own"])


@pytest.mark.data
def test_real_pages_reach_their_floors() -> None:
    name = os.environ.get("BROADSHEET_DATA")
    if name is None:
        pytest.skip("BROADSHEET_DATA is not set")
    folder = Path(name) / "pages"
    truths = [json.loads(row) for row in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as processes:
        rows = list(processes.map(real, truths, [folder] * len(truths), chunksize=8))
    assert_reached(rows, FLOORS["data"])


def own(newsstand: Newsstand) -> Iterable[tuple[Row, bytes]]:
    """Our pages, each with what is true of it."""
    for paper in PUBLICATIONS:
        for story in stories(paper):
            url = newsstand.page_url(paper.key, story.slug)
            truth = {
                "id": f"{paper.key}/{story.slug}",
                "url": url,
                "title": story.title,
                "authors": list(story.authors),
                "day": story.published.date().isoformat(),
                "body": dialect.plain(story.body),
            }
            with urlopen(url) as answer:
                yield truth, answer.read()
    for file in sorted(PAGES.glob("*.html")):
        golden = file.with_suffix(".md")
        if golden.exists():
            body = dialect.plain(golden.read_text("utf-8"))
            yield {"id": file.stem, "url": URL, "body": body}, file.read_bytes()


def real(truth: Row, folder: Path) -> Row:
    """A real page measured, in a process of its own."""
    return measured(truth, gzip.decompress((folder / truth["file"]).read_bytes()), truth["url"])


def measured(truth: Row, page: bytes, url: str | None) -> Row:
    """The figures of a page, with its faults under `faults`."""
    draft, passages = read(page, url)
    got = {
        "title": draft.title, "authors": list(draft.authors), "date": draft.day, "body": draft.text, "markdown": draft.markdown,
    }  # fmt: skip
    wrong = faults(draft.markdown, [*draft.text.split("\n"), *passages])
    return {**scores(truth, got, page), "id": truth["id"], "faults": wrong, "is_empty": not draft.text}


def read(page: bytes, url: str | None) -> tuple[Draft, list[str]]:
    """A page's article, and the texts of the pieces that it was written from, as the page has them."""
    tries: list[tuple[str, list[str]]] = []

    def write(pieces: Sequence[Piece], inline: Inline) -> str:
        marks = frozenset(inline._notes)
        passages = [text for piece in pieces if piece.value is None for text in passages_of(piece, marks)]
        tries.append((render.write(pieces, inline), passages))
        return tries[-1][0]

    with patch("reader.extract.body.assemble.write", write):
        draft = extract(page, url)
    # A thin page is read twice: of the two it is the one whose Markdown was taken.
    return draft, next((passages for text, passages in tries if draft.markdown.startswith(text)), [])


def passages_of(piece: Piece, marks: Collection[HtmlElement]) -> Iterable[str]:
    """The text of a piece, of code or of a table's cells, before any Markdown is made of it; `marks` are those of
    footnotes, which it does not show."""
    if piece.kind == "code":
        return [render.code_text(piece.holder)]
    if piece.kind == "table":
        return [shown(cell, marks) for cell in piece.holder.iter("td", "th")]
    return ["".join(part if isinstance(part, str) else shown(part, marks) for part in piece.parts)]


def shown(element: HtmlElement, marks: Collection[HtmlElement]) -> str:
    """The text of an element, less what no reader sees."""
    if (
        not isinstance(element.tag, str)
        or element.tag in DROPPED
        or "hidden" in element.attrib
        or element in marks
        or is_tip(element)
    ):
        return ""
    inner = "".join(shown(child, marks) + (child.tail or "") for child in element)
    return f"{element.text or ''}{inner}"


def assert_reached(rows: Sequence[Row], floors: dict[str, float]) -> None:
    """Fails with all that lies below its floor, and all pages that are not sound."""
    figures: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for key, value in row.items():
            if key in floors:
                figures[key].append(float(value))
    means = {key: fmean(values) for key, values in figures.items()} | {"pages": len(rows)}
    low = {
        key: (round(means.get(key, 0), 4), floor)
        for key, floor in floors.items()
        if means.get(key, 0) < floor
    }
    assert not low, f"below the floor: {low}"
    assert not [row["id"] for row in rows if row["is_empty"]]
    assert not {row["id"]: row["faults"][:5] for row in rows if row["faults"]}
