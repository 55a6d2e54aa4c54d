"""The places of an article that were found: in reading order, while more of them come, and the one that is stood on."""

from __future__ import annotations

from bisect import bisect_left
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from reader.tui.article.draw import LineMark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.tui.article.document import Point
    from reader.tui.article.wrap import Line

HIT_LIMIT = 10_000
"""Hits after which no more are looked for."""


class TextHit(NamedTuple):
    """Characters [start, end) of a part's texts."""

    part: int
    start: int
    end: int


class Hits:
    """Hits in reading order, more of which may come; `current` is None before the first step.

    `source` gives them part by part, in the order in which they are wanted.
    """

    def __init__(self, source: Iterable[list[TextHit]] = ()) -> None:
        self.all: list[TextHit] = []
        self.current: TextHit | None = None
        self.is_whole = False
        self._source = iter(source)

    def look_on(self, seconds: float, parts: int = 0) -> bool:
        """Look for more hits for so long, and in so many parts at least; whether some were found."""
        end = monotonic() + seconds
        before = len(self.all)
        while not self.is_whole and (parts > 0 or monotonic() < end):
            parts -= 1
            self._take()
        return len(self.all) > before

    def _take(self) -> None:
        found = next(self._source, None)
        if found is None or len(self.all) >= HIT_LIMIT:
            self.is_whole = True
        elif found:
            at = bisect_left(self.all, found[0])
            self.all[at:at] = found

    @property
    def standing(self) -> tuple[int, int]:
        """The number of the current hit, 0 for none, and how many there are."""
        return (bisect_left(self.all, self.current) + 1 if self.current else 0, len(self.all))

    def step(self, by: int, top: Point) -> TextHit | None:
        """The next hit, or the one before, round and round; the first time from the top of the screen on."""
        at = self._index(by, top)
        while not self.is_whole and not 0 <= at < len(self.all):
            self._take()
            at = self._index(by, top)
        self.current = self.all[at % len(self.all)] if self.all else None
        return self.current

    def _index(self, by: int, top: Point) -> int:
        if self.current is not None:
            return bisect_left(self.all, self.current) + by
        at = bisect_left(self.all, (top.part, top.offset))
        return at if by > 0 else at - 1

    def marks(self, part: int, line: Line) -> list[LineMark]:
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
                found.append(LineMark(hit.start - start, hit.end - start, hit == self.current))
            at += 1
        return found
