"""Working: what goes on while one reads: refreshes, additions, imports; links out; the head line that tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on, work

from reader.core.events import AddDone, Event, FeedRefreshed, JobDone, Notice, Progress, Step
from reader.errors import BroadsheetError
from reader.model import Subscription
from reader.text.clean import capital
from reader.tui import external_programs
from reader.tui.front.notes import Noting
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.head_line import HeadState

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.tui.widgets.section_list import Section

EVENTS_KEPT = 500
"""Events that the jobs page can show."""

FIRST_REFRESH_S = 5.0
"""Seconds after the first list that the first refresh waits."""

NEWS_S = 2.0
"""Seconds after which what a refresh has brought is listed: once for all feeds that came in the meantime."""

RUNS = "↻"
"""The sign that something goes on."""

TICK_S = 20.0
"""Seconds between two looks at the clock."""


class Working(Noting):
    """Jobs of the office, and what they change here."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self.events: list[Event] = []
        self._runs = ""
        self._news_due: Timer | None = None
        self._next_refresh: Timer | None = None

    async def on_mount(self) -> None:
        """The first list and its counts; then, by itself, a refresh now and then."""
        self.place()
        self.enter(self.rows)
        await self.open_front()
        self.call_after_refresh(self.app.settle)
        self.set_interval(TICK_S, self.head)
        if self.app.is_demo:
            self._stock()
        elif self.app.settings.refresh_every:
            self.set_timer(FIRST_REFRESH_S, self._refresh_due)
            self.refresh_by_itself()

    def refresh_by_itself(self) -> None:
        """Refresh as often as the settings say."""
        if self._next_refresh is not None:
            self._next_refresh.stop()
            self._next_refresh = None
        minutes = self.app.settings.refresh_every
        if minutes and not self.app.is_demo:
            self._next_refresh = self.set_interval(minutes * 60, self._refresh_due)

    @work(group="office")
    async def _stock(self) -> None:
        """Subscribe to the newsstand's papers; when all have come, their articles are listed."""
        from reader.core import subscriptions
        from reader.demo import saved_searches

        self.is_stocking = True
        papers = [Subscription(url=url) for url in self.app.demo_feeds]
        await self.ask(lambda session: subscriptions.subscribe(session, papers), lane="write")
        await self.ask(saved_searches.furnish, lane="write")
        await self._done("refresh")
        self.is_stocking = False
        self.app.stocked()
        self.show_section(self.listing.section)
        self.recount()

    # What the office tells

    def hear(self, event: Event) -> None:
        """An event of the worker: the head line follows, nothing under the cursor moves."""
        self.events.append(event)
        del self.events[:-EVENTS_KEPT]
        match event:
            case Progress(job, done, total):
                self._runs = f"↻ {done:,}/{total:,} {job}" if total else f"↻ {done:,} {job}"
            case FeedRefreshed():
                if (event.new or event.updated) and self._news_due is None and not self.is_stocking:
                    self._news_due = self.set_timer(NEWS_S, self._news)
            case JobDone():
                self._runs = ""
            case Step(_, text):
                self._runs = f"↻ {text}"
            case Notice():
                pass
        self.head()

    @work(exclusive=True, group="news")
    async def _news(self) -> None:
        self._news_due = None
        await self.refill()
        self.recount()

    def head(self) -> None:
        """The head line as things are."""
        from reader.tui.widgets.head_line import HeadLine

        running = self._runs or (RUNS if self.app.office.is_busy else "")
        failed = f"{self.failing} failing" if self.failing else ""
        demo = "Demo · " if self.app.is_demo else ""
        clock = f"{self.app.now():%H:%M}"
        name = self.listing.section.title
        if self.is_reading and self.open_article is not None:
            at = self.rows.cursor + 1 if self.open_article.id == self.rows.current_id else 0
            note = f"{at:,} of {len(self.listing.ids):,}" if at else ""
            left = self.article.minutes_left
            progress = f"{self.article.progress * 100:.0f} %" + (f" · {left} min left" if left else "")
            aside = f"{len(self._related)} related" if self.layout_name == "narrow" and self._related else ""
            self.query_one(HeadLine).show(
                HeadState(back=f"{demo}{name}", note=note, running=running, aside=aside, end=progress)
            )
            return
        self.query_one(HeadLine).show(
            HeadState(
                where=f"{demo}{name}",
                note=f"{len(self.listing.ids):,}",
                running=running,
                failing=failed,
                end=clock,
            )
        )

    # Refresh

    def action_refresh_all(self) -> None:
        """Fetch what is new in all feeds."""
        if self.counts is not None and not any(feed.url for feed in self.counts.feeds):
            self.tell("No feeds yet: a adds one")
            return
        self._work("refresh")

    def action_refresh(self) -> None:
        """Fetch what is new in this feed; in an article, the article again."""
        section = self.sections.current if self.at == "sections" else self.listing.section
        article = self.open_article
        if self.is_reading and article is not None:
            if article.url:
                self.fetch_linked(article.url)
            else:
                self.tell("This article has no address to fetch it from")
        elif section is not None and section.feed_id is not None:
            self._work("refresh", feeds=[section.feed_id])
        else:
            self.action_refresh_all()

    def _refresh_due(self) -> None:
        if not self.app.office.is_busy:
            self._work("refresh", quiet=True, due=True)

    @work(group="office")
    async def _work(self, job: str, *, quiet: bool = False, **arguments: Any) -> None:
        done = await self._done(job, **arguments)
        await self.refill()
        self.recount()
        if done.error:
            self.tell(done.error + (f". {done.hint}" if done.hint else ""), is_error=True)
        elif not quiet:
            self.tell(capital(done.summary))

    async def _done(self, job: str, **arguments: Any) -> JobDone:
        """The end of a job; the head line shows that one runs from its start on."""
        self._runs = self._runs or RUNS
        self.rows.say_empty(self.emptiness(is_fetching=True))
        self.head()
        done = await self.app.office.do(job, **arguments)
        self._runs = RUNS if self.app.office.is_busy else ""
        self.head()
        return done

    def fetch_linked(self, url: str) -> None:
        """Fetch a page that is not in the library yet, and open it."""
        self._fetch(url)

    @work(group="office")
    async def _fetch(self, url: str) -> None:
        self.tell("Fetching the article …")
        before = self.open_article
        done = await self._done("add", target=url, wanted="article")
        self.recount()
        if done.error or not isinstance(done.result, AddDone):
            self.tell(f"Not fetched: {done.error}", is_error=True)
        elif self.is_reading and self.open_article is before:
            self.read_article(done.result.id)
        else:
            self.tell(str(done.result))

    # Links out

    @on(ArticleView.LinkPressed)
    def _link_pressed(self, event: ArticleView.LinkPressed) -> None:
        event.stop()
        self.action_open_link(event.number)

    def action_open_link(self, number: int) -> None:
        """Open the link of that number: in the library where it is there, else in the browser."""
        link = next((one for one in self.article.links if one.number == number), None)
        if link is None:
            self.tell(f"There is no link {number}")
        else:
            self._follow_link(link.url)

    @work(group="link")
    async def _follow_link(self, url: str) -> None:
        id_ = await self.ask(lambda session: session.library.articles.by_url(url))
        if id_ is not None and (self.open_article is None or id_ != self.open_article.id):
            self.read_article(id_)
        else:
            self.browse(url)

    def browse(self, url: str) -> None:
        """Open an address in the browser."""
        try:
            external_programs.open_url(url)
        except BroadsheetError as error:
            self.tell(f"{error}. {error.hint}" if error.hint else str(error), is_error=True)
        else:
            self.tell("Opened in the browser")

    def action_browser(self) -> None:
        """Open the article in the browser."""
        article = self.target()
        if article is not None and article.url:
            self.browse(article.url)
        else:
            self.tell("This article has no address")

    def action_browser_read(self) -> None:
        """Open the article in the browser and mark it read."""
        article = self.target()
        if article is not None:
            self.action_browser()
            if not article.read:
                self.mark_read([article])
