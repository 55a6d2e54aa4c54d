"""The sections: counted, folded, and what is done to the feed under their cursor."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partialmethod
from typing import TYPE_CHECKING

from textual.actions import SkipAction

from reader.config.setting_values import FEED_ORDERS
from reader.core import lists
from reader.model import PAUSED
from reader.text.clean import capital, told
from reader.tui.front.state import UNREAD
from reader.tui.front.view import UNDO, FrontPart, Signal, background, with_found
from reader.tui.widgets.section_list import Arrangement, Section, arranged, feed_section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.model import Feed
    from reader.store.user_state.saved_searches import SavedSearch
    from reader.tui.front.list import ListPart

FOLDERS_S = 2.0
"""Seconds after which folders whose feeds share articles are counted exactly: the start does not wait for that."""

FRONT_S = 0.2
"""Seconds that the first list may take before the panes are shown without it."""


class SectionsPart(FrontPart):
    """`hits` are the numbers of saved searches by id, None for one that cannot be read; `failing` is how many feeds and
    accounts fail.

    Signals: `opened` with the first counts, `counted` with all counts, `changed` before the library is counted again,
    `first_wanted` with the article that reading goes on with in another feed.
    """

    listing: ListPart

    def __post_init__(self) -> None:
        self._folded: frozenset[str] = frozenset()
        self._latest: Mapping[int, int] = {}
        self._reads_on = ""
        self.hits: dict[int, int | None] = {}
        self.failing = 0
        self.opened: Signal[[lists.Counts]] = Signal()
        self.counted: Signal[[lists.Counts]] = Signal()
        self.changed: Signal[[]] = Signal()
        self.first_wanted: Signal[[int]] = Signal()

    async def open_front(self) -> None:
        """Show the first list with its counts. Where they are slow to come the empty panes come first."""
        filling = self._fill_front()
        with suppress(TimeoutError):
            async with asyncio.timeout(FRONT_S):
                await asyncio.shield(filling.wait())

    @background(group="front")
    async def _fill_front(self) -> None:
        listing = self.state.listing
        front = await self.app.library.front()
        if self.state.listing is listing:
            self.listing.put(front.listed, articles=front.rows)
        self._put_counts(front.counts)
        self.opened(front.counts)
        if self._is_by_latest:
            self.recount()
        elif front.counts.repeats is None:
            self.view.set_timer(FOLDERS_S, self.recount)

    # Counts

    @background(group="counts", exclusive=True)
    async def recount(self) -> None:
        """Count again: after marks, after a refresh."""
        await self.count()

    async def count(self) -> None:
        """Count again, for who has to wait for it."""
        self.changed()
        counts = await self.app.library.ask(lists.counts, "count")
        if self._is_by_latest:
            self._latest = await self.app.library.ask(lambda session: session.library.feeds.latest(), "count")
        self._put_counts(counts)

    @property
    def _is_by_latest(self) -> bool:
        return self.app.settings.feeds_sort == "updated"

    def _put_counts(self, counts: lists.Counts) -> None:
        self.state.counts = counts
        accounts = {feed.account for feed in counts.feeds if feed.sync_error}
        self.failing = len(accounts) + sum(feed.state in ("failing", "gone") for feed in counts.feeds)
        self.view.sections.shown = self.state.listing.section.key
        self.put()
        self.listing.counted()
        self.view.rows.KEY_CONTEXT = "list" if counts.total or self.app.is_demo else "unfilled"
        self.view.foot()
        self.view.rows.say_empty(self.listing.emptiness(is_fetching=self.app.worker.is_busy))
        self.view.head()
        self.counted(counts)

    def put(self, kept: str = "") -> None:
        """Show the sections as they are; a saved search has its number once it was counted. `kept` is the key of one that
        is to be there in any case."""
        if (counts := self.state.counts) is not None:
            searches = [search_section(saved, self.hits) for saved in counts.searches]
            self.view.sections.put(
                arranged(fixed_sections(counts), counts.feeds, self._arrangement(counts, kept), searches)
            )

    def _arrangement(self, counts: lists.Counts, kept: str = "") -> Arrangement:
        settings, current = self.app.settings, self.view.sections.current
        keys = (kept, self.state.listing.section.key, current.key if current is not None else "")
        return Arrangement(
            folded=self._folded,
            order=settings.feeds_sort,
            latest=self._latest,
            hides_read=settings.feeds_hide_read,
            kept=frozenset(keys),
            repeats=counts.repeats or {},
        )

    def arrange(self) -> None:
        """The order, or what is left out, has changed."""
        self.recount() if self._is_by_latest else self.put()

    def action_sort(self) -> None:
        """The next order of the feeds; it stays."""
        if self.state.at != "sections":
            raise SkipAction
        orders = list(FEED_ORDERS)
        order = orders[(orders.index(self.app.settings.feeds_sort) + 1) % len(orders)]
        self.app.keep_choice("feeds.sort", order)
        self.arrange()
        self.view.tell(f"Feeds: {FEED_ORDERS[order]}")

    def action_hide_read(self) -> None:
        """Leave feeds without unread articles out, or show them again; it stays so."""
        hides = not self.app.settings.feeds_hide_read
        self.app.keep_choice("feeds.hide_read", hides)
        self.put()
        self.view.tell("Feeds without unread articles are hidden" if hides else "Showing all feeds")

    def action_fold(self) -> None:
        """Fold or unfold the folder under the cursor, or the one that the feed is in."""
        section = self.view.sections.current
        if section is not None and section.kind == "folder":
            self._folded ^= {section.key.removeprefix("folder:")}
            self.put()
        else:
            self.view.tell("No folder to fold here")

    async def show_feed(self, feed_id: int) -> bool:
        """List a feed that has just come; False where it is not among the sections."""
        await self.count()
        self._reveal(f"feed:{feed_id}")
        section = next((one for one in self.view.sections.sections if one.feed_id == feed_id), None)
        if section is not None:
            self.listing.show_section(section)
        return section is not None

    # From feed to feed

    def _to_feed(self, way: int, times: int = 1) -> None:
        """Go to the next (1) or previous (-1) feed with unread articles, round and round; who reads goes on reading."""
        if (counts := self.state.counts) is None:
            return
        here = self._section()
        order = [feed for _, inside in self._arrangement(counts).folders(counts.feeds) for feed in inside]
        own = [at for at, feed in enumerate(order) if _is_in(feed, here)]
        before, after = (own[0], own[-1] + 1) if own else (0, 0)
        round_ = [*order[after:], *order[:before]][::way]
        unread = [feed for feed in round_ if feed.unread and not feed.is_hidden]
        if unread:
            self._show(unread[(times - 1) % len(unread)])
        else:
            self.view.tell("No other feed has unread articles" if own else "No feed has unread articles")

    action_next_feed = partialmethod(_to_feed, 1)
    """The next feed with unread articles."""

    action_previous_feed = partialmethod(_to_feed, -1)
    """The previous feed with unread articles."""

    def _section(self) -> Section:
        """The section that one is at: under the cursor of the sections, else the one that is listed."""
        current = self.view.sections.current
        return current if self.state.at == "sections" and current else self.state.listing.section

    def _show(self, feed: Feed) -> None:
        section = feed_section(feed)
        if self.state.is_reading:
            self._reads_on = section.key
            self._reveal(section.key)
            self.listing.show_section(section)
        else:
            self._go_to(section.key)

    def filled(self) -> None:
        """The list has rows: who read before it was another feed's reads on with the first of them."""
        listing = self.state.listing
        if self._reads_on and not self.listing.is_filling:
            is_meant = self._reads_on == listing.section.key and self.state.is_reading
            self._reads_on = ""
            if is_meant and listing.ids:
                self.first_wanted(listing.ids[0])

    def _reveal(self, key: str) -> None:
        """Have the section's row there, and the cursor on it: its folder unfolded, read or not."""
        counts = self.state.counts
        folder = (
            next((feed.folder for feed in counts.feeds if key == f"feed:{feed.id}"), "") if counts else ""
        )
        self._folded -= {folder}
        self.put(key)
        self.view.sections.move_to(key)

    def _go_to(self, key: str) -> None:
        """Put the cursor of the sections there; where they are not what one is in, list it."""
        self._reveal(key)
        section = self.view.sections.current
        if section is None or section.key != key:
            return
        if self.state.at == "sections" and self.view.layout_name == "narrow":
            return
        self.listing.show_section(section)
        if self.state.at != "sections":
            self.view.enter(self.view.rows)

    @background(group="dialog")
    async def action_find_feed(self) -> None:
        """Type a part of the name of a feed, folder or search, and go there."""
        from reader.tui.dialogs.feed import FindFeed

        counts = self.state.counts
        if counts is None:
            return
        searches = [search_section(saved, self.hits) for saved in counts.searches]
        every = arranged(
            fixed_sections(counts), counts.feeds, Arrangement(repeats=counts.repeats or {}), searches
        )
        key = await self.app.push_screen_wait(FindFeed(every, self._section().key))
        if key is not None:
            self._go_to(key)

    # The feed under the cursor

    def feed(self) -> Feed | None:
        """The feed that a key in the sections means."""
        counts, section = self.state.counts, self.view.sections.current
        if self.state.at != "sections" or counts is None or section is None:
            return None
        return next((feed for feed in counts.feeds if feed.id == section.feed_id), None)

    @with_found(feed, group="dialog", skips=True)
    async def action_why(self, feed: Feed) -> None:
        """Show how the feed is, and when it is asked next."""
        from reader.tui.dialogs.why import WhyScreen, of_feed

        await self.app.push_screen_wait(WhyScreen(of_feed(feed, self.app.now())))

    def action_remove(self) -> None:
        """Ask, then unsubscribe from the feed."""
        if self.state.at != "sections":
            raise SkipAction
        if (feed := self.feed()) is not None:
            self._unsubscribe(feed)
        else:
            self.view.tell("Select a feed or a saved search first")

    @background(group="dialog")
    async def _unsubscribe(self, feed: Feed) -> None:
        from reader.tui.dialogs.confirm import AskScreen

        there = f"{feed.server} stops fetching it, for all your machines. " if feed.server else ""
        ask = AskScreen(f"Unsubscribe from {feed.title}?", f"{there}Its articles stay in the library.")
        if await self.app.push_screen_wait(ask):
            if feed.server:
                done = await self.app.dialog_worker.do("unsubscribe", feeds=[feed.id])
                if done.error:
                    self.view.tell(told(done.error, done.hint), is_error=True)
                    return
                self.view.tell(capital(done.summary))
            else:
                await self.app.library.ask(
                    lambda session: session.library.feeds.remove(feed.id, session.now()), "write"
                )
                self.view.tell(f"Unsubscribed · {UNDO}")
            self.listing.show_section(self._beside(f"feed:{feed.id}"))
            self.recount()

    def _beside(self, key: str) -> Section:
        """The feed below that section, else the one above; what is unread where it is the only one."""
        rows = self.view.sections.sections
        at = next((index for index, row in enumerate(rows) if row.key == key), 0)
        return next((row for row in (*rows[at + 1 :], *rows[:at][::-1]) if row.feed_id is not None), UNREAD)

    @with_found(feed, group="dialog", otherwise="Select a feed or a saved search first")
    async def action_edit_feed(self, feed: Feed) -> None:
        """Change name, tags, interval and full text of the feed."""
        from reader.tui.dialogs.feed import FeedScreen

        change = await self.app.push_screen_wait(FeedScreen(feed))
        if change is not None:
            await self.app.library.ask(change.apply, "write")
            self.view.tell(f"{feed.title}: changes saved · {UNDO}")
            self.recount()

    @with_found(feed, group="feed", otherwise="Select a feed first")
    async def action_hide_feed(self, feed: Feed) -> None:
        """Keep the feed's articles out of Unread and Today, or have them there again."""
        await self.app.library.ask(
            lambda session: session.library.feeds.hide(feed.id, session.now(), on=not feed.is_hidden), "write"
        )
        kept = (
            "appears in Unread and Today again" if feed.is_hidden else "no longer appears in Unread and Today"
        )
        self.view.tell(f"{feed.title} {kept} · {UNDO}")
        self.recount()

    @with_found(feed, group="feed", otherwise="Select a feed first")
    async def action_pause_feed(self, feed: Feed) -> None:
        """Refresh the feed no more by itself, or again."""
        if feed.url is None:
            self.view.tell("This feed was imported without an address, so it is never refreshed")
            return
        if feed.server:
            self.view.tell(f"{feed.server} fetches this feed, so it cannot be paused here")
            return
        key, value = PAUSED
        wanted = None if feed.is_paused else value
        await self.app.library.ask(
            lambda session: session.library.feeds.set(feed.id, key, wanted, session.now()), "write"
        )
        self.view.tell(
            f"{feed.title} is refreshed again · {UNDO}"
            if feed.is_paused
            else f"{feed.title} is paused; r still refreshes it by hand · {UNDO}"
        )
        self.recount()


def _is_in(feed: Feed, section: Section) -> bool:
    return section.feed_id == feed.id or (section.kind == "folder" and section.key == f"folder:{feed.folder}")


def fixed_sections(counts: lists.Counts) -> list[Section]:
    """The four sections that are always there."""
    return [
        Section("today", "Today", count=counts.today),
        Section("unread", "Unread", count=counts.unread),
        Section("bookmarks", "Bookmarks", count=counts.bookmarks),
        Section("continue", "Continue reading", count=counts.begun),
    ]


def search_section(saved: SavedSearch, hits: Mapping[int, int | None]) -> Section:
    """The section of a saved search."""
    count = hits.get(saved.id, 0)
    return Section(
        f"search:{saved.id}",
        saved.name,
        query=saved.query,
        count=count or 0,
        kind="search",
        is_failing=count is None,
        is_fresh=saved.is_fresh,
        saved_id=saved.id,
    )
