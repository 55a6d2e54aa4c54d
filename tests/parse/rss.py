"""Feeds written for the tests: short ways to make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.parse.feed import parse

if TYPE_CHECKING:
    from reader.model import Entry, ParsedFeed

URL = "https://harbour.example/feed.xml"


def rss(
    items: str = "",
    head: str = "<title>Harbour Post</title><link>https://harbour.example/</link>",
    **root: str,
) -> bytes:
    attributes = "".join(f' {key.replace("_", ":")}="{value}"' for key, value in root.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
        f"{attributes}><channel>{head}{items}</channel></rss>"
    ).encode()


def item(inner: str) -> Entry:
    return only(parse(rss(f"<item>{inner}</item>"), URL))


def atom(inner: str, **root: str) -> bytes:
    attributes = "".join(f' {key.replace("_", ":")}="{value}"' for key, value in root.items())
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"{attributes}>'
        f"<title>Harbour Post</title><id>tag:harbour.example,2026:feed</id>{inner}</feed>"
    ).encode()


def entry(inner: str, **root: str) -> Entry:
    return only(parse(atom(f"<entry><id>tag:harbour.example,2026:1</id>{inner}</entry>", **root), URL))


def only(feed: ParsedFeed) -> Entry:
    assert len(feed.entries) == 1
    return feed.entries[0]
