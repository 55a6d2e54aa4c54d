"""Has the site of this article a feed? It is looked for at once, and offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from reader.core.outcomes import AddDone, FeedChoice
from reader.text.clean import counted
from reader.text.urls import feed_identity, host, shown
from reader.tui.cells import plain
from reader.tui.dialogs.job_dialog import JobDialog, failure
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from reader.core.events import JobDone
    from reader.model import Article, Link
    from reader.tui.dialogs.job_dialog import Doer


class SiteFeedScreen(JobDialog[AddDone]):
    """Answers with the feed that was subscribed to. `subscribed` are the addresses of those that are already."""

    OWN_HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    CANCELLED = "Cancelled"
    AUTO_FOCUS = ""  # nothing takes keys before there are feeds

    def __init__(self, office: Doer, article: Article, subscribed: Iterable[str]) -> None:
        super().__init__(office)
        self._article = article
        self._subscribed = {feed_identity(url) for url in subscribed}
        self._choices: tuple[Link, ...] = ()

    def body(self) -> ComposeResult:
        """What is said of the site, and its feeds."""
        site = host(self._article.url or "") or "this site"
        yield Static(plain(f"Feeds of {site}"), classes="heading one-line")
        yield Static(classes="said")
        yield ChoiceList(spare=8)

    def on_mount(self) -> None:
        """Look for them."""
        self.query_one(ChoiceList).display = False
        self.begin("site", article=self._article.id)

    def ended(self, done: JobDone) -> None:
        """They are there, or one was subscribed to, or it failed."""
        if isinstance(done.result, AddDone):
            self.dismiss(done.result)
        elif isinstance(done.result, FeedChoice):
            self._offer(done.result.choices)
        else:
            self.say(failure(done), is_wrong=True)

    def back_to_field(self, said: str, *, is_wrong: bool = False) -> None:
        """There is no field here."""
        self.say(said, is_wrong=is_wrong)

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        if not self.is_busy:
            self.begin("add", target=self._choices[event.index].url, wanted="feed")

    def _offer(self, choices: tuple[Link, ...]) -> None:
        self._choices = choices
        self.say(f"{counted(len(choices), 'feed')}. Enter subscribes.")
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
            note=shown(feed.url),
            is_bold=not known,
        )
