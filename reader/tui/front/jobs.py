"""The jobs of the worker process: refreshes by key and by themselves, pages that are fetched, and what they change here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reader.config.keys import shown
from reader.core.events import (
    AccountSynced,
    AddDone,
    Event,
    FeedRefreshed,
    FeedsChecked,
    JobDone,
    Notice,
    PageRead,
    Progress,
    Step,
)
from reader.text.clean import capital, told
from reader.tui.front.view import FrontPart, Signal, background, untargeted
from reader.tui.wording import not_fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.timer import Timer

    from reader.tui.front.list import ListPart
    from reader.tui.front.reading import ReadingPart
    from reader.tui.front.related import RelatedPart

EVENTS_KEPT = 500
"""Events that the jobs page can show."""

FIRST_REFRESH_S = 5.0
"""Seconds after the first list that the first refresh waits."""

NEWS_S = 2.0
"""Seconds after which what a refresh has brought is listed: once for all feeds that came in the meantime."""

INDEXING = ("indexing", "building the index")
"""The progress that makes the index grow (`core.indexing`)."""

RUNS = "↻"
"""The sign that something goes on."""


class JobsPart(FrontPart):
    """`next_refresh` is the timer of the refreshes that come by themselves; None where the settings want none.

    Signals: `came` once articles have come in and the list has them, `indexed` when the index may have grown.
    """

    listing: ListPart
    reading: ReadingPart
    related: RelatedPart

    def __post_init__(self) -> None:
        self.state.is_stocking = self.app.is_demo
        self._events: list[Event] = []
        self._news_due: Timer | None = None
        self._growth_due: Timer | None = None
        self._held = 0
        self._asks_all = False
        self._is_watched = False
        self._unsynced: set[str] = set()
        self._checked = ""
        self._told_jobs = 0
        self.next_refresh: Timer | None = None
        self.came: Signal[[]] = Signal()
        self.indexed: Signal[[]] = Signal()

    def begin(self) -> None:
        """The first list is there: fill the demo's library, else refresh now and then."""
        if self.app.is_demo:
            self._stock()
        elif self.app.settings.refresh_every:
            self.view.set_timer(FIRST_REFRESH_S, self._refresh_due)
            self.refresh_by_itself()

    def refresh_by_itself(self) -> None:
        """Refresh as often as the settings say."""
        if self.next_refresh is not None:
            self.next_refresh.stop()
            self.next_refresh = None
        minutes = self.app.settings.refresh_every
        if minutes and not self.app.is_demo:
            self.next_refresh = self.view.set_interval(minutes * 60, self._refresh_due)

    def _refresh_due(self) -> None:
        if not self.app.worker.is_busy and not self._held:
            self._work("refresh", quiet=True, due=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """No refresh comes by itself while a dialog asks whether to fetch what it brought."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    @background(group="jobs")
    async def _stock(self) -> None:
        """Subscribe to the newsstand's papers; what comes is listed as news, and once more when all is there and copies are
        known."""
        from reader.core import subscriptions
        from reader.demo import saved_searches

        papers = self.app.demo_feeds
        try:
            await self.app.library.ask(lambda session: subscriptions.subscribe(session, papers), "write")
            await self.app.library.ask(saved_searches.furnish, "write")
            done = await self.done("refresh")
            while done.gave_way:
                done = await self.done("refresh", is_patient=True, feeds=[])
            await self.app.library.ask(lambda session: session.library.undo.forget(), "write")
        finally:
            self.state.is_stocking = False
        self.app.stocked()
        if self.listing.is_untouched:
            self.list_again()
        else:  # what was read meanwhile stays until the list is left
            await self.list_news()

    # What the worker tells

    def hear(self, event: Event) -> None:
        """An event of the worker: the head line follows, nothing under the cursor moves."""
        self._events.append(event)
        del self._events[:-EVENTS_KEPT]
        match event:
            case Progress(job, done, total):
                count = f"{done:,}/{total:,}" if total else f"{done:,}"
                self.state.running = " · ".join(filter(None, (f"{RUNS} {count} {job}", self._checked)))
                if job in INDEXING:
                    self._grows()
            case FeedRefreshed() | AccountSynced():
                has_news = event.new or event.updated or (isinstance(event, AccountSynced) and event.changed)
                if has_news and self._news_due is None:
                    self._news_due = self.view.set_timer(NEWS_S, self._list_news)
                if isinstance(event, AccountSynced):
                    self._hear_account(event)
            case FeedsChecked():
                self._checked = str(event)
                if self._told_jobs:
                    self.view.tell(self._checked)
            case JobDone():
                self.state.running = self._checked = ""
                self._grows()
            case Step(_, text):
                self.state.running = f"{RUNS} {text}"
            case Notice(text):
                self.view.tell(text, is_error=not event.is_news)
            case PageRead():
                pass
        self.view.head()

    def _hear_account(self, event: AccountSynced) -> None:
        """Tell of an account that fails, once until it syncs again: a server that is down is asked again and again."""
        if event.error is None:
            self._unsynced.discard(event.account)
        elif event.account not in self._unsynced:
            self._unsynced.add(event.account)
            self.view.tell(told(f"{event.account}: {event.error}", event.hint), is_error=True)

    def _grows(self) -> None:
        if self._growth_due is None:
            self._growth_due = self.view.set_timer(NEWS_S, self._grown)

    def _grown(self) -> None:
        self._growth_due = None
        self.indexed()

    @background(group="news", exclusive=True)
    async def _list_news(self) -> None:
        self._news_due = None
        await self.list_news()

    async def list_news(self) -> None:
        """List what has come in, the cursor staying on its article."""
        await self.listing.refill()
        self._listed()

    def list_again(self) -> None:
        """List the same section from the start, with new counts."""
        self.listing.show_again()
        self._listed()

    def _listed(self) -> None:
        article = self.state.open_article
        if article is not None:
            self.related.relate(article, is_again=True)
        self.view.recount()
        self.came()

    async def done(self, job: str, **arguments: Any) -> JobDone:
        """Have a job done; the head line shows that it runs from its start on."""
        self.state.running = self.state.running or RUNS
        self.view.rows.say_empty(self.listing.emptiness(is_fetching=True))
        self.view.head()
        done = await self.app.worker.do(job, **arguments)
        is_busy = self.app.worker.is_busy
        self.state.running = RUNS if is_busy else ""
        self.view.rows.say_empty(self.listing.emptiness(is_fetching=is_busy))
        self.view.head()
        return done

    def tell_start(self, said: str) -> None:
        """Tell what begins, as `fetching the page`, or that it waits: the worker does one job at a time."""
        is_busy = self.app.worker.is_busy
        self.view.tell(f"Waiting for the running job, then {said} …" if is_busy else f"{capital(said)} …")

    @background(group="dialog")
    async def action_jobs(self) -> None:
        """Show what runs, and what failed."""
        from reader.core import search
        from reader.tui.dialogs.jobs import TEXTS_SHOWN, JobsScreen

        feeds = self.state.counts.feeds if self.state.counts else ()
        lost = await self.app.library.ask(
            lambda session: search.listing(session, "is:failed", limit=TEXTS_SHOWN), "read"
        )
        texts = [found.article for found in lost.found]
        self._is_watched = True  # and says itself what a job has come to
        await self.app.push_screen_wait(
            JobsScreen(self._events, feeds, self.app.now, texts, texts_count=lost.total)
        )
        self._is_watched = False

    # Refresh

    def action_refresh_all(self) -> None:
        """Fetch what is new in all feeds; no host is asked twice because of two presses."""
        counts = self.state.counts
        if self.state.is_stocking:
            self.view.tell("The newsstand is being set up; its articles are on their way")
        elif counts is not None and not any(feed.url for feed in counts.feeds):
            self.view.tell("No feeds yet. Press a to add one.")
        elif self._asks_all:
            self.view.tell("A refresh is already running")
        else:
            self._asks_all = True
            self._refresh_all()

    @background(group="jobs")
    async def _refresh_all(self) -> None:
        try:
            await self._done_and_told("refresh")
        finally:
            self._asks_all = False

    def fetch_new(self) -> None:
        """Fetch the feeds that have just come: those that are due, since others were asked lately."""
        self._work("refresh", due=True)

    def fetch_texts(self) -> None:
        """Fetch the whole texts that wait in the queue, once nothing else waits."""
        self._work("refresh", quiet=True, is_patient=True, feeds=[])

    def action_refresh(self) -> None:
        """Fetch what is new in this feed; in an article, the article again, in the related panel the one under its cursor."""
        if self.state.is_reading and self.state.at == "related":
            self._refresh_related()
            return
        section = self.view.sections.current if self.state.at == "sections" else self.state.listing.section
        article = self.state.open_article
        if self.state.is_reading and article is not None:
            if article.url:
                self.fetch_page(article.url)
            else:
                self.view.tell("This article has no address, so it cannot be fetched again")
        elif section is not None and section.feed_id is not None:
            feeds = self.state.counts.feeds if self.state.counts else ()
            account = next((feed.account for feed in feeds if feed.id == section.feed_id), None)
            self.tell_start(f"syncing {account}" if account else f"checking {section.title}")
            self._work("refresh", feeds=[section.feed_id])
        else:
            self.action_refresh_all()

    def _refresh_related(self) -> None:
        row, article = self.view.lacked, self.view.target
        if row is not None and row.article is None and row.url:
            self.fetch_page(row.url)
        elif article is None:
            self.view.tell(untargeted(self))
        elif article.url:
            self.fetch_page(article.url, opens=False)
        else:
            self.view.tell("This article has no address, so it cannot be fetched again")

    @background(group="jobs")
    async def _work(self, job: str, /, *, quiet: bool = False, **arguments: Any) -> None:
        await self._done_and_told(job, quiet=quiet, **arguments)

    async def _done_and_told(self, job: str, /, *, quiet: bool = False, **arguments: Any) -> None:
        self._told_jobs += not quiet
        try:
            done = await self.done(job, **arguments)
        finally:
            self._told_jobs -= not quiet
        if done.gave_way:
            self.fetch_texts()
        await self.list_news()
        if self._is_watched:
            return
        if done.error:
            self.view.tell(told(done.error, done.hint), is_error=True)
        elif done.summary and not quiet:
            keys = self.app.dispatcher.bindings.keys("jobs", "list")
            hint = done.hint or (f"press {shown(keys[0])} for details" if done.failed and keys else None)
            said = told(capital(done.summary), hint)
            self.view.tell(said, is_error=bool(done.hint) or done.failed == "all")

    @background(group="jobs")
    async def fetch_page(self, url: str, *, opens: bool = True) -> None:
        """Fetch a page, add its article, and open that (`opens`) if the person is still where they were."""
        self.tell_start("fetching the article")
        before = self.state.open_article
        done = await self.done("add", target=url, wanted="article")
        self.view.recount()
        if done.error or not isinstance(done.result, AddDone):
            self.view.tell(not_fetched(done.error), is_error=True)
        elif opens and self.state.is_reading and self.state.open_article is before:
            self.reading.read_article(done.result.id)
        else:
            self.view.tell(capital(str(done.result)))
