"""Counts the running text that each element of a page holds."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from reader.extract.html import tree
from reader.text.width import width

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GOOD_LENGTH = 60
"""Terminal cells from which a paragraph counts as running text: characters, those of Chinese or Japanese double."""

_FEW = 500


def is_long(text: str) -> bool:
    """Tells whether a text is long enough to be running text."""
    if len(text) >= GOOD_LENGTH:
        return True
    return len(text) >= GOOD_LENGTH // 2 and not text.isascii() and width(text) >= GOOD_LENGTH


class Weights:
    """Characters of good paragraphs by element, counted in one pass: long ones that are no row of links."""

    def __init__(self, root: HtmlElement) -> None:
        self._by_element: Counter[HtmlElement] = Counter()
        self.total = 0
        for paragraph in root.iter("p"):
            text = tree.text_of(paragraph).strip()
            if is_long(text) and _linked(paragraph) * 2 < len(text):
                self._add(paragraph, len(text))
        if self.total < _FEW:
            self._by_element.clear()
            self.total = 0
            for element in root.iter(
                "p", "div", "td", "li", "section", "article", "span", "body", "center", "font"
            ):
                length = _own_text(element)
                if length >= GOOD_LENGTH:
                    self._add(element, length)

    def of(self, element: HtmlElement) -> int:
        """Characters of good paragraphs in the element."""
        return self._by_element[element]

    def container(self, share: float = 0.6) -> HtmlElement | None:
        """The innermost element that holds at least that share of all the page's good paragraphs."""
        enough = [
            e for e, weight in self._by_element.items() if weight >= share * self.total and e.tag != "p"
        ]
        return min(
            enough, key=lambda e: self._by_element[e] * 1000 - sum(1 for _ in e.iterancestors()), default=None
        )

    def _add(self, paragraph: HtmlElement, length: int) -> None:
        self.total += length
        for element in chain((paragraph,), paragraph.iterancestors()):
            self._by_element[element] += length


def _linked(element: HtmlElement) -> int:
    return sum(len(tree.text_of(link)) for link in element.iter("a"))


def _own_text(element: HtmlElement) -> int:
    return len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
