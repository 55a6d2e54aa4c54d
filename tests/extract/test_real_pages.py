"""The real pages of the folder that BROADSHEET_DATA names; they are read in place."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.extract.files.text_file import text_file
from reader.extract.page import extract

if TYPE_CHECKING:
    from reader.model import Draft

pytestmark = pytest.mark.data

PAGE = "seed/moscow-times-xi-putin"


@pytest.fixture
def folder() -> Path:
    name = os.environ.get("BROADSHEET_DATA")
    if name is None:
        pytest.skip("BROADSHEET_DATA is not set")
    return Path(name) / "pages"


def truth(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


def read(folder: Path, row: dict[str, Any]) -> Draft:
    return extract(gzip.decompress((folder / row["file"]).read_bytes()), row["url"])


def test_the_yardstick_page_and_its_print_view_tell_the_same(folder: Path) -> None:
    row = next(row for row in truth(folder) if row["id"] == PAGE)
    page = read(folder, row)
    text = text_file((folder / "seed" / "moscow-times-print-view.txt").read_text("utf-8"), "x.txt")
    for found in (page, text):
        assert (found.title, list(found.authors), found.agency, found.day) == (
            row["title"],
            row["authors"],
            "AFP",
            row["day"],
        )
        assert [picture.credit for picture in found.pictures] == ["Alexei Druzhinin / TASS"]
        assert [(e.kind, e.author, e.handle, e.date) for e in found.embeds] == [
            ("tweet", "НТВ", "@ntvru", "2022-02-04")
        ]
        assert [link.title for link in found.related] == ["Putin Slams Doping Sanctions Ahead of Olympics"]
        assert re.search(r"^#{2,} Olympic host$", found.markdown, re.MULTILINE)
        assert not [unwanted for unwanted in row["must_not"] if unwanted in found.text]
        assert found.url == row["url"]
    assert page.text == text.text
    assert (page.publication, text.publication) == ("The Moscow Times", None)
