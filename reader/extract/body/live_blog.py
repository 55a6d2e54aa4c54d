"""The entries of a live blog and their times: put before each entry of the page, or read from its data where it shows
none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lxml.html

from reader.extract.html import tree
from reader.extract.metadata import normalize, structured_data
from reader.extract.metadata.page_tags import words
from reader.late import pattern
from reader.markdown import dialect
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from lxml.html import HtmlElement

    from reader.extract.metadata.page_tags import PageTags
    from reader.extract.metadata.structured_data import Node

ENTRIES_LIMIT = 500
"""Entries of a live blog that are read."""

_FEWEST = 2
_BEGINNING = 40
_PERHAPS = ("live", "ticker", "stream-post")
"""One of these is in the name of each entry: a search of its pattern takes ten times as long."""
_ENTRY = pattern(
    r"(?:^|\s)(?:live-?(?:blog|events?|ticker|feed|updates?|center)|ticker|[a-z]{2}-stream)(?:__|--|[-_])?"
    r"(?:entry|post|item|update|block|event|element)(?:\s|$)",
    re.IGNORECASE,
)
_CLOCK = pattern(r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d.])(\s?[ap]\.?m\.?)?", re.IGNORECASE)
_STAMPED = pattern(r"T(\d\d:\d\d)")
_HEADINGS = ("h2", "h3", "h4", "h5")


@dataclass(frozen=True, slots=True)
class BlogUpdate:
    """An entry as the page's data give it. `time` is as people write it."""

    time: str
    headline: str | None
    text: str | None


def updates(nodes: Iterable[Node]) -> tuple[BlogUpdate, ...]:
    """The entries that a page's JSON-LD names, in its order."""
    found: list[BlogUpdate] = []
    for node in nodes:
        given = node.get("liveBlogUpdate")
        for entry in given if isinstance(given, list) else [given]:
            if isinstance(entry, dict) and len(found) < ENTRIES_LIMIT:
                found.append(_update(entry))
    return tuple(found)


def _update(entry: Node) -> BlogUpdate:
    dates = map(structured_data.text, (entry.get("datePublished"), entry.get("dateModified")))
    stated = next(filter(None, dates), "")
    body = structured_data.text(entry.get("articleBody"))
    return BlogUpdate(
        _clock(stated),
        normalize.plain(structured_data.text(entry.get("headline"))),
        _paragraphs(body) if body else None,
    )


def _clock(stamp: str) -> str:
    return found[1] if (found := _STAMPED.search(stamp)) else ""


def _paragraphs(body: str) -> str:
    """The text of an entry, which its data may give as HTML."""
    if "<" in body:
        root = tree.parse(f"<div>{body}</div>")
        for block in root.iter("p", "br", "li", "div"):
            block.tail = f"\n\n{block.tail or ''}"
        body = tree.text_of(root)
    return clean("\n\n".join(part for raw in body.split("\n") if (part := normalize.plain(raw))))


def may_be_one(clues: PageTags) -> bool:
    """Tells whether an element of the page may be an entry, by the names of all."""
    return "liveBlogUpdate" in clues.props or any(map(_is_entry, clues.names))


def mark(root: HtmlElement, known: Sequence[BlogUpdate]) -> None:
    """Write the time of each entry before its heading, or as a heading of its own; the entry's other times go."""
    times = {
        normalize.key(update.headline): update.time for update in known if update.headline and update.time
    }
    if times:
        for heading in root.iter(*_HEADINGS):
            if (time := times.pop(normalize.key(words(heading)), None)) and not _CLOCK.match(words(heading)):
                _lead(heading, time)
    times_of = _times(root, _entries(root))
    if len(times_of) < _FEWEST:
        return
    heads: dict[HtmlElement, HtmlElement] = {}
    for heading in root.iter(*_HEADINGS):
        if (entry := _innermost(heading, times_of)) is not None:
            heads.setdefault(entry, heading)
    for entry, (element, time) in list(times_of.items())[:ENTRIES_LIMIT]:
        head = heads.get(entry)
        if head is None:
            head = lxml.html.Element("h3")
            head.tail, entry.text = entry.text, None
            entry.insert(0, head)
        if not _CLOCK.match(words(head)):
            _lead(head, time)
            element.drop_tree()


def _entries(root: HtmlElement) -> list[HtmlElement]:
    return [
        element
        for element in root.iter()
        if _is_entry(element.get("class")) or element.get("itemprop") == "liveBlogUpdate"
    ]


def _is_entry(name: str | None) -> bool:
    return name is not None and any(part in name for part in _PERHAPS) and bool(_ENTRY.search(name))


def _times(root: HtmlElement, entries: Sequence[HtmlElement]) -> dict[HtmlElement, tuple[HtmlElement, str]]:
    """Gives for each entry that says its time the element that does, and the time as printed, else of its stamp. What stands
    in an entry within an entry is the inner one's."""
    known = set(entries)
    found: dict[HtmlElement, tuple[HtmlElement, str]] = {}
    for element in root.iter("time", "meta") if known else ():
        if element.tag == "meta" and element.get("itemprop") != "datePublished":
            continue
        entry = _innermost(element, known)
        if entry is None or entry in found:
            continue
        printed = _CLOCK.search(words(element))
        stamp = element.get("datetime") or element.get("content") or ""
        if time := printed[0].strip() if printed else _clock(stamp):
            found[entry] = (element, time)
    return found


def _innermost(element: HtmlElement, entries: Container[HtmlElement]) -> HtmlElement | None:
    return next((parent for parent in element.iterancestors() if parent in entries), None)


def _lead(heading: HtmlElement, time: str) -> None:
    heading.text = f"{time} {(heading.text or '').lstrip()}"


def lacking(known: Sequence[BlogUpdate], text: str) -> str:
    """The entries of the data as Markdown, where the text has less than half of them."""
    told = [update for update in known if update.text]
    if len(told) < _FEWEST:
        return ""
    whole = " ".join(text.split())
    shown = sum(
        " ".join((update.text or "")[: 2 * _BEGINNING].split())[:_BEGINNING] in whole for update in told
    )
    if shown * 2 >= len(told):
        return ""
    heads = (dialect.heading(3, f"{update.time} {update.headline or ''}") for update in told)
    bodies = (dialect.from_text(update.text or "") for update in told)
    return "\n\n".join(block for both in zip(heads, bodies, strict=True) for block in both if block)
