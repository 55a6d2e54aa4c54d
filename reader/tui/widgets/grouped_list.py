"""Rows in groups with headings, below a field that searches them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.tui.cells import fit, wrapped
from reader.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tui.cells import Piece
    from reader.tui.paint import Ground

Choice = TypeVar("Choice")


class GroupedList(RowList, Generic[Choice]):
    """Rows are choices or sentences: headings, or the one that there is nothing. Only choices hold the cursor."""

    TELLS_MORE = True

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Choice | str] = ()

    def put(self, rows: Sequence[Choice | str], otherwise: str = "") -> None:
        """Show these, the cursor on the first choice; `otherwise` where there are none."""
        self._rows = rows or [otherwise]
        self.cursor = next((at for at in range(len(self._rows)) if self.is_choice(at)), 0)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.lay_out()

    @property
    def current(self) -> Choice | None:
        """The choice under the cursor."""
        row = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        return None if isinstance(row, str) else row

    @property
    def has_keys(self) -> bool:
        """The field above it hands its arrows on."""
        return True

    def height_of(self, index: int) -> int:
        """A heading has a blank line above it."""
        row = self._rows[index]
        if isinstance(row, str):
            return 2 if index else 1
        return self.lines_of(row, self.row_width - 1)

    def begins_group(self, index: int) -> bool:
        """A heading does."""
        return index < self.count and not self.is_choice(index)

    def is_choice(self, index: int) -> bool:
        """Tell whether it is no heading."""
        return 0 <= index < len(self._rows) and not isinstance(self._rows[index], str)

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A heading, or a line of a choice."""
        row = self._rows[index]
        if isinstance(row, str):
            is_blank = number < self.height_of(index) - 1
            return [("" if is_blank else fit(row, width), self.paint.style("dim"))]
        return self.choice(row, number, width, ground)

    def lines_of(self, row: Choice, width: int) -> int:
        """The number of lines of a choice: one, where a list says nothing else."""
        return 1

    @abstractmethod
    def choice(self, row: Choice, number: int, width: int, ground: Ground) -> list[Piece]:
        """A line of a choice."""


def beside(text: str, room: int, number: int) -> str:
    """Line `number` of what is said beside a key or an example, all of it in lines of so many cells."""
    return "".join(lines_beside(text, room)[number : number + 1])


def lines_beside(text: str, room: int) -> Sequence[str]:
    """All lines of it; at least one."""
    return wrapped(text, max(room, 8)) or [""]
