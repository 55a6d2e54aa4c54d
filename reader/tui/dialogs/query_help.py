"""The query language by examples: searched as one types, and taken into the search bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.widgets import Input

from reader.query.fields import Example, examples
from reader.text.fold import fold
from reader.tui.cells import fit
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.grouped_list import GroupedList, beside, lines_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.tui.cells import Piece
    from reader.tui.paint import Ground
    from reader.tui.widgets.foot_line import Hints

EXAMPLE_COLUMN = 28
"""Cells that examples take."""


class ExampleList(GroupedList[Example]):
    """Examples with what they find."""

    def lines_of(self, row: Example, width: int) -> int:
        """All of what it finds is told."""
        return len(lines_beside(row.meaning, width - example_column(width) - 1))

    def choice(self, row: Example, number: int, width: int, ground: Ground) -> list[Piece]:
        """An example, and what it finds beside it."""
        room = example_column(width)
        text = "" if number else fit(row.text, room - 1)
        return [
            (text + " " * (room - cell_len(text)), self.paint.style("accent", bold=True, on=ground)),
            (beside(row.meaning, width - room - 1, number), self.paint.style("ink", on=ground)),
        ]


def example_column(width: int) -> int:
    """Cells of the column of examples in a list of some width."""
    return min(EXAMPLE_COLUMN, width // 2)


class QueryHelp(Dialog[Example]):
    """Answers with the example that was chosen."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "use"),)

    def body(self) -> ComposeResult:
        """A field and the examples below it."""
        yield Input(placeholder="find an example: author, unread, date …")
        yield ExampleList()

    def on_mount(self) -> None:
        """All of them, until something is typed."""
        self.query_one(ExampleList).put(matching(""))

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self.query_one(ExampleList).put(matching(event.value), f"No example matches “{event.value.strip()}”")

    @on(Input.Submitted)
    @on(ExampleList.Opened)
    def _choose(self) -> None:
        if example := self.query_one(ExampleList).current:
            self.dismiss(example)

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ExampleList)]


def matching(words: str) -> list[Example | str]:
    """The examples that hold every word, in their groups, each below its title."""
    wanted = fold(words).split()
    rows: list[Example | str] = []
    for title, group in examples():
        known = fold(title)
        found = [
            one
            for one in group
            if all(word in f"{known} {fold(one.text)} {fold(one.meaning)}" for word in wanted)
        ]
        rows += [title, *found] if found else []
    return rows
