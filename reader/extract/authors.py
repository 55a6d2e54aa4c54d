"""Who wrote it: JSON-LD, then metas, then byline elements near the headline, then byline text, then weak names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.base.text import fold
from reader.extract import names, structured
from reader.extract.bylines import Byline, people
from reader.extract.clues import pieces, words
from reader.extract.places import is_aside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from reader.extract.clues import Clues
    from reader.extract.places import Headline
    from reader.extract.structured import Node

AUTHORS_LIMIT = 30
"""Authors of an article that are kept."""

_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor",
    "og:article:author", "og:author", "byl", "cxenseparse:author", "article.author", "authors", "rbauthors", "creator",
    "citation_author", "twitter:data1:author",
)  # fmt: skip
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|person|by|profiles?|staff|journalists?|redaktion|redaktor|contributors?"
    r"|writers?|reporters?|users?|members?|team|columnists?|firma|signature|kolumnist|penulis|u|@[\w.-]+)(?:[/?.-]|$)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:by|written by|story by|words by|von|par|por|автор|текст|oleh|penulis|reporter|autor|autora|auteur|door|przez)\s*:?\s+\S"
    r"|^(?:作者|记者|記者|责任编辑|责编|責編|编辑|撰文)\s*[:：]",
    re.IGNORECASE,
)
REACH = 250
"""Elements between headline and byline, at most: pictures, share buttons and a summary lie between them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A step's answer."""

    authors: tuple[str, ...] = ()
    agency: str | None = None


def choose(clues: Clues, nodes: Sequence[Node], headline: Headline, sites: Collection[str]) -> Byline:
    """The authors by the first step that names somebody, and the agency by the first step that names one."""
    data = _structured(nodes, sites)
    metas = _metas(clues, sites)
    elements = _elements(clues, headline, sites)
    agency = next((found.agency for found in (data, metas, elements) if found.agency), None)
    chosen = data.authors or metas.authors
    if _covers(elements.authors, chosen):
        chosen = elements.authors
    chosen = chosen or elements.authors
    return Byline(chosen[:AUTHORS_LIMIT], agency)


def _covers(more: Sequence[str], fewer: Sequence[str]) -> bool:
    """Whether `more` has all names of `fewer`, and others."""
    return (
        bool(fewer)
        and len(more) > len(fewer)
        and {names.key(n) for n in fewer} < {names.key(n) for n in more}
    )


def _joined(bylines: Iterable[Byline]) -> Byline:
    authors: dict[str, str] = {}
    agency = None
    for byline in bylines:
        agency = agency or byline.agency
        for name in byline.authors:
            authors.setdefault(fold(name), name)
    return Byline(tuple(authors.values()), agency)


def _structured(nodes: Sequence[Node], sites: Collection[str]) -> Byline:
    for node in nodes:
        found = _joined(people(name, site_names=sites) for name in author_names(node))
        if found.authors or found.agency:
            return found
    return Byline()


def author_names(node: Node) -> Iterator[str]:
    """The names that a node gives as its authors."""
    for key in ("author", "creator"):
        value = node.get(key)
        given = value if isinstance(value, list) else [value]
        found = [name for part in given[:100] for name in _names_of(part)]
        if found:
            yield from found
            return


def _names_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            yield from structured.strings(name)
        elif isinstance(name, str) and name.strip():
            yield name
        elif isinstance(value.get("familyName"), str):
            yield f"{value.get('givenName') or ''} {value['familyName']}"


def _metas(clues: Clues, sites: Collection[str]) -> Byline:
    for name in _METAS:
        values = clues.metas.get(name, [])
        if name == "citation_author":
            values = [_turned(value) for value in values]
        found = _joined(people(value, site_names=sites) for value in values)
        if found.authors or found.agency:
            return found
    return Byline()


def _turned(name: str) -> str:
    """ "Doe, Jane" as citation metas write it, the right way round."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


def _elements(clues: Clues, headline: Headline, sites: Collection[str]) -> Byline:
    read: list[tuple[int, Byline]] = []
    for place in clues.bylines:
        if headline.distance(place) > REACH or is_aside(place.element, headline):
            continue
        found = _of_element(place.element, sites)
        if found.authors or found.agency:
            read.append((place.position, found))
    if not read:
        return Byline()
    after = [item for item in read if item[0] >= headline.position]
    first = after[0][0] if after else read[-1][0]
    return _joined(found for position, found in read if abs(position - first) <= 40)


def _of_element(element: HtmlElement, sites: Collection[str]) -> Byline:
    """The names of one byline element: those of its name links, of its parts, or of its text."""
    links = [link for link in element.iter("a") if _is_author_link(link)][:12]
    if links:
        found = _joined(people(words(link, 200), site_names=sites) for link in links)
        if found.authors:
            return found
    parts = pieces(element, 400)
    text = " ".join(parts)
    if len(text) > 250:
        return Byline()
    precise = element.get("rel") == "author" or element.get("itemprop") in ("author", "name")
    each = _joined(people(part, site_names=sites, strict=True) for part in parts)
    whole = people(text, site_names=sites, strict=not precise)
    return each if len(each.authors) >= len(whole.authors) and each.authors else whole


def _is_author_link(link: HtmlElement) -> bool:
    return "author" in (link.get("rel") or "").split() or bool(
        _AUTHOR_LINK.search((link.get("href") or "")[:500])
    )
