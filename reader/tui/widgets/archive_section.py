"""The archive's section under the results of a search: a title that says what it shows or why it is silent, and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.widget import Widget

from reader.tui import cells
from reader.tui.paint import paint_of
from reader.tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.strip import Strip

    from reader.tui.widgets.article_row import Row

NAME = "Archive"

SHARE, LEAST = 0.42, 5
"""The part of the lines below the search bar that the section takes where the own results need the rest, and its lines at
least."""


class ArchiveList(ArticleList):
    """The archive's hits: rows as the library's, whose ids mean nothing to the library. Beyond either end are the library's
    own results."""

    KEY_CONTEXT = "archive"

    MARKS_UNFOCUSED = False

    is_read = False
    """True while the article under the cursor is read beside the list."""

    def mark_of(self, index: int) -> str:
        """The cursor's bar, also while its article is read."""
        return self.BAR if index == self.cursor and (self.has_focus or self.is_read) else ""


class ArchiveTitle(Widget):
    """A rule, and `Archive, newest first … 1,000+`, or why the archive is silent; a blank line where rows have some."""

    DEFAULT_CSS = """
    ArchiveTitle { height: 2; background: $paper; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._order, self._count = "", ""
        self._silent: Sequence[str] = ()
        self._has_keys = False

    def light(self, *, has_keys: bool) -> None:
        """Show whether the rows below have the keys."""
        if has_keys != self._has_keys:
            self._has_keys = has_keys
            self.refresh()

    def show(self, order: str, count: str, silent: Sequence[str] = ()) -> None:
        """Say in which order how many hits are shown; or why the archive is silent, and the next steps, as many as fit."""
        self._order, self._count, self._silent = order, count, silent
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rule, the words, or the blank line below them."""
        paint, width = paint_of(self), self.size.width
        ink, dim = paint.style("ink"), paint.style("dim")
        if y == 0:
            return cells.strip([("─" * width, paint.style("rule"))], width, ink)
        if y > 1:
            return cells.strip((), width, ink)
        name = (NAME, paint.style("accent", bold=True) if self._has_keys else ink)
        if self._silent:
            room = width - 2 - len(NAME) - 3
            said = cells.fitting(self._silent, room)
            pieces = [(" ", ink), name, ("   ", ink), (cells.fit(said, room), paint.style("warn"))]
            return cells.strip(pieces, width, ink)
        order = f", {self._order}" if self._order else ""
        room = width - 2 - len(NAME) - cell_len(order) - 3
        count = self._count if cell_len(self._count) <= room else self._count.split(" · ")[0]
        left = [(" ", ink), name, (order, dim)]
        return cells.strip(cells.ends(left, (count, dim), width, ink), width, ink)


class ArchiveSection(Vertical):
    """Stands below the library's own results, which keep the lines that they need up to its share; it is as high as it
    needs."""

    DEFAULT_CSS = """
    ArchiveSection { height: auto; display: none; background: $paper; }
    ArchiveSection ArchiveList { height: 1fr; }
    """

    def __init__(self, own: ArticleList) -> None:
        super().__init__(id="archive")
        self._own = own
        self.title = ArchiveTitle()
        self.rows = ArchiveList(id="archive-list")

    def compose(self) -> ComposeResult:
        """Title and rows."""
        yield self.title
        yield self.rows

    def close(self) -> None:
        """Hide it; the own results have all lines again."""
        self.display = False
        self._own.take_room(None)

    def wait(self, *, is_said: bool) -> None:
        """An answer is awaited: the rows are those of the question before; where there are none, it may be said."""
        self.display = True
        if is_said and not self.rows.count:
            self.title.show("", "asking …")
        self.rows.fade()
        self.fit()

    def put(self, rows: Sequence[Row], now: datetime, order: str, count: str) -> None:
        """Show hits, and say in which order how many there are."""
        at = self.rows.current.uid if self.rows.has_focus and self.rows.current else None
        ids = [row.article.id for row in rows]
        again = next((row.article.id for row in rows if row.article.uid == at), None)
        self.rows.open(ids, now, at=again, snippets=any(row.snippet for row in rows), rows=rows)
        self.title.show(order, count)
        self.display = True
        self.fit()

    def silence(self, now: datetime, said: Sequence[str]) -> None:
        """Show no hits, and say why the archive is silent, and the next steps."""
        self.rows.open((), now)
        self.title.show("", "", said)
        self.display = True
        self.fit()

    def fit(self) -> None:
        """Take the lines that the own results leave, or the share of all where they leave less; the rows are as dense
        as theirs."""
        if not self.display or not isinstance(self.parent, Widget):
            return
        self.rows.one_source, self.rows.facts = self._own.one_source, self._own.facts
        self.rows.is_absolute = self._own.is_absolute
        self.rows.set_dense(self._own.dense)
        title = 2 if self._own.dense or not self.rows.count else 3
        self.title.styles.height = title
        room = self.parent.content_region.bottom - self._own.region.y
        share = self._whole(title, max(int(room * SHARE), LEAST))
        own = min(self._own.tall * self._own.count, room - share)
        self._own.take_room(own, room - share)
        self.styles.height = self._whole(title, room - own)
        self.refresh(layout=True)

    def _whole(self, title: int, lines: int) -> int:
        """The lines of the title and of so many whole rows as there is room for in all these lines, one at least."""
        rows = min(self.rows.count, max((lines - title) // self.rows.tall, 1))
        return title + rows * self.rows.tall

    def on_descendant_focus(self) -> None:
        """Keys are pressed in the rows."""
        self.title.light(has_keys=True)

    def on_descendant_blur(self) -> None:
        """Keys are pressed elsewhere."""
        self.title.light(has_keys=False)

    def on_resize(self) -> None:
        """The share follows the screen."""
        self.call_after_refresh(self.fit)
