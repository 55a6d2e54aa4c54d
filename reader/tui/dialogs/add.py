"""What comes into the library? One field for any address or path; where a page has several feeds, which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from reader.core.events import AddDone, FeedChoice
from reader.text.clean import counted
from reader.text.urls import shown
from reader.tui.dialogs.job_dialog import JobDialog, failure
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.core.add.add import Wanted
    from reader.core.events import JobDone
    from reader.model import Link
    from reader.tui.dialogs.job_dialog import Doer


class AddScreen(JobDialog[AddDone]):
    """Answers with what was added, or was there already. `text` stands in the field at first."""

    OWN_HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "add"),)
    TITLE_TEXT = "Add a feed, a site, an article or a file"
    PLACEHOLDER = "paste any address, or the path of a file"
    CANCELLED = "Cancelled"

    def __init__(self, office: Doer, text: str = "", *, wanted: Wanted = "either") -> None:
        super().__init__(office, text)
        self._wanted: Wanted = wanted
        self._target = text
        self._choices: tuple[Link, ...] = ()

    def body(self) -> ComposeResult:
        """The field, and feeds to choose from."""
        yield from super().body()
        yield ChoiceList(spare=9)

    def on_mount(self) -> None:
        """Nothing to choose from yet."""
        super().on_mount()
        self._offer(())

    def submitted(self, text: str) -> None:
        """Add what is typed."""
        self._target = text
        self.begin("add", target=text, wanted=self._wanted)

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self.is_busy:
            self._offer(())
            self.say("")

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        if not self.is_busy:
            self.begin("add", target=self._target, wanted=self._wanted, choose=event.index + 1)

    def ended(self, done: JobDone) -> None:
        """It is there, or it is to be chosen, or it failed."""
        if isinstance(done.result, AddDone):
            self.dismiss(done.result)
        elif isinstance(done.result, FeedChoice):
            self._offer(done.result.choices)
        else:
            self._offer(())
            self.back_to_field(failure(done), is_wrong=True)

    def step_back(self) -> None:
        """From the choice to the field; from the field out."""
        if self._choices:
            self._offer(())
            self.back_to_field("")
        else:
            self.dismiss(None)

    def _offer(self, choices: tuple[Link, ...]) -> None:
        self._choices = choices
        rows = self.query_one(ChoiceList)
        rows.display = bool(choices)
        if not choices:
            self.hint(*self.OWN_HINTS)
            return
        self.say(f"This page has {counted(len(choices), 'feed')}. Which one?")
        self.hint(("Enter", "subscribe"))
        rows.put([Choice(feed.title or "(no title)", note=shown(feed.url), is_bold=True) for feed in choices])
        rows.focus()
