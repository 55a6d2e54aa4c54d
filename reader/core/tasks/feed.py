"""A feed's bytes → the feed, each entry with a digest by which it is known again."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from reader.parse.feed import parse

if TYPE_CHECKING:
    from reader.model import Entry, ParsedFeed


def run(body: bytes, *, url: str | None, content_type: str | None) -> ParsedFeed:
    """Raises ParseError for what is no feed."""
    feed = parse(body, url, content_type=content_type)
    return replace(feed, entries=tuple(replace(entry, digest=_digest(entry)) for entry in feed.entries))


def _digest(entry: Entry) -> str:
    return blake2b(repr(entry).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
