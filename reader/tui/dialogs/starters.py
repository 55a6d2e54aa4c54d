"""The dialog of feeds to begin with: the suggestions by subject, to be ticked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message
from textual.widgets import Static

from reader.core.subscriptions import Starter
from reader.text.clean import counted
from reader.text.urls import feed_identity
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.tui.widgets.foot_line import Hints

LANGUAGES = {"fr": "français", "ja": "日本語", "ru": "русский"}
"""Languages by their own names; English goes without saying."""

TICKED, FREE, THERE = "✓", "·", " "


class TickList(ChoiceList):
    """A click ticks; Enter is for all that is ticked."""

    class Ticked(Message):
        """The row under the cursor is to be ticked or not any more."""

    def action_choose(self) -> None:
        """Tick the row under the cursor, or not any more."""
        self.post_message(self.Ticked())

    def clicked(self) -> None:
        """Tick the row."""
        self.action_choose()


class StartersScreen(Dialog[tuple[Starter, ...]]):
    """Answers with the feeds that were ticked, or with the one under the cursor where none is.

    `subscribed` are addresses of feeds that are there already.
    """

    OWN_HINTS: ClassVar[Hints] = (("Space", "choose"), ("Enter", "subscribe"), ("a", "choose subject"))
    BINDINGS: ClassVar[list[BindingType]] = [("a", "subject")]

    def __init__(self, offered: Sequence[Starter], subscribed: Collection[str] = ()) -> None:
        super().__init__()
        there = {feed_identity(url) for url in subscribed}
        self._there = {starter for starter in offered if feed_identity(starter.url) in there}
        self._ticked: set[Starter] = set()
        self._rows: list[Starter | str] = []
        for subject, feeds in groupby(offered, key=lambda starter: starter.subject):
            self._rows += [subject.upper(), *feeds]

    def body(self) -> ComposeResult:
        """The number of those that are ticked, and the feeds."""
        yield Static(classes="heading")
        yield TickList()

    def on_mount(self) -> None:
        """Nothing is ticked."""
        self._show()

    def _show(self) -> None:
        number = len(self._ticked)
        said = (
            f"{counted(number, 'feed')} chosen" if number else "Starter feeds: choose what you want to read"
        )
        self.query_one(".heading", Static).update(plain(said))
        rows = self.query_one(TickList)
        at = rows.cursor if rows.count else None
        rows.put([row if isinstance(row, str) else self._row(row) for row in self._rows], at=at)

    def _row(self, starter: Starter) -> Choice:
        if starter in self._there:
            return Choice(starter.title, sign=THERE, end="subscribed")
        is_ticked = starter in self._ticked
        return Choice(
            starter.title,
            sign=TICKED if is_ticked else FREE,
            end=LANGUAGES.get(starter.lang, ""),
            is_bold=is_ticked,
        )

    @property
    def _current(self) -> Starter | None:
        row = self._rows[self.query_one(TickList).cursor]
        return row if isinstance(row, Starter) and row not in self._there else None

    @on(TickList.Ticked)
    def _tick(self) -> None:
        if self._current is not None:
            self._ticked ^= {self._current}
            self._show()

    def action_subject(self) -> None:
        """Tick all of the subject under the cursor; where all are ticked, none of them."""
        row = self._rows[self.query_one(TickList).cursor]
        subject = row.subject if isinstance(row, Starter) else ""
        own = {
            other
            for other in self._rows
            if isinstance(other, Starter) and other.subject == subject and other not in self._there
        }
        self._ticked = self._ticked - own if own <= self._ticked else self._ticked | own
        self._show()

    @on(TickList.Opened)
    def _subscribe(self) -> None:
        chosen = self._ticked or ({self._current} if self._current is not None else set())
        if chosen:
            self.dismiss(tuple(row for row in self._rows if isinstance(row, Starter) and row in chosen))
