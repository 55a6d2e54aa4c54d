"""Lines that are read and scrolled through, and nothing more: the base of facts and of comparisons."""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.geometry import Size
from textual.scroll_view import ScrollView

from reader.tui import cells
from reader.tui.paint import paint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

L = TypeVar("L")


class LineView(ScrollView, Generic[L], can_focus=True):
    """Lines of the width that there is; keys scroll. It is as tall as they are, but leaves `spare` lines of the screen to
    others."""

    DEFAULT_CSS = """
    LineView { height: auto; min-height: 1; background: $paper; scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }
    """

    OVERLAP: ClassVar[int] = 0
    """Lines that stay when a page is turned."""

    def __init__(self, *, spare: int) -> None:
        super().__init__()
        self._spare = spare
        self._width = 0
        self._lines: Sequence[L] = ()

    def laid(self, width: int) -> Sequence[L]:
        """Lay out what is shown, in so many cells."""
        raise NotImplementedError

    def drawn(self, line: L) -> Strip:
        """Draw a line."""
        raise NotImplementedError

    # What is shown

    def renew(self) -> None:
        """Something else is shown: lay it out."""
        self._width = 0
        self._fit(self.size.width)
        self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        """The lines follow the width."""
        self._fit(event.size.width)
        self.refresh()

    def _fit(self, width: int) -> None:
        self.virtual_size = Size(width, len(self._of(width)))

    def _of(self, width: int) -> Sequence[L]:
        """The lines of a width, which are laid out once."""
        if width != self._width:
            self._width, self._lines = width, self.laid(width)
        return self._lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines that it would take."""
        return min(len(self._of(width)), max(viewport.height - self._spare, 1))

    def render_line(self, y: int) -> Strip:
        """One line as it is now."""
        lines, at = self._of(self.size.width), y + self.scroll_offset.y
        if 0 <= at < len(lines):
            return self.drawn(lines[at])
        return cells.strip((), self.size.width, paint_of(self).style("ink"))

    # Keys

    @property
    def allow_vertical_scroll(self) -> bool:
        """There is more than fits. Textual learns it a moment after the lines have changed; keys are faster."""
        return self.virtual_size.height > self.size.height

    def scroll_by(self, lines: int) -> None:
        """Move the view at once."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def turn(self, pages: int) -> None:
        """Move the view by pages."""
        self.scroll_by(pages * (self.size.height - self.OVERLAP))

    action_move_down = partialmethod(scroll_by, 1)
    """A line on."""

    action_move_up = partialmethod(scroll_by, -1)
    """A line back."""

    action_page_on = partialmethod(turn, 1)
    """A page on."""

    action_page_back = partialmethod(turn, -1)
    """A page back."""

    def action_first(self) -> None:
        """Goes to the start."""
        self.scroll_by(-len(self._lines))

    def action_last(self) -> None:
        """Goes to the end."""
        self.scroll_by(len(self._lines))
