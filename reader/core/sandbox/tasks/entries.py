"""Some entries of a feed → their articles, as far as the feed gives them."""

from __future__ import annotations

import json

from reader.core.sandbox.entry_draft import from_entry
from reader.core.sandbox.results import Drafts
from reader.core.sandbox.wire import from_plain
from reader.extract.fragment import fragment
from reader.model import ParsedFeed


def run(body: bytes, *, url: str | None) -> Drafts:
    """`body` is a ParsedFeed on the wire, `url` where the feed was got."""
    feed = from_plain(ParsedFeed, json.loads(body))
    base = url or feed.url or feed.site_url
    return Drafts(
        drafts=tuple(
            from_entry(entry, feed, fragment(entry.html, entry.url or base)) for entry in feed.entries
        )
    )
