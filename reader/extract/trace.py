"""How was a text chosen, and what was left out of it, and why? Collected only for a person who asks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from reader.model import Dropped
from reader.text.clean import count_words, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from reader.extract.pieces import Piece

DROPPED_LIMIT = 200
"""Boxes and pieces that are told of."""

BEGINNING = 80
"""Characters of each that are shown."""

_READ = 20_000
_SILENT = ("text", "term", "heading", "rule")


class ExtractionTrace:
    """`how` says what chose the text; `dropped` is in the order in which things were left out."""

    def __init__(self) -> None:
        self.how = ""
        self.dropped: list[Dropped] = []
        self._told: set[Piece] = set()

    def box(self, element: HtmlElement, reason: str) -> None:
        """An element that is left out whole, before it goes."""
        self._add(" ".join(map(str, islice(element.itertext(), 2_000)))[:_READ], reason)

    def pieces(self, row: Sequence[Piece], numbers: Iterable[int], reason: str) -> None:
        """Pieces that were taken first and left out then."""
        for number in sorted(numbers):
            self._piece(row[number], reason)

    def rest(self, row: Sequence[Piece], kept: Iterable[Piece], reason: str) -> None:
        """All pieces that are not among the kept ones, and not told of yet."""
        known = {*kept, *self._told}
        for piece in row:
            if piece not in known:
                self._piece(piece, reason)

    def _piece(self, piece: Piece, reason: str) -> None:
        self._told.add(piece)
        self._add(piece.text or (f"({piece.kind})" if piece.kind not in _SILENT else ""), reason)

    def _add(self, text: str, reason: str) -> None:
        shown = line(text)
        if shown and len(self.dropped) < DROPPED_LIMIT:
            self.dropped.append(Dropped(shown[:BEGINNING], count_words(shown), reason))
