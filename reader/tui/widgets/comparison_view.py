"""Blocks that are scrolled through, and nothing more: a comparison of two texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from reader.tui import cells
from reader.tui.article import wrap
from reader.tui.article.draw import draw
from reader.tui.article.page import frame
from reader.tui.paint import paint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size
    from textual.strip import Strip

    from reader.tui.article.block import Block
    from reader.tui.article.wrap import Line

MEASURE = 76
WHEEL = 3


class ComparisonView(Widget, can_focus=True):
    """As tall as its lines, but `spare` lines of the screen stay free."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ComparisonView { height: auto; background: $paper; color: $ink; margin: 1 0 0 0; }
    """

    def __init__(self, *, spare: int) -> None:
        super().__init__()
        self._spare = spare
        self._blocks: Sequence[Block] = ()
        self._lines: list[Line] = []
        self._room = 0
        self._top = 0

    def put(self, blocks: Sequence[Block]) -> None:
        """Show these from their first line on."""
        self._blocks = blocks
        self._room = self._top = 0
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines, as far as there is room."""
        self._wrap(width)
        return max(min(len(self._lines), viewport.height - self._spare), 1)

    def _wrap(self, width: int) -> None:
        room = frame(width, MEASURE).room
        if room != self._room:
            self._room = room
            lines = [line for block in self._blocks for line in wrap.lines(block, room)]
            self._lines = lines[1:] if lines and lines[0].kind == "gap" else lines

    def render_line(self, y: int) -> Strip:
        """One line as it is now."""
        paint = paint_of(self)
        self._wrap(self.size.width)
        if self._top + y >= len(self._lines):
            return cells.strip((), self.size.width, paint.style("ink"))
        return draw(self._lines[self._top + y], frame(self.size.width, MEASURE), paint).strip

    def _to(self, top: int) -> None:
        self._top = max(min(top, len(self._lines) - self.size.height), 0)
        self.refresh()

    def action_move_down(self) -> None:
        """A line on."""
        self._to(self._top + 1)

    def action_move_up(self) -> None:
        """A line back."""
        self._to(self._top - 1)

    def action_page_on(self) -> None:
        """A page on."""
        self._to(self._top + self.size.height - 1)

    def action_choose(self) -> None:
        """A page on."""
        self.action_page_on()

    def action_page_back(self) -> None:
        """A page back."""
        self._to(self._top - self.size.height + 1)

    def action_half_down(self) -> None:
        """Half a page on."""
        self._to(self._top + self.size.height // 2)

    def action_half_up(self) -> None:
        """Half a page back."""
        self._to(self._top - self.size.height // 2)

    def action_first(self) -> None:
        """To the start."""
        self._to(0)

    def action_last(self) -> None:
        """To the end."""
        self._to(len(self._lines))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Some lines on."""
        event.stop()
        self._to(self._top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Some lines back."""
        event.stop()
        self._to(self._top - WHEEL)
