"""Sends the terminal only the cells that differ from what it shows.

Textual's compositor hands over strips: whole rows, or parts of them, with both colours in full at every change of style. Here
they become rows of cells, which are compared with those that the terminal has; what is left is written with as few codes
as the terminal understands. Nothing is read back from escape codes.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from operator import ne
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from reader.tui.terminal_pen import Pen
from reader.tui.terminal_rows import Looks, Row
from reader.tui.visual_rows import VisualRow, bare, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console
    from textual.strip import Strip

    from reader.tui.terminal_pen import Abilities

SCROLLS_FROM = 5
"""Rows that must differ before it is looked whether the terminal can move some of them."""


STRIPS_KEPT = 400
"""Strips whose cells are kept, about 2 KB each: those of a large screen."""


class Differences:
    """What the terminal shows, and what leads from there to what it is to show. `slow` is for a slow line: no more than
    256 colours. `reorders`: letters that run from right to left are sent in the order in which they are seen."""

    def __init__(self, abilities: Abilities) -> None:
        self._abilities = abilities
        self._rows: list[Row] = []
        self._width = 0
        self._looks = Looks(ColorSystem.TRUECOLOR)
        self._known: dict[int, tuple[Strip, Row]] = {}
        self._is_forgotten = True
        self.reorders = False

    def forget(self) -> None:
        """Somebody else has written to the terminal, or it is another one: all is painted anew. Safe in a handler of a
        signal."""
        self._is_forgotten = True

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of what the terminal shows; nothing at first."""
        return self._width, len(self._rows)

    def rendered(self, update: CompositorUpdate, colours: ColorSystem) -> str:
        """The text to write, after which the terminal shows the update, in so many colours."""
        assert isinstance(update, (LayoutUpdate, ChopsUpdate))
        if isinstance(update, LayoutUpdate):
            width, height = update.region.size
        else:
            width, height = update.chop_ends[0][-1], len(update.chops)
        if colours != self._looks.system:
            self._looks = Looks(colours)
            self._known.clear()
        if self._is_forgotten or self.size != (width, height):
            self._is_forgotten = False
            self._width, self._rows = width, [Row.unknown(width) for _ in range(height)]
        found = self._whole(update) if isinstance(update, LayoutUpdate) else self._parts(update)
        return self._written({y: row for y, row in found if not row.is_same(self._rows[y])})

    def _whole(self, update: LayoutUpdate) -> Iterator[tuple[int, Row]]:
        for y, strips in enumerate(update.strips):
            row, cuts = Row([], []), [0]
            for strip in strips:
                row.add(self._cells(strip))
                cuts.append(len(row.chars))
            row.fit(self._width)
            row.cuts = cuts
            yield y, row

    def _parts(self, update: ChopsUpdate) -> Iterator[tuple[int, Row]]:
        touched: dict[int, Row] = {}
        for y, first, last in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
                if strip is not None and x < last and end > first:
                    if y not in touched:
                        touched[y] = self._rows[y].copy()
                        touched[y].cuts = (0, *update.chop_ends[y])
                    touched[y].put(x, self._cells(strip), end - x)
        yield from touched.items()

    def _cells(self, strip: Strip) -> Row:
        """The cells of a strip; many come again and again, as Textual keeps what has not changed."""
        known = self._known.get(id(strip))
        if known is not None:
            return known[1]
        if len(self._known) >= STRIPS_KEPT:
            self._known.clear()
        row = Row.of_strip(strip, self._looks)
        self._known[id(strip)] = strip, row
        return row

    def _written(self, rows: dict[int, Row]) -> str:
        pen = Pen(self._abilities, self._looks, self._width)
        if self._abilities.scrolls and len(rows) >= SCROLLS_FROM and (move := self._scroll(rows)):
            pen.scroll(*move)
            self._moved(*move, rows)
        for y in sorted(rows):
            pen.row(y, self._seen(self._rows[y]).row, self._seen(rows[y]).row)
            self._rows[y] = rows[y]
        return pen.text()

    def written_at(self, x: int, y: int) -> int:
        """The column in which stands, as the row is written, what the terminal shows in this one."""
        if not (self.reorders and 0 <= y < len(self._rows) and 0 <= x < self._width):
            return x
        row = self._rows[y]
        return self._seen(row).order[x] if row.has_order else x

    def _seen(self, row: Row) -> VisualRow:
        if not row.has_order:
            return VisualRow(row, range(len(row.chars)))
        return seen(row) if self.reorders else bare(row)

    # What the terminal can move by itself

    def _scroll(self, rows: Mapping[int, Row]) -> tuple[int, int, int] | None:
        """The rows, first and last, that the terminal had best move, and by how many rows up; None where that saves too
        little."""
        for first, last in self._panes(rows):
            if (up := self._shift(rows, first, last)) is None:
                continue
            there = range(len(self._rows))
            fitting = [
                y
                for y, row in rows.items()
                if y + up in there and row.chars[first:last] == self._rows[y + up].chars[first:last]
            ]
            top, bottom = min(fitting[0], fitting[0] + up), max(fitting[-1], fitting[-1] + up)
            now = sum(_unlike(self._rows[y], row) for y, row in rows.items() if top <= y <= bottom)
            if self._cost(rows, top, bottom, up) + self._width < now:
                return top, bottom, up
        return None

    def _panes(self, rows: Mapping[int, Row]) -> Sequence[tuple[int, int]]:
        """The columns, first and end, of the two panes in which most cells differ."""
        sizes = Counter[tuple[int, int]]()
        for y, row in rows.items():
            before = self._rows[y].chars
            for first, last in pairwise(row.cuts):
                if row.chars[first:last] != before[first:last]:
                    sizes[first, last] += last - first
        return [pane for pane, _ in sizes.most_common(2)]

    def _shift(self, rows: Mapping[int, Row], first: int, last: int) -> int | None:
        """By how many rows most of these rows have moved up within some columns."""
        at: dict[str, list[int]] = {}
        for y, before in enumerate(self._rows):
            at.setdefault("".join(before.chars[first:last]), []).append(y)
        votes = Counter[int]()
        for y, row in rows.items():
            found = at.get("".join(row.chars[first:last]), ())
            if len(found) == 1:  # a row that is there twice, as blank ones are, says nothing
                votes[found[0] - y] += 1
        del votes[0]
        if not votes:
            return None
        up, number = votes.most_common(1)[0]
        return up if number >= len(rows) // 3 else None

    def _cost(self, rows: Mapping[int, Row], top: int, bottom: int, up: int) -> int:
        """Cells that are left to write in these rows when they have moved."""
        total = 0
        for y in range(top, bottom + 1):
            row = rows.get(y, self._rows[y])
            is_new = not top <= y + up <= bottom
            total += self._width - row.chars.count(" ") if is_new else _unlike(self._rows[y + up], row)
        return total

    def _moved(self, top: int, bottom: int, up: int, rows: dict[int, Row]) -> None:
        """Note what the terminal has moved; rows that were as they are to be may not be so any more."""
        before = self._rows.copy()
        for y in range(top, bottom + 1):
            rows.setdefault(y, before[y])
            self._rows[y] = before[y + up] if top <= y + up <= bottom else Row.unknown(self._width)
            if rows[y].is_same(self._rows[y]):
                del rows[y]


def _unlike(one: Row, other: Row) -> int:
    """The number of cells with other characters."""
    found: int = sum(map(ne, one.chars, other.chars))
    return found


class Update(CompositorUpdate):
    """An update of Textual's, written as a difference: in at most so many colours."""

    def __init__(self, differences: Differences, update: CompositorUpdate, colours: ColorSystem) -> None:
        self._differences, self._update, self._colours = differences, update, colours

    def render_segments(self, console: Console) -> str:
        """The text to write, once it is written."""
        most = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        return self._differences.rendered(self._update, min(most, self._colours))
