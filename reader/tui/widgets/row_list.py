"""A list of rows that draws only what is on the screen, however many rows there are."""

from __future__ import annotations

from bisect import bisect_right
from functools import partialmethod
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui import cells
from reader.tui.paint import paint_of
from reader.tui.record import Record
from reader.tui.widgets.row_columns import COLUMN, GUTTER, ONE_COLUMN, Break, divided

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.geometry import Region

    from reader.config.actions import Context
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground, Paint

MARGIN = 1
"""Rows kept in view above and below the cursor, where there are any."""


class RowMessage(Record, Message):
    """A message about a row."""

    rows: RowList
    index: int

    @property
    def control(self) -> RowList:
        """The list, for `@on` with a selector."""
        return self.rows


class RowList(ScrollView, can_focus=True):
    """The base of all lists: a cursor over rows of some lines each.

    A list keeps its `_rows`, or says how many it has (`count`); it says how tall each is (`height_of`), which can hold
    the cursor (`is_choice`) and what a line of a row shows (`line`).

    One with groups (`begins_group`) has them in columns where it is wide enough and they are higher than the view.
    Places of lines (`at_line`, `_tops`) are in the stack of all rows; `top_of` is where a row stands in its column.
    """

    DEFAULT_CSS: ClassVar[str] = """
    RowList { background: $paper; color: $ink; scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }
    """

    BAR: ClassVar[str] = "▌"
    """The sign at the left of the cursor's row."""

    IDLE_BAR: ClassVar[str] = "▏"
    """The sign there while the keys are elsewhere."""

    MARKS_UNFOCUSED: ClassVar[bool] = True
    """Whether the cursor's row is marked while the keys are elsewhere: by a thin bar, and a tint where that is faint."""

    TELLS_MORE: ClassVar[bool] = False
    """Whether the last line of the view says how many rows are below it."""

    KEY_CONTEXT: Context | None = None
    """What its keys mean, for the dispatcher; None: what they mean on the screen that holds it."""

    class Highlighted(RowMessage):
        """The cursor stands on another row."""

    class Opened(RowMessage):
        """A row was chosen."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self._tops: Sequence[int] = (0,)
        self._columns = ONE_COLUMN
        self._rows: Sequence[object] = ()
        self._extent: Size | None = None
        self._drawn_at: Offset | None = None

    # What a list of a kind says of its rows

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self._rows)

    def height_of(self, index: int) -> int:
        """Lines of a row: one, where a list says nothing else."""
        return 1

    def is_choice(self, index: int) -> bool:
        """Tell whether the cursor can stand on the row."""
        return 0 <= index < self.count

    def begins_group(self, index: int) -> bool:
        """Tell whether the row is the heading of a group: a column can begin with it."""
        return False

    def begins_column(self, index: int) -> bool:
        """Tell whether a column can begin with the row where all rows are in view then, but not in columns of whole groups."""
        return self.begins_group(index)

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """Make line `number` of a row, on that ground; the bar at its left is drawn already."""
        raise NotImplementedError

    @property
    def blank_end(self) -> int:
        """Blank lines at the end of the last row, which the view does not go down to."""
        return 0

    # Where rows are

    def top_of(self, index: int) -> int:
        """The first line of a row in its column."""
        return self._tops[min(index, len(self._tops) - 1)] - self._columns[self._column_of(index)].top

    def _column_of(self, index: int) -> int:
        return bisect_right(self._columns, index, key=lambda start: start.row) - 1

    def _rows_of(self, column: int) -> range:
        """The rows of a column."""
        ends = [start.row for start in self._columns[1:]]
        return range(self._columns[column].row, [*ends, self.count][column])

    @property
    def least_column(self) -> int:
        """Cells of a column at least where there are several."""
        return COLUMN

    @property
    def _most_columns(self) -> int:
        most = max((self.size.width + GUTTER) // (self.least_column + GUTTER), 1)
        return most if most > 1 and self.begins_group(0) else 1

    @property
    def size(self) -> Size:
        """The room for rows; while lines are drawn what it was at the first of them: Textual looks for the widget each time
        that it is asked."""
        return self._extent or super().size

    @property
    def row_width(self) -> int:
        """Cells of a row, its bar included."""
        most = self._most_columns
        return (self.size.width - (most - 1) * GUTTER) // most

    def _left_of(self, column: int) -> int:
        """The cell where a column begins; the last one ends at the edge."""
        most, width = self._most_columns, self.row_width
        return self.size.width - width if 0 < column == most - 1 else column * (width + GUTTER)

    def at_line(self, y: int) -> tuple[int, int] | None:
        """The row and the line within it that stand at a line of the list."""
        if not 0 <= y < self._tops[-1]:
            return None
        index = bisect_right(self._tops, y) - 1
        return index, y - self._tops[index]

    def tops(self) -> Sequence[int]:
        """Return the first line of each row, and at the end the number of all lines."""
        return list(accumulate(map(self.height_of, range(self.count)), initial=0))

    def measure(self) -> None:
        """Take the rows' heights anew: after they or the width changed."""
        self._tops, self._columns = self.tops(), ONE_COLUMN
        height = self._tops[-1] - (self.blank_end if self.count else 0)
        if self._most_columns > 1 and height > self.size.height:
            height, self._columns = divided(height, self._breaks(self.begins_group), self._most_columns)
            if height > self.size.height:
                lowest, columns = divided(
                    self._tops[-1], self._breaks(self.begins_column), self._most_columns
                )
                if lowest <= self.size.height:
                    height, self._columns = lowest, columns
        if height > self.size.height:
            height = max(height, self.aligned(height - self.size.height) + self.size.height)
        # No wider than a cell: another width would have Textual lay out the whole screen once more.
        self.virtual_size = Size(1, height)

    def _breaks(self, can_begin: Callable[[int], bool]) -> Sequence[Break]:
        """The rows that a column can begin with; a heading has a blank line above it, and where a group goes on in a column
        its heading comes once more."""
        rows = filter(can_begin, range(1, self.count))
        return [Break(index, self._tops[index], 1 if self.begins_group(index) else -1) for index in rows]

    def aligned(self, y: int) -> int:
        """The line that the view can begin with where it is scrolled down to a line at least: any, where a list says nothing
        else."""
        return y

    def on_resize(self) -> None:
        """Heights follow the width. Textual has drawn the rows in the new size already; where they have kept their places,
        that was all."""
        before = self._places
        self.measure()
        self.reveal()
        self.point()
        if self._places != before:
            self.refresh()

    @property
    def _places(self) -> tuple[object, ...]:
        return self._tops, self._columns, self.scroll_offset

    def lay_out(self) -> None:
        """Draw rows that are others, or of another height; the cursor's row stays in view."""
        self.measure()
        self.reveal()
        self.point()
        self.refresh()

    # Drawing

    @property
    def paint(self) -> Paint:
        """The styles of the theme in use."""
        return paint_of(self)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the list as they are now. Where it has scrolled all are others: those that were drawn before are taken as
        they are, past Textual's cache, which would make new strips of them, and keeps its lines for a view that stays."""
        before, self._drawn_at = self._drawn_at, self.scroll_offset
        self._extent = self.size
        try:
            if self._drawn_at == before or crop != self._extent.region:
                return super().render_lines(crop)
            lines = [self.render_line(y) for y in crop.line_range]
        finally:
            self._extent = None
        filters, (_, background) = self.get_line_filters(), self.background_colors
        for one in filters:
            lines = [line.apply_filter(one, background) for line in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        """One line of the list as it is now."""
        hidden = self._left_below() if y >= self.size.height - 2 else 0
        if y == self.size.height - 1 and hidden:
            dim = self.paint.style("dim")
            said = [(" ", dim), (f"{hidden:,} more below", dim)]
            return cells.strip(said, self.size.width, self.paint.style("ink"))
        at, width = y + self.scroll_offset.y, self.row_width
        is_last = y == self.size.height - 1 - bool(hidden)
        drawn: list[Strip] = []
        for column, place in enumerate(self._stacked(at)):
            blank = self._left_of(column) - sum(one.cell_length for one in drawn)
            drawn += [self._blank(blank)] if blank else []
            if at == 0 and self._goes_on(column):
                drawn.append(self.again(self._columns[column].row, width))
            else:
                drawn.append(self._drawn(self._placed(place, is_last=is_last), width))
        if blank := self.size.width - sum(one.cell_length for one in drawn):
            drawn.append(self._blank(blank))
        return Strip.join(drawn) if len(drawn) > 1 else drawn[0]

    def _placed(self, y: int, *, is_last: bool) -> tuple[int, int] | None:
        """The row and the line of it to draw; none in place of a heading on the view's last line, which heads nothing there."""
        place = self.at_line(y)
        is_heading = place and self.begins_group(place[0]) and place[0] + 1 < self.count
        return None if is_last and is_heading else place

    def _left_below(self) -> int:
        """The number of choices that begin on the view's last line or below it, where that is to be told; 0 where the list
        ends in the view, or that line is the cursor's."""
        bottom = self.scroll_offset.y + self.size.height
        is_last = self.top_of(self.cursor) + self.height_of(self.cursor) >= bottom if self.count else True
        if not self.TELLS_MORE or self.virtual_size.height <= bottom or is_last:
            return 0
        return sum(self.is_choice(at) and self.top_of(at) >= bottom - 1 for at in range(self.count))

    def _blank(self, width: int) -> Strip:
        return cells.strip((), width, self.paint.style("ink"))

    def _stacked(self, y: int) -> list[int]:
        """The line of the stack that stands at a line of each column; -1 below the column's end, and at its heading from
        the column before."""
        ends = [self._tops[start.row] for start in self._columns[1:]]
        columns = enumerate(zip(self._columns, [*ends, self._tops[-1]], strict=True))
        return [
            start.top + y if start.top + y < end and (y or not self._goes_on(column)) else -1
            for column, (start, end) in columns
        ]

    def _goes_on(self, column: int) -> bool:
        """Tell whether a group of the column before goes on in this one, below its heading."""
        start = self._columns[column]
        return start.top < self._tops[start.row]

    def again(self, index: int, width: int) -> Strip:
        """Draw the heading of a row's group at the top of a column in which that goes on."""
        return self._blank(width)

    def _drawn(self, place: tuple[int, int] | None, width: int) -> Strip:
        if place is None:
            return self._blank(width)
        index, number = place
        mark = self.mark_of(index)
        mark = mark if mark and self.is_choice(index) and number < self.drawn_of(index) else ""
        is_seen = self.has_keys or self.paint.has_faint_selection
        ground: Ground = "selection" if mark and is_seen and self.is_tinted(index) else "paper"
        bar = mark if self.has_keys else self.IDLE_BAR
        return self.drawn(index, number, bar if mark else " ", ground)

    def drawn(self, index: int, number: int, bar: str, ground: Ground) -> Strip:
        """Draw line `number` of a row, as wide as its column."""
        width = self.row_width
        pieces = [(bar, self.paint.style("accent", on=ground)), *self.line(index, number, width - 1, ground)]
        return cells.strip(pieces, width, self.paint.style("ink", on=ground))

    def mark_of(self, index: int) -> str:
        """The sign at the left of a row that is tinted, as the cursor's is; "" for the others."""
        return self.BAR if index == self.cursor and (self.has_focus or self.MARKS_UNFOCUSED) else ""

    def is_tinted(self, index: int) -> bool:
        """Tell whether a row with a sign at its left is tinted."""
        return True

    @property
    def has_keys(self) -> bool:
        """Keys move this cursor: then the bar shows it."""
        return self.has_focus

    def drawn_of(self, index: int) -> int:
        """Lines of a row that the selection tints: without the blank ones below it."""
        return self.height_of(index)

    # Moving

    def move(self, steps: int) -> bool:
        """Move the cursor by rows that can hold it; False where it could not move at all."""
        index, direction, moved = self.cursor, (1 if steps > 0 else -1), False
        for _ in range(abs(steps)):
            nxt = index + direction
            while 0 <= nxt < self.count and not self.is_choice(nxt):
                nxt += direction
            if not 0 <= nxt < self.count:
                break
            index, moved = nxt, True
        if moved:
            self.go_to(index)
        return moved

    def go_to(self, index: int, *, tell: bool = True) -> None:
        """Put the cursor on a row, in view."""
        if not self.is_choice(index):
            return
        changed, before, view = index != self.cursor, self.cursor, self.scroll_offset.y
        self.cursor = index
        self.reveal()
        self.point()
        if self.scroll_offset.y != view:
            self.refresh()
        else:
            for row in (before, index):
                self.refresh_lines(self.top_of(row), self.height_of(row) if row < self.count else 1)
        if changed and tell:
            self.post_message(self.Highlighted(self, index))

    def _to_first_of(self, order: range) -> None:
        """Put the cursor on the first of these rows that can hold it."""
        for index in order:
            if self.is_choice(index):
                self.go_to(index)
                return

    def page(self, pages: float, times: int = 1) -> None:
        """Move by so many screens of rows, `times` over."""
        tall = max(self.height_of(self.cursor) if self.count else 1, 1)
        step = max(int(abs(pages) * self.size.height) // tall, 1) * times
        self.move(step if pages > 0 else -step)

    def _step(self, way: int, times: int = 1) -> None:
        """Move down (1) or up (-1) by so many rows, at once."""
        self.move(way * times)

    @property
    def allow_vertical_scroll(self) -> bool:
        """There is more than fits. Textual learns it a moment after the lines have changed; keys are faster."""
        return self.virtual_size.height > self.size.height

    def reveal(self) -> None:
        """Scroll so far that the cursor's row, and a row beside it, are in view."""
        if self.cursor >= len(self._tops) - 1 or not self.size.height:
            return
        rows = self._rows_of(self._column_of(self.cursor))
        above = max(self.cursor - MARGIN, rows.start)
        below = min(self.cursor + MARGIN, rows.stop - 1)
        top = self.top_of(above)
        bottom = (
            self.top_of(below) + self.height_of(below) - (self.blank_end if below == self.count - 1 else 0)
        )
        view, height = self.scroll_offset.y, self.size.height
        if top < view:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > view + height:
            y = min(self.aligned(bottom - height), self.top_of(self.cursor))
            self.scroll_to(y=y, animate=False, immediate=True)

    def to_column(self, number: int) -> None:
        """Put the cursor into a column, from 0, at the same line or the one nearest to it; nothing where there is one only."""
        if len(self._columns) == 1:
            return
        rows = self._rows_of(min(number, len(self._columns) - 1))
        here = self.top_of(self.cursor)
        choices = [index for index in rows if self.is_choice(index)]
        if self.cursor not in rows and choices:
            self.go_to(min(choices, key=lambda index: abs(self.top_of(index) - here)))

    # Keys

    action_move_down = partialmethod(_step, 1)
    """The next row."""

    action_move_up = partialmethod(_step, -1)
    """The previous row."""

    def action_first(self) -> None:
        """The first row."""
        self._to_first_of(range(self.count))

    def action_last(self) -> None:
        """The last row."""
        self._to_first_of(range(self.count - 1, -1, -1))

    action_page_on = partialmethod(page, 1)
    """A screen of rows on."""

    action_page_back = partialmethod(page, -1)
    """A screen of rows back."""

    action_half_down = partialmethod(page, 0.5)
    """Half a screen on."""

    action_half_up = partialmethod(page, -0.5)
    """Half a screen back."""

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.count and self.is_choice(self.cursor):
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor there and opens the row."""
        column = sum(event.x >= self._left_of(at) for at in range(1, len(self._columns)))
        place = self.at_line(self._stacked(event.y + self.scroll_offset.y)[column])
        if place is not None and self.is_choice(place[0]):
            self.go_to(place[0])
            self.clicked()

    def clicked(self) -> None:
        """The row under the cursor was clicked; a list that is ticked overrides this."""
        self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the view, not the cursor."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y + 3, animate=False, immediate=True)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the view, not the cursor."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y - 3, animate=False, immediate=True)

    def on_focus(self) -> None:
        """The bar shows where the keys go."""
        self.point()
        self.refresh()

    def point(self) -> None:
        """The terminal's own cursor, though hidden, stands on the row: a screen reader reads from there."""
        if self.has_keys and self.cursor < self.count:
            at = self.content_region.offset
            x = at.x + self._left_of(self._column_of(self.cursor))
            self.app.cursor_position = Offset(x, at.y + self.top_of(self.cursor) - self.scroll_offset.y)

    def on_blur(self) -> None:
        """Only the tint stays."""
        self.refresh()
