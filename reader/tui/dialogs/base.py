"""What do all dialogs have in common? A band over the whole width between two rules, and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen

from reader.tui.dialogs.answer import Answering
from reader.tui.widgets.foot_line import FootLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.events import Event

T = TypeVar("T")


class Dialog(Answering[T | None], ModalScreen[T | None], Generic[T]):
    """A dialog. `body` gives its widgets; Esc ends it without an answer.

    `is_ready`: its first field or list has the keys. `OWN_HINTS` come first in its foot line: keys as shown, and what
    they do; `hint` gives others from then on.
    """

    OWN_HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $paper 55%; }
    Dialog > .sheet {
        width: 100%; height: auto; max-height: 100%; align-horizontal: center;
        background: $paper; border-top: solid $rule; border-bottom: solid $rule;
    }
    Dialog > .sheet > * { width: 100%; max-width: 80; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.own_hints = self.OWN_HINTS
        self.is_ready = False

    def on_screen_resume(self) -> None:
        """From here on keys find what they are meant for; Textual handles this event after us."""
        self.call_next(setattr, self, "is_ready", True)

    def hint(self, *hints: tuple[str, str]) -> None:
        """Other hints from now on."""
        self.own_hints = hints
        for foot in self.query(FootLine):
            foot.post_message(FootLine.Asked())

    def hear(self, event: Event) -> None:
        """Something that the office told; dialogs that show work follow it."""

    def compose(self) -> ComposeResult:
        """The band and the foot line."""
        with Vertical(classes="sheet"):
            yield from self.body()
        yield FootLine()

    def body(self) -> ComposeResult:
        """The widgets within the band, one below the other."""
        raise NotImplementedError

    def action_back(self) -> None:
        """End the dialog without an answer."""
        self.dismiss(None)
