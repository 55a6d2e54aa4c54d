"""The line above a list: what it shows, in which order, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.widget import Widget

from reader.text.clean import line
from reader.tui import cells

if TYPE_CHECKING:
    from textual.strip import Strip

    from reader.tui.keys.app_base import AppBase


class ListTitle(Widget):
    """`Unread, newest first … 214`, and a blank line."""

    app: AppBase

    DEFAULT_CSS = """
    ListTitle { height: 2; background: $paper; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._title, self._order, self._count, self._came = "", "", "", ""

    def show(self, title: str, order: str, count: int | None, *, came: int = 0) -> None:
        """Say what the list shows, and how many came in above the cursor."""
        self._title, self._order = line(title), order
        self._count = "" if count is None else f"{count:,}"
        self._came = f"   ↑ {came:,} new" if came else ""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, or the blank one below it."""
        paint = self.app.paint
        width, ink, dim = self.size.width, paint.style("ink"), paint.style("dim")
        if y:
            return cells.strip((), width, ink)
        order = f", {self._order}" if self._order else ""
        title = cells.fit(self._title, width - cell_len(order + self._came) - len(self._count) - 4)
        left = [
            (" ", ink),
            (title, paint.style("ink", bold=True)),
            (order, dim),
            (self._came, paint.style("accent")),
        ]
        return cells.strip(cells.ends(left, (self._count, dim), width, ink), width, ink)
