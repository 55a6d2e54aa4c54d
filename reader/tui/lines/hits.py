"""The hits of a find in the article that is shown, and the one that the reader stands on."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from reader.tui.lines.draw import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tui.lines.document import Point
    from reader.tui.lines.find import Hit
    from reader.tui.lines.wrap import Line


class Hits:
    """Hits in reading order; `current` is the index of one, None before the first step."""

    def __init__(self, found: Sequence[Hit] = ()) -> None:
        self.all = list(found)
        self.current: int | None = None

    @property
    def standing(self) -> tuple[int, int]:
        """The number of the current hit, 0 for none, and how many there are."""
        return (0 if self.current is None else self.current + 1, len(self.all))

    def step(self, by: int, top: Point) -> Hit | None:
        """The next hit, or the one before, round and round; the first time from the top of the screen on."""
        if not self.all:
            return None
        if self.current is None:
            at = bisect_left(self.all, (top.part, top.offset))
            self.current = (at if by > 0 else at - 1) % len(self.all)
        else:
            self.current = (self.current + by) % len(self.all)
        return self.all[self.current]

    def marks(self, part: int, line: Line) -> list[Mark]:
        """The hits in a line, in characters of its block."""
        start = line.block.start
        at = bisect_left(self.all, (part, start + line.start))
        at -= 1  # a hit may have begun in the line before
        found = []
        while at < len(self.all):
            hit = self.all[at] if at >= 0 else None
            if hit is not None and (hit.part, hit.start) >= (part, start + line.end):
                break
            if hit is not None and hit.part == part and hit.end > start + line.start:
                found.append(Mark(hit.start - start, hit.end - start, at == self.current))
            at += 1
        return found
