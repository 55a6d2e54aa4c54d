"""Real feeds: what comes out is what the answers say, and both readers agree on it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ParseError
from reader.parse import with_fastfeedparser, with_feedparser
from reader.parse.entries import entry
from reader.parse.feed import looks_like_feed, parse
from reader.parse.repair_xml import mended_xml
from reader.parse.tag_walk import outline
from reader.text.encodings import decode, unpack
from tests.parse.rss import URL

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def samples() -> list[tuple[dict[str, Any], bytes]]:
    data = os.environ.get("BROADSHEET_DATA")
    if not data:
        pytest.skip("BROADSHEET_DATA is not set")
    folder = Path(data) / "feeds"
    index = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    return [(truth, (folder / truth["file"]).read_bytes()) for truth in index]


def test_every_sample_gives_its_title_and_all_its_entries(
    samples: list[tuple[dict[str, Any], bytes]],
) -> None:
    wrong = []
    for truth, body in samples:
        try:
            feed = parse(body, URL)
        except ParseError:
            wrong += [truth["file"]] if truth["entries"] is not None else []
            continue
        if len(feed.entries) != truth["entries"] or _words(feed.title) != _words(truth["title"] or ""):
            wrong.append(truth["file"])
    assert wrong == []


def test_every_sample_looks_like_a_feed(samples: list[tuple[dict[str, Any], bytes]]) -> None:
    assert [
        truth["file"] for truth, body in samples if truth["entries"] is not None and not looks_like_feed(body)
    ] == []


SAME = ("title", "guid", "url", "authors", "published", "day", "updated", "lang", "enclosures", "picture")
"""Fields of an entry that must be equal. Not among them: categories, of which fastfeedparser loses some and which are
not shown, and summaries, which feedparser cuts and straightens. Bodies must have the same words."""

FASTFEEDPARSER_IS_RIGHT = {
    # A link of the relation enclosure whose address is its text: feedparser takes it for the page.
    ("prof18-atom-link-alternate-href.xml", "url"),
}


def test_the_two_readers_agree_field_by_field(samples: list[tuple[dict[str, Any], bytes]]) -> None:
    differing: set[tuple[str, str]] = set()
    compared = 0
    for truth, body in samples:
        if truth["format"].startswith("json"):
            continue
        text = mended_xml(decode(unpack(body, []), None, []), [])
        tags = outline(text)
        if (
            with_fastfeedparser.is_for_patient(text, tags)
            or (fast := with_fastfeedparser.read(text, tags)) is None
        ):
            continue
        slow = with_feedparser.read(text, tags, URL)
        # feedparser finds nothing behind a prefix that nobody bound
        if len(fast.entries) != len(slow.entries):
            continue
        if fast.title != slow.title:
            differing.add((truth["file"], "feed's title"))
        for one, other in zip(fast.entries, slow.entries, strict=True):
            first, second = entry(one, URL), entry(other, URL)
            compared += 1
            differing |= {(truth["file"], n) for n in SAME if getattr(first, n) != getattr(second, n)}
            if _bare(first.html) != _bare(second.html):
                differing.add((truth["file"], "body"))
    assert compared > 1_000
    assert differing == FASTFEEDPARSER_IS_RIGHT


def _bare(html: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html))


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<[^>]+>|&amp;", "", title).casefold())
