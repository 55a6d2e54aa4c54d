"""Locates the headline, the text near it, and the boxes beside the article: comments, teasers, footers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from reader.extract.metadata.page_tags import PageTags, Place


BEFORE = 30
"""Elements before the headline that are read: a kicker, a date line."""

AFTER = 200
"""Elements after the headline that are read: a summary, pictures and share buttons may come before the byline."""

RUNS_LIMIT = 120
"""Runs that are kept."""

TEXT_LIMIT = 400
"""Characters of a run that are kept; bylines and dates are shorter."""

_SILENT = frozenset(("script", "style", "svg", "noscript", "template", "select", "button", "option"))


_KICKER = pattern(
    r"(?:^|[\s_-])(?:kicker|over-?line|top-?line|eyebrow|dach-?zeile|spitzmarke|roof-?line|ober-?zeile|rubri\w+|ante-?t[íi]tulo|cintillo|volanta|occhiello"
    r"|sur-?titre|vignette|super-?(?:title|headline)|pre-?(?:title|headline))(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_kicker(element: HtmlElement) -> bool:
    """Tells whether an element is called what stands above a headline: a subject, a section, the kind of the text."""
    called = element.get("class")
    return bool(called) and _KICKER.search((called or "")[:500]) is not None


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline's place in document order, and the elements around it; position 0 where the page has none."""

    position: int
    around: frozenset[HtmlElement]

    @property
    def is_in_article(self) -> bool:
        """Tells whether it stands in an element that is an article."""
        return any(element.tag == "article" for element in self.around)

    def distance(self, place: Place) -> int:
        """Elements between the headline and a place."""
        return abs(place.position - self.position)


def headline(place: Place | None) -> Headline:
    """The headline at a place."""
    if place is None:
        return Headline(0, frozenset())
    return Headline(place.position, frozenset(place.element.iterancestors()))


_ASIDE_TAGS = frozenset(("aside", "footer", "nav", "figure", "figcaption", "form", "blockquote"))
_ASIDE = pattern(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|replies|teasers?|related|recommend\w*|sidebar|promo|"
    r"latest|popular|trending|most-?read|widget|footer|caption|credit|more-?(?:news|stories|from)"
    r"|read-?(?:more|next|also)|newsletter|nav|menu|carousel|slider|respond|social|share|topics|tags|card|cards|swiper)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_box(element: HtmlElement) -> bool:
    """Tells whether it is, by its tag or its class, a box beside the article."""
    if element.tag in _ASIDE_TAGS:
        return True
    # An h-card says who, not what else there is.
    called = f"{element.get('class') or ''} {element.get('id') or ''}".replace("h-card", "")
    return len(called) > 1 and element.tag not in ("body", "html") and _is_called_aside(called[:500])


@lru_cache(4096)
def _is_called_aside(name: str) -> bool:
    return _ASIDE.search(name) is not None


def is_aside(element: HtmlElement, around: Headline) -> bool:
    """Tells whether it lies in a box beside the article. Boxes that hold the headline too do not count."""
    upwards = takewhile(lambda node: node not in around.around, chain((element,), element.iterancestors()))
    return any(is_box(node) or (around.is_in_article and _is_neighbour(node)) for node in upwards)


def _is_neighbour(element: HtmlElement) -> bool:
    """Tells whether it is another article, with a headline of its own."""
    return element.tag == "article" and next(element.iter("h1", "h2", "h3"), None) is not None


class Run(NamedTuple):
    """A run of text between two tags, as a single line, with the element that holds it."""

    text: str
    element: HtmlElement
    position: int


def runs(clues: PageTags, headline: Headline) -> list[Run]:
    """The runs from a little before the headline to well after it, boxes beside the article left out."""
    start = max(headline.position - BEFORE, 0)
    stop = min(headline.position + AFTER, len(clues.elements))
    return list(islice(_in_order(clues.elements, start, stop, headline), RUNS_LIMIT))


def _in_order(elements: list[HtmlElement], start: int, stop: int, headline: Headline) -> Iterator[Run]:
    """Texts and tails in document order: a tail comes when the walk leaves its element."""
    open_elements: list[tuple[HtmlElement, int, bool]] = []
    for position in range(start, stop):
        element = elements[position]
        parent = element.getparent()
        while open_elements and open_elements[-1][0] is not parent:
            yield from _tail(open_elements)
        silent = open_elements[-1][2] if open_elements else False
        if not silent and isinstance(element.tag, str) and element not in headline.around:
            silent = element.tag in _SILENT or is_box(element)
        elif not isinstance(element.tag, str):
            silent = True
        if not silent and element.text and (text := line(element.text[:TEXT_LIMIT])):
            yield Run(text, element, position)
        open_elements.append((element, position, silent))
    while open_elements:
        yield from _tail(open_elements)


def _tail(open_elements: list[tuple[HtmlElement, int, bool]]) -> Iterator[Run]:
    element, position, _ = open_elements.pop()
    silent = open_elements[-1][2] if open_elements else False
    parent = element.getparent()
    if not silent and parent is not None and element.tail and (text := line(element.tail[:TEXT_LIMIT])):
        yield Run(text, parent, position)
