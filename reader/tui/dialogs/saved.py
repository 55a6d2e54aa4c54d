"""The dialog that changes a saved search or a rule: its name, its query, and what it does to new articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.form import Field, InputForm

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Form:
    """The texts of the fields. `does` are words: `tag:russia bookmark`."""

    name: str
    query: str
    does: str = ""


class SavedScreen(Dialog[Form]):
    """Answers with what was kept. `keep` does it, and says what is wrong where it cannot: then the fields stay. A rule has
    no name."""

    OWN_HINTS = InputForm.HINTS

    def __init__(
        self,
        heading: str,
        form: Form,
        keep: Callable[[Form], Awaitable[str | None]],
        *,
        has_name: bool = True,
    ) -> None:
        super().__init__()
        self._has_name = has_name
        self._heading = heading
        self._form = form
        self._keep = keep

    def body(self) -> ComposeResult:
        """The fields, and the line that says what is wrong."""
        yield Static(plain(self._heading), classes="heading")
        name = Field("name", "Name", self._form.name, "a word or a few", limit=100)
        yield InputForm(
            *([name] if self._has_name else []),
            Field("query", "Query", self._form.query),
            Field("does", "Apply to every new match", self._form.does, "tag:energy bookmark read mute"),
        )
        yield Static(id="wrong", classes="said -wrong")

    @on(InputForm.Submitted)
    def _submitted(self, event: InputForm.Submitted) -> None:
        self._settle(Form(*event.values) if self._has_name else Form("", *event.values))

    @work(exclusive=True, group="keep")
    async def _settle(self, form: Form) -> None:
        wrong = await self._keep(form)
        if wrong is None:
            self.dismiss(form)
        else:
            self.query_one("#wrong", Static).update(plain(wrong))
