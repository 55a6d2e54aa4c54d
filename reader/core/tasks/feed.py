"""A feed's bytes → the feed, and each entry as a draft."""

from __future__ import annotations

from dataclasses import replace

from reader.core.drafts import from_entry
from reader.core.results import FeedRead
from reader.extract.fragment import fragment
from reader.parse.feed import parse


def run(body: bytes, *, url: str | None, content_type: str | None) -> FeedRead:
    """Raises ParseError for what is no feed."""
    feed = parse(body, url, content_type=content_type)
    base = url or feed.url or feed.site_url
    drafts = tuple(from_entry(entry, feed, fragment(entry.html, entry.url or base)) for entry in feed.entries)
    entries = tuple(replace(entry, html="") for entry in feed.entries)
    return FeedRead(feed=replace(feed, entries=entries), drafts=drafts)
