"""Facts in two columns, a label and a text; long ones run on over several lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Size
from textual.scroll_view import ScrollView

from reader.text.clean import line
from reader.tui.cells import fit, strip, wrapped
from reader.tui.paint import paint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from reader.config.themes import Role

LABEL_CELLS = 16
"""The column of labels, at most."""

TEXT_LIMIT = 4_000
"""Characters of a fact that are shown: an address can be as long."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is and what is so. One without a label goes on with the fact above it."""

    label: str
    text: str
    role: Role = "ink"


class FactList(ScrollView, can_focus=True):
    """Facts to be read; keys scroll. It is as tall as they are, but leaves `spare` lines of the screen to others."""

    DEFAULT_CSS = """
    FactList { height: auto; min-height: 1; background: $paper; scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }
    """

    def __init__(self, facts: Sequence[Fact] = (), *, spare: int = 7) -> None:
        super().__init__()
        self._facts = facts
        self._spare = spare
        self._lines: list[tuple[str, str, Role]] = []

    def put(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self._facts = facts
        self._lay(self.size.width)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines that it would take."""
        del container
        return min(len(self._laid(width)), max(viewport.height - self._spare, 1))

    def on_resize(self, event: events.Resize) -> None:
        """The lines follow the width."""
        self._lay(event.size.width)
        self.refresh()

    def _lay(self, width: int) -> None:
        self._lines = self._laid(width)
        self.virtual_size = Size(width, len(self._lines))

    def _column(self, width: int) -> int:
        longest = max((cell_len(fact.label) for fact in self._facts), default=0)
        return min(longest, LABEL_CELLS, width // 3) + 2

    def _laid(self, width: int) -> list[tuple[str, str, Role]]:
        room = max(width - self._column(width) - 2, 10)
        lines: list[tuple[str, str, Role]] = []
        for fact in self._facts:
            parts = wrapped(line(fact.text, TEXT_LIMIT), room) or [""]
            lines += [(fact.label if not at else "", part, fact.role) for at, part in enumerate(parts)]
        return lines

    def render_line(self, y: int) -> Strip:
        """Label and text, one blank column at both ends."""
        paint, cells = paint_of(self), self.size.width
        at = y + self.scroll_offset.y
        if not 0 <= at < len(self._lines):
            return strip((), cells, paint.style("ink"))
        label, text, role = self._lines[at]
        column = self._column(cells)
        short = fit(label, column - 2)
        pieces = [
            (f" {short}" + " " * (column - cell_len(short)), paint.style("dim")),
            (text, paint.style(role)),
        ]
        return strip(pieces, cells, paint.style("ink"))

    # Keys

    @property
    def allow_vertical_scroll(self) -> bool:
        """There is more than fits. Textual learns it a moment after the lines have changed; keys are faster."""
        return self.virtual_size.height > self.size.height

    def _scroll(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def action_move_down(self) -> None:
        """A line on."""
        self._scroll(1)

    def action_move_up(self) -> None:
        """A line back."""
        self._scroll(-1)

    def action_page_on(self) -> None:
        """A page on."""
        self._scroll(self.size.height)

    def action_page_back(self) -> None:
        """A page back."""
        self._scroll(-self.size.height)

    def action_first(self) -> None:
        """To the start."""
        self._scroll(-len(self._lines))

    def action_last(self) -> None:
        """To the end."""
        self._scroll(len(self._lines))
