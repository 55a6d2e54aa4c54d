"""Trims the ends of an article: dates, labels and breadcrumbs before its first paragraph and after its last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.extract.html import tree
from reader.extract.html.weights import is_long
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece

THIN = 0.15
"""Part of the page's main container below which a choice has missed the article."""

TAGS = 3
"""Short links in a row that are tags."""

TAG_LENGTH = 30
TAG_WORDS = 4

_TAGGED = pattern(
    r"\W*(?:tags?|tagged|topics?|filed under|keywords?|schlag(?:wörter|worte)|stichwörter|themen|mots[- ]clés|thèmes|temas|etiquetas|archivado en|argomenti|tagi|теги|тэги|темы|štítky|témata|emner|ämnen|onderwerpen"
    r"|etiketler|キーワード|关键词|关键字|标签|태그)\s*[:：|]",
    re.IGNORECASE,
)


def trimmed(row: Sequence[Piece], numbers: frozenset[int], inside: frozenset[int]) -> frozenset[int]:
    """The choice without short lines at its ends that stand outside of the main container.

    `inside` are the places of the pieces in that container. Nothing is dropped where
    paragraphs are not the most of what was chosen, or do not stand in the container.
    """
    good = [n for n in numbers if is_good(row[n])]
    most = _length(row, good)
    if not most or 2 * most < _length(row, numbers) or 2 * _length(row, inside.intersection(good)) < most:
        return numbers
    first, last = min(good), max(good)
    return frozenset(
        n for n in numbers if n in inside or first <= n <= last or row[n].kind not in ("text", "term", "rule")
    )


def without_tags(row: Sequence[Piece], numbers: frozenset[int]) -> frozenset[int]:
    """The choice without the tags before its first paragraph or after its last: short links, several in a row.

    Behind the text, where a list of links may be part of it, they lead to one folder or stand below their label.
    """
    good = [n for n in numbers if is_good(row[n])]
    if not good:
        return numbers
    before = sorted(n for n in numbers if n < min(good))
    behind = sorted(n for n in numbers if n > max(good))
    tags = {n for n in before if _is_tag(row[n])}
    dropped = tags if len(tags) >= TAGS else set()
    last = [n for n in behind if _is_tag(row[n])]
    folders = {_folder(row[n]) for n in last}
    if len(last) >= TAGS and len(folders) == 1:
        dropped |= set(last)
    dropped |= {n for n in behind if _TAGGED.match(row[n].text) and is_linked(row[n])}
    return numbers - dropped


def _is_tag(piece: Piece) -> bool:
    """Tells whether a piece is one short link and nothing else."""
    if (
        piece.kind not in ("text", "term")
        or len(piece.text) > TAG_LENGTH
        or len(piece.text.split()) > TAG_WORDS
    ):
        return False
    links = links_of(piece)
    return len(links) == 1 and " ".join(tree.text_of(links[0]).split()) == piece.text


def links_of(piece: Piece) -> list[HtmlElement]:
    """The links within a piece."""
    inner = (part for part in piece.parts if not isinstance(part, str))
    return [link for part in inner for link in ([part] if part.tag == "a" else part.iter("a"))]


def _folder(piece: Piece) -> str:
    """The address of a tag without its last part."""
    return re.split(r"[/=][^/=]*/?$", links_of(piece)[0].get("href") or "")[0]


def is_good(piece: Piece) -> bool:
    """Tells whether a piece is running text."""
    return piece.kind == "text" and is_long(piece.text)


def within(row: Sequence[Piece], container: HtmlElement | None) -> frozenset[int]:
    """The places of the pieces that stand in the main container; none where that is the page itself."""
    if container is None or container.tag in ("body", "html"):
        return frozenset()
    below = set(container.iter())
    return frozenset(n for n, piece in enumerate(row) if piece.holder in below)


def rescued(row: Sequence[Piece], numbers: frozenset[int], inside: frozenset[int]) -> frozenset[int]:
    """The choice, or, where it holds hardly any text beside the paragraphs of the main container, the container's;
    the running text of the whole page where nothing was chosen and there is no such container."""
    if not numbers and not inside:
        return frozenset(n for n, piece in enumerate(row) if is_good(piece) and not is_linked(piece))
    present = _length(row, [n for n in inside if is_good(row[n])])
    if _length(row, numbers) >= THIN * present:
        return numbers
    return frozenset(n for n in inside if row[n].value is None)


def is_linked(piece: Piece) -> bool:
    """Tells whether more than half of a piece is links."""
    linked = sum(len(tree.text_of(link)) for link in links_of(piece))
    return linked * 2 > len(piece.text)


def _length(row: Sequence[Piece], numbers: Collection[int]) -> int:
    return sum(len(row[number].text) for number in numbers)
