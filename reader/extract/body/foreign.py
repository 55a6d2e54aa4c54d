"""Finds what stands on a page as an article does and is none of it: the next article of an endless page, rows of
teasers, the publisher's own data."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml.etree import XPath

from reader.extract.html import tree
from reader.extract.media.related_boxes import is_call
from reader.extract.metadata.normalize import key, likeness
from reader.extract.metadata.page_tags import words
from reader.late import pattern
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from reader.extract.html.weights import Weights

TEASERS = 3
"""Teasers alike that make a row."""

HEADINGS_LIMIT = 300
"""Headings of a page that are looked at."""

_SHARE_BEFORE = 0.6
"""Of a row's running text, how much must stand before it: a list of links with a comment each has an introduction only."""

SIGNED_LIMIT = 60
"""Elements at the beginning of a box in which its author and day are looked for."""

_SUBHEADINGS = ("h2", "h3", "h4", "h5", "h6")
_MARKED = XPath("//*[@itemprop and contains('publisher logo sourceOrganization copyrightHolder', @itemprop)]")
_DATA = frozenset({"publisher", "logo", "sourceOrganization", "copyrightHolder"})
_DATA_SHARE = 4
_LIKE = 0.6
_ADDRESSES = frozenset({"data-url", "data-href", "data-permalink", "data-title"})
_SIGNED = pattern(
    r"(?:^|[\s_-])(?:by-?line|authors?|date|datePublished|published|timestamp)(?:$|[\s_-])", re.IGNORECASE
)
_MODIFIER = pattern(r"^[-_]|--|\d")


def headline_of(root: HtmlElement, title: str) -> HtmlElement | None:
    """The h1 that says the title, else an equal h2 or h3, else the first h1; None for a page without any."""
    headings = list(islice(root.iter("h1"), HEADINGS_LIMIT))
    like = next((one for one in headings if _says(one, title)), None)
    if like is not None:
        return like
    equal = (one for one in islice(root.iter("h2", "h3"), HEADINGS_LIMIT) if key(words(one)) == key(title))
    return next(equal, headings[0] if headings else None)


def _says(heading: HtmlElement, title: str) -> bool:
    said, wanted = key(words(heading)), key(title)
    return bool(wanted) and (wanted in said or likeness(said, [title]) >= _LIKE)


def foreign(
    root: HtmlElement, weights: Weights, title: str, base: str | None
) -> list[tuple[HtmlElement, str]]:
    """The outermost boxes of other articles after the headline, each with the reason in words; none of a page that
    shows no headline."""
    found: dict[HtmlElement, str] = dict.fromkeys(_publisher_data(root, weights), "data about the publisher")
    if (headline := headline_of(root, title)) is not None:
        found |= dict.fromkeys(other_articles(root, headline, weights, title, base), "another article")
        if not (base and urlsplit(base).path in ("", "/")):  # what a front page has is teasers
            found |= dict.fromkeys(teasers(root, headline, weights, base), "one of a row of teasers")
    return [
        (box, reason)
        for box, reason in found.items()
        if not any(above in found for above in box.iterancestors())
    ]


def _publisher_data(root: HtmlElement, weights: Weights) -> Iterator[HtmlElement]:
    for element in tree.elements(_MARKED(root)):
        is_data = not _DATA.isdisjoint((element.get("itemprop") or "").split())
        if is_data and len(element) and weights.of(element) * _DATA_SHARE < weights.total:
            yield element


def other_articles(
    root: HtmlElement, headline: HtmlElement, weights: Weights, title: str, base: str | None
) -> Iterator[HtmlElement]:
    """Boxes after that of the headline that are built like it and have a headline of their own."""
    around = {headline, *headline.iterancestors()}
    is_after = False
    for number, heading in enumerate(root.iter("h1", "h2", "h3")):
        if number >= HEADINGS_LIMIT:
            return
        if heading is headline:
            is_after = True
            continue
        if not is_after or _says(heading, title):
            continue
        box = heading
        while (parent := box.getparent()) is not None and parent not in around:
            box = parent
        if parent is None or box is heading:
            continue
        own = next((child for child in parent if child in around), None)  # none where headlines are nested
        if (
            own is None
            or own is headline
            or 3 * weights.of(own) <= weights.of(box)
            or not _is_alike(own, box)
        ):
            continue
        # Sections of one text may be boxes alike with headings of the first level as well, but are not signed.
        if (heading.tag == "h1" and box.tag == "article") or _is_signed(box, base):
            yield box


