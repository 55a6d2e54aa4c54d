"""The dialog that asks before something is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.tui.widgets.foot_line import Hints


class AskScreen(Dialog[bool]):
    """Answers True for `y`, False for `n` and Esc. `detail` says what stays and what goes."""

    OWN_HINTS: ClassVar[Hints] = (("y", "yes"), ("n", "no"))
    BINDINGS: ClassVar[list[BindingType]] = [("y", "answer(True)"), ("n", "answer(False)")]

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail

    def body(self) -> ComposeResult:
        """The question, and what follows from it."""
        yield Static(plain(self._question), classes="heading")
        if self._detail:
            yield Static(plain(self._detail), classes="said")

    def action_answer(self, yes: bool) -> None:
        """End with the answer."""
        self.dismiss(yes)

    def action_back(self) -> None:
        """Esc is no."""
        self.dismiss(False)
