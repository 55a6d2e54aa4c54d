"""The dialog that writes the feeds into an OPML file: its path, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Input, Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from reader.tui.widgets.foot_line import Hints

REPLACES = "This file exists already. Press Enter again to replace it."


class ExportFeedsScreen(Dialog[str]):
    """Answers with the path that was written. `write` writes it, and says what is wrong where it cannot; it is told
    whether a file that is there may be replaced."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "export"),)

    def __init__(self, text: str, hidden: int, write: Callable[[str, bool], Awaitable[str | None]]) -> None:
        super().__init__()
        self._text = text
        self._hidden = hidden
        self._write = write
        self._replaces = ""

    def body(self) -> ComposeResult:
        """The field, and what the file holds."""
        yield Static(plain("Export all feeds and saved searches as OPML"), classes="heading")
        yield Input(self._text, placeholder="the path of a file", select_on_focus=False)
        yield Static(plain(self._said), classes="said", id="said")

    @property
    def _said(self) -> str:
        if not self._hidden:
            return "Other readers, and broadsheet itself, can import this file."
        return "Passwords in addresses are left out. To include them: broadsheet opml --with-passwords"

    @on(Input.Changed)
    def _typed(self) -> None:
        self._replaces = ""
        self._say(self._said)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if path := event.value.strip():
            self._export(path)

    @work(exclusive=True, group="export")
    async def _export(self, path: str) -> None:
        wrong = await self._write(path, self._replaces == path)
        if wrong is None:
            self.dismiss(path)
            return
        self._replaces = path if wrong == REPLACES else ""
        self._say(wrong, is_wrong=True)

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(is_wrong, "-wrong")
        said.update(plain(text))
