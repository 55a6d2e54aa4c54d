"""Parses a feed's bytes; each entry gets a digest by which it is known again."""

from __future__ import annotations

from dataclasses import fields
from hashlib import blake2b
from typing import TYPE_CHECKING

from reader.core.sandbox.framing import decode
from reader.model import Entry, SiteRules
from reader.parse.feed import looks_like_feed, parse

if TYPE_CHECKING:
    from reader.model import ParsedFeed


_FIELDS = [field.name for field in fields(Entry) if field.name != "html"]


def run(body: bytes, *, url: str | None, content_type: str | None, rules: str | None = None) -> ParsedFeed:
    """Parses a feed; a page is one by `rules`, which are `SiteRules` as JSON. Raises ParseError for what is no feed."""
    if rules and not looks_like_feed(body):
        # Imported late: most feeds are no pages, and need no extractor.
        from reader.extract import page_list

        feed = page_list.read(body, url, decode(SiteRules, rules.encode()), content_type)
    else:
        feed = parse(body, url, content_type=content_type)
    for entry in feed.entries:
        object.__setattr__(
            entry, "digest", _digest(entry)
        )  # nobody else has them yet; copies would cost as much again
    return feed


def _digest(entry: Entry) -> str:
    # The body by itself, not within a repr, which would look at each of its characters.
    rest = repr([getattr(entry, name) for name in _FIELDS])
    proof = blake2b(rest.encode("utf-8", "surrogatepass"), digest_size=16)
    proof.update(entry.html.encode("utf-8", "surrogatepass"))
    return proof.hexdigest()
