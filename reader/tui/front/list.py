"""Browsing: sections with their counts, and the list of what a section holds."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from textual import on, work

from reader.core import lists
from reader.query.tree import Everything
from reader.tui.front.layout import Listing, Newsroom
from reader.tui.widgets.article_list import ArticleList, Row
from reader.tui.widgets.section_list import Section, SectionList, arranged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.session import Session
    from reader.query.tree import Node, Sort
    from reader.store.user_state.saved_searches import SavedSearch
    from reader.tui.library_threads import Lane

DENSE_BELOW = 32
"""Rows of the terminal under which the list is dense by default."""

FRONT_S = 0.2
"""Seconds that the first list may take before the panes are shown without it."""

ORDERS: dict[Sort, str] = {
    "date": "newest first",
    "oldest": "oldest first",
    "longest": "longest first",
    "relevance": "best first",
}
SORTS: tuple[Sort, ...] = ("date", "oldest", "longest")


class Browsing(Newsroom):
    """Sections and list."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self.counts: lists.Counts | None = None
        self.failing = 0
        self.hits: dict[int, int | None] = {}
        self.folded: frozenset[str] = frozenset()
        self.is_stocking = False
        self._dense: bool | None = None

    # The front

    async def open_front(self) -> None:
        """Show the first list with its counts. Where they are slow to come the empty panes come first."""
        filling = self._fill_front()
        with suppress(TimeoutError):
            async with asyncio.timeout(FRONT_S):
                await asyncio.shield(filling.wait())

    @work(group="front")
    async def _fill_front(self) -> None:
        listing = self.listing
        front = await self.answered(self.app.desk.front())
        if front is None:
            return
        if self.listing is listing:
            self._put_shelf(front.listed, rows=[Row(article) for article in front.rows])
        self._put_counts(front.counts)
        self.opened(front.counts)

    def opened(self, counts: lists.Counts) -> None:
        """The first counts are there; what is built on this has a welcome for an empty library."""

    # Sections

    @work(exclusive=True, group="counts")
    async def recount(self) -> None:
        """Count anew: after marks, after a refresh."""
        self.changed()
        counts = await self.ask(lists.counts, "count")
        if counts is not None:
            self._put_counts(counts)

    def changed(self) -> None:
        """The library is no longer as it was; what is built on this forgets what it has read ahead."""

    def _put_counts(self, counts: lists.Counts) -> None:
        self.counts = counts
        self.failing = sum(feed.state in ("failing", "gone") for feed in counts.feeds)
        self.put_sections()
        self.sections.show(self.listing.section.key)
        self.head()

    def put_sections(self) -> None:
        """The sections as they are; a saved search has its number once it was counted (`hits`)."""
        if self.counts is not None:
            searches = [found(saved, self.hits) for saved in self.counts.searches]
            self.sections.put(arranged(fixed(self.counts), self.counts.feeds, self.folded, searches))

    def head(self) -> None:
        """Say where one is; what is built on this says more."""

    @on(SectionList.Opened, "#sections")
    def _section_opened(self, event: SectionList.Opened) -> None:
        event.stop()
        section = self.sections.sections[event.index]
        self.show_section(section)
        self.enter(self.rows)

    @on(SectionList.Highlighted, "#sections")
    def _section_highlighted(self, event: SectionList.Highlighted) -> None:
        event.stop()
        if self.layout_name != "narrow" and not self.is_reading and self.at == "sections":
            self.show_section(self.sections.sections[event.index])

    def action_fold(self) -> None:
        """Fold or unfold the folder under the cursor, or the one that the feed is in."""
        section = self.sections.current
        if section is None or section.kind != "folder" or self.counts is None:
            return
        tag = section.key.removeprefix("folder:")
        self.folded = self.folded ^ {tag}
        self.put_sections()

    # The list

    def show_section(self, section: Section, *, at: int | None = None) -> None:
        """List what a section holds, the cursor on the article `at`."""
        self.list_as(Listing(section, sort=self.listing.sort if not self.listing.is_search else "date"))
        self.sections.show(section.key)
        self._fill(at)

    @work(exclusive=True, group="list")
    async def _fill(self, at: int | None = None) -> None:
        listing = self.listing
        if listing.section.kind == "search":
            await self.index_ready()
        shelf = await self.ask(lambda session: self._shelf(session, listing), _lane(listing))
        if shelf is None and listing.section.kind == "search":
            shelf = lists.ListSnapshot(ids=(), total=0)  # not the rows of another section below its name
        if shelf is not None and self.listing is listing:
            self._put_shelf(shelf, at)

    def _put_shelf(self, shelf: lists.ListSnapshot, at: int | None = None, rows: Sequence[Row] = ()) -> None:
        self.listing = replace(self.listing, ids=shelf.ids, tree=shelf.tree, order=shelf.order)
        self.rows.one_source = self.listing.is_of_one_feed
        self.rows.open(shelf.ids, self.app.now(), at=at, rows=rows)
        self.rows.say_empty(self.emptiness())
        self._titled()
        self.head()
        self.filled()

    def filled(self) -> None:
        """The list is there; what is built on this follows its cursor."""

    async def refill(self, *, is_news: bool = True) -> None:
        """Take the same list anew, the cursor staying on its article: what was just read stays in it. What comes in above
        is told, unless it is no news."""
        if self.listing.is_search or self.listing.is_filtered:
            return
        listing, at = self.listing, self.rows.current_id
        found = await self.ask(
            lambda session: renewed(listing.ids, self._shelf(session, listing).ids, at), _lane(listing)
        )
        if found is None or self.listing is not listing:
            return
        ids, came = found
        self.listing = replace(listing, ids=ids, came=listing.came + (came if is_news else 0))
        self.rows.renew(ids, self.app.now())
        self.rows.say_empty(self.emptiness(is_fetching=self.app.office.is_busy))
        self._fetch_rows(self.rows.in_view())
        self._titled()
        self.head()
        self.filled()

    def cursor_moved(self) -> None:
        """What came in above is told until it was seen."""
        if self.listing.came:
            self.list_as(self.listing, came=min(self.listing.came, self.rows.cursor))
            self._titled()

    def _shelf(self, session: Session, listing: Listing) -> lists.ListSnapshot:
        section = listing.section
        if section.key == "continue":
            return lists.begun(session)
        if section.kind == "search":
            return lists.saved(session, section.query, sort=listing.sort, unread_only=not self.shows_all)
        tree: Node = Everything()
        unread_only = not self.shows_all
        feeds: Sequence[int] | None = None
        if section.key == "today":
            tree = lists.today(session)
        elif section.key == "bookmarks":
            tree, unread_only = lists.BOOKMARKED, False
        elif section.kind == "feed" and section.feed_id is not None:
            feeds = [section.feed_id]
        elif section.kind == "folder":
            tag = section.key.removeprefix("folder:")
            feeds = [feed.id for feed in session.library.feeds.all() if feed.tags and feed.tags[0] == tag]
        return lists.section(session, tree, sort=listing.sort, feeds=feeds, unread_only=unread_only)

    def emptiness(self, *, is_fetching: bool = False) -> str:
        """Why there is nothing in the list; "" where there is something."""
        if self.listing.ids:
            return ""
        if self.is_stocking:
            return "Setting up the newsstand …"
        if self.counts is None or not self.counts.total:
            return (
                "Fetching the first articles …"
                if is_fetching
                else "Nothing here yet: a adds a feed or an article."
            )
        if self.listing.section.is_failing and self.listing.section.kind == "search":
            return "This search cannot be read: E in the sections changes it."
        if self.listing.section.key == "bookmarks":
            return "No bookmarks yet: b keeps an article here."
        if self.listing.section.key == "continue":
            return "Nothing begun: what you stop reading half-way waits here."
        return (
            "Nothing here yet."
            if self.shows_all
            else "All read. v shows what you have read, R fetches what is new."
        )

    def _titled(self) -> None:
        kind = (
            ""
            if self.shows_all or self.listing.section.key in ("bookmarks", "continue", "unread")
            else "unread, "
        )
        name = self.listing.section.title
        if self.shows_all and self.listing.section.key == "unread":
            name = "All articles"
        order = (
            "latest first"
            if self.listing.section.key == "continue"
            else kind + ORDERS[self.listing.order or self.listing.sort]
        )
        self.list_title.show(name, order, len(self.listing.ids), came=self.listing.came)

    @on(ArticleList.Wanted)
    def _rows_wanted(self, event: ArticleList.Wanted) -> None:
        event.stop()
        self._fetch_rows(event.ids)

    @work(group="rows")
    async def _fetch_rows(self, ids: tuple[int, ...]) -> None:
        tree = self.listing.tree if self.listing.is_search else None
        length = self.rows.snippet_length
        found = await self.ask(lambda session: lists.rows(session, ids, tree, length))
        if found is not None:
            self.rows.put(Row(row.article, row.snippet) for row in found)
            self.filled()

    def action_show_all(self) -> None:
        """Unread only, or all."""
        self.shows_all = not self.shows_all
        self.show_section(self.listing.section, at=self.rows.current_id)

    def action_sort(self) -> None:
        """The next order."""
        if self.listing.is_search:
            self.tell("A search goes by relevance: write sort:date, sort:oldest or sort:longest into it")
            return
        following = (
            SORTS[(SORTS.index(self.listing.sort) + 1) % len(SORTS)] if self.listing.sort in SORTS else "date"
        )
        self.list_as(self.listing, sort=following)
        self._fill(self.rows.current_id)

    def action_density(self) -> None:
        """Dense or calm; it stays so."""
        self._dense = not self.rows.dense
        self._apply_density()

    def _apply_density(self) -> None:
        dense = self.app.size.height < DENSE_BELOW if self._dense is None else self._dense
        if self.rows.dense != dense:
            self.rows.set_dense(dense)

    def place(self) -> None:
        """A low terminal has a dense list."""
        super().place()
        self._apply_density()

    async def to_unread(self, step: int) -> bool:
        """Move the cursor to the next or previous unread article; False where there is none."""
        ids, at, place = self.rows.ids, self.rows.cursor, self.rows.unread_beside(step)
        if place is None:
            place = await self.ask(lambda session: lists.unread_beside(session, ids, at, step))
        if place is None:
            self.tell("No more unread articles here" if step > 0 else "No unread article before this one")
            return False
        self.rows.go_to(place)
        return True


