from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from reader.discovery import by_rule, feeds
from reader.model import Link

URL = "https://harbour.example/news/"
RSS = 'rel="alternate" type="application/rss+xml"'


def found(html: str, url: str = URL) -> list[str]:
    return [link.url for link in feeds(html, url)]


def test_announced_feeds_come_with_their_titles() -> None:
    html = f'<html><head><link {RSS} href="/feed" title="Harbour &amp; Post"></head>'

    assert feeds(html.encode(), URL) == (Link("https://harbour.example/feed", "Harbour & Post"),)


def test_the_main_feed_comes_first_and_comments_last() -> None:
    html = (
        f'<link {RSS} href="/comments/feed"><link {RSS} href="/category/sea/feed">'
        f'<link {RSS} href="https://feeds.example/harbour"><link {RSS} href="/feed">'
    )

    assert found(html) == [
        "https://harbour.example/feed",
        "https://feeds.example/harbour",
        "https://harbour.example/category/sea/feed",
        "https://harbour.example/comments/feed",
    ]


@pytest.mark.parametrize(
    "kind",
    ["application/atom+xml", "application/feed+json", "text/xml", "application/rdf+xml; charset=utf-8"],
)
def test_feeds_of_every_kind_are_found(kind: str) -> None:
    assert found(f"<LINK REL='Alternate' TYPE='{kind}' HREF='a'>") == ["https://harbour.example/news/a"]


@pytest.mark.parametrize(
    "link",
    [
        'rel="stylesheet" type="text/css" href="/a.css"',
        'rel="alternate" hreflang="de" href="/de/"',
        'rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"',
        'rel="alternate" type="application/json+oembed" href="/oembed?feed"',
        'rel="alternate" type="text/xml+oembed" href="/oembed"',
        'rel="alternate" type="application/rss+xml" href="javascript:alert(1)"',
        'rel="alternate" type="application/rss+xml"',
    ],
)
def test_other_links_are_no_feeds(link: str) -> None:
    assert found(f"<link {link}>") == []


def test_addresses_start_at_the_base_of_the_page() -> None:
    assert found(f'<base href="https://press.example/x/"><link {RSS} href="feed">') == [
        "https://press.example/x/feed"
    ]


def test_a_feed_is_named_once() -> None:
    assert found(f'<link {RSS} href="/feed"><link {RSS} href="feed:https://harbour.example/feed#x">') == [
        "https://harbour.example/feed"
    ]


@pytest.mark.parametrize(
    "html", ["", "<" * 9_000, "<link " * 9_000, f"<link {RSS} href='", "<!--" + f"<link {RSS} href=/a>"]
)
def test_odd_pages_announce_nothing(html: str) -> None:
    assert found(html) == []


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (
            "https://www.youtube.com/channel/UC1234567890abcdef/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1234567890abcdef",
        ),
        (
            "https://m.youtube.com/playlist?list=PL1234567890abc&x=1",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1234567890abc",
        ),
        ("http://youtube.com/user/harbour", "https://www.youtube.com/feeds/videos.xml?user=harbour"),
        ("https://old.reddit.com/r/ferries/top/", "https://www.reddit.com/r/ferries/.rss"),
        ("https://www.reddit.com/u/ann_lee", "https://www.reddit.com/user/ann_lee/.rss"),
        ("https://github.com/ann/ferry/releases/tag/v1", "https://github.com/ann/ferry/releases.atom"),
        ("https://github.com/ann/ferry/tags", "https://github.com/ann/ferry/tags.atom"),
        ("https://social.example/@ann", "https://social.example/@ann.rss"),
        ("https://medium.com/@ann.lee", "https://medium.com/feed/@ann.lee"),
        ("https://harbour.substack.com/archive", "https://harbour.substack.com/feed"),
        ("https://harbour.wordpress.com", "https://harbour.wordpress.com/feed/"),
        ("https://harbour.wordpress.com/category/sea/", "https://harbour.wordpress.com/category/sea/feed/"),
    ],
)
def test_pages_of_known_sites_have_feeds_by_rule(page: str, feed: str) -> None:
    assert by_rule(page) == feed


@pytest.mark.parametrize(
    "page",
    [
        "https://harbour.example/",
        "https://www.youtube.com/watch?v=1&list=PL1234567890abc",
        "https://www.youtube.com/@harbour",
        "https://www.reddit.com/r/ferries/comments/1/ferry_sails/",
        "https://github.com/ann/ferry",
        "https://social.example/@ann/1234",
        "https://harbour.substack.com/p/ferry-sails",
        "https://harbour.wordpress.com/2026/01/02/ferry-sails/",
        "https://notyoutube.com/channel/UC1234567890abcdef",
        "https://github.com.evil.example/a/b/releases",
        "ftp://github.com/a/b/releases",
        "nonsense",
    ],
)
def test_articles_and_other_sites_have_none(page: str) -> None:
    assert by_rule(page) is None


@pytest.mark.data
def test_sample_pages_announce_what_the_answers_say() -> None:
    data = os.environ.get("BROADSHEET_DATA")
    if not data:
        pytest.skip("BROADSHEET_DATA is not set")
    folder = Path(data) / "discovery"
    for truth in map(json.loads, (folder / "index.jsonl").read_text("utf-8").splitlines()):
        links = feeds(gzip.decompress((folder / truth["file"]).read_bytes()), "https://site.example/")
        wanted = [
            row["href"].replace("/feed", "https://site.example/feed", 1)
            if row["href"][0] == "/"
            else row["href"]
            for row in truth["feeds"]
        ]
        assert [link.url for link in links] == wanted
        assert [link.title for link in links] == [row["title"] for row in truth["feeds"]]


def test_so_many_feeds_are_named_and_no_more() -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(80))
    assert len(feeds(links, "https://pier.example/")) == 50
