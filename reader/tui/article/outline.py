"""Which headings does an article have, and where?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.tui.article.document import Point

if TYPE_CHECKING:
    from reader.tui.article.document import ArticleDocument

_PERHAPS = re.compile(r"^[ \t>*+\-\d.)]*#{1,6}[ \t]|^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)


class Heading(NamedTuple):
    """A heading of the text; `position` is a reading position, to go to."""

    level: int
    text: str
    position: int


def headings(document: ArticleDocument) -> list[Heading]:
    """The headings in order; only pieces that may hold one are read."""
    found: list[Heading] = []
    for part in range(1, document.last):
        piece = document.source.pieces[part - 1]
        if _PERHAPS.search(document.source.markdown, piece.start, piece.end):
            found += [
                Heading(block.level, block.text, document.position_of(Point(part, block.start)))
                for block in document.blocks(part)
                if block.level
            ]
    return found
