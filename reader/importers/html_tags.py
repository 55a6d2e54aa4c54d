"""Walks over lists of addresses in HTML that programs write line by line: bookmarks of browsers, Pocket's old export.

The scanner is our own, as that of OPML is: such files hold unclosed elements by design and icons of megabytes, and are
read piece by piece, whatever their size. Its time is linear in the text.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PIECE_LIMIT = 1_000_000
"""Characters of one item; a longer one comes in pieces."""

# Possessive, so that no run of spaces is walked over twice.
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:([A-Za-z_:][\w:.-]{0,99})(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]++))?|[^\s/>])"""
)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z!][^<>]{0,2000}(?:>|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def pieces(lines: Iterable[str], start: re.Pattern[str]) -> Iterator[str]:
    """The text from each place that `start` finds to the next; what stands before the first comes first. No place
    reaches over the end of a line."""
    parts: list[str] = []
    size = 0
    for line in lines:
        at = 0
        for found in start.finditer(line):
            parts.append(line[at : found.start()])
            yield "".join(parts)
            parts, size, at = [], 0, found.start()
        parts.append(line[at:])
        size += len(parts[-1])
        if size > PIECE_LIMIT:
            yield "".join(parts)
            parts, size = [], 0
    yield "".join(parts)


def attributes(text: str, at: int) -> tuple[Mapping[str, str], int]:
    """The attributes of a tag whose name ends at `at`, their names in lower case, and where the tag ends."""
    found: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(text, at):
        at = attribute.end()
        name, value = attribute.groups()
        if name:
            value = value or ""
            found.setdefault(name.lower(), unescape(value[1:-1] if value[:1] in ("'", '"') else value))
    end = text.find(">", at)
    return found, len(text) if end < 0 else end + 1


def words(markup: str) -> str:
    """The text of a piece of HTML: without its tags, a line break for each `<br>`, references decoded once."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", markup))).strip()
