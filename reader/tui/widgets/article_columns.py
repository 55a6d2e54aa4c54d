"""The lines of an article's row, and the columns that rows share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDE = 72
"""Cells from which on the source stands beside a title of two lines. Most titles take one of them, so that the rows need no blank
line between them."""

SOURCE_SHARE, SOURCE_SHARE_WIDE = 0.2, 0.25
"""The part of a dense row that a long source may take from a long title, and that of a wide one of two lines; where titles are
short, it may take more."""

GAP = 2
"""Blank cells between two columns; in a dense row a sign stands in that before the source, a cell from the title."""

_BESIDE_TITLE = 4
"""Cells of a dense row for the dot with its gap, for a sign's distance from the title, and at the right edge."""


def row_height(width: int, *, dense: bool, snippets: bool) -> int:
    """Return the lines of a row so many cells wide: one if dense, else two. A snippet takes one more; rows with one are parted
    by a blank line, as are those of two lines that have no room for a column of sources."""
    return (1 if dense else 2) + snippets + has_blank(width, dense=dense, snippets=snippets)


def has_blank(width: int, *, dense: bool, snippets: bool) -> bool:
    """Tell whether a row so many cells wide ends with a blank line."""
    return not dense and (snippets or width < WIDE)


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

    def source_cells(self, width: int, share: float = SOURCE_SHARE) -> int:
        """Cells of the column of sources: as many as the longest needs, unless titles need them more."""
        left = width - self.age - self.title - _BESIDE_TITLE - 2 * GAP
        return min(self.source, max(int(width * share), left))
