"""Parses a feed's bytes; each entry gets a digest by which it is known again."""

from __future__ import annotations

from dataclasses import fields
from hashlib import blake2b
from typing import TYPE_CHECKING

from reader.model import Entry
from reader.parse.feed import parse

if TYPE_CHECKING:
    from reader.model import ParsedFeed


_FIELDS = [field.name for field in fields(Entry) if field.name != "html"]


def run(body: bytes, *, url: str | None, content_type: str | None) -> ParsedFeed:
    """Parses a feed. Raises ParseError for what is no feed."""
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
