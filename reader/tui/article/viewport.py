"""The lines of an article that are on the screen: a place that stays with its text whatever happens above it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from reader.core.sandbox.results import PICTURE_ROWS
from reader.tui.article.document import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.tui.article.document import ArticleDocument
    from reader.tui.article.wrap import Line

PICTURE_LINES = 2
"""Lines of a screen that a picture leaves for the text."""

OVERLAP = 2
"""Lines that stay on the screen when a page is turned."""


class ViewPlace(NamedTuple):
    """A line of a part."""

    part: int
    line: int


class Viewport:
    """A view of so many lines of a document from `top` on. It moves by lines that exist, so estimates never show."""

    def __init__(self, document: ArticleDocument) -> None:
        self.document = document
        self.height = 0
        self.top = ViewPlace(0, 0)
        self._anchor = Point(0, 0)
        self._before: int | None = (
            None  # the line of its block that is the anchor, above its text; None: the text
        )
        self._ends: dict[int, ViewPlace] = {}

    def resize(self, room: int, height: int) -> None:
        """Another size: the same text stays at the top, also when the size changes back."""
        self.document.resize(room, min(max(height - PICTURE_LINES, 1), PICTURE_ROWS))
        self.height = height
        self.lines_changed()

    def lines_changed(self) -> None:
        """The document has other lines: the same text stays at the top."""
        self.ends_changed()
        self._place_anchor()

    def ends_changed(self) -> None:
        """The document became longer or shorter."""
        self._ends.clear()

    # Where it is

    @property
    def sees_text_end(self) -> bool:
        """The last line of the text itself is on the screen or above it."""
        return self.top >= self._end(self.document.last - 1)

    @property
    def progress(self) -> float:
        """The share of the text that was scrolled past, 0 to 1: 1 only where its end is in view."""
        if self.sees_text_end:
            return 1.0
        reach = self.document.top(self.document.last) - self.height
        return min((self.document.top(self.top.part) + self.top.line) / max(reach, 1), 0.99)

    @property
    def position(self) -> int:
        """The top line as a character of the Markdown; 0 while the head is in view."""
        return self.document.position_of(self.point_at(self.top))

    def point_at(self, place: ViewPlace) -> Point:
        """The first character of a line."""
        lines = self.document.lines(place.part)
        if place.line >= len(lines):
            return Point(place.part, 0)
        line = lines[place.line]
        return Point(place.part, line.block.start + line.start)

    def place_of(self, point: Point) -> ViewPlace:
        """The line that holds a point."""
        lines = self.document.lines(point.part)
        found = bisect_right(lines, point.offset, key=lambda line: line.block.start + line.start) - 1
        while 0 <= found < len(lines) - 1 and lines[found].kind == "picture":
            found += 1  # the caption has it, or the next block: it was in what stands in for the picture
        return ViewPlace(point.part, max(found, 0))

    def visible(self) -> Iterator[tuple[ViewPlace, Line]]:
        """The lines on the screen, as many as there are."""
        part, line = self.top
        left = self.height
        while left > 0 and part <= self.document.last:
            lines = self.document.lines(part)
            for number in range(line, min(line + left, len(lines))):
                yield ViewPlace(part, number), lines[number]
            left -= max(len(lines) - line, 0)
            part, line = part + 1, 0

    # Moving

    def move(self, lines: int) -> bool:
        """By so many lines, at most to an end; False where it could not move."""
        before = self.top
        self._set(min(self.after(self.top, lines), self._end(self.document.last)))
        return self.top != before

    def show(self, place: ViewPlace, above: int = 0) -> bool:
        """Put a line at the top, or `above` lines below it; as far as the end lets it."""
        before = self.top
        self._set(min(self.after(place, -above), self._end(self.document.last)))
        return self.top != before

    def to_end(self) -> bool:
        """Goes to the last line."""
        return self.show(self._end(self.document.last))

    def after(self, place: ViewPlace, lines: int) -> ViewPlace:
        """The place so many lines further on, or back; at most the first or the last one."""
        part, line = place.part, place.line + lines
        while line < 0 and part > 0:
            part -= 1
            line += len(self.document.lines(part))
        while part < self.document.last and line >= len(self.document.lines(part)):
            line -= len(self.document.lines(part))
            part += 1
        return ViewPlace(part, max(line, 0))

    def _set(self, place: ViewPlace) -> None:
        self.top = place
        self._anchor = self.point_at(place)
        lines = self.document.lines(place.part)
        kind = lines[place.line].kind if place.line < len(lines) else None
        self._before = 0 if kind == "gap" else place.line - self._first(place) if kind == "picture" else None

    def _place_anchor(self) -> None:
        place = self.place_of(self._anchor)
        if self._before is not None:
            place = ViewPlace(place.part, min(self._first(place) + self._before, place.line))
        self.top = min(place, self._end(self.document.last))

    def _first(self, place: ViewPlace) -> int:
        """The gap above the text of a line, or above its picture; where there is none, the first line of the block."""
        lines = self.document.lines(place.part)
        line = place.line
        while line > 0 and lines[line - 1].kind == "picture":
            line -= 1
        return line - 1 if line > 0 and lines[line - 1].kind == "gap" else line

    def _end(self, part: int) -> ViewPlace:
        """The lowest top that leaves no blank line below the last line of a part."""
        found = self._ends.get(part)
        if found is None:
            found = self.after(ViewPlace(part, len(self.document.lines(part))), -self.height)
            self._ends[part] = found
        return found
