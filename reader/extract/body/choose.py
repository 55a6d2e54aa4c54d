"""Has trafilatura choose the pieces of the article, on a copy of the page in which each piece is numbered.

It sees the text only, and what it gives back is read for the numbers: so links, emphasis, code and tables come from
the page itself, in the page's order, and nothing comes twice.
"""

from __future__ import annotations

import copy
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import trafilatura
from lxml.etree import LxmlError, XPath

from reader.extract.html import tree
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece

ELEMENTS_LIMIT = 30_000
"""Elements of a page that trafilatura is given: its time grows faster than they do, and articles
have hundreds, the longest some thousands."""

CHARS_LIMIT = 3_000_000
"""Characters of text that trafilatura is given: it copies the page several times. What is kept of an article is a third."""

# Byzantine musical symbols: printable, so that no cleaning drops them; no letters, so that no word rule sees them.
_FIRST = 0x1D000
_BASE = 246
_NUMBER = pattern(f"[{chr(_FIRST)}-{chr(_FIRST + _BASE - 1)}]{{3}}")
_OUT = "data-out"
_WITHOUT_TEXT = ("script", "style", "svg", "template", "link", "meta", "canvas", "source")
_COUNT = XPath("count(//*)")
_TAKEN_OUT = XPath(f"//*[@{_OUT}]")
_Slot = Literal["text", "tail"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class ChosenPieces:
    """`numbers`: places in the row of the pieces that were taken. `paragraphs`: what trafilatura gave where it did
    not come from the pieces (text that a page carries in its data), else empty."""

    numbers: frozenset[int]
    paragraphs: tuple[str, ...] = ()


def choose(
    root: HtmlElement, row: Sequence[Piece], url: str | None, *, loosely: bool = False
) -> ChosenPieces:
    """The pieces that trafilatura takes for the article; none for a page of more than `ELEMENTS_LIMIT` elements
    or `CHARS_LIMIT` characters.

    `loosely`: it keeps what it is in doubt of.
    """
    if _COUNT(root) > ELEMENTS_LIMIT or len(tree.text_of(root)) > CHARS_LIMIT:
        return ChosenPieces(frozenset())
    numbered = _numbered(root, row)
    try:
        found = trafilatura.bare_extraction(
            numbered,
            url=url,
            output_format="xml",  # of which the body is taken: else it would write the text as well
            include_comments=False,
            include_formatting=True,
            include_tables=True,
            favor_recall=loosely,
            with_metadata=False,
        )
    except (LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        # An extractor that stumbles over a page has found nothing; the page's own paragraphs are still there.
        return ChosenPieces(frozenset())
    body = getattr(found, "body", None)
    if body is None:
        return ChosenPieces(frozenset())
    # It may drop, move or join elements; wherever the text of a piece came out, its number stands before it.
    text = tree.text_of(body)
    numbers = frozenset(number for mark in _NUMBER.findall(text) if (number := _read(mark)) < len(row))
    if numbers:
        return ChosenPieces(numbers)
    texts = (tree.text_of(part) for part in body.iter("p", "head", "item", "quote"))
    paragraphs = (" ".join(text.split()) for text in texts)
    return ChosenPieces(numbers, tuple(part for part in paragraphs if part))


def _numbered(root: HtmlElement, row: Sequence[Piece]) -> HtmlElement:
    """A copy of the page with a number before the text of each piece, and without pictures and embeds."""
    before: list[tuple[HtmlElement, _Slot, str | None]] = []
    out: list[HtmlElement] = []
    for number, piece in enumerate(row):
        if piece.value is not None:
            piece.holder.set(_OUT, "1")
            out.append(piece.holder)
            continue
        for element, slot in _places(piece):
            text = getattr(element, slot)
            before.append((element, slot, text))
            setattr(element, slot, f" {_written(number)} {text or ''}")
    # The numbers are written into the page itself and taken out after the copy: a copy cannot be asked which of its
    # elements is which of the page's. In reverse, so that a place numbered twice
    # gets back the text that it had first.
    twin = copy.deepcopy(root)
    for element, slot, text in reversed(before):
        setattr(element, slot, text)
    for element in out:
        element.attrib.pop(_OUT, None)
    for element in tree.elements(_TAKEN_OUT(twin)):
        element.drop_tree()
    for element in list(twin.iter(*_WITHOUT_TEXT)):
        # The data in scripts is where it looks for a text that the page does not show.
        if "ld+json" not in (element.get("type") or "") and element.getparent() is not None:
            element.drop_tree()
    return twin


def _places(piece: Piece) -> Iterator[tuple[HtmlElement, _Slot]]:
    if piece.kind == "table":
        yield from ((cell, "text") for cell in piece.holder.iter("td", "th"))
    elif piece.kind != "rule":
        yield (piece.holder, "text") if piece.behind is None else (piece.behind, "tail")


def _written(number: int) -> str:
    high, low = divmod(number, _BASE)
    higher, middle = divmod(high % _BASE**2, _BASE)
    return chr(_FIRST + higher) + chr(_FIRST + middle) + chr(_FIRST + low)


def _read(mark: str) -> int:
    high, middle, low = (ord(char) - _FIRST for char in mark)
    return (high * _BASE + middle) * _BASE + low
