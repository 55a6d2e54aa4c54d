"""Adds what the choice left out right beside what it took: paragraphs, lists, code, tables, headings."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from reader.extract.body.edges import is_good, is_linked
from reader.extract.html.weights import is_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece

_LEVELS = 4
_APART = frozenset({"aside", "nav", "footer", "form", "figcaption"})
# What stands in these stands, seen from outside, where the outermost of them stands.
_WRAPPERS = frozenset(
    {"ul", "ol", "li", "dl", "dd", "dt", "blockquote", "figure", "pre", "table", "tbody", "tr", "td"}
)
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", *_WRAPPERS})
_MODIFIER = re.compile(r"^[-_]|--")
_CALLOUT = re.compile(
    r"(?:^|[\s_-])(?:callout|admonition|note|tip|warning|important|info-?box|fact-?box)(?:$|[\s_-])"
)


def completed(row: Sequence[Piece], taken: frozenset[int]) -> frozenset[int]:
    """The choice with its left-out siblings: those in the same parent as running text that was taken, and running
    text under the same chain of tags and classes. Never merely more text: comments and teasers are long as well."""
    running = [row[number] for number in taken if is_good(row[number])]
    parents = {place(piece) for piece in running}
    chains = Counter(_chain(piece.holder) for piece in running)
    if not parents:
        return taken
    first, last = min(taken), max(taken)
    added = {
        number
        for number, piece in enumerate(row)
        if number not in taken and _is_left_out(piece, parents, chains, is_within=first < number < last)
    }
    return taken | added | _headings(row, taken | added, parents)


def _is_left_out(
    piece: Piece, parents: set[HtmlElement], chains: Counter[tuple[str, ...]], *, is_within: bool
) -> bool:
    if piece.holder.tag in _APART:
        return False
    if piece.kind == "table":
        return place(piece) in parents
    if piece.kind == "code":
        # The boxes around code are many and hold nothing else.
        return any(above in parents for above in islice(piece.holder.iterancestors(), _LEVELS))
    if piece.kind not in ("text", "term") or is_linked(piece):
        return False
    if is_long(piece.text):
        return (
            place(piece) in parents
            # One paragraph under such a chain may be a stray choice; two are how this page writes its text.
            or chains[_chain(piece.holder)] >= 2
            or (is_within and _is_callout(piece, parents))
        )
    # Short lines in boxes are labels more often than text; short list items and cells between paragraphs are text.
    return is_within and piece.holder.tag not in ("p", "div", "span") and place(piece) in parents


def _headings(row: Sequence[Piece], taken: frozenset[int] | set[int], parents: set[HtmlElement]) -> set[int]:
    """Headings right before something that was taken, in the same parent."""
    shown = [n for n, piece in enumerate(row) if piece.text or piece.value or piece.kind in ("code", "table")]
    before = {n for n, following in pairwise(shown) if following in taken and n not in taken}
    return {n for n in before if row[n].kind == "heading" and place(row[n]) in parents}


def place(piece: Piece) -> HtmlElement:
    """The element whose children are the piece's siblings: for what stands in a list, quotation or table, the
    parent of the outermost of these."""
    element = piece.holder
    if piece.behind is not None or element.tag not in _BLOCKS:
        return element
    while (parent := element.getparent()) is not None and parent.tag in _WRAPPERS:
        element = parent
    return element if parent is None else parent


def _is_callout(piece: Piece, parents: set[HtmlElement]) -> bool:
    """Tells whether the piece stands in a box of hints that is a sibling of running text."""
    boxes = piece.holder.iterancestors("aside", "div")
    return any(_CALLOUT.search(box.get("class") or "") and box.getparent() in parents for box in boxes)


def _chain(element: HtmlElement) -> tuple[str, ...]:
    links: list[str] = []
    for at in islice(chain((element,), element.iterancestors()), _LEVELS):
        names = [name for name in (at.get("class") or "").split() if not _MODIFIER.search(name)]
        links.append(f"{at.tag!s}.{' '.join(names)}")
    return tuple(links)
