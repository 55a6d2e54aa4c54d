"""The dialog of jobs: the one that runs, those that ended lately, and feeds that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from textual import on
from textual.widgets import Static

from reader.core.events import Event, FeedChoice, JobDone, Notice
from reader.text.clean import counted
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.job_line import running
from reader.tui.dialogs.why import WhyScreen, of_feed, of_server
from reader.tui.widgets.choice_list import Choice, ChoiceList
from reader.tui.widgets.facts import Fact, FactList
from reader.tui.wording import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from reader.model import Feed

ENDED_SHOWN = 5
"""Jobs that ended lately; a dialog has little room."""


class JobsScreen(Dialog[None]):
    """`events` are those of the worker, the newest last; the screen reads them again when it hears of another."""

    def __init__(self, events: Sequence[Event], feeds: Sequence[Feed], now: Callable[[], datetime]) -> None:
        super().__init__()
        self._events = events
        # A feed stands for each account that fails.
        accounts = {feed.account: feed for feed in feeds if feed.sync_error}
        self._accounts = len(accounts)
        self._failing = [*accounts.values(), *(feed for feed in feeds if feed.state in ("failing", "gone"))]
        self._now = now
        if self._failing:
            self.hint(("Enter", "why"))

    def body(self) -> ComposeResult:
        """Jobs above, failing feeds below."""
        yield Static(plain("Jobs"), classes="heading")
        facts = FactList(spare=13)
        facts.can_focus = not self._failing
        yield facts
        if not self._failing:
            yield Static(plain("No feed is failing."), classes="said")
            return
        numbers = ((self._accounts, "server"), (len(self._failing) - self._accounts, "feed"))
        named = " and ".join(counted(number, what) for number, what in numbers if number)
        yield Static(plain(f"{named} failing"), classes="heading")
        yield ChoiceList(spare=12 + ENDED_SHOWN)

    def on_mount(self) -> None:
        """As things are."""
        self.query_one(FactList).put(told(self._events))
        for choices in self.query(ChoiceList):
            choices.put(
                [
                    _account_row(feed, self._now()) if at < self._accounts else _row(feed, self._now())
                    for at, feed in enumerate(self._failing)
                ]
            )

    def hear(self, event: Event) -> None:
        """Shows a new event."""
        self.query_one(FactList).put(told(self._events))

    @on(ChoiceList.Opened)
    def _why(self, event: ChoiceList.Opened) -> None:
        tell = of_server if event.index < self._accounts else of_feed
        why = WhyScreen(tell(self._failing[event.index], self._now()))
        self.app.push_screen(why.add_class("-alone"))


def _account_row(feed: Feed, now: datetime) -> Choice:
    since = f" · last synced {clock(feed.last_success, now)}" if feed.last_success else ""
    return Choice(
        feed.server or "", end="not synced", note=f"{feed.sync_error}{since}", note_role="bad", is_bold=True
    )


def _row(feed: Feed, now: datetime) -> Choice:
    end = counted(feed.failures, "failure") if feed.state == "failing" else "ended"
    coming = f" · next try {clock(feed.next_at, now)}" if feed.next_at and feed.next_at > now else ""
    return Choice(
        feed.title,
        end=end,
        note=f"{feed.outcome or 'outcome unknown'}{coming}",
        note_role="bad",
        is_bold=True,
    )


def told(events: Sequence[Event]) -> list[Fact]:
    """List the job that runs, then those that ended lately, the latest first."""
    facts = [Fact("Running", running(events) or "nothing")]
    ended = [event for event in reversed(events) if _is_end(event)][:ENDED_SHOWN]
    facts += [_ended(event, "" if at else "Ended") for at, event in enumerate(ended)]
    return facts


def _is_end(event: Event) -> TypeGuard[JobDone | Notice]:
    if isinstance(event, JobDone):
        return bool(event.summary or event.error or event.result)
    return isinstance(event, Notice)


def _ended(event: JobDone | Notice, label: str) -> Fact:
    if isinstance(event, Notice):
        return Fact(label, event.text, "ink" if event.is_news else "warn")
    if isinstance(event.result, FeedChoice):
        return Fact(label, f"{event.job}: {counted(len(event.result.choices), 'feed')} to choose from")
    if event.error:
        return Fact(label, f"{event.job or 'job'}: {event.error}", "bad")
    return Fact(label, f"{event.job}: {event.summary}")
