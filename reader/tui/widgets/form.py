"""A form of a dialog: fields one below the other, each with its label; Enter in any of them submits all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from reader.tui.cells import plain
from reader.tui.widgets.query_field import QueryField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.tui.widgets.foot_line import Hints


class Field(NamedTuple):
    """A field: `id` names its widget, `limit` is in characters, 0 for none; `is_query`: a query is typed in it."""

    id: str
    label: str
    value: str
    placeholder: str = ""
    limit: int = 0
    is_query: bool = False


class InputForm(Vertical):
    """The fields of a dialog; the first one has the focus."""

    HINTS: ClassVar[Hints] = (("Enter", "save"), ("↓ ↑", "other field"))

    DEFAULT_CSS = """
    InputForm { height: auto; }
    """

    @dataclass
    class Submitted(Message):
        """Enter was pressed; `values` are the texts in the order of the fields, without spaces at their ends."""

        values: tuple[str, ...]

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self._fields: Sequence[Field] = fields

    def compose(self) -> ComposeResult:
        """Each label above its field."""
        for field in self._fields:
            yield Static(plain(field.label), classes="said")
            kind = QueryField if field.is_query else Input
            yield kind(field.value, id=field.id, placeholder=field.placeholder, max_length=field.limit)

    def on_mount(self) -> None:
        """Focus the first field."""
        self.query(Input).first().focus()

    def action_move_down(self) -> None:
        """Focus the next field."""
        self.screen.focus_next(Input)

    def action_move_up(self) -> None:
        """Focus the field before."""
        self.screen.focus_previous(Input)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(tuple(field.value.strip() for field in self.query(Input))))
