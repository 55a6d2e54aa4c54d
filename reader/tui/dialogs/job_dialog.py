"""What do dialogs have in common that have something done? A field, a line that says how it goes, and Esc to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from textual import on, work
from textual.widgets import Input, Static

from reader.text.clean import capital, line
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.jobs import running

if TYPE_CHECKING:
    from typing import Any

    from textual.app import ComposeResult

    from reader.core.events import Event, JobDone

T = TypeVar("T")


class Doer(Protocol):
    """Who has a job done: the office."""

    async def do(self, job: str, **arguments: Any) -> JobDone:
        """Have a job done."""

    async def cancel(self) -> None:
        """End what is under way."""


class JobDialog(Dialog[T]):
    """A dialog with one field; `submitted` begins what is typed, `ended` is told how it went.

    What goes wrong is said below the field, whose text stays.
    """

    TITLE_TEXT = ""
    PLACEHOLDER = ""
    CANCELLED = ""

    def __init__(self, office: Doer, text: str = "") -> None:
        super().__init__()
        self._office = office
        self._text = text
        self._is_cancelled = False
        self.is_busy = False

    def body(self) -> ComposeResult:
        """Heading, field, and what is said of it."""
        yield Static(plain(self.TITLE_TEXT), classes="heading")
        yield Input(self._text, placeholder=self.PLACEHOLDER, select_on_focus=False)
        yield Static(classes="said")

    def on_mount(self) -> None:
        """Nothing to say yet."""
        self.say("")

    @property
    def field(self) -> Input:
        """The field."""
        return self.query_one(Input)

    def submitted(self, text: str) -> None:
        """Begin."""
        raise NotImplementedError

    def ended(self, done: JobDone) -> None:
        """The job has ended, and was not cancelled."""
        raise NotImplementedError

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if (text := event.value.strip()) and not self.is_busy:
            self.submitted(text)

    @work(exclusive=True, group="errand")
    async def begin(self, job: str, **arguments: Any) -> None:
        """Have a job done."""
        self.is_busy, self._is_cancelled = True, False
        self.say("One moment …")
        self.hint(("Esc", "cancel"))
        done = await self._office.do(job, **arguments)
        self.is_busy = False
        self.hint(*self.OWN_HINTS)
        if done.error and self._is_cancelled:
            self.back_to_field(self.CANCELLED)
        else:
            self.ended(done)

    @work(group="cancel")
    async def _cancel(self) -> None:
        await self._office.cancel()

    def hear(self, event: Event) -> None:
        """The work tells what it is at."""
        if self.is_busy and (words := running([event])):
            self.say(f"{capital(words)} …")

    def action_back(self) -> None:
        """End what is under way; else the dialog."""
        if self.is_busy:
            self._is_cancelled = True
            self._cancel()
        else:
            self.step_back()

    def step_back(self) -> None:
        """One step back; here out of the dialog."""
        self.dismiss(None)

    def back_to_field(self, said: str, *, is_wrong: bool = False) -> None:
        """Say something, and let the person type again."""
        self.say(said, is_wrong=is_wrong)
        self.field.focus()

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """The line below the field."""
        said = self.query_one(".said", Static)
        said.set_class(is_wrong, "-wrong")
        said.update(plain(text))


def failure(done: JobDone) -> str:
    """Why it failed, and on a line of its own what to do."""
    error = line(done.error or "it was not done")
    return f"{error}\n{line(capital(done.hint))}" if done.hint else error
