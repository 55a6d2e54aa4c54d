"""The dialog that changes a saved search or a rule: its name, its query, and what it does to new articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.actions import SkipAction
from textual.widgets import Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.form import Field, InputForm
from reader.tui.widgets.query_field import QueryField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from reader.query.complete import Known


@dataclass(frozen=True, slots=True)
class Form:
    """The texts of the fields. `does` are words: `tag:russia bookmark`."""

    name: str
    query: str
    does: str = ""


class SavedScreen(Dialog[Form]):
    """Answers with what was kept. `keep` does it, and says what is wrong where it cannot: then the fields stay. A rule has
    no name. `known` are the names that complete the query; `help_key`, as shown, opens the query help in its field."""

    OWN_HINTS = InputForm.HINTS

    def __init__(
        self,
        heading: str,
        form: Form,
        keep: Callable[[Form], Awaitable[str | None]],
        *,
        has_name: bool = True,
        known: Known | None = None,
        help_key: str = "",
    ) -> None:
        super().__init__()
        self._known = known
        self._help_key = help_key
        self._has_name = has_name
        self._heading = heading
        self._form = form
        self._keep = keep

    def body(self) -> ComposeResult:
        """The fields, and the line that says what is wrong."""
        yield Static(plain(self._heading), classes="heading")
        name = Field("name", "Name", self._form.name, "a word or two", limit=100)
        yield InputForm(
            *([name] if self._has_name else []),
            Field("query", "Query", self._form.query, is_query=True),
            Field(
                "does",
                "Do with each new match: mute, read, bookmark, tag:NAME",
                self._form.does,
                "tag:energy bookmark",
            ),
        )
        yield Static(id="wrong", classes="said -wrong")

    def on_mount(self) -> None:
        """Complete the query with the library's names."""
        self.query_one(QueryField).known = self._known

    def on_descendant_focus(self) -> None:
        """Hint at the query help in the field of the query."""
        has_help = isinstance(self.focused, QueryField) and bool(self._help_key)
        self.hint(*self.OWN_HINTS, *[(self._help_key, "query help")][: int(has_help)])

    def action_help(self) -> None:
        """Show how a query is written, in its field; elsewhere the keys."""
        field = self.focused
        if not isinstance(field, QueryField):
            raise SkipAction
        from reader.tui.dialogs.query_help import QueryHelp

        self.app.push_screen(QueryHelp(), field.take)

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
