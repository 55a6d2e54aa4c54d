"""Divides the rows of a list among columns that are as low as can be."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMN, GUTTER = 78, 4
"""Cells of a column of rows at least where there are several, and the blank ones between them."""


class Start(NamedTuple):
    """The row that a column begins with, and its first line in the stack of all rows; that is before the row where the column
    says first which group goes on in it."""

    row: int
    top: int


class Break(NamedTuple):
    """A row that a column can begin with, the line of the stack where it stands, and the blank lines above what it says,
    which are left out at the top of a column; -1 where one line comes before it there."""

    row: int
    at: int
    blank: int = 0


ONE_COLUMN: Sequence[Start] = (Start(0, 0),)


def divided(lines: int, breaks: Sequence[Break], most: int) -> tuple[int, Sequence[Start]]:
    """The lines of the highest column, and where each begins, of a stack of so many lines in at most so many columns."""
    heights = range(lines)
    least = bisect_left(heights, True, key=lambda height: _filled(lines, breaks, most, height) is not None)
    found = _filled(lines, breaks, most, least)
    return (least, found) if found else (lines, ONE_COLUMN)


def _filled(lines: int, breaks: Sequence[Break], most: int, height: int) -> Sequence[Start] | None:
    """Columns of at most so many lines, each as full as can be; None where they have no room for all."""
    starts = [*ONE_COLUMN]
    while lines - (begun := starts[-1].top) > height:
        fitting = [one for one in breaks if one.row > starts[-1].row and one.at - begun <= height]
        if not fitting or len(starts) == most:
            return None
        starts.append(Start(fitting[-1].row, fitting[-1].at + fitting[-1].blank))
    return tuple(starts)
