"""A saved search: its name, its query, and what it does to new articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Input, Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields. `does` are words: `tag:russia bookmark`."""

    name: str
    query: str
    does: str = ""


class SavedScreen(Dialog[Form]):
    """Answers with what was kept. `keep` does it, and says what is wrong where it cannot: then the fields stay."""

    OWN_HINTS = (("Enter", "keep"), ("↓ ↑", "other field"))

    DEFAULT_CSS = """
    SavedScreen Input { margin-bottom: 1; }
    SavedScreen .label { color: $dim; padding: 0 1; }
    SavedScreen #wrong { color: $bad; height: auto; padding: 0 1; }
    """

    def __init__(self, heading: str, form: Form, keep: Callable[[Form], Awaitable[str | None]]) -> None:
        super().__init__()
        self._heading = heading
        self._form = form
        self._keep = keep

    def body(self) -> ComposeResult:
        """Three fields, each with its label, and the line that says what is wrong."""
        yield Static(plain(self._heading), classes="heading")
        yield Static("Name", classes="label", markup=False)
        yield Input(self._form.name, id="name", max_length=100, placeholder="a word or a few")
        yield Static("Query", classes="label", markup=False)
        yield Input(self._form.query, id="query")
        yield Static(
            "Also, to each new article that it finds",
            classes="label",
            markup=False,
        )
        yield Input(self._form.does, id="does", placeholder="tag:energy bookmark read mute")
        yield Static("", id="wrong", markup=False)

    def on_mount(self) -> None:
        """The name first."""
        self.query_one("#name", Input).focus()

    def action_move_down(self) -> None:
        """To the next field."""
        self.focus_next(Input)

    def action_move_up(self) -> None:
        """To the field before."""
        self.focus_previous(Input)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._settle(
            Form(*(self.query_one(f"#{name}", Input).value.strip() for name in ("name", "query", "does")))
        )

    @work(exclusive=True, group="keep")
    async def _settle(self, form: Form) -> None:
        wrong = await self._keep(form)
        if wrong is None:
            self.dismiss(form)
        else:
            self.query_one("#wrong", Static).update(plain(wrong))
