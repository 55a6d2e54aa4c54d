"""A feed's bytes → the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.parse.feed import parse

if TYPE_CHECKING:
    from reader.model import ParsedFeed


def run(body: bytes, *, url: str | None, content_type: str | None) -> ParsedFeed:
    """Raises ParseError for what is no feed."""
    return parse(body, url, content_type=content_type)
