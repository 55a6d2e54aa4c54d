"""The help and the palette: actions with their keys, searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from reader.config.actions import PANES, TITLES
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.action_list import ActionList, matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.config.actions import Context
    from reader.config.keys import Binding, Bindings
    from reader.tui.widgets.foot_line import Hints


class Help(Dialog[None]):
    """The keys in force by place, the place one came from first."""

    def __init__(self, bindings: Bindings, context: Context) -> None:
        super().__init__()
        self._table = bindings
        self._place: Context = context

    def body(self) -> ComposeResult:
        """A field and the keys below it."""
        yield Input(placeholder="search the keys")
        yield ActionList(keys_first=True)

    def on_mount(self) -> None:
        """All keys, until something is typed."""
        self._show("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, words: str) -> None:
        rows: list[Binding | str] = []
        for context in ordered(self._place):
            own = [row for row in self._table.rows(context) if context in row.action.contexts and row.keys]
            if found := matching(own, words):
                rows += [TITLES[context].upper(), *found]
        self.query_one(ActionList).put(rows, f"No key matches “{words}”")

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ActionList)]


class Palette(Dialog[str]):
    """All that can be done where it was opened (`rows`), by name; answers with the id of an action."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "do it"),)

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
        self.query_one(ActionList).put(matching(self._rows, event.value), f"Nothing matches “{event.value}”")

    @on(Input.Submitted)
    @on(ActionList.Opened)
    def _choose(self) -> None:
        if row := self.query_one(ActionList).current:
            self.dismiss(row.action.id)

    @property
    def action_targets(self) -> Sequence[object]:
        """The list, which the field hands its arrows to."""
        return [self.query_one(ActionList)]


def ordered(context: Context) -> list[Context]:
    """Order the contexts: the one that matters, then what holds on the whole front page, then the others."""
    first: list[Context] = [context, "front"] if context in PANES else [context]
    return [*first, *(other for other in TITLES if other not in first)]
