"""A page's bytes → its article, the feeds that it announces, and whether it calls itself an article."""

from __future__ import annotations

from reader.core.results import Page
from reader.extract import article


def run(body: bytes, *, url: str | None, charset: str | None) -> Page:
    """Raises ExtractError for what is no page."""
    read = article.page(body, url, charset=charset)
    return Page(draft=read.draft, feeds=read.metadata.feeds, is_article=read.metadata.is_article)
