"""The evidence of a page's kind, measured on its tree: types, headings that are links, running text, posts, buttons."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from reader.extract.body import threads
from reader.extract.html import tree
from reader.extract.html.weights import is_long
from reader.extract.metadata import structured_data
from reader.extract.metadata.page_tags import words as words_of
from reader.late import pattern
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.html import HtmlElement

    from reader.extract.metadata.page_tags import PageTags
    from reader.extract.metadata.structured_data import Node
    from reader.model import TextState

BUTTONS_LIMIT = 3_000
"""Buttons, links and fields whose words are read."""

BUTTON_LENGTH = 60
CARD_LENGTH = 12
"""Characters of a linked heading that is one of an article: shorter ones are names of sections."""

_SILENT = frozenset(("script", "style", "noscript", "template", "svg"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page as it was read. `says_article`: it calls itself an article; `state` and `lack` are what is known of its text."""

    text: str
    words: int
    title: str
    url: str | None
    says_article: bool
    state: TextState
    lack: str | None
    pictures: int
    clues: PageTags
    nodes: Sequence[Node]


@dataclass(frozen=True, kw_only=True)
class Signs:
    """The evidence of a page, measured when it is asked for. `types` are those that the page gives itself, in lower case;
    `tree` gives its tree untouched; lengths are in characters."""

    read: Reading
    types: frozenset[str]
    tree: Callable[[], HtmlElement]

    @cached_property
    def _root(self) -> HtmlElement:
        return self.tree()

    @property
    def words(self) -> int:
        """Words of its text."""
        return self.read.words

    @property
    def is_front(self) -> bool:
        """True for the address of a site's front page."""
        return is_front(self.read.url)

    @cached_property
    def headline(self) -> str:
        """The first heading of the first rank that says something."""
        return next((text for place in self.read.clues.headings if (text := words_of(place.element))), "")

    @cached_property
    def generator(self) -> str:
        """The program that made the page, as it says."""
        return self.read.clues.meta("generator") or ""

    @cached_property
    def _running(self) -> tuple[int, int]:
        return _prose(self._root)

    @property
    def prose(self) -> int:
        """Characters of running text."""
        return self._running[0]

    @property
    def main(self) -> int:
        """Characters of running text in the one place that has most of it."""
        return self._running[1]

    @cached_property
    def _carded(self) -> tuple[int, int]:
        return _cards(self._root, self.read.url)

    @property
    def cards(self) -> int:
        """Headings of one rank that lead to other pages of the site."""
        return self._carded[0]

    @property
    def in_cards(self) -> int:
        """Characters of running text in boxes that have one such heading each."""
        return self._carded[1]

    @cached_property
    def shown(self) -> int:
        """Characters that the page shows."""
        return _shown(self._root)

    @cached_property
    def linked(self) -> float:
        """The share of them that are links."""
        return min(_link_length(self._root) / self.shown, 1.0) if self.shown else 0.0

    @cached_property
    def _boxes(self) -> list[HtmlElement]:
        return threads.boxes(self._root)

    @property
    def posts(self) -> int:
        """Posts with an author or a day."""
        return len(self._boxes)

    @cached_property
    def signed(self) -> int:
        """Posts with an author."""
        return sum(1 for box in self._boxes if threads.author(box))

    @cached_property
    def posted(self) -> int:
        """Characters of running text in posts."""
        return sum(_prose(box)[0] for box in self._boxes)

    @cached_property
    def products(self) -> int:
        """Products that the data of the page name."""
        named = sum("Product" in structured_data.types(node) for node in self.read.nodes)
        return named or any(name.startswith("product") for name in self.types)

    @cached_property
    def buttons(self) -> tuple[str, ...]:
        """The words of buttons and links."""
        said = (
            words_of(one, BUTTON_LENGTH + 1) or (one.get("value") or "")[: BUTTON_LENGTH + 1]
            for one in islice(self._root.iter("button", "a", "input"), BUTTONS_LIMIT)
        )
        return tuple(text for text in said if text and len(text) <= BUTTON_LENGTH)

    @cached_property
    def has_password(self) -> bool:
        """Tells whether it asks for a password."""
        return any((one.get("type") or "").lower() == "password" for one in self._root.iter("input"))

    @cached_property
    def has_player(self) -> bool:
        """Tells whether it shows a film."""
        frames = (one.get("src") or one.get("data-src") or "" for one in self._root.iter("iframe"))
        return next(self._root.iter("video"), None) is not None or any(map(_PLAYER.search, frames))


