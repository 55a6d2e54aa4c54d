"""The dialog that looks for the feeds of an article's site and offers to subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Static

from reader.core.events import AddDone, FeedChoice
from reader.text.clean import counted
from reader.text.urls import feed_identity, host, masked
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.job_line import JobLine, failure
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from textual.app import ComposeResult

    from reader.core.events import JobDone
    from reader.model import Article, Link
    from reader.tui.dialogs.job_line import JobClient


class SiteFeedScreen(Dialog[AddDone]):
    """Answers with the feed that was subscribed to. `subscribed` are the addresses of those that are already."""

    AUTO_FOCUS = ""  # nothing takes keys before there are feeds

    def __init__(self, client: JobClient, article: Article, subscribed: Iterable[str]) -> None:
        super().__init__()
        self._job = JobLine(client)
        self._article = article
        self._subscribed = {feed_identity(url) for url in subscribed}
        self._choices: tuple[Link, ...] = ()

    def body(self) -> ComposeResult:
        """The site, how it goes, and the site's feeds."""
        site = host(self._article.url or "") or "this site"
        yield Static(plain(f"Feeds of {site}"), classes="heading one-line")
        yield self._job
        yield ChoiceList(spare=8)

    def on_mount(self) -> None:
        """Look for them."""
        self.query_one(ChoiceList).display = False
        self._run("site", article=self._article.id)

    @work(exclusive=True, group="job")
    async def _run(self, job: str, **arguments: Any) -> None:
        self.hint(("Esc", "cancel"))
        done = await self._job.run(job, **arguments)
        self.hint()
        if done is None:
            self.dismiss(None)
        else:
            self._ended(done)

    def _ended(self, done: JobDone) -> None:
        if isinstance(done.result, AddDone):
            self.dismiss(done.result)
        elif isinstance(done.result, FeedChoice):
            self._offer(done.result.choices)
        else:
            self._job.say(failure(done), is_wrong=True)

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        if not self._job.is_busy:
            self._run("add", target=self._choices[event.index].url, wanted="feed")

    def action_back(self) -> None:
        """Cancel the job; else leave."""
        if not self._job.cancel():
            self.dismiss(None)

    def _offer(self, choices: tuple[Link, ...]) -> None:
        self._choices = choices
        self._job.say(f"{counted(len(choices), 'feed')}. Enter subscribes.")
        self.hint(("Enter", "subscribe"))
        rows = self.query_one(ChoiceList)
        rows.display = True
        rows.put([self._row(feed) for feed in choices])
        rows.focus()

    def _row(self, feed: Link) -> Choice:
        known = feed_identity(feed.url) in self._subscribed
        return Choice(
            feed.title or "(no title)",
            end="subscribed" if known else "",
            note=masked(feed.url),
            is_bold=not known,
        )
