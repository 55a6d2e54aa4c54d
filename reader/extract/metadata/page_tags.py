"""Gathers the tags in which a page describes itself, in one walk: metas, links, headings, bylines, times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from reader.late import pattern
from reader.text.clean import line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

METAS_LIMIT = 500
"""Meta tags that are read."""

PLACES_LIMIT = 200
"""Headings, bylines, times and marked elements that are kept, of each kind."""

HEADINGS_LIMIT = 50
"""Headings of a level that are kept."""

TEXT_LIMIT = 600
"""Characters of an element that are read: names and dates are short."""


class Place(NamedTuple):
    """An element and its number in document order."""

    element: HtmlElement
    position: int


@dataclass(slots=True)
class PageTags:
    """Metas by lower-case name, in order; itemprops by name; all elements in document order, so that a place's
    position is its index there (and since lxml makes an element object anew that nobody holds); `names` are the classes
    and ids of the page, each as it is written."""

    lang: str | None = None
    base: str | None = None
    titles: list[str] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: list[HtmlElement] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    headings: list[Place] = field(default_factory=list)
    props: dict[str, list[Place]] = field(default_factory=dict)
    bylines: list[Place] = field(default_factory=list)
    times: list[Place] = field(default_factory=list)
    subheadings: list[Place] = field(default_factory=list)
    elements: list[HtmlElement] = field(default_factory=list)
    article_props: bool = False
    item_types: set[str] = field(default_factory=set)
    names: frozenset[str] = frozenset()

    def meta(self, *names: str) -> str | None:
        """The first value that one of the metas has, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ())), None)


_BYLINE = pattern(
    r"(?:^|[\s_-])(?:by-?lines?|user-?name|authors?|auteurs?|auth?or(?:en|in|a|i|es)?|writers?|reporters?|journalists?|redakteur|penulis"
    r"|byl|contributors?|p-author|authored)(?:$|[\s_-])|byline|author[_-]?name|authorname|article-?author",
    re.IGNORECASE,
)
_DATE = pattern(
    r"(?:^|[\s_-])(?:dates?|datum|date-?line|datetime|pub-?date|publish(?:ed)?|posted|timestamp|time|fecha|data|created|age)(?:$|[\s_-])"
    r"|date|publi[sc]|timestamp",
    re.IGNORECASE,
)


_PERHAPS = pattern(
    r"by|user|aut|writ|repor|journ|redak|penul|contrib|dat|time|publi|post|fecha|creat|age|pub-"
)
"""What a name has in lower case that is a byline's or a date's: half a search for what both patterns take two for."""


def gather(tree: HtmlElement) -> PageTags:
    """The clues of a whole page."""
    clues = PageTags(lang=tree.get("lang") or tree.get("xml:lang") or tree.get(_XML_LANG))
    kinds: dict[str, tuple[bool, bool]] = {}
    for position, element in enumerate(tree.iter()):
        clues.elements.append(element)
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in _OF_HEAD:
            _said(clues, element)
        elif element.attrib:
            _place(clues, element, position, kinds)
        if tag == "h1":
            _add(clues.headings, Place(element, position), HEADINGS_LIMIT)
        elif tag in ("h2", "h3"):
            _add(clues.subheadings, Place(element, position), HEADINGS_LIMIT)
    clues.names = frozenset(kinds)
    return clues


_OF_HEAD = frozenset(("base", "link", "meta", "script", "title"))
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _said(clues: PageTags, element: HtmlElement) -> None:
    if element.tag == "meta":
        _meta(clues, element)
    elif element.tag == "link":
        clues.links.append(element)
    elif element.tag == "base":
        clues.base = clues.base or element.get("href")
    elif element.tag == "script":
        if "ld+json" in (element.get("type") or "").lower():
            clues.scripts.append(element.text or "")
    elif (parent := element.getparent()) is None or parent.tag != "svg":
        clues.titles.append(words(element))


def _meta(clues: PageTags, element: HtmlElement) -> None:
    content = element.get("content")
    if not content or not content.strip() or len(clues.metas) >= METAS_LIMIT:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for name in (element.get(attribute) or "").lower().split()[:4]:
            values = clues.metas.setdefault(name, [])
            if len(values) < PLACES_LIMIT:
                values.append(content)


def _place(clues: PageTags, element: HtmlElement, position: int, kinds: dict[str, tuple[bool, bool]]) -> None:
    if prop := element.get("itemprop"):
        for name in prop.split()[:4]:
            _add(clues.props.setdefault(name, []), Place(element, position))
    if kind := (element.get("itemtype") or "").rstrip("/"):
        if len(clues.item_types) < PLACES_LIMIT:
            clues.item_types.add(kind.rpartition("/")[2][:100])
        clues.article_props = clues.article_props or kind.endswith(("Article", "Posting"))
    is_byline = is_date = False
    for called in filter(None, (element.get("class"), element.get("id"))):
        if called not in kinds:
            # WordPress writes the author's name into the class of the whole post: post hentry author-ann-lee.
            if _PERHAPS.search(called.lower()):
                by = "hentry" not in called and bool(_BYLINE.search(called[:500]))
                kinds[called] = (by, bool(_DATE.search(called[:500])))
            else:
                kinds[called] = (False, False)
        by, dated = kinds[called]
        is_byline, is_date = is_byline or by, is_date or dated
    if is_byline or "author" in (element.get("rel") or "").split() or prop == "author":
        _add(clues.bylines, Place(element, position))
    if is_date or element.tag == "time" or prop in ("datePublished", "dateCreated"):
        _add(clues.times, Place(element, position))


def _add(places: list[Place], place: Place, limit: int = PLACES_LIMIT) -> None:
    if len(places) < limit:
        places.append(place)


def words(element: HtmlElement, limit: int = TEXT_LIMIT) -> str:
    """The element's text as a single line, a space between its parts, at most `limit` characters."""
    return " ".join(pieces(element, limit))


def pieces(element: HtmlElement, limit: int = TEXT_LIMIT) -> list[str]:
    """The element's runs of text as single lines, in order, scripts and styles left out."""
    if not len(element):
        own = line(element.text or "", limit) if element.tag not in _SILENT else ""
        return [own] if own else []
    found: list[str] = []
    room = limit
    for event, part in islice(etree.iterwalk(element, events=("start", "end", "comment", "pi")), 800):
        if event == "start":
            raw = part.text if part.tag not in _SILENT else None
        else:
            raw = part.tail if part is not element else None
        if raw and (text := line(raw, limit)):
            found.append(text[:room])
            room -= len(text)
        if room <= 0:
            break
    return found


_SILENT = frozenset(("script", "style", "svg", "noscript", "template"))