def is_front(url: str | None) -> bool:
    """True for the address of a site's front page."""
    parts = urls.split(url) if url else None
    return parts is not None and parts.path in ("", "/") and not parts.query


def types_of(read: Reading) -> frozenset[str]:
    """The types that a page gives itself, in lower case: og:type, those of its data, and of its marked elements."""
    found = {name for node in read.nodes for name in structured_data.types(node)}
    found |= read.clues.item_types
    return frozenset(name.lower() for name in (*found, (read.clues.meta("og:type") or "").strip()) if name)


_PLAYER = pattern(
    r"youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com/(?:embed|player)|jwplayer|brightcove",
    re.IGNORECASE,
)


def _prose(root: HtmlElement) -> tuple[int, int]:
    """Characters of running text, and those in the one place that has most of it."""
    held: Counter[HtmlElement] = Counter()
    for element in root.iter("p", "div", "li", "td", "section", "article", "blockquote", "span"):
        is_own = element.tag == "p"
        text = (tree.text_of(element) if is_own else _own_text(element)).strip()
        if not is_long(text) or (is_own and _link_length(element) * 2 >= len(text)):
            continue
        place = element.getparent() if is_own else element
        if place is not None and place.tag in ("blockquote", "li", "td"):
            place = place.getparent()
        if place is not None:
            held[place] += len(text)
    return held.total(), max(held.values(), default=0)


def _own_text(element: HtmlElement) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _link_length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for link in element.iter("a") for text in map(str, link.itertext()))


def _cards(root: HtmlElement, url: str | None) -> tuple[int, int]:
    """The most headings of one rank that lead to other pages of the site, each of another text; and the characters of
    running text that stand in boxes with only one of them."""
    alike: dict[str, dict[str, HtmlElement]] = {}
    for heading in root.iter("h1", "h2", "h3", "h4", "h5"):
        link = next(heading.iter("a"), None)
        if link is None:
            link = next(heading.iterancestors("a"), None)
        href = (link.get("href") or "").strip() if link is not None else ""
        if (
            href
            and href[0] != "#"
            and _is_inside(href, url)
            and len(said := words_of(heading)) >= CARD_LENGTH
        ):
            alike.setdefault(str(heading.tag), {}).setdefault(said, heading)
    cards = list(max(alike.values(), key=len, default={}).values())
    if len(cards) < 3:
        return len(cards), 0
    held: Counter[HtmlElement] = Counter(above for card in cards for above in card.iterancestors())
    boxes = [box for card in cards if (box := _box(card, held)) is not None]
    # A heading that stands alone has all of an article for its box.
    beside = Counter(box.getparent() for box in boxes)
    return len(cards), sum(_prose(box)[0] for box in boxes if beside[box.getparent()] > 1)


def _is_inside(href: str, url: str | None) -> bool:
    """Tells whether a link leads to the same site; one whose page has no known address may."""
    if href[0] == "/" and href[:2] != "//":
        return True
    found = urls.absolute(href, url)
    return found is None or url is None or urls.same_site(found, url)


def _box(card: HtmlElement, held: Counter[HtmlElement]) -> HtmlElement | None:
    """The largest element around a heading that holds no other of its kind."""
    box = None
    for above in card.iterancestors():
        if held[above] > 1:
            break
        box = above
    return box


def _shown(root: HtmlElement) -> int:
    """Characters that the page shows, white space at the ends of its parts left out."""
    body = root.find("body")
    total = 0
    for one in (root if body is None else body).iter():
        if isinstance(one.tag, str) and one.tag not in _SILENT:
            total += len((one.text or "").strip())
        total += len((one.tail or "").strip())
    return total
