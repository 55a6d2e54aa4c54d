"""Turns some entries of a feed into their articles, as far as the feed gives them."""

from __future__ import annotations

from reader.core.sandbox.entry_draft import from_entry
from reader.core.sandbox.framing import decode
from reader.extract.fragment import fragment
from reader.model import Draft, ParsedFeed


def run(body: bytes, *, url: str | None) -> tuple[Draft, ...]:
    """Reads the entries in `body`, a ParsedFeed as JSON that was got from `url`: one draft each, in order."""
    feed = decode(ParsedFeed, body)
    base = url or feed.url or feed.site_url
    return tuple(from_entry(entry, feed, fragment(entry.html, entry.url or base)) for entry in feed.entries)
