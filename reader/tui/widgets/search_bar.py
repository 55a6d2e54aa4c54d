"""The search bar above the list: a field, and below it the count, or where a query is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.message import Message

from reader.tui.cells import plain
from reader.tui.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widgets import Input, Static

    from reader.tui.widgets.query_field import QueryField

Purpose = Literal["search", "filter", "find"]

FIELD_AT = 2
"""Columns that the field stands to the right of the line below it."""

SAID_EDGES = 2
"""Blank columns beside that line."""

SIGNS: dict[Purpose, str] = {"search": "/", "filter": "f", "find": "/"}


class SearchBar(Vertical):
    """Hidden until it is opened, and mounted only after the first list. What is typed goes up as `Typed`, another completion as `Offered`, Enter as `Entered`, a question mark and nothing else as
    `HelpWanted`; Esc is the screen's."""

    DEFAULT_CSS = """
    SearchBar { height: auto; background: $paper; }
    SearchBar Horizontal { height: 1; }
    SearchBar #sign { width: 3; color: $accent; padding: 0 0 0 1; }
    SearchBar Input { width: 1fr; height: 1; border: none; padding: 0; background: $paper; color: $ink; }
    SearchBar Input:focus { border: none; background: $paper; }
    SearchBar Input > .input--selection { background: $mark; color: $ink; }
    SearchBar #said { height: auto; min-height: 1; padding: 0 1 1 1; color: $dim; }
    SearchBar #said.-wrong { color: $bad; }
    """

    class Typed(Record, Message):
        """The text changed."""

        text: str
        purpose: Purpose

    class Entered(Record, Message):
        """Enter was pressed."""

        purpose: Purpose

    class Offered(Message):
        """Another completion is offered, or none any more."""

    class HelpWanted(Message):
        """The question mark was typed into an empty field: show how a query is written."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.purpose: Purpose = "search"
        self._text = ""
        self._texts: Sequence[str] = ()
        self._is_line = False
        self._field: QueryField | None = None
        self._said: Static | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """Sign, field, and the line below."""
        from textual.widgets import Static

        from reader.tui.widgets.query_field import QueryField

        self._field, self._said = QueryField(id="field"), Static("", id="said", markup=False)
        with Horizontal():
            yield Static("/", id="sign", markup=False)
            yield self._field
        yield self._said

    @property
    def field(self) -> QueryField:
        """The field."""
        assert self._field is not None, "the bar is mounted"
        return self._field

    def on_mount(self) -> None:
        """Tell of each completion that is offered."""
        self.watch(self.field, "_suggestion", self._offers, init=False)

    def _offers(self) -> None:
        self.post_message(self.Offered())

    @property
    def offer(self) -> str:
        """The completed word that is offered; "" where there is none."""
        return self.field.offer

    @property
    def has_keys(self) -> bool:
        """True while one types in the field."""
        return self._field is not None and self.screen.focused is self._field

    def open(self, purpose: Purpose, text: str = "") -> None:
        """Show it with a text, which is selected: what is typed takes its place. The screen puts the keys into `field`."""
        from textual.widgets import Static

        self.purpose = purpose
        self.field.has_query = purpose == "search"
        self.display = True
        self.query_one("#sign", Static).update(SIGNS[purpose])
        self._put(text)
        self.field.select_all()
        self.say("")

    def _put(self, text: str) -> None:
        """Have a text in the field, as if nobody had typed it."""
        self._text = text
        from textual.widgets import Input

        with self.prevent(Input.Changed):
            self.field.value = text

    def close(self) -> None:
        """Hide it."""
        self.display = False

    def say(self, *texts: str, is_wrong: bool = False) -> None:
        """The count, or what is wrong with the query: the first of the texts that has room in one line, else the last."""
        assert self._said is not None, "the bar is mounted"
        self._texts = texts
        self._said.set_class(is_wrong, "-wrong")
        self._fit()

    def _fit(self) -> None:
        if self._said is not None and self._texts:
            room = self.size.width - SAID_EDGES
            fitting = (text for text in self._texts if cell_len(text) <= room)
            text = next(fitting, self._texts[-1])
            was_line, self._is_line = self._is_line, cell_len(text) <= room and "\n" not in text
            self._said.update(plain(text), layout=not (was_line and self._is_line))

    def on_resize(self) -> None:
        """Another width has room for more, or for less."""
        self._fit()

    def point(self, position: int, text: str) -> None:
        """Say what is wrong at a character of the query, with a mark below it."""
        at = FIELD_AT + cell_len(self.field.value[:position])
        mark = " " * at + "^"
        self.say(
            f"{mark} {text}" if at + 4 + cell_len(text) <= self.size.width else f"{mark}\n{text}",
            is_wrong=True,
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the text on."""
        event.stop()
        if event.value == "?" and self.purpose == "search" and not self._text.endswith("?"):
            self._put(self._text)
            self.field.select_all()
            self.post_message(self.HelpWanted())
            return
        self._text = event.value
        self.post_message(self.Typed(event.value, self.purpose))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass it on."""
        event.stop()
        self.post_message(self.Entered(self.purpose))
