"""A text of blocks that is read and scrolled through: a comparison, a page of the manual."""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING

from reader.tui.article import wrap
from reader.tui.article.draw import draw
from reader.tui.article.page import frame
from reader.tui.article.text_layout import TextLayout
from reader.tui.article.wrap import Line
from reader.tui.paint import paint_of
from reader.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from reader.tui.article.block import Block

LAYOUT = TextLayout(76)
"""Cells of a line."""

WHEEL = 3
"""Lines that a step of the mouse wheel moves."""


class BlockView(LineView[Line]):
    """Blocks in a measure."""

    ALLOW_SELECT = False
    OVERLAP = 1

    def __init__(self, *, spare: int) -> None:
        super().__init__(spare=spare)
        self._blocks: Sequence[Block] = ()

    def put(self, blocks: Sequence[Block]) -> None:
        """Show these from their first line on."""
        self._blocks = blocks
        self.renew()
        self.action_first()

    def laid(self, width: int) -> Sequence[Line]:
        """The lines of the blocks, without a blank one at the top."""
        room = frame(width, LAYOUT).room
        lines = [line for block in self._blocks for line in wrap.lines(block, room)]
        return lines[1:] if lines and lines[0].kind == "gap" else lines

    def drawn(self, line: Line) -> Strip:
        """The line in the middle of the pane."""
        return draw(line, frame(self.size.width, LAYOUT), paint_of(self)).strip

    def _half(self, pages: int) -> None:
        self.scroll_by(pages * (self.size.height // 2))

    action_choose = partialmethod(LineView.turn, 1)
    """A page on."""

    action_half_down = partialmethod(_half, 1)
    """Half a page on."""

    action_half_up = partialmethod(_half, -1)
    """Half a page back."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Some lines on."""
        event.stop()
        event.prevent_default()
        self.scroll_by(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Some lines back."""
        event.stop()
        event.prevent_default()
        self.scroll_by(-WHEEL)
