"""The sections: counted, folded, and what is done to the feed under their cursor."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.actions import SkipAction

from reader.core import lists
from reader.tui.front.state import UNREAD
from reader.tui.front.view import FrontPart, Signal, background, with_found
from reader.tui.widgets.section_list import Section, arranged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.model import Feed
    from reader.store.user_state.saved_searches import SavedSearch
    from reader.tui.front.list import ListPart

FRONT_S = 0.2
"""Seconds that the first list may take before the panes are shown without it."""


@dataclass(eq=False)
class SectionsPart(FrontPart):
    """`hits` are the numbers of saved searches by id, None for one that cannot be read; `failing` is how many feeds fail.

    Signals: `opened` with the first counts, `counted` with all counts, `changed` before the library is counted again.
    """

    listing: ListPart

    def __post_init__(self) -> None:
        self._folded: frozenset[str] = frozenset()
        self.hits: dict[int, int | None] = {}
        self.failing = 0
        self.opened: Signal[[lists.Counts]] = Signal()
        self.counted: Signal[[lists.Counts]] = Signal()
        self.changed: Signal[[]] = Signal()

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

    # Counts

    @background(group="counts", exclusive=True)
    async def recount(self) -> None:
        """Count again: after marks, after a refresh."""
        await self.count()

    async def count(self) -> None:
        """Count again, for who has to wait for it."""
        self.changed()
        self._put_counts(await self.app.library.ask(lists.counts, "count"))

    def _put_counts(self, counts: lists.Counts) -> None:
        self.state.counts = counts
        self.failing = sum(feed.state in ("failing", "gone") for feed in counts.feeds)
        self.view.sections.shown = self.state.listing.section.key
        self.put()
        self.listing.titled()
        self.view.rows.say_empty(self.listing.emptiness(is_fetching=self.app.worker.is_busy))
        self.view.head()
        self.counted(counts)

    def put(self) -> None:
        """Show the sections as they are; a saved search has its number once it was counted."""
        if (counts := self.state.counts) is not None:
            searches = [search_section(saved, self.hits) for saved in counts.searches]
            self.view.sections.put(arranged(fixed_sections(counts), counts.feeds, self._folded, searches))

    def action_fold(self) -> None:
        """Fold or unfold the folder under the cursor, or the one that the feed is in."""
        section = self.view.sections.current
        if section is not None and section.kind == "folder":
            self._folded ^= {section.key.removeprefix("folder:")}
            self.put()

    async def show_feed(self, feed_id: int) -> bool:
        """List a feed that has just come; False where it is not among the sections."""
        await self.count()
        section = next((one for one in self.view.sections.sections if one.feed_id == feed_id), None)
        if section is not None:
            self.listing.show_section(section)
        return section is not None

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

    @background(group="dialog")
    async def _unsubscribe(self, feed: Feed) -> None:
        from reader.tui.dialogs.confirm import AskScreen

        ask = AskScreen(f"Unsubscribe from {feed.title}?", "Its articles stay in the library.")
        if await self.app.push_screen_wait(ask):
            await self.app.library.ask(
                lambda session: session.library.feeds.remove(feed.id, session.now()), "write"
            )
            self.view.tell("Unsubscribed · u to undo")
            self.listing.show_section(UNREAD)
            self.recount()

    @with_found(feed, group="dialog", otherwise="Select a feed or a saved search first")
    async def action_edit_feed(self, feed: Feed) -> None:
        """Change name and tags of the feed."""
        from reader.tui.dialogs.feed import FeedScreen

        change = await self.app.push_screen_wait(FeedScreen(feed))
        if change is not None:
            await self.app.library.ask(change.apply, "write")
            self.recount()


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
        saved_id=saved.id,
    )
