"""What did the choice leave out that stands right beside what it took?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.extract.weights import is_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece

_LEVELS = 4
_APART = frozenset({"aside", "nav", "footer", "form", "figcaption", "figure"})


def completed(row: Sequence[Piece], taken: frozenset[int]) -> frozenset[int]:
    """The choice with its left-out siblings: running text in the same parent as text that was taken, or under the
    same chain of tags and classes. Never merely more text: comments and teasers are long as well."""
    parents: set[HtmlElement] = set()
    chains: dict[tuple[str, ...], int] = {}
    for number in taken:
        piece = row[number]
        if piece.kind == "text" and is_long(piece.text):
            place = _place(piece)
            if place is not None:
                parents.add(place)
            chain = _chain(piece.holder)
            chains[chain] = chains.get(chain, 0) + 1
    if not parents:
        return taken
    added = {
        number
        for number, piece in enumerate(row)
        if number not in taken and _is_left_out(piece, parents, chains)
    }
    return taken | added | _headings(row, taken | added, parents)


def _is_left_out(piece: Piece, parents: set[HtmlElement], chains: dict[tuple[str, ...], int]) -> bool:
    if piece.kind not in ("text", "code", "table") or piece.holder.tag in _APART:
        return False
    if piece.kind != "text":
        return _place(piece) in parents
    if not is_long(piece.text) or _is_linked(piece):
        return False
    return _place(piece) in parents or chains.get(_chain(piece.holder), 0) >= 2


def _headings(row: Sequence[Piece], taken: frozenset[int] | set[int], parents: set[HtmlElement]) -> set[int]:
    """Headings right before text that was taken, in the same parent."""
    return {
        number
        for number, piece in enumerate(row[:-1])
        if piece.kind == "heading"
        and number not in taken
        and number + 1 in taken
        and _place(piece) in parents
    }


def _place(piece: Piece) -> HtmlElement | None:
    """The element whose children are the piece's siblings."""
    return (
        piece.holder
        if piece.behind is not None
        or piece.holder.tag not in ("p", "h2", "h3", "h4", "pre", "table", "ul", "li")
        else piece.holder.getparent()
    )


def _chain(element: HtmlElement) -> tuple[str, ...]:
    links: list[str] = []
    at: HtmlElement | None = element
    while at is not None and len(links) < _LEVELS:
        links.append(f"{at.tag!s}.{at.get('class') or ''}")
        at = at.getparent()
    return tuple(links)


def _is_linked(piece: Piece) -> bool:
    linked = sum(
        len("".join(map(str, link.itertext())))
        for part in piece.parts
        if not isinstance(part, str)
        for link in ([part] if part.tag == "a" else part.iter("a"))
    )
    return linked * 2 > len(piece.text)
