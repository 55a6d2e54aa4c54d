"""Where is the headline, and is an element part of the article or beside it? Comments, teasers, footers are beside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.extract.metadata.page_tags import Place


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline's place in document order, and the elements around it; position 0 where the page has none."""

    position: int
    around: frozenset[HtmlElement]

    def distance(self, place: Place) -> int:
        """Elements between the headline and a place."""
        return abs(place.position - self.position)


def headline(place: Place | None) -> Headline:
    """The headline at a place."""
    if place is None:
        return Headline(0, frozenset())
    return Headline(place.position, frozenset(place.element.iterancestors()))


_ASIDE_TAGS = frozenset(("aside", "footer", "nav", "figure", "figcaption", "form", "blockquote"))
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|replies|teasers?|related|recommend\w*|sidebar|promo|"
    r"latest|popular|trending|most-?read|widget|footer|caption|credit|more-?(?:news|stories|from)"
    r"|read-?(?:more|next|also)|newsletter|nav|menu|carousel|slider|respond|social|share|topics|tags|card|cards|swiper)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_box(element: HtmlElement) -> bool:
    """Whether it is, by its tag or its class, a box beside the article."""
    if element.tag in _ASIDE_TAGS:
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}".replace(
        "h-card", ""
    )  # who, not what else
    return len(called) > 1 and element.tag not in ("body", "html") and bool(_ASIDE.search(called[:500]))


def is_aside(element: HtmlElement, around: Headline) -> bool:
    """Whether it lies in a box beside the article. Boxes that hold the headline too do not count."""
    node: HtmlElement | None = element
    while node is not None and node not in around.around:
        if is_box(node):
            return True
        node = node.getparent()
    return False
