"""The dialog that adds a feed, a site, an article or a file: one field, and a choice where a page has several feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Input, Static

from reader.core.events import AddDone, FeedChoice, FeedUnreached
from reader.text.clean import counted
from reader.text.urls import masked
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.job_line import JobLine, failure
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.add.add import Wanted
    from reader.core.events import JobDone
    from reader.model import Link
    from reader.tui.dialogs.job_line import JobClient
    from reader.tui.widgets.foot_line import Hints


_DOWN = "If it is a feed: Enter again subscribes to it, and it is asked again later"


class AddScreen(Dialog[AddDone]):
    """Answers with what was added, or was there already. `text` stands in the field at first; after a failure it stays."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "add"),)

    def __init__(self, client: JobClient, text: str = "", *, wanted: Wanted = "either") -> None:
        super().__init__()
        self._job = JobLine(client)
        self._wanted: Wanted = wanted
        self._target = text
        self._choices: tuple[Link, ...] = ()
        self._is_down = False

    def body(self) -> ComposeResult:
        """The field, how it goes, and feeds to choose from."""
        yield Static(plain("Add a feed, a site, an article or a file"), classes="heading")
        yield Input(
            self._target, placeholder="paste any address, or the path of a file", select_on_focus=False
        )
        yield self._job
        yield ChoiceList(spare=9)

    def on_mount(self) -> None:
        """Hide the choice until there is one."""
        self._offer(())

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self._job.is_busy:
            self._is_down = False
            self._offer(())
            self._job.say("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if (text := event.value.strip()) and not self._job.is_busy:
            self._target = text
            self._add()

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        if not self._job.is_busy:
            self._add(choose=event.index + 1)

    @work(exclusive=True, group="job")
    async def _add(self, **choice: int) -> None:
        self.hint(("Esc", "cancel"))
        wanted = "feed" if self._is_down else self._wanted
        done = await self._job.run("add", target=self._target, wanted=wanted, **choice)
        self._is_down = False
        self.hint(*self.OWN_HINTS)
        if done is None:
            self._back_to_field("Cancelled")
        else:
            self.ended(done)

    def ended(self, done: JobDone) -> None:
        """Answer with what was added, offer a choice, or say what failed."""
        if isinstance(done.result, AddDone):
            self.dismiss(done.result)
        elif isinstance(done.result, FeedChoice):
            self._offer(done.result.choices)
        else:
            self._offer(())
            self._is_down = isinstance(done.result, FeedUnreached)
            said = replace(done, hint=_DOWN) if self._is_down else done
            self._back_to_field(failure(said), is_wrong=True)

    def action_back(self) -> None:
        """Cancel the job; else go from the choice to the field; else leave."""
        if self._job.cancel():
            return
        if self._choices:
            self._offer(())
            self._back_to_field("")
        else:
            self.dismiss(None)

    def _back_to_field(self, said: str, *, is_wrong: bool = False) -> None:
        self._job.say(said, is_wrong=is_wrong)
        self.query_one(Input).focus()

    def _offer(self, choices: tuple[Link, ...]) -> None:
        self._choices = choices
        rows = self.query_one(ChoiceList)
        rows.display = bool(choices)
        if not choices:
            self.hint(*self.OWN_HINTS)
            return
        self._job.say(f"This page has {counted(len(choices), 'feed')}. Which one?")
        self.hint(("Enter", "subscribe"))
        rows.put(
            [Choice(feed.title or "(no title)", note=masked(feed.url), is_bold=True) for feed in choices]
        )
        rows.focus()
