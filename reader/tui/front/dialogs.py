"""The ways into the library: the welcome, feeds and articles that are added, files, starter feeds, a site's feed; and what
is in it: its numbers, its feeds as a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.core import lists
from reader.errors import BroadsheetError, FileError, UsageError
from reader.text.clean import capital, counted, told
from reader.tui import toast
from reader.tui.front.view import UNDO, FrontPart, background, with_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.events import AddDone
    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.front.jobs import JobsPart
    from reader.tui.front.reading import ReadingPart
    from reader.tui.front.sections import SectionsPart


class DialogsPart(FrontPart):
    """Dialogs that bring something into the library, and show what has come; dialogs about the library as a whole."""

    sections: SectionsPart
    reading: ReadingPart
    jobs: JobsPart

    # The welcome

    @background(group="welcome")
    async def greet(self, counts: lists.Counts) -> None:
        """An empty library has a welcome before it, until something is in it."""
        if self.app.is_demo or not counts.is_empty:
            return
        from reader.tui.dialogs.welcome import WelcomeScreen

        ways = {"add": self._add, "import": self._import, "starters": self._starters}
        while counts.is_empty:
            way = await self.app.push_screen_wait(WelcomeScreen(self.app.dispatcher.bindings, self.app.now))
            if way == "demo":
                self.app.to_demo()
                return
            if way in ("quit", None):
                self.app.leave()
                return
            try:
                await ways[way]()
                counts = await self.app.library.ask(lists.counts)
            except BroadsheetError as error:
                self.view.fail(error)

    # Ways in

    async def _add(self) -> None:
        from reader.tui.dialogs.add import AddScreen

        added = await self.app.push_screen_wait(AddScreen(self.app.dialog_worker))
        said, is_error = await self._given_away(added or ())
        if added is not None and len(added) == 1:
            self._show(added[0], said, is_error=is_error)
        elif added:
            self.view.tell(said or _told(added), is_error=is_error)
            await self.jobs.list_news()
            self.jobs.fetch_texts()

    async def _given_away(self, added: Sequence[AddDone]) -> tuple[str, bool]:
        """Ask who is to fetch feeds that are new, where a server could; give what is to be told of it, "" for nothing,
        and whether it failed."""
        feeds = [done for done in added if done.kind == "feed" and done.outcome == "new"]
        accounts = await self.app.library.ask(lambda session: session.library.accounts.all()) if feeds else []
        places = {account.name: account.place for account in accounts if account.can_subscribe}
        if not places:
            return "", False
        from reader.tui.dialogs.add import FetcherScreen

        what = feeds[0].title if len(feeds) == 1 else counted(len(feeds), "feed")
        account = await self.app.push_screen_wait(FetcherScreen(what, places))
        if not account:
            return "", False
        done = await self.app.dialog_worker.do("adopt", feeds=[feed.id for feed in feeds], account=account)
        return told(capital(done.error or done.summary), done.hint), bool(done.error)

    def _show(self, done: AddDone, said: str = "", *, is_error: bool = False) -> None:
        """Show what has come: an article opens, a feed's list appears."""
        feed = " · F to subscribe to this site's feed" if done.site_feed else ""
        undo = f" · {UNDO}" if done.outcome == "new" else ""
        self.view.tell(said or f"{capital(str(done))}{feed}{undo}", is_error=is_error)
        if done.kind == "article":
            self.view.recount()
            self.reading.read_article(done.id)
        else:
            self._show_feed(done.id)
            self.jobs.fetch_texts()

    @background(group="came", exclusive=True)
    async def _show_feed(self, feed_id: int) -> None:
        if await self.sections.show_feed(feed_id):
            if self.state.is_reading:
                self.reading.leave_article()
            self.view.enter(self.view.rows)

    async def _import(self) -> None:
        from reader.tui.dialogs.import_file import ImportScreen

        with self.jobs.held():
            refresh = await self.app.push_screen_wait(ImportScreen(self.app.dialog_worker))
        self.jobs.list_again()
        if refresh:
            await self.sections.count()
            self.jobs.fetch_new()

    async def _starters(self) -> None:
        from reader.core import subscriptions
        from reader.tui.dialogs.starters import StartersScreen

        with self.jobs.held():
            screen = StartersScreen(subscriptions.starters(), await self._subscribed())
            chosen = await self.app.push_screen_wait(screen)
        if chosen:
            await self.app.library.ask(
                lambda session: subscriptions.subscribe_starters(session, chosen), "write"
            )
            await self.sections.count()
            self.jobs.fetch_new()

    action_add = background(group="dialog")(_add)
    """Add a feed or an article."""

    action_import_feeds = background(group="dialog")(_import)
    """Import feeds or articles from a file."""

    action_starters = background(group="dialog")(_starters)
    """Choose starter feeds by subject."""

    def action_demo(self) -> None:
        """Open the demo newsstand, which leads back here."""
        self.app.to_demo()

    async def _subscribed(self) -> list[str]:
        feeds = await self.app.library.ask(lambda session: session.library.feeds.all())
        return [feed.url for feed in feeds if feed.url]

    @with_target(group="dialog")
    async def action_site_feed(self, article: Article) -> None:
        """Look for the feed of the article's site, and offer to subscribe."""
        if not article.url:
            self.view.tell("This article has no address")
            return
        from reader.tui.dialogs.site_feed import SiteFeedScreen

        screen = SiteFeedScreen(self.app.dialog_worker, article, await self._subscribed())
        done = await self.app.push_screen_wait(screen)
        if done is not None:
            self.view.tell(capital(str(done)))
            await self.jobs.list_news()
            self.jobs.fetch_texts()

    # The library as a whole

    @background(group="dialog")
    async def action_statistics(self) -> None:
        """Show what the library holds, in numbers."""
        from reader.core import upkeep
        from reader.tui.dialogs.statistics import StatisticsScreen

        numbers = await self.app.library.ask(upkeep.numbers, "find")
        feeds = self.state.counts.feeds if self.state.counts else ()
        await self.app.push_screen_wait(StatisticsScreen(numbers, feeds))

    @background(group="dialog")
    async def action_export_feeds(self) -> None:
        """Write the feeds and saved searches into an OPML file."""
        from reader.core import export, subscriptions
        from reader.core.add import target
        from reader.tui.dialogs.export_feeds import ExportFeedsScreen

        hidden, folder = await self.app.library.ask(
            lambda session: (subscriptions.with_secrets(session), export.folder(session, None))
        )
        number = 0

        async def write(path: str, replaces: bool) -> str | None:
            nonlocal number
            try:
                number = await self.app.library.ask(partial(_write_feeds, path, replaces), "find")
            except BroadsheetError as error:
                return told(str(error), error.hint)
            return None

        written = await self.app.push_screen_wait(ExportFeedsScreen(f"{folder}/feeds.opml", hidden, write))
        if written is not None:
            said = f"{counted(number, 'feed')} exported"
            self.view.tell(toast.with_path(said, target.path(written), self.view.width))


def _write_feeds(path: str, replaces: bool, session: Session) -> int:
    """Write all feeds into an OPML file, whose folder is made where it is missing; how many they are.

    Raises FileError, and UsageError where a file is there that is not to be replaced.
    """
    from reader.core import local_files, subscriptions
    from reader.core.add import target
    from reader.tui.dialogs.export_feeds import REPLACES

    file = target.path(path)
    if local_files.is_file(file) and not replaces:
        raise UsageError(REPLACES)
    text, number = subscriptions.as_opml(session, with_passwords=False)
    if not local_files.is_folder(file.parent):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"cannot be made ({error.strerror})", subject=str(file.parent)) from error
    local_files.write_file(file, text)
    return number


def _told(added: Sequence[AddDone]) -> str:
    """Tell what several addresses have come to: `Added 2 feeds and 1 article · 1 already there`."""
    new = [done for done in added if done.outcome != "same"]
    kinds = ((sum(done.kind == kind for done in new), kind) for kind in ("feed", "article"))
    came = " and ".join(counted(number, kind) for number, kind in kinds if number)
    known = len(added) - len(new)
    return " · ".join(
        [*([f"Added {came}"] if came else []), *([f"{known:,} already in the library"] if known else [])]
    )
