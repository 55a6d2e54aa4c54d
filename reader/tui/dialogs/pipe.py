"""The dialogs of a command that gets an article's Markdown: its field, and what it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input, Static

from reader.core import user_programs
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.facts import Fact, FactList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.tui.widgets.foot_line import Hints


class PipeScreen(Dialog[str]):
    """Answers with the command, which can be read as a list of arguments. `text` stands in the field at first."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "run"),)

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def body(self) -> ComposeResult:
        """Heading, field, and what is wrong with it."""
        yield Static(plain(f"Pipe to a command: {self._title}"), classes="heading one-line")
        yield Input(self._text, placeholder="a program and its arguments, such as wc -w")
        yield Static(
            plain("It receives the article as Markdown on standard input. No shell is involved."),
            classes="said",
        )

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            words = user_programs.typed(event.value)
        except ValueError as error:
            said = self.query_one(".said", Static)
            said.add_class("-wrong")
            said.update(plain(f"This is not a valid command: {str(error).lower()}."))
            return
        if words:
            self.dismiss(event.value.strip())


class OutputScreen(Dialog[None]):
    """Shows what a program wrote."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def body(self) -> ComposeResult:
        """Line by line."""
        yield Static(plain(self._title), classes="heading one-line")
        yield FactList([Fact("", said) for said in self._text.rstrip().splitlines()])
