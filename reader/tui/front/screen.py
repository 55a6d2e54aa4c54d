"""The front page, whole: its dialogs are opened here, and what they answer is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from reader.core import lists
from reader.text.clean import capital
from reader.tui.front.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.events import AddDone, Event
    from reader.core.session import Session
    from reader.model import Article, Feed
    from reader.tui.dialogs.story import StoryDecision
    from reader.tui.dialogs.welcome import Way


class News(Selecting):
    """The front page of the reader."""

    def opened(self, counts: lists.Counts) -> None:
        """An empty library has a welcome before it."""
        if counts.is_empty and not self.app.is_demo:
            self._greet(counts)

    # The welcome

    @work(group="welcome")
    async def _greet(self, counts: lists.Counts) -> None:
        from reader.tui.dialogs.welcome import WelcomeScreen

        while counts.is_empty:
            way = await self.app.push_screen_wait(WelcomeScreen(self.app.dispatcher.bindings, self.app.now))
            if way == "demo":
                self.app.to_demo()
                return
            if way in ("quit", None):
                self.app.leave()
                return
            await self._go(way)
            if (fresh := await self.ask(lists.counts)) is not None:
                counts = fresh

    async def _go(self, way: Way | None) -> None:
        if way == "add":
            await self._add()
        elif way == "import":
            await self._import()
        elif way == "starters":
            await self._starters()

    # Ways in

    @work(group="dialog")
    async def action_add(self) -> None:
        """Add a feed or an article."""
        await self._add()

    @work(group="dialog")
    async def action_import_feeds(self) -> None:
        """Import feeds or articles from a file."""
        await self._import()

    @work(group="dialog")
    async def action_starters(self) -> None:
        """Choose starter feeds by subject."""
        await self._starters()

    async def _add(self) -> None:
        from reader.tui.dialogs.add import AddScreen

        done = await self.app.push_screen_wait(AddScreen(self.app.errands))
        if done is not None:
            self._came(done)

    @work(group="dialog")
    async def action_site_feed(self) -> None:
        """Look for the feed of the article's site, and offer to subscribe."""
        from reader.tui.dialogs.site_feed import SiteFeedScreen

        article = self.target()
        if article is None or not article.url:
            self.tell("This article has no address, and so no site")
            return
        feeds = await self.ask(lambda session: session.library.feeds.all()) or ()
        subscribed = [feed.url for feed in feeds if feed.url]
        done = await self.app.push_screen_wait(SiteFeedScreen(self.app.errands, article, subscribed))
        if done is not None:
            self.tell(capital(str(done)))
            self.recount()
            await self.refill()

    def _came(self, done: AddDone) -> None:
        """What came is shown: an article opens, a feed's list appears."""
        self.tell(capital(str(done)))
        if done.site_feed:
            self.tell(f"This site has a feed: {done.site_feed} · a adds it")
        self.recount()
        if done.kind == "article":
            self.read_article(done.id)
        else:
            self._show_feed(done.id)

    @work(exclusive=True, group="came")
    async def _show_feed(self, feed_id: int) -> None:
        await self.recount().wait()
        section = next((one for one in self.sections.sections if one.feed_id == feed_id), None)
        if section is not None:
            if self.is_reading:
                self.leave_article()
            self.show_section(section)
            self.enter(self.rows)

    async def _import(self) -> None:
        from reader.tui.dialogs.import_file import ImportScreen

        refresh = await self.app.push_screen_wait(ImportScreen(self.app.errands))
        self.recount()
        self.show_section(self.listing.section)
        if refresh:
            self.action_refresh_all()

    async def _starters(self) -> None:
        from reader.core import subscriptions
        from reader.tui.dialogs.starters import StartersScreen

        feeds = await self.ask(lambda session: session.library.feeds.all())
        subscribed = [feed.url for feed in feeds or () if feed.url]
        chosen = await self.app.push_screen_wait(StartersScreen(subscriptions.starters(), subscribed))
        if chosen:
            await self.ask(lambda session: subscriptions.subscribe_starters(session, chosen), lane="write")
            self.recount()
            self.action_refresh_all()

    # What one asks about

    @work(group="dialog")
    async def action_links(self) -> None:
        """List the links of the article."""
        from reader.tui.dialogs.links import LinksScreen

        if not self.article.links:
            self.tell("This article has no links")
            return
        link = await self.app.push_screen_wait(LinksScreen(self.article.links))
        if link is not None:
            self.action_open_link(link.number)

    @work(group="dialog")
    async def action_pictures(self) -> None:
        """List the pictures of the article, and open one in the browser."""
        from reader.tui.dialogs.pictures import PicturesScreen

        if (article := self.target()) is None:
            return
        content = await self.ask(lambda session: session.library.articles.content(article.id))
        if content is None or not content.pictures:
            self.tell("This article has no pictures")
            return
        url = await self.app.push_screen_wait(PicturesScreen(content.pictures))
        if url is not None:
            self.browse(url)

    @work(group="dialog")
    async def action_story(self) -> None:
        """The reports of the article's story by time; what is taken out or brought in is seen at once."""
        from reader.core import story_reports
        from reader.tui.dialogs.story import StoryScreen

        article = self.target()
        if article is None:
            return
        await self.index_ready()
        at = article.id
        while found := await self.ask(lambda session: story_reports.timeline(session, article), "find"):
            decision = await self.app.push_screen_wait(StoryScreen(*found, self.app.now(), at=at))
            if decision is None:
                return
            if decision.what == "open":
                self.read_article(decision.id)
                return
            at = decision.id if decision.what == "join" else article.id
            await self.ask(_change_of_story(article, decision), "write")
            self.tell(
                "Taken out of the story · u takes it back"
                if decision.what == "split"
                else "Brought into the story · u takes it back"
            )

    @work(group="dialog")
    async def action_outline(self) -> None:
        """List the headings of the article, and go to one."""
        from reader.tui.dialogs.outline import OutlineScreen

        if not self.article.headings:
            self.tell("This article has no headings")
            return
        position = await self.app.push_screen_wait(OutlineScreen(self.article.headings))
        if position is not None:
            self.article.go_to(position)

    @work(group="dialog")
    async def action_why(self) -> None:
        """How the feed is; where the article's text comes from."""
        from reader.tui.dialogs.why import WhyScreen, of_article, of_feed

        feed = self._feed_under_cursor()
        article = self.target()
        if feed is not None:
            await self.app.push_screen_wait(WhyScreen(of_feed(feed, self.app.now())))
        elif article is not None and self.at != "sections":
            found = await self.ask(
                lambda session: (
                    session.library.articles.many(article.copies),
                    session.library.rules.met(article.id),
                )
            )
            copies, rules = found or ((), ())
            await self.app.push_screen_wait(WhyScreen(of_article(article, copies, self.app.now(), rules)))
        else:
            self.tell("Put the cursor on a feed or an article first")

    def _feed_under_cursor(self) -> Feed | None:
        if self.at != "sections" or self.counts is None:
            return None
        section = self.sections.current
        return next((feed for feed in self.counts.feeds if section and feed.id == section.feed_id), None)

    @work(group="dialog")
    async def action_jobs(self) -> None:
        """What runs, and what failed."""
        from reader.tui.dialogs.jobs import JobsScreen

        feeds = self.counts.feeds if self.counts else ()
        await self.app.push_screen_wait(JobsScreen(self.events, feeds, self.app.now))

    def hear(self, event: Event) -> None:
        """A dialog that is open hears it too: it may show the work."""
        super().hear(event)
        from reader.tui.dialogs.base import Dialog

        if isinstance(self.app.screen, Dialog):
            self.app.screen.hear(event)

    # Settling things

    def remove_feed(self) -> None:
        """Ask, then unsubscribe from the feed under the cursor; a saved search goes at once."""
        if (saved := self.search_under_cursor()) is not None:
            self.remove_search(saved)
        feed = self._feed_under_cursor()
        if feed is not None:
            self._remove_feed(feed)

    @work(group="dialog")
    async def _remove_feed(self, feed: Feed) -> None:
        from reader.tui.dialogs.confirm import AskScreen

        if await self.app.push_screen_wait(
            AskScreen(f"Unsubscribe from {feed.title}?", "Its articles stay in the library.")
        ):
            await self.ask(lambda session: session.library.feeds.remove(feed.id, session.now()), lane="write")
            self.tell("Unsubscribed · u takes it back")
            self.show_section(self.unread)
            self.recount()

    @work(group="dialog")
    async def action_edit_feed(self) -> None:
        """Name and tags of the feed; name and query of a saved search."""
        from reader.tui.dialogs.feed import FeedScreen

        if (saved := self.search_under_cursor()) is not None:
            self.edit_search(saved)
            return
        feed = self._feed_under_cursor()
        if feed is None:
            self.tell("Put the cursor on a feed or a saved search first")
            return
        change = await self.app.push_screen_wait(FeedScreen(feed))
        if change is not None:
            await self.ask(lambda session: change.apply(session), lane="write")
            self.recount()

    @work(group="dialog")
    async def action_tags(self) -> None:
        """Change the tags of the article, or of those that are selected."""
        if articles := await self.targets():
            await self._tag(articles)

    async def _tag(self, articles: list[Article]) -> None:
        from reader.tui.dialogs.tags import TagsScreen

        known = await self.ask(lambda session: session.library.tags.all())
        change = await self.app.push_screen_wait(TagsScreen(articles, known or []))
        if change is not None:
            add, drop = change
            self.change(
                [article.id for article in articles],
                lambda session, ids: session.library.tags.change(ids, add, drop, session.now()),
            )


def _change_of_story(article: Article, decision: StoryDecision) -> Callable[[Session], int]:
    if decision.what == "split":
        return lambda session: session.library.stories.split([decision.id], session.now())
    return lambda session: session.library.stories.join([article.id, decision.id], session.now())
