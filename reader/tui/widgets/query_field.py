"""A field for a query: it shows dimmed how the query goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.actions import SkipAction
from textual.suggester import Suggester
from textual.widgets import Input
from textual.widgets.input import Selection

if TYPE_CHECKING:
    from reader.query.complete import Known
    from reader.query.fields import Example
    from reader.query.rewrite import EditedQuery


class QueryField(Input):
    """The cursor stays where it was while the query help lies above. `known` are the library's names, which are completed
    too; `has_query` is False while something else is typed."""

    # Not set in __init__: from Python 3.12 on the completion of a first value runs within Input's own.
    known: Known | None = None
    has_query = True

    def __init__(
        self,
        value: str = "",
        *,
        id: str,  # noqa: A002 - Textual's name
        placeholder: str = "",
        max_length: int = 0,
    ) -> None:
        super().__init__(
            value,
            id=id,
            placeholder=placeholder,
            max_length=max_length,
            select_on_focus=False,
            suggester=Completion(self),
        )

    def write(self, edited: EditedQuery) -> None:
        """Have a text in the field, as if it had been typed, with a part of it selected."""
        self.value = edited.text
        self.selection = Selection(edited.start, edited.end)

    def take(self, example: Example | None) -> None:
        """Put an example of the query help where the cursor is, or in place of what is selected; None changes nothing."""
        from reader.query.rewrite import with_example

        if example is not None:
            start, end = sorted(self.selection)
            self.write(with_example(self.value, start, end, example))

    @property
    def offer(self) -> str:
        """The completed word that is shown dimmed, and taken by → or Tab; "" where there is none."""
        return offered_word(self.value, self._suggestion) if self.cursor_at_end else ""

    def watch__suggestion(self, suggestion: str) -> None:
        """The cursor's block would make the first offered letter look typed."""
        self.set_class(len(suggestion) > len(self.value), "-offers")

    def action_next_pane(self) -> None:
        """Take the completion; where there is none, the key goes on to the next pane."""
        if not self.offer:
            raise SkipAction
        self.action_cursor_right()


def offered_word(value: str, completed: str) -> str:
    """The last word of a query as it is completed; "" where that adds nothing. A phrase that is open goes on."""
    if len(completed) <= len(value):
        return ""
    until = value.rindex('"') if value.count('"') % 2 else len(value)
    return completed[max(value.rfind(" ", 0, until), value.rfind("(", 0, until)) + 1 :]


class Completion(Suggester):
    """Shows dimmed how a query goes on; Tab and → take it."""

    def __init__(self, field: QueryField) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._field = field

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text, or None."""
        if not self._field.has_query:
            return None
        from reader.query.complete import Known, completed

        return completed(value, self._field.known or Known())
