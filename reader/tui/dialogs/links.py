"""The dialog of an article's links by number: to open one, or to copy its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from reader.text import urls
from reader.text.clean import counted
from reader.tui.article.links import NumberedLink
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.tui.widgets.foot_line import Hints


class LinksScreen(Dialog[NumberedLink]):
    """Answers with the link to open. A digit chooses the link of that number, as it does in the article."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "open"), ("1–9", "open link"), ("y", "copy address"))
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "copy"),
        *((str(digit), f"numbered({digit})") for digit in range(1, 10)),
    ]

    def __init__(self, links: Sequence[NumberedLink]) -> None:
        super().__init__()
        self._links = links

    def body(self) -> ComposeResult:
        """The number of links, and the links."""
        yield Static(plain(counted(len(self._links), "link")), classes="heading")
        yield ChoiceList(
            [Choice(link.title, sign=str(link.number), end=urls.host(link.url) or "") for link in self._links]
        )

    @on(ChoiceList.Opened)
    def _opened(self, event: ChoiceList.Opened) -> None:
        self.dismiss(self._links[event.index])

    def action_numbered(self, number: int) -> None:
        """Open the link of a number."""
        link = next((link for link in self._links if link.number == number), None)
        if link is not None:
            self.dismiss(link)

    def action_copy(self) -> None:
        """Copy the address of the link under the cursor to the terminal's clipboard."""
        self.copy_address(self._links[self.query_one(ChoiceList).cursor].url)
