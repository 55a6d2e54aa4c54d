"""The rows of a dialog: a title each, with a sign before it, a word at the right end, a note below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.frozen import dataclass
from reader.text.clean import line
from reader.tui.cells import align, cut, ends, fit, wrapped
from reader.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from reader.config.themes import Role
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground


END_CELLS = 24
"""Cells that an end has beside a second name at least; else the name is left out, so that the end is whole."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that can be chosen. `aside` is a second name, shown quietly in a column of its own
    where there is room. `is_bold` titles stand out, `is_dim` ones stand back, `note_role` is the colour of the note,
    `marks` stand behind it, `is_roomy` rows have a blank line below them, `is_sided` ones stand on
    the side of their title's script, `is_tall` ones have a second line for a long title."""

    title: str
    sign: str = ""
    aside: str = ""
    end: str = ""
    note: str = ""
    note_role: Role = "dim"
    marks: str = ""
    is_bold: bool = False
    is_dim: bool = False
    is_roomy: bool = False
    is_sided: bool = False
    is_tall: bool = False


class ChoiceList(RowList):
    """Choices, and headings (plain strings) between them; the cursor stands on choices only.

    `rows` and `at` are what `put` takes. It is as tall as its rows, but leaves `spare` lines of the screen to what is
    above and below it. `always_lit`: a field above it hands its arrows on, so the bar shows without the focus."""

    TELLS_MORE = True
    DEFAULT_CSS = """
    ChoiceList { height: auto; min-height: 1; }
    """

    def __init__(
        self,
        rows: Sequence[Choice | str] = (),
        *,
        at: int | None = None,
        spare: int = 7,
        always_lit: bool = False,
    ) -> None:
        super().__init__()
        self._rows: Sequence[Choice | str] = rows
        self.cursor = at or 0
        self._spare = spare
        self._always_lit = always_lit
        self._sign_cells = self._title_cells = self._end_cells = 0

    def on_mount(self) -> None:
        """Show the rows that it was made with."""
        if self._rows:
            self.put(self._rows, at=self.cursor)

    def put(self, rows: Sequence[Choice | str], *, at: int | None = None) -> None:
        """Show these, the cursor on the row `at`, else on the first choice."""
        self._rows = rows
        choices = [row for row in rows if isinstance(row, Choice)]
        self._sign_cells = max((cell_len(row.sign) for row in choices), default=0)
        self._title_cells = max((cell_len(line(row.title)) for row in choices if row.aside), default=0)
        self._end_cells = max((cell_len(line(row.end)) for row in choices), default=0)
        first = next((place for place, row in enumerate(rows) if isinstance(row, Choice)), 0)
        self.cursor = at if at is not None and self.is_choice(at) else first
        self.measure()
        self.refresh(layout=True)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Rows that came while the screen was being laid out get their lines in one more layout."""
        self.reveal()
        if self.size.height < min(self.virtual_size.height, self.screen.size.height - self._spare):
            self.refresh(layout=True)

    @property
    def has_keys(self) -> bool:
        """Keys move this cursor."""
        return self._always_lit or self.has_focus

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines that it would take."""
        return min(
            super().get_content_height(container, viewport, width), max(viewport.height - self._spare, 1)
        )

    def height_of(self, index: int) -> int:
        """A heading has a blank line above it, a note is a line of its own."""
        row = self._rows[index]
        if isinstance(row, str):
            return 2 if index else 1
        return len(self._titles(row, self.row_width - 1)) + bool(row.note) + row.is_roomy

    def drawn_of(self, index: int) -> int:
        """Lines of a row without the blank one below it."""
        row = self._rows[index]
        return self.height_of(index) - (isinstance(row, Choice) and row.is_roomy)

    def aligned(self, y: int) -> int:
        """The view begins with a whole row, as long as the one under the cursor stays in it: a row without its title says
        nothing."""
        if y <= 0:
            return y
        row = next((row for row in reversed(range(self.count)) if self.top_of(row) <= y), 0)
        end = self.top_of(self.cursor) + self.height_of(self.cursor)
        return self.top_of(row if end - self.top_of(row) <= self.size.height else min(row + 1, self.cursor))

    def begins_group(self, index: int) -> bool:
        """A heading does."""
        return index < self.count and not self.is_choice(index)

    def is_choice(self, index: int) -> bool:
        """Headings are none."""
        return 0 <= index < len(self._rows) and isinstance(self._rows[index], Choice)

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A heading, or a choice: sign, title, end; below them its note."""
        row = self._rows[index]
        ink, dim = self.paint.style("ink", on=ground), self.paint.style("dim", on=ground)
        if isinstance(row, str):
            is_blank = number < self.height_of(index) - 1
            return [("" if is_blank else fit(line(row), width - 1), dim)]
        sign = self._sign(row)
        if number == self.drawn_of(index):
            return []
        is_mirrored = row.is_sided and align(line(row.title)) == "right"
        edge = self._edge(width)
        titles = self._titles(row, width)
        if number >= len(titles):
            room, style = width - cell_len(sign) - 1, self.paint.style(row.note_role, on=ground)
            note = [(" " * cell_len(sign), ink), (fit(line(row.note), room), style)]
            if is_mirrored:
                behind = f"{line(row.marks)}   " if row.marks else ""
                blank = edge - cell_len(sign + behind) - cell_len(note[1][0])
                if blank >= 0:
                    mark = (behind, self.paint.style("accent", on=ground))
                    return [note[0], (" " * blank, ink), mark, note[1]]
            if not row.marks:
                return note
            marks = (f"   {line(row.marks)}", self.paint.style("accent", on=ground))
            return cut([*note, marks], room + cell_len(sign), ("…", style))
        title, end = titles[number], "" if number else self._end(row, width)
        sign = " " * cell_len(sign) if number else sign
        blank = edge - cell_len(sign) - cell_len(title) if is_mirrored else 0
        pieces = [
            (sign, self.paint.style("accent", bold=row.is_bold, on=ground)),
            *([(" " * blank, ink)] if blank > 0 else []),
            (title, dim if row.is_dim else self.paint.style("ink", bold=row.is_bold, on=ground)),
        ]
        column = max(cell_len(title), self._title_cells)
        if row.aside and cell_len(row.aside) <= width - cell_len(sign + end) - column - 5:
            pieces.append((" " * (column - cell_len(title) + 2) + row.aside, dim))
        return ends(pieces, (end, dim), width, ink) if end else pieces

    def _sign(self, row: Choice) -> str:
        return row.sign.rjust(self._sign_cells) + " " if self._sign_cells else ""

    def _edge(self, width: int) -> int:
        """The cell at which titles that run from right to left end, where the longest end begins."""
        return width - min(self._end_cells, width // 3) - 3

    def _end(self, row: Choice, width: int) -> str:
        """The end as it fits: a short title leaves it more than its third."""
        sign = self._sign(row)
        room = max(width // 3, width - cell_len(sign) - cell_len(line(row.title)) - 3)
        if row.aside and (beside := width - cell_len(sign + row.aside) - self._title_cells - 5) >= END_CELLS:
            room = min(room, beside)
        return fit(line(row.end), room)

    def _titles(self, row: Choice, width: int) -> Sequence[str]:
        """The title as it fits, where that is wanted on a second line as well, which no end stands on."""
        title, most = line(row.title), width - cell_len(self._sign(row)) - 1
        if row.is_sided and align(title) == "right":
            room = most = self._edge(width) - cell_len(self._sign(row))
        else:
            room = most - cell_len(self._end(row, width)) - 2
        if not row.is_tall or room <= 0 or cell_len(title) <= room:
            return (fit(title, room),)
        first, *rest = wrapped(title, room)
        return (first, fit(" ".join(rest), most))
