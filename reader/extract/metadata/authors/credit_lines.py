"""Reads bylines from an article's own first and last lines: a credit, a lone name, an agency in brackets."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from reader.extract.metadata import site_name
from reader.extract.metadata.authors import names
from reader.extract.metadata.authors.bylines import Byline, people
from reader.extract.metadata.page_tags import words
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from reader.extract.metadata.headline_region import Headline
    from reader.extract.metadata.page_tags import PageTags

PARAGRAPHS = 4
"""Paragraphs that a text must have before its last one can be a byline."""

LINE = 80
"""Characters of a closing line, at most."""

_CREDITED = etree.XPath(
    "//text()[contains(.,'责编') or contains(.,'責編') or contains(.,'责任编辑') or contains(.,'作者：') or contains(.,'ritten by ')]"
)
_CREDIT = pattern(
    r"(?:责编|責編|责任编辑|作者)\s*[:：]\s*([^()（）\[\]【】]{2,60})"
    r"|\b(?:post|article|story|piece|chapter) (?:was |is )?written by ([^.;|()]{4,80})"
)
_DATELINE = pattern(r"^[^()（）]{0,60}[(（]([^()（）]{2,30})[)）]\s*[-–—]")
_LAST_BRACKET = pattern(r"[(（\[]([^()（）\[\]]{2,40})[)）\]]\W{0,2}$")
_COPYRIGHT = pattern(r"(?:©|\(c\))\s*([^()©|]{2,60})$")
_SOURCE = pattern(
    r"^\W{0,2}(?:quelle|source|fuente|fonte|bron|kilde|zdroj|źródło|источник)\s*:\s*(.{2,40})$", re.IGNORECASE
)


def closing_byline(clues: PageTags, headline: Headline, sites: Collection[str]) -> Byline:
    """The authors that a credit anywhere names ("责编：…", "This post was written by …"), or a name that is all of the
    last paragraph."""
    for text in islice(_CREDITED(clues.elements[0]), 20):
        match = _CREDIT.search(text[:1_000])
        found = people(match[1] or match[2], site_names=sites, strict=not match[1]) if match else Byline()
        if found.authors:
            return found
    body = body_paragraphs(clues, headline)
    last = next((text for paragraph in reversed(body) if (text := words(paragraph, 2_000))), "")
    if (match := _COPYRIGHT.search(last[-LINE:])) and (
        found := people(match[1], site_names=sites, strict=True)
    ).agency:
        return found  # "©AFP/Ann Lee", as agencies sign; another owner's © is no byline
    if len(body) < PARAGRAPHS or len(last) > LINE:
        return Byline()
    found = people(last, site_names=sites, strict=True)
    return found if names.are_all_of(last, found.authors) else Byline()


def opening_byline(clues: PageTags, headline: Headline, sites: Collection[str]) -> Byline:
    """The author whose name is all of the first paragraph, before one of running text."""
    shown = (text for paragraph in body_paragraphs(clues, headline) if (text := words(paragraph, 160)))
    first, second = next(shown, ""), next(shown, "")
    if not first or len(first) > LINE or len(second) < LINE:
        return Byline()
    found = people(first, site_names=sites, strict=True)
    return found if names.are_all_of(first, found.authors) else Byline()


def agency(clues: PageTags, headline: Headline, sites: Collection[str]) -> str | None:
    """The agency of the text: in brackets in the dateline or at the very end, after © or "Source:" in a last line."""
    body = body_paragraphs(clues, headline)
    first = next((text for paragraph in body[:4] if len(text := words(paragraph, 160)) > 60), "")
    given = [match[1] for match in (_DATELINE.match(first),) if match]
    for paragraph in body[:-4:-1]:
        text = words(paragraph, 2_000)
        ends = (_LAST_BRACKET.search(text[-60:]), _COPYRIGHT.search(text[-LINE:]), _SOURCE.match(text))
        given += [match[1] for match in ends if match]
    own = site_name.site_keys(sites)
    found = (people(text, strict=True).agency for text in given)
    return next((name for name in found if name and not site_name.is_site(name, own)), None)


def body_paragraphs(clues: PageTags, headline: Headline) -> list[HtmlElement]:
    """The paragraphs after the headline in the element that holds most of them."""
    held: dict[HtmlElement | None, list[HtmlElement]] = {}
    for element in clues.elements[headline.position :]:
        if element.tag == "p":
            held.setdefault(element.getparent(), []).append(element)
    return max(held.values(), key=len, default=[])
