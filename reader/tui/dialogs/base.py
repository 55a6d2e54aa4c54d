"""Bases of dialogs: a screen that gives one result, and a band over the whole width between two rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from reader.text.urls import without_credentials
from reader.tui import toast
from reader.tui.compositor import Compositor
from reader.tui.dialogs.job_line import JobLine
from reader.tui.sure_timers import set_timer
from reader.tui.widgets.foot_line import FootLine
from reader.tui.widgets.row_columns import COLUMN, GUTTER

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.events import Event
    from reader.tui.widgets.foot_line import Hints

T = TypeVar("T")

DIALOG_STYLES = Path(__file__).parent.parent / "styles" / "dialogs.tcss"

SLIM, LOW = 70, 22
"""Columns and rows of a terminal below which a dialog takes all of it."""

BROAD = 2 * COLUMN + GUTTER
"""Columns of a terminal from which on a long list has two columns."""


class ResultScreen(Screen[T], Generic[T]):
    """A screen that is dismissed once, by itself, as soon as nothing lies over it.

    Textual dismisses whatever screen lies on top: of a double click the second one would take the page below, and work
    that ends behind the help would close the help.
    """

    set_timer = set_timer

    CSS_PATH = DIALOG_STYLES

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Compositor()
        self.is_dismissed = False
        self._late: tuple[T | None, ...] = ()

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Give the result and go, now or once the screen is active; only the first result counts."""
        if self.is_dismissed:
            return AwaitComplete()
        self.is_dismissed = True
        if self.is_active:
            return super().dismiss(result)
        self._late = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Go with the result that was given while another screen lay over this one."""
        for result in self._late:
            self._late = ()
            super().dismiss(result)


class Dialog(ResultScreen[T | None], ModalScreen[T | None], Generic[T]):
    """A dialog. `body` gives its widgets; Esc ends it without a result.

    `is_ready`: its first field or list has the keys. `OWN_HINTS` come first in its foot line: keys as shown, and what
    they do; `hint` gives others from then on. `LACKS` are the app's own actions that are not done over it; `lacks` adds
    those of a dialog that can only be refused as things are.
    """

    OWN_HINTS: ClassVar[Hints] = ()
    LACKS: ClassVar[frozenset[str]] = frozenset()
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (SLIM, "-usual"), (BROAD, "-broad")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.own_hints = self.OWN_HINTS
        self.is_ready = False
        self._told: set[str] = set()

    def on_screen_resume(self) -> None:
        """Note that keys find what they are meant for, once Textual has handled this event, which it does after us."""
        self.call_next(setattr, self, "is_ready", True)

    @property
    def lacks(self) -> frozenset[str]:
        """The actions that neither foot line nor help offer now."""
        return self.LACKS

    def hint(self, *hints: tuple[str, str]) -> None:
        """Show other hints from now on."""
        self.own_hints = hints
        self.foot()

    def foot(self) -> None:
        """Show the foot line as things are."""
        for foot in self.query(FootLine):
            foot.post_message(FootLine.Asked())

    def hear(self, event: Event) -> None:
        """Handle an event of a worker process: the line of a job shows it."""
        for line in self.query(JobLine):
            line.hear(event)

    def compose(self) -> ComposeResult:
        """The band and the foot line. What was told on the screen below before the key that led here ends with it;
        what comes since is shown here."""
        toast.clear(self.app, getattr(self.app, "told_before", ()))
        toast.clear_below(self.app, self)
        with Vertical(classes="band"):
            yield from self.body()
        yield FootLine()

    def body(self) -> ComposeResult:
        """The widgets within the band, one below the other."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Show a line that goes away by itself, and with the dialog at the latest."""
        self._told.add(toast.show(self.app, text, "good"))

    def on_unmount(self) -> None:
        """Take along what was told here."""
        toast.end(self.app, self._told)

    def copy_address(self, url: str) -> None:
        """Copy an address, without a password in it, to the terminal's clipboard."""
        self.app.copy_to_clipboard(without_credentials(url))
        self.tell("Address copied")

    def action_back(self) -> None:
        """End the dialog without a result."""
        self.dismiss(None)
