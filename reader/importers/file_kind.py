"""Tells what kind of file some bytes are: by what they hold first, by the file's name second."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import PurePath
from typing import Literal

from reader.errors import ParseError
from reader.importers.json_objects import ITEMS
from reader.text.encodings import decode, unpack

Kind = Literal["feed", "opml", "jsonlines", "html", "markdown", "text", "binary", "empty"]

SNIFFED = 64 * 1024
"""Bytes that tell what a file is."""

_HEAD = 20_000
_LINE_LIMIT = 4_000_000
_LINES = 20
_CONTROL_SHARE = 0.02
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"SQLite format 3\0",
    b"\x7fELF",
    b"RIFF",
    b"OggS",
    b"ID3",
)
_PROLOGUE = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:>|\Z)|<!DOCTYPE(?!\s+html\b)[^>]*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?(!?[A-Za-z][\w.-]{0,40})")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')
_FEED_TAGS = frozenset(("rss", "feed", "rdf"))
_HTML_TAG = re.compile(
    "!doctype|html|head|body|title|meta|div|p|article|main|section|h1|h2|span|table|ul|ol|a|img"
)
_KEYS = re.compile(r'"(\w{1,40})"\s*:')
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[\w-]+:.*\n|[ \t#-].*\n|\n){1,200}?---[ \t]*(?:\n|\Z)")
_NAMES: dict[str, Kind] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".opml": "opml",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
}


def kind(body: bytes, name: str) -> Kind:
    """The kind of a file with these bytes (packed by gzip or not) and this name; "text" where nothing else fits."""
    try:
        body = unpack(body, [])
    except ParseError:
        return "binary"
    if not body.strip(b"\xef\xbb\xbf\0 \t\r\n"):
        return "empty"
    if body.startswith(_MAGIC):
        return "binary"
    head = decode(body[:_HEAD], None, []).lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    if _is_binary(body, head):
        return "binary"
    suffix = _NAMES.get(PurePath(name.lower()).suffix)
    if head.startswith("<"):
        return _markup(head) or suffix or "text"
    if head.startswith("{"):
        return _json(body, head) or suffix or "text"
    if _FRONT_MATTER.match(head):
        return "markdown"
    # Junk may stand before a feed or a list, and a page may begin with words; the rest is what its name says.
    return suffix if suffix and (suffix not in ("feed", "opml") or "<" in head) else "text"


class FileHead:
    """A file, unpacked, or its beginning, as the importers look at it; each view of it is made once, when asked for."""

    def __init__(self, body: bytes, name: str) -> None:
        self.body = body
        self.name = name

    @cached_property
    def kind(self) -> Kind:
        """The kind of the file, whichever program wrote it."""
        return kind(self.body, self.name)

    @cached_property
    def text(self) -> str:
        """The text, in whatever encoding it is."""
        return decode(self.body[:SNIFFED], None, []).lstrip("\ufeff \t\r\n")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the objects in a JSON array; none for anything else."""
        return frozenset(_KEYS.findall(self.text) if self.text.startswith("[") else ())

    @cached_property
    def holds_items(self) -> bool:
        """True for a JSON object that begins, in the head, an array called `items`."""
        return self.text.startswith("{") and ITEMS.search(self.text) is not None

    @cached_property
    def columns(self) -> frozenset[str]:
        """The cells of the first line in lower case; none for a JSON array."""
        first = "" if self.text.startswith("[") else self.text.partition("\n")[0]
        return frozenset(cell.strip(' "\r').lower() for cell in first[:1_000].split(","))


def _is_binary(body: bytes, head: str) -> bool:
    if b"\0" in body[:_HEAD] and "\0" in head and not body.startswith(_WIDE_MARKS):
        return True
    controls = sum(1 for char in head if char < " " and char not in "\t\n\r\f\x1b")
    return controls > _CONTROL_SHARE * len(head)


def _markup(head: str) -> Kind | None:
    tag = _TAG.search(_PROLOGUE.sub("", head))
    name = tag[1].lower() if tag else ""
    if name in _FEED_TAGS:
        return "feed"
    if name == "opml" or re.search(r"<outline\s[^<]*xmlurl", head, re.IGNORECASE):
        return "opml"
    return "html" if _HTML_TAG.fullmatch(name) else None


def _json(body: bytes, head: str) -> Kind | None:
    if _JSON_FEED.search(body) or _JSON_FEED.search(head.encode()):  # the version may stand behind all items
        return "feed"
    lines = body[:_LINE_LIMIT].split(b"\n", _LINES)
    # One long line, of which only the beginning may be here.
    if len(lines) == 1 and re.match(r'\{\s*"\w+"\s*:', head):
        return "jsonlines"
    return "jsonlines" if any(_is_object(line) for line in lines[:_LINES]) else None


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