def _is_alike(own: HtmlElement, other: HtmlElement) -> bool:
    return own.tag == other.tag and (own.tag == "article" or _names(own) == _names(other))


def _names(element: HtmlElement) -> set[str]:
    return {name for name in (element.get("class") or "").split() if not _MODIFIER.search(name)}


def _is_signed(box: HtmlElement, base: str | None) -> bool:
    """Tells whether a box has what an article has: a link as its headline, a day, an author, an address."""
    if (
        any(_is_linked(heading, base) for heading in box.iter("h1", "h2", "h3"))
        or next(box.iter("time"), None) is not None
    ):
        return True
    return not _ADDRESSES.isdisjoint(box.attrib) or any(
        _SIGNED.search(
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
        )
        for element in islice(box.iter(), SIGNED_LIMIT)
    )


def teasers(
    root: HtmlElement, headline: HtmlElement, weights: Weights, base: str | None
) -> list[HtmlElement]:
    """Rows of boxes alike behind the text that each say a headline and lead to its page, however long what they say is.

    A row is left where less running text stands before it than in it: then it is the text.
    """
    linked = [one for one in islice(root.iter(*_SUBHEADINGS), HEADINGS_LIMIT) if _leads_away(one, base)]
    if len(linked) < TEASERS:
        return []
    around = {headline, *headline.iterancestors()}
    order = {element: place for place, element in enumerate(root.iter())}
    start = order[headline]
    linked = [heading for heading in linked if order[heading] > start]
    holding: defaultdict[HtmlElement, int] = defaultdict(int)
    for heading in linked:
        for above in heading.iterancestors():
            holding[above] += 1
    rows: defaultdict[HtmlElement, list[HtmlElement]] = defaultdict(list)
    for heading in linked:
        card = heading
        while (parent := card.getparent()) is not None and holding[parent] == 1 and parent not in around:
            card = parent
        if parent is not None:
            rows[parent].append(card)
    found: list[HtmlElement] = []
    for cards in rows.values():
        if len(cards) >= TEASERS and len({card.tag for card in cards}) == 1:
            found += _with_what_follows(cards) if cards[0].tag in _SUBHEADINGS else cards
    members = set(found)
    first = min((order[element] for element in found), default=0)
    before = sum(
        weights.of(p)
        for p in root.iter("p")
        if start < order[p] < first and members.isdisjoint(p.iterancestors())
    )
    return found if before and before >= _SHARE_BEFORE * sum(map(weights.of, found)) else []


def _with_what_follows(headings: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Headings and what stands below each, up to the next heading."""
    for heading in headings:
        yield heading
        yield from takewhile(
            lambda element: element.tag in ("p", "figure", "img", "time", "span", "a"), heading.itersiblings()
        )


def _leads_away(heading: HtmlElement, base: str | None) -> bool:
    """Tells whether a heading is a link to another page, stands in one, or has below it a link that calls to read on."""
    if _is_linked(heading, base):
        return True
    box = heading.getparent()
    links = box.findall(".//a") if box is not None and box.tag not in ("body", "main") else []
    return bool(links) and is_call(words(links[-1]))


def _is_linked(heading: HtmlElement, base: str | None) -> bool:
    """Tells whether all of a heading is a link to another page of the site."""
    link = next(chain(heading.iter("a"), heading.iterancestors("a")), None)
    href = link.get("href") or "#" if link is not None else "#"
    if link is None or href.startswith("#") or not _is_of_site(href, base):
        return False
    return link in set(heading.iterancestors("a")) or key(words(link)) == key(words(heading))


def _is_of_site(href: str, base: str | None) -> bool:
    url = urls.absolute(href, base)
    return url is None or base is None or urls.same_site(url, base)
