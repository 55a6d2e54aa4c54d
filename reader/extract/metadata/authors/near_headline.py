"""Which runs of text stand near the headline, where bylines and dates are printed? In document order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.extract.metadata.headline_region import is_box
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from reader.extract.metadata.headline_region import Headline
    from reader.extract.metadata.page_tags import PageTags

BEFORE = 30
"""Elements before the headline that are read: a kicker, a date line."""

AFTER = 200
"""Elements after the headline that are read: a summary, pictures and share buttons may come before the byline."""

RUNS_LIMIT = 120
"""Runs that are kept."""

TEXT_LIMIT = 400
"""Characters of a run that are kept; bylines and dates are shorter."""

_SILENT = frozenset(("script", "style", "svg", "noscript", "template", "select", "button", "option"))


class Run(NamedTuple):
    """A run of text between two tags, as a single line, with the element that holds it."""

    text: str
    element: HtmlElement
    position: int


def runs(clues: PageTags, headline: Headline) -> list[Run]:
    """The runs from a little before the headline to well after it, boxes beside the article left out."""
    start = max(headline.position - BEFORE, 0)
    stop = min(headline.position + AFTER, len(clues.elements))
    found: list[Run] = []
    for run in _in_order(clues.elements, start, stop, headline):
        found.append(run)
        if len(found) >= RUNS_LIMIT:
            break
    return found


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
