"""Which outlines are in an OPML file, and in which folders? A scanner of our own.

XML readers stop at depth 256 (libxml2 cuts in silence) or at the first mistake, and real exports hold bare `&` and
unescaped quotes in attributes. This one walks over the text once, knows one element, has no depth limit, expands no
entity that a file defines, and its time is linear in the text.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)outline(?=[\s/>])|<(opml)(?=[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"\s*([\w:.-]{1,100})\s*=\s*")
# A quote ends a value only before the next attribute or the end of the tag: `text="The "Post" online" title=…`.
_VALUES = {
    quote: re.compile(
        rf"{quote}((?:[^{quote}<]|<(?!/?(?:outline|body|opml)\b)"
        rf"|{quote}(?!\s{{0,200}}[\w:.-]{{1,60}}\s{{0,20}}=\s{{0,20}}[\"']|\s{{0,200}}/?>)){{0,20000}}+){quote}",
        re.IGNORECASE,
    )
    for quote in "\"'"
}
_JUNK = re.compile(r"[^\s<>/]+|/(?!>)")
_END = re.compile(r"\s*(/?)>")


FOLDERS_LIMIT = 20
"""Folders around an outline that are named."""


class OpmlOutline(NamedTuple):
    """An outline; attribute names in lower case, references decoded once, `folders` the names around it."""

    attributes: Mapping[str, str]
    folders: tuple[str, ...]


def is_list(text: str) -> bool:
    """Whether there is an outline or an `<opml>` at all."""
    return any(tag[2] or tag[0].startswith("<o") for tag in _TAG.finditer(text))


def outlines(text: str) -> Iterator[OpmlOutline]:
    """All outlines in file order."""
    folders: list[str] = []
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        if tag[1] is None:
            continue
        if tag[1]:
            if folders:
                folders.pop()
            continue
        attributes, at, is_empty = _attributes(text, at)
        yield OpmlOutline(attributes, tuple(folders[:FOLDERS_LIMIT]))
        if not is_empty:
            is_folder = not attributes.get("xmlurl")
            folders.append((attributes.get("text") or attributes.get("title") or "") if is_folder else "")


def _attributes(text: str, at: int) -> tuple[dict[str, str], int, bool]:
    """The attributes of a tag that starts before `at`, where it ends, and whether it closes itself."""
    found: dict[str, str] = {}
    while True:
        if end := _END.match(text, at):
            return found, end.end(), bool(end[1])
        if name := _NAME.match(text, at):
            pattern = _VALUES.get(text[name.end() : name.end() + 1])
            if pattern and (value := pattern.match(text, name.end())):
                found.setdefault(name[1].lower(), unescape(value[1]))
                at = value.end()
                continue
            at = name.end()
        junk = _JUNK.search(text, at)
        stop = text.find("<", at)
        if junk is None or (0 <= stop < junk.start()):
            return found, at, False
        at = junk.end()