def fixed(counts: lists.Counts) -> list[Section]:
    """The four sections that are always there."""
    return [
        Section("today", "Today", count=counts.today),
        Section("unread", "Unread", count=counts.unread),
        Section("bookmarks", "Bookmarks", count=counts.bookmarks),
        Section("continue", "Continue reading", count=counts.begun),
    ]


def found(saved: SavedSearch, hits: Mapping[int, int | None]) -> Section:
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


def _lane(listing: Listing) -> Lane:
    """A saved search may ask the index, which takes its time; rows on the screen do not wait for that."""
    return "find" if listing.section.kind == "search" else "read"


def renewed(old: Sequence[int], new: Sequence[int], at: int | None) -> tuple[Sequence[int], int]:
    """A list taken anew, with what is no longer in it kept, and how many came in above the article `at`."""
    before, known = set(old), set(new)
    ids = new if before <= known else merged(new, old)
    if at not in before:
        return ids, 0
    return ids, sum(id_ not in before for id_ in takewhile(lambda id_: id_ != at, ids))


def merged(new: Sequence[int], old: Sequence[int]) -> list[int]:
    """The new order, with what is only in the old one kept behind the article that it stood behind."""
    known, out = set(new), list(new)
    places = {id_: place for place, id_ in enumerate(out)}
    after: int | None = None
    pending: list[tuple[int | None, int]] = []
    for id_ in old:
        if id_ not in known:
            pending.append((after, id_))
        else:
            after = id_
    for anchor, id_ in reversed(pending):
        out.insert(places[anchor] + 1 if anchor is not None else 0, id_)
    return out
