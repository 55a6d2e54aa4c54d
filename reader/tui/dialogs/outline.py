"""The headings of an article, to go to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.tui.article.document import Heading


class OutlineScreen(Dialog[int]):
    """Answers with the position of the heading that was chosen."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__()
        self._headings = headings

    def body(self) -> ComposeResult:
        """The headings, each as deep as it stands."""
        yield Static(plain("Outline"), classes="heading")
        top = min(heading.level for heading in self._headings)
        yield ChoiceList([Choice("  " * (heading.level - top) + heading.text) for heading in self._headings])

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        self.dismiss(self._headings[event.index].position)
