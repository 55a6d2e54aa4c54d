"""The first page of an empty library: a greeting, and four ways in."""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.cells import cell_len
from textual import on
from textual.containers import Vertical
from textual.widgets import Static

from reader.config.keys import shown
from reader.core import subscriptions
from reader.tui.cells import plain
from reader.tui.dialogs.base import SLIM, ResultScreen
from reader.tui.widgets.choice_list import Choice, ChoiceList
from reader.tui.widgets.foot_line import FootLine
from reader.tui.widgets.head_line import HeadLine, HeadState
from reader.tui.wording import time_of_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual import events
    from textual.app import ComposeResult

    from reader.config.actions import Context
    from reader.config.keys import Bindings

Way = Literal["add", "import", "starters", "demo", "quit"]

WAYS: tuple[Way, ...] = ("add", "import", "starters", "demo")

ROOMY = 24
"""Lines of the screen from which on a blank line parts the ways."""

NOTED = 16
"""Lines from which on each way has a note below it: on a lower screen the last ones would be out of sight."""

TALL = 32
"""Lines from which on the page stands lower."""

MARGINS, WIDE_MARGINS = 10, 16
"""Cells of a line that a note cannot have; on a screen that is not slim, more."""

TICK_S = 20.0
"""Seconds between two looks at the clock."""


class WelcomeScreen(ResultScreen[Way]):
    """Answers with the way that was chosen. `bindings` are the keys in force, `now` is the clock of the greeting and of the
    head line."""

    KEY_CONTEXT: ClassVar[Context] = "welcome"

    def __init__(self, bindings: Bindings, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._table = bindings
        self._now = now

    def compose(self) -> ComposeResult:
        """Greeting, ways, and the promise below them."""
        yield HeadLine(self._head())
        with Vertical(id="page"):
            yield Static(plain(greeting(self._now())), classes="line", id="greeting")
            yield Static(plain("Your library is empty. Choose how to start:"), classes="line")
            yield ChoiceList(spare=0)
            yield Static(plain(self._promise()), classes="line", id="promise")
        yield FootLine()

    def on_mount(self) -> None:
        """The clock goes."""
        self.set_interval(TICK_S, lambda: self.query_one(HeadLine).show(self._head()))

    def on_resize(self, event: events.Resize) -> None:
        """A low screen has no blank lines between the ways."""
        tall = event.size.height
        self.set_class(tall < ROOMY, "-low")
        self.set_class(tall >= ROOMY, "-roomy")
        self.set_class(tall >= TALL, "-tall")
        self.set_class(event.size.width < SLIM, "-slim")
        rows = self.query_one(ChoiceList)
        room = (
            event.size.width - (MARGINS if event.size.width < SLIM else WIDE_MARGINS) if tall >= NOTED else 0
        )
        rows.put(ways(self._table, is_roomy=tall >= ROOMY, room=room), at=rows.cursor)

    def _head(self) -> HeadState:
        return HeadState(end=time_of_day(self._now()))

    def _promise(self) -> str:
        keys = f"{_key(self._table, 'help')} shows every key, {_key(self._table, 'leave')} quits."
        return f"Everything stays on this computer. {keys}"

    @on(ChoiceList.Opened)
    def _opened(self, event: ChoiceList.Opened) -> None:
        self.dismiss(WAYS[event.index])

    def _choose(self, way: Way) -> None:
        self.dismiss(way)

    action_add = partialmethod(_choose, "add")
    """By an address."""

    action_import_feeds = partialmethod(_choose, "import")
    """From a file."""

    action_starters = partialmethod(_choose, "starters")
    """From our suggestions."""

    action_demo = partialmethod(_choose, "demo")
    """Without any."""

    action_leave = partialmethod(_choose, "quit")
    """Leave it at that."""


def greeting(now: datetime) -> str:
    """By the time of day; at night by none."""
    if now.hour < 5:
        return "Hello."
    if now.hour < 12:
        return "Good morning."
    return "Good afternoon." if now.hour < 18 else "Good evening."


def ways(bindings: Bindings, *, is_roomy: bool, room: int) -> list[Choice]:
    """The four ways as rows, each with its key. `room` are the cells for a note: the first of its wordings that fits is
    shown, so that no command is cut."""
    offered = subscriptions.starters()
    subjects = ", ".join(dict.fromkeys(starter.subject for starter in offered))
    number = f"{len(offered)} feeds"
    said = (
        ("add", "Add a feed or an article", ("paste any address",)),
        (
            "import_feeds",
            "Import your feeds",
            (
                "OPML, newsboat, Pocket; for Miniflux: broadsheet help sync",
                "OPML, newsboat; Miniflux: broadsheet help sync",
                "OPML, newsboat, Pocket",
            ),
        ),
        ("starters", "Starter feeds by subject", (f"{number}: {subjects}", number)),
        ("demo", "Look around first", ("the demo newsstand; needs no network", "the demo newsstand")),
    )
    return [
        Choice(
            title,
            sign=f"{_key(bindings, action)}  ",
            note=next((note for note in notes if cell_len(note) <= room), ""),
            is_bold=True,
            is_roomy=is_roomy,
        )
        for action, title, notes in said
    ]


def _key(bindings: Bindings, action_id: str) -> str:
    return next((shown(key) for key in bindings.keys(action_id, "welcome")), "")
