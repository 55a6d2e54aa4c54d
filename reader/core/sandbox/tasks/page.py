"""Reads the article in some bytes, wherever they came from: a page, Markdown, plain text, or a print view."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from reader.core.sandbox.framing import decode
from reader.core.sandbox.results import PageResult
from reader.errors import ExtractError, ParseError
from reader.extract import page
from reader.extract.files.text_file import markdown_file, text_file
from reader.importers.file_kind import kind
from reader.model import UNTITLED, Draft, SiteRules
from reader.text import urls
from reader.text.encodings import decode_page, unpack

if TYPE_CHECKING:
    from reader.importers.file_kind import Kind
    from reader.model import TextOrigin

_HEAD = 20_000
_MARKUP = re.compile(rb"<(!doctype html|html|head|body|title|meta|p|div)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\]\((?![a-zA-Z][a-zA-Z0-9+.-]*:|#)([^()\s<>]{1,2000})")
_ENDINGS = {"text/plain": ".txt", "text/markdown": ".md", "text/x-markdown": ".md"}
_TEXTS = (".txt", ".text", ".md", ".markdown")
_WHAT: dict[Kind | Literal["json", "xml"], str] = {
    "feed": "a feed",
    "opml": "a list of feeds",
    "jsonlines": "a list of articles",
    "binary": "neither text nor a page",
    "empty": "empty",
    "json": "JSON data",
    "xml": "XML data",
}


def run(
    body: bytes,
    *,
    url: str | None = None,
    charset: str | None = None,
    media_type: str | None = None,
    name: str = "",
    names: str = "",
    rules: str | None = None,
    loosely: str | None = None,
    explain: str | None = None,
) -> PageResult:
    """Reads the article in bytes from the net, which have a `url` and the `charset` and `media_type` that the server
    named, or in those of a file, which have a `name`.

    `names` are those that the reader chose for properties of exported files: `date=published headline=title`. `rules` are
    `SiteRules` as JSON; any `loosely` has a page read loosely first, any `explain` asks for an explanation. Data from
    the net come back as a draft without text that says what they are. Raises ExtractError for a file without an article,
    and for pictures and the like.
    """
    called = name or _called(url, media_type)
    body = _unpacked(body, name or urls.masked(url or ""))
    what = kind(body, called)
    if what == "markdown":
        chosen = dict(pair.split("=") for pair in names.split())
        written = _linked(decode_page(body, charset), url)
        return _text(markdown_file(written, called, chosen), url, is_file=bool(name))
    if what == "text" and (name or called.endswith(_TEXTS)) and not _is_data(body, media_type):
        return _text(text_file(decode_page(body, charset), called), url, is_file=bool(name))
    if what not in ("html", "text") and name:
        raise ExtractError(f"no article: it is {_WHAT[what]}", subject=name)
    # Stray zero bytes do not make a page binary data; a picture or a PDF has no markup.
    if what == "binary" and not _MARKUP.search(body[:_HEAD]):
        raise ExtractError(
            "not a page: it is a picture, a PDF or other binary data",
            subject=urls.masked(url or ""),
            hint="enter the address of a page with text",
        )
    if data := _WHAT[what] if what in ("feed", "opml") else _is_data(body, media_type):
        return PageResult(draft=_data(url, data))
    return _page(body, url, charset, name, rules, is_loose=bool(loosely), is_explained=bool(explain))


def _unpacked(body: bytes, subject: str) -> bytes:
    """The bytes of a file that is packed by gzip, as pages are kept in archives. Raises ExtractError."""
    try:
        return unpack(body, [])
    except ParseError as error:
        raise ExtractError(f"no article: {error}", subject=subject) from error


def _page(
    body: bytes,
    url: str | None,
    charset: str | None,
    name: str,
    rules: str | None,
    *,
    is_loose: bool,
    is_explained: bool,
) -> PageResult:
    read = page.page(
        body,
        url,
        charset=charset,
        rules=decode(SiteRules, rules.encode()) if rules else None,
        loosely_first=is_loose,
        explain=is_explained,
    )
    draft = read.draft
    if name and not url:
        draft = replace(draft, url=draft.canonical, text_origin="file")
    return PageResult(
        draft=draft,
        feeds=read.metadata.feeds,
        is_article=read.metadata.is_article,
        following=read.following,
        explanation=read.explanation,
        was_loose=read.was_loose,
        has_items=read.has_items,
    )


def _text(draft: Draft, url: str | None, *, is_file: bool) -> PageResult:
    """The article of a text, under the address that it came from, where that is known."""
    origin: TextOrigin = "file" if is_file else "page"
    return PageResult(draft=replace(draft, url=url or draft.url, text_origin=origin), is_article=True)


def _linked(markdown: str, url: str | None) -> str:
    """Markdown whose relative links lead to where they led on its site."""
    if url is None:
        return markdown
    return _RELATIVE.sub(lambda link: f"]({urls.absolute(link[1], url) or link[1]}", markdown)


def _called(url: str | None, media_type: str | None) -> str:
    """The name of a file that the bytes under an address would be: by what the server says they are, else by the address."""
    path = unquote(urlsplit(url).path) if url else ""
    name = PurePosixPath(path).name
    if ending := _ENDINGS.get(media_type or ""):
        is_so = PurePosixPath(name).suffix.lower() in _TEXTS
        return name if is_so else f"{name}{ending}"
    return name if name.lower().endswith(_TEXTS) else ""


def _is_data(body: bytes, media_type: str | None) -> str:
    """Names what data bytes are that are no page and no text: JSON, or XML of no kind that is read; "" for others."""
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")):
        if (media_type or "").endswith("json"):
            return _WHAT["json"]
        try:
            json.loads(body)
        except (ValueError, RecursionError):
            return ""
        return _WHAT["json"]
    return _WHAT["xml"] if head.startswith(b"<?xml") and not _MARKUP.search(head) else ""


def _data(url: str | None, what: str) -> Draft:
    return Draft(
        title=UNTITLED,
        url=url,
        text_state="none",
        reason=f"This is {what}, no article",
        page_kind="data",
    )
