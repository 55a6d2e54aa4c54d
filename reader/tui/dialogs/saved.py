"""The dialog that changes a saved search or a rule: its name, its query, and what it does to new articles."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.actions import SkipAction
from textual.widgets import Input, Static

from reader.frozen import dataclass
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.form import Field, InputForm
from reader.tui.widgets.query_field import QueryField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from reader.query.complete import Known

TYPED_S = 0.2
"""Debounce: seconds after the last letter before what the query finds is counted."""


@dataclass(frozen=True, slots=True)
class Form:
    """The texts of the fields. `does` are words: `tag:russia bookmark notify archive`."""

    name: str
    query: str
    does: str = ""


class SavedScreen(Dialog[Form]):
    """Answers with what was kept. `keep` does it, and says what is wrong where it cannot: then the fields stay. A rule has
    no name. `known` are the names that complete the query; `help_key`, as shown, opens the query help in its field;
    `found` says how much a query finds now."""

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
        found: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        super().__init__()
        self._known = known
        self._help_key = help_key
        self._has_name = has_name
        self._heading = heading
        self._form = form
        self._keep = keep
        self._count = found
        self._found = ""

    def body(self) -> ComposeResult:
        """The fields, and the line that says what is wrong, else how much the query finds."""
        yield Static(plain(self._heading), classes="heading")
        name = Field("name", "Name", self._form.name, "a word or two", limit=100)
        yield InputForm(
            *([name] if self._has_name else []),
            Field("query", "Query", self._form.query, is_query=True),
            Field(
                "does",
                f"What to do with each new match: mute, read, bookmark, tag:NAME{', notify' * self._has_name}",
                self._form.does,
                "for example: tag:energy bookmark",
            ),
        )
        yield Static(id="about", classes="said")

    def on_mount(self) -> None:
        """Complete the query with the library's names, and count what it finds."""
        field = self.query_one(QueryField)
        field.known = self._known
        self._say_found(field.value)

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

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._say(self._found)
        if isinstance(event.input, QueryField):
            self._say_found(event.value)

    @work(exclusive=True, group="found")
    async def _say_found(self, source: str) -> None:
        """Say how much the query finds, once no more of it is typed."""
        if self._count is None:
            return
        await asyncio.sleep(TYPED_S)
        self._found = await self._count(source)
        if not self.query_one("#about", Static).has_class("-wrong"):
            self._say(self._found)

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        about = self.query_one("#about", Static)
        about.set_class(is_wrong, "-wrong")
        about.update(plain(text))

    @on(InputForm.Submitted)
    def _submitted(self, event: InputForm.Submitted) -> None:
        self._settle(Form(*event.values) if self._has_name else Form("", *event.values))

    @work(exclusive=True, group="keep")
    async def _settle(self, form: Form) -> None:
        wrong = await self._keep(form)
        if wrong is None:
            self.dismiss(form)
        else:
            self._say(wrong, is_wrong=True)
