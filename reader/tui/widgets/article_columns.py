"""The lines of an article's row, and the columns that rows share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE_SHARE = 0.2
"""The part of a dense row that a long source may take from a long title; where titles are short, it may take more."""

GAP = 2
"""Blank cells between two columns; in a dense row a sign stands in that before the source, a cell from the title."""

_BESIDE_TITLE = 4
"""Cells of a dense row for the dot with its gap, for a sign's distance from the title, and at the right edge."""


def row_height(*, dense: bool, snippets: bool) -> int:
    """Return the lines of a row: one if dense, else two and a blank one. A snippet takes one more."""
    return (1 if dense else 3) + snippets


@dataclass(frozen=True, slots=True)
class ColumnNeeds:
    """Cells of the longest title, source and age of some rows, which share their lines by them."""

    title: int = 0
    source: int = 0
    age: int = 0

    def widest(self, others: Iterable[ColumnNeeds]) -> ColumnNeeds:
        """Return what these rows and the others need together."""
        every = [self, *others]
        return ColumnNeeds(
            max(one.title for one in every), max(one.source for one in every), max(one.age for one in every)
        )

    def source_cells(self, width: int) -> int:
        """Cells of the column of sources: as many as the longest needs, unless titles need them more."""
        left = width - self.age - self.title - _BESIDE_TITLE - 2 * GAP
        return min(self.source, max(int(width * SOURCE_SHARE), left))
