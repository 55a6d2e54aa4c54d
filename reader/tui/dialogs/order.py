"""The orders of a list, to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Static

from reader.core.lists import ListOrder
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class OrderScreen(Dialog[ListOrder]):
    """Answers with the order that was chosen. `orders` are those that can be, each with its name."""

    def __init__(self, heading: str, orders: Sequence[tuple[ListOrder, str]], now: ListOrder) -> None:
        super().__init__()
        self._heading = heading
        self._orders = orders
        self._now = now

    def body(self) -> ComposeResult:
        """The orders, the cursor on the one in force."""
        yield Static(plain(self._heading), classes="heading")
        at = next((at for at, (sort, _) in enumerate(self._orders) if sort == self._now), 0)
        rows = [Choice(name, sign="✓" if sort == self._now else " ") for sort, name in self._orders]
        yield ChoiceList(rows, at=at)

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        self.dismiss(self._orders[event.index][0])
