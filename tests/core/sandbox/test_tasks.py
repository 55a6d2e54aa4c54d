"""The real tasks in real child processes."""

from __future__ import annotations

import gzip

import pytest

from reader.core.sandbox.pool import SandboxPool
from reader.errors import ExtractError, ParseError
from reader.model import Link
from tests.support import cputime

URL = "https://post.example/feed"

FEED = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Post</title><link>https://post.example/</link><language>en</language>
<item><title>Ferry runs again</title><link>/ferry</link><guid>1</guid><description>In short.</description>
<content:encoded><![CDATA[<p>The ferry runs <b>again</b>. See the <a href="plan">plan</a>.</p>]]></content:encoded>
<enclosure url="https://post.example/ferry.mp3" type="audio/mpeg"/></item>
<item><title>Bridge closed</title><link>/bridge</link><guid>2</guid><description>Until Monday...</description></item>
</channel></rss>"""

PAGE = f"""<html lang="en"><head><title>Ferry runs again | The Harbour Post</title>
<meta property="og:type" content="article"><link rel="alternate" type="application/rss+xml" title="All" href="/feed">
</head><body><article><h1>Ferry runs again</h1>{"<p>The ferry to the island runs again since Monday, every hour until late in the evening.</p>" * 12}
</article></body></html>""".encode()


async def test_a_feed_gives_its_entries_as_drafts() -> None:
    async with SandboxPool(1) as children:
        read = await children.feed(gzip.compress(FEED), URL, "application/rss+xml")
    first, second = read.drafts
    assert (read.feed.title, read.feed.site_url) == ("The Harbour Post", "https://post.example/")
    assert [entry.guid for entry in read.feed.entries] == ["1", "2"]
    assert (first.url, first.publication, first.lang) == (
        "https://post.example/ferry",
        "The Harbour Post",
        "en",
    )
    assert first.markdown == (
        "The ferry runs **again**. See the [plan](https://post.example/plan).\n\n"
        "[Audio](https://post.example/ferry.mp3)"
    )
    assert first.links[-1] == Link("https://post.example/ferry.mp3", "Audio", "enclosure")
    assert (first.text_origin, first.text_state, second.text_state) == ("feed", "full", "teaser")


async def test_a_page_gives_its_article_and_its_feeds() -> None:
    async with SandboxPool(1) as children:
        page = await children.page(PAGE, "https://post.example/ferry")
        with pytest.raises(ParseError, match="web page"):
            await children.feed(PAGE, URL)
    assert page.draft.title == "Ferry runs again"
    assert page.draft.text.startswith("The ferry to the island")
    assert page.is_article
    assert [feed.url for feed in page.feeds] == ["https://post.example/feed"]


@pytest.mark.parametrize(
    "trap",
    [
        b'<script type="application/ld+json">{"a": "' + b'a\\"' * 20_000 + b"</script><p>Text.</p>",
        b"<p style='" + b"a:" * 100_000 + b"'>Text.</p>",
        b"<table>" + b"<tr><td colspan=1000000000>x" * 300 + b"</table>",
        b"<div>" * 100_000 + b"Text.",
        b"<p>&#27;[2J" + b"&#x110000;" * 1_000 + b"Text.</p>",
    ],
    ids=["json", "style", "colspan", "deep", "references"],
)
async def test_a_page_with_a_trap_is_read_within_its_time(trap: bytes) -> None:
    with cputime.of_children_within(5):
        async with SandboxPool(1) as children:
            draft = (await children.page(b"<html><body>" + trap, "https://post.example/")).draft
    assert "\x1b" not in draft.text + draft.markdown + draft.title


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("ferry.html", PAGE),
        (
            "ferry.md",
            b"---\ntitle: Ferry runs again\n---\n\nThe ferry to the island runs again since Monday.\n",
        ),
        (
            "ferry.txt",
            b"Ferry runs again\n\nBy Ida Holm\n\nThe ferry to the island runs again since Monday.\n",
        ),
    ],
)
async def test_a_file_gives_its_article(name: str, body: bytes) -> None:
    async with SandboxPool(1) as children:
        draft = (await children.file(body, name)).draft
    assert (draft.title, draft.text_origin) == ("Ferry runs again", "file")
    assert draft.text.startswith("The ferry to the island runs again since Monday")


@pytest.mark.parametrize(
    ("name", "body", "what"),
    [("a.txt", b"", "empty"), ("a.md", FEED, "a feed"), ("a.png", b"\x89PNG\r\n", "neither")],
)
async def test_a_file_without_an_article_is_said_so(name: str, body: bytes, what: str) -> None:
    async with SandboxPool(1) as children:
        with pytest.raises(ExtractError, match=f"it is {what}") as caught:
            await children.file(body, name)
    assert caught.value.subject == name
