"""Which action was it? The palette: all that can be done here, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.action_list import ActionList, matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.config.keys import Binding


class Palette(Dialog[str]):
    """Answers with the id of an action. `rows` are those that can be done where it was opened."""

    OWN_HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "do it"),)

    DEFAULT_CSS = """
    Palette ActionList { height: auto; max-height: 16; min-height: 1; }
    Palette Input { margin-bottom: 1; }
    """

    def __init__(self, rows: Sequence[Binding]) -> None:
        super().__init__()
        self._rows = rows

    def body(self) -> ComposeResult:
        """A field and the actions below it."""
        yield Input(placeholder="what to do")
        yield ActionList()

    def on_mount(self) -> None:
        """All actions, until something is typed."""
        self.query_one(ActionList).put(self._rows)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self.query_one(ActionList).put(matching(self._rows, event.value) or [f"nothing for “{event.value}”"])

    @on(Input.Submitted)
    @on(ActionList.Opened)
    def _choose(self) -> None:
        if row := self.query_one(ActionList).current:
            self.dismiss(row.action.id)

    def action_move_down(self) -> None:
        """To the next action."""
        self.query_one(ActionList).move(1)

    def action_move_up(self) -> None:
        """To the previous action."""
        self.query_one(ActionList).move(-1)
