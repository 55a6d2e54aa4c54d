"""The dialog that adds feeds, sites, articles or files: one field, and a choice where a page has several feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on, work
from textual.widgets import Input, Static

from reader.core.add import target
from reader.core.events import AddDone, FeedChoice, FeedUnreached, PageRefused
from reader.frozen import replace
from reader.text.clean import capital, counted, line
from reader.text.urls import masked
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.job_line import JobLine, failure
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from reader.core.add.add import Wanted
    from reader.core.events import JobDone
    from reader.model import Link
    from reader.tui.dialogs.job_line import JobClient
    from reader.tui.widgets.foot_line import Hints


_DOWN = "if it is a feed, press Enter again to subscribe and try it later"

BETWEEN = " ⏎ "
"""What stands between several addresses in the field, for the end of a line."""

LIMIT = 100
"""Addresses that are added at once."""

FAILURES_SHOWN = 5
"""Failures that are listed one by one."""

_HEADING = "Add a feed, a site, an article or a file"


class AddressField(Input):
    """A field that takes several lines, as far as they are pasted."""

    def on_paste(self, event: events.Paste) -> None:
        """Have the lines stand side by side."""
        event.text = BETWEEN.join(target.each(event.text))


class AddScreen(Dialog[tuple[AddDone, ...]]):
    """Answers with what was added, or was there already. `text` stands in the field at first; what fails stays there."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "add"),)

    def __init__(self, client: JobClient, text: str = "", *, wanted: Wanted = "either") -> None:
        super().__init__()
        self._job = JobLine(client)
        self._wanted: Wanted = wanted
        self._target = text
        self._choices: tuple[_Way, ...] = ()
        self._is_down = False
        self._added: tuple[AddDone, ...] = ()

    def body(self) -> ComposeResult:
        """The field, how it goes, and feeds to choose from."""
        yield Static(plain(_HEADING), classes="heading")
        yield AddressField(
            self._target, placeholder="paste addresses, or the path of a file", select_on_focus=False
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
            number = len(self._named)
            self._job.say(f"{number:,} addresses" if number > 1 else "")

    @property
    def _named(self) -> list[str]:
        """The addresses and files in the field."""
        return target.each(self.query_one(Input).value.replace(BETWEEN.strip(), "\n"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not (named := self._named) or self._job.is_busy:
            return
        if len(named) > 1:
            self._add_all(named)
        else:
            self._target = named[0]
            self._add()

    @work(exclusive=True, group="job")
    async def _add_all(self, named: list[str]) -> None:
        """Add one after the other; those that fail stay in the field, each with its reason below."""
        self.hint(("Esc", "cancel"))
        heading, failed, left, came = self.query_one(".heading", Static), [], named[LIMIT:], 0
        for at, self._target in enumerate(named[:LIMIT]):
            heading.update(plain(f"Adding {at + 1} of {len(named[:LIMIT])}: {masked(self._target)}"))
            done = await self._job.run("add", target=self._target, wanted=self._wanted)
            if done is None:
                left = named[at:]
                break
            if isinstance(done.result, AddDone):
                self._added += (done.result,)
                came += 1
            else:
                failed.append((self._target, _reason(self._target, done)))
        heading.update(plain(_HEADING))
        self.hint(*self.OWN_HINTS)
        if not failed and not left:
            self.dismiss(self._added)
            return
        with self.prevent(Input.Changed):
            self.query_one(Input).value = BETWEEN.join([*(name for name, _ in failed), *left])
        self._back_to_field(_told(came, failed, left), is_wrong=bool(failed))

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        if not self._job.is_busy:
            self._add(**self._choices[event.index].job)

    @work(exclusive=True, group="job")
    async def _add(self, **changed: Any) -> None:
        self.hint(("Esc", "cancel"))
        wanted = "feed" if self._is_down else self._wanted
        done = await self._job.run("add", **{"target": self._target, "wanted": wanted, **changed})
        self._is_down = False
        self.hint(*self.OWN_HINTS)
        if done is None:
            self._back_to_field("Cancelled")
        else:
            self.ended(done)

    def ended(self, done: JobDone) -> None:
        """Answer with what was added, offer a choice, or say what failed."""
        if isinstance(done.result, AddDone):
            self.dismiss((*self._added, done.result))
        elif isinstance(done.result, FeedChoice):
            feeds = done.result.choices
            ways = [_Way(_feed(feed), {"choose": at}) for at, feed in enumerate(feeds, 1)]
            self._offer(ways, f"This page has {counted(len(feeds), 'feed')}. Which one?", "subscribe")
        elif isinstance(done.result, PageRefused) and (ways := _ways(done.result)):
            self._offer(ways, f"{capital(line(done.result.said))}.", "choose")
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
            self.dismiss(self._added or None)

    def _back_to_field(self, said: str, *, is_wrong: bool = False) -> None:
        self._job.say(said, is_wrong=is_wrong)
        self.query_one(Input).focus()

    def _offer(self, ways: Sequence[_Way], question: str = "", verb: str = "") -> None:
        self._choices = tuple(ways)
        rows = self.query_one(ChoiceList)
        rows.display = bool(ways)
        if not ways:
            self.hint(*self.OWN_HINTS)
            return
        self._job.say(question)
        self.hint(("Enter", verb))
        rows.put([way.row for way in ways])
        rows.focus()


class _Way(NamedTuple):
    """A way to go on, as a row, and what it changes in the job."""

    row: Choice
    job: dict[str, Any]


def _feed(feed: Link) -> Choice:
    return Choice(feed.title or "(no title)", note=masked(feed.url), is_bold=True)


def _ways(refused: PageRefused) -> list[_Way]:
    """Lists the ways to go on with a page that is not an article: its site's feeds, or to keep it anyway."""
    ways = [
        _Way(
            Choice(
                f"Subscribe to {feed.title or 'the feed of its site'}", note=masked(feed.url), is_bold=True
            ),
            {"target": feed.url, "wanted": "feed"},
        )
        for feed in refused.feeds
    ]
    if refused.can_be_kept:
        ways.append(
            _Way(
                Choice("Keep the page anyway", note="adds it as an article, and says what it is"),
                {"anyway": True},
            )
        )
    return ways


class FetcherScreen(Dialog[str]):
    """Asks who is to fetch feeds that were just added: answers with the name of an account, "" for this program. `places` are
    the servers by the names of their accounts."""

    def __init__(self, what: str, places: Mapping[str, str]) -> None:
        super().__init__()
        self._what = what
        self._names = ("", *places)
        self._rows = [Choice("broadsheet, on this machine")]
        self._rows += [Choice(place, note="for all your machines") for place in places.values()]

    def body(self) -> ComposeResult:
        """The question, and the ways."""
        yield Static(plain(f"Who fetches {self._what}?"), classes="heading")
        yield ChoiceList(self._rows)

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        self.dismiss(self._names[event.index])


def _reason(name: str, done: JobDone) -> str:
    """Say in a line why one of several addresses was not added."""
    if isinstance(done.result, FeedChoice):
        return f"{masked(name)} has {counted(len(done.result.choices), 'feed')}: add it alone to choose one"
    return line(done.error or f"{masked(name)} was not added")


def _told(came: int, failed: list[tuple[str, str]], left: list[str]) -> str:
    """Say how many of several were added, which were not, and why."""
    counts = [f"{came:,} added", *([f"{len(failed):,} failed"] if failed else [])]
    counts += [f"{len(left):,} left"] if left else []
    more = len(failed) - FAILURES_SHOWN
    reasons = [reason for _, reason in failed[:FAILURES_SHOWN]]
    return "\n".join([" · ".join(counts), *reasons, *([f"and {more:,} more"] if more > 0 else [])])
