"""Reads a page's bytes: its article, the feeds that it announces, and whether it calls itself an article."""

from __future__ import annotations

import re

from reader.core.sandbox.framing import decode
from reader.core.sandbox.results import PageResult
from reader.errors import ExtractError
from reader.extract import page
from reader.importers.file_kind import kind
from reader.model import SiteRules
from reader.text import urls

_HEAD = 20_000
_MARKUP = re.compile(rb"<(!doctype html|html|head|body|title|meta|p|div)\b", re.IGNORECASE)


def run(
    body: bytes,
    *,
    url: str | None,
    charset: str | None,
    rules: str | None = None,
    loosely: str | None = None,
    explain: str | None = None,
) -> PageResult:
    """Extracts the article.

    `rules` are `SiteRules` as JSON; any `loosely` has it read loosely first, any `explain` asks for an explanation.
    Raises ExtractError for what is no page.
    """
    # Stray zero bytes do not make a page binary data; a picture or a PDF has no markup.
    if kind(body, "") == "binary" and not _MARKUP.search(body[:_HEAD]):
        raise ExtractError(
            "not a page: it is a picture, a PDF or other binary data",
            subject=urls.masked(url or ""),
            hint="enter the address of a page with text",
        )
    read = page.page(
        body,
        url,
        charset=charset,
        rules=decode(SiteRules, rules.encode()) if rules else None,
        loosely_first=bool(loosely),
        explain=bool(explain),
    )
    return PageResult(
        draft=read.draft,
        feeds=read.metadata.feeds,
        is_article=read.metadata.is_article,
        following=read.following,
        explanation=read.explanation,
        was_loose=read.was_loose,
    )
