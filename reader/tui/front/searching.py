"""Searching: results while one types, the list as it was on Esc; finding within an article; filtering by title."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import get_current_worker

from reader.core import lists
from reader.errors import BroadsheetError, QueryError
from reader.tui.front.layout import Listing
from reader.tui.front.reading import Reading
from reader.tui.widgets.article_list import Row
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.search_bar import Purpose, SearchBar
from reader.tui.widgets.section_list import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD_AT = 2
"""Columns that the field stands to the right of the line below it."""

TYPED_S = 0.02
"""Seconds that a letter stands before its words are searched for: a key that is held, or text that is pasted, is no
search for each letter."""

SUGGESTS_S = 0.8
"""Seconds that a query which finds nothing stands before another word is looked for: most are not yet typed to the end,
and the next letter's results would wait for it."""

SEARCH_SECTION = Section("search", "Search")


class Searching(Reading):
    """The search bar and what it shows."""

    def __init__(self, unread: Section) -> None:
        super().__init__(unread)
        self._kept: tuple[Listing, int | None] | None = None
        self._all_ids: Sequence[int] = ()
        self._finds = False

    # Opening and closing

    def action_search(self) -> None:
        """Search the library."""
        if self.is_reading:
            self.leave_article()
        if self._kept is None:
            self._kept = (self.listing, self.rows.current_id)
        self._open_bar("search", self.listing.source)
        self._make_ready()

    def action_filter(self) -> None:
        """Only titles that hold some words."""
        if self._kept is None:
            self._kept = (self.listing, self.rows.current_id)
        self._all_ids = self.listing.ids
        self._open_bar("filter", "")

    def action_find(self) -> None:
        """Find in the article."""
        self._finds = True
        self.find_bar.open("find")
        self.enter(self.find_bar.field)

    @property
    def own_hints(self) -> tuple[tuple[str, str], ...]:
        """What Enter does while one types."""
        if self.focused is self.bar.field:
            return (("Enter", "into the list"),)
        return (("Enter", "next hit"),) if self.focused is self.find_bar.field else ()

    def arrived(self) -> None:
        """While one types above the list, the arrows move its cursor."""
        super().arrived()
        self.rows.is_steered = self.at == "middle" and self.bar.display
        self.rows.refresh()

    def _open_bar(self, purpose: Purpose, text: str) -> None:
        self.list_title.display = False
        self.bar.open(purpose, text)
        self.enter(self.bar.field)

    def action_move_down(self) -> None:
        """While typing: the next result, or line of the article."""
        if self.is_reading:
            self.article.line_down()
        else:
            self.rows.move(1)

    def action_move_up(self) -> None:
        """While typing: the previous result, or line of the article."""
        if self.is_reading:
            self.article.line_up()
        else:
            self.rows.move(-1)

    def action_back(self) -> None:
        """Esc closes a find or a search before anything else."""
        if self._finds and self.is_reading:
            self._end_find()
        elif self._kept is not None and not self.is_reading:
            self._restore()
        else:
            super().action_back()

    def _end_find(self) -> None:
        self.article.clear_find()
        self.shown()
        self.enter(self.article)

    def _restore(self) -> None:
        """List and cursor as they were before the search."""
        assert self._kept is not None
        (listing, at), self._kept = self._kept, None
        self._close_bar()
        self.listing = listing
        self.rows.one_source = listing.is_of_one_feed
        self.rows.open(listing.ids, self.app.now(), at=at)
        self.sections.show(listing.section.key)
        self._titled()
        self.head()
        self.enter(self.rows)

    def show_section(self, section: Section, *, at: int | None = None) -> None:
        """A section takes the place of a search."""
        self._kept = None
        self._close_bar()
        super().show_section(section, at=at)

    def _close_bar(self) -> None:
        self.workers.cancel_group(self, "search")
        self.bar.close()
        self.list_title.display = True

    # Typing

    @on(SearchBar.Typed)
    def _typed(self, event: SearchBar.Typed) -> None:
        event.stop()
        if event.purpose == "search":
            self._search(event.text)
        elif event.purpose == "filter":
            self._filter(event.text)
        else:
            self._find(event.text)

    @on(SearchBar.Entered)
    def _entered(self, event: SearchBar.Entered) -> None:
        event.stop()
        if event.purpose == "find":
            self.article.next_hit()
            self.enter(self.article)
        elif self.rows.count:
            self.enter(self.rows)

    @work(exclusive=True, group="search")
    async def _search(self, text: str) -> None:
        if not text.strip():
            self._show_kept()
            return
        await asyncio.sleep(TYPED_S)
        await self.index_ready()
        first, length = self.rows.in_a_screen(snippets=True), self.rows.snippet_length
        try:
            shelf = await self.app.desk.ask(
                lambda session: lists.search(session, text, first=first, length=length), "find"
            )
        except QueryError as error:
            mark = " " * (error.position + FIELD_AT) + "^ "
            self.bar.say(f"{mark}{error.message}" + (f": {error.hint}" if error.hint else ""), is_wrong=True)
            return
        except BroadsheetError as error:
            self.bar.say(str(error), is_wrong=True)
            return
        if get_current_worker().is_cancelled:
            return
        self.listing = replace(Listing(SEARCH_SECTION, source=text), ids=shelf.ids, tree=shelf.tree)
        self.sections.show(SEARCH_SECTION.key)
        known = [Row(row.article, row.snippet) for row in shelf.first]
        self.rows.one_source = self.listing.is_of_one_feed
        self.rows.open(shelf.ids, self.app.now(), snippets=bool(shelf.ids), rows=known)
        self.bar.say(_counted(shelf))
        self.head()
        self.filled()
        if not shelf.total:
            await asyncio.sleep(SUGGESTS_S)
            other = await self.ask(lambda session: lists.suggestion(session, shelf.tree), "find")
            if other:
                self.bar.say(_counted(shelf, other))

    @work(group="ready")
    async def _make_ready(self) -> None:
        await self.index_ready()
        with suppress(BroadsheetError):  # the first search says it
            await self.app.desk.ask(lists.ready, "find")

    def _show_kept(self) -> None:
        """Nothing is asked for: the list as it was, while the field waits."""
        self.bar.say("")
        if self._kept is not None:
            self.listing, at = self._kept
            self.sections.show(self.listing.section.key)
            self.rows.one_source = self.listing.is_of_one_feed
            self.rows.open(self.listing.ids, self.app.now(), at=at)
            self.head()

    @work(exclusive=True, group="search")
    async def _filter(self, text: str) -> None:
        ids = self._all_ids
        articles = await self.ask(lambda session: session.library.articles.titles(ids))
        if articles is None:
            return
        found = lists.titled(articles, ids, text) if text.strip() else list(ids)
        self.listing = replace(self.listing, ids=found, is_filtered=bool(text.strip()))
        self.rows.open(found, self.app.now())
        self.bar.say(f"{len(found):,} of {len(ids):,}")
        self.head()
        self.filled()

    def _find(self, text: str) -> None:
        if not text.strip():
            self.article.clear_find()
            self.find_bar.say("")
            return
        self._say_hits(self.article.find(text.split()))

    def _say_hits(self, hits: int) -> None:
        self.find_bar.say(f"{hits:,} found · ⏎ next, then n and p" if hits else "not in this article")

    # Hits in the article

    def action_next_unread(self) -> None:
        """The next hit while a find is open, else the next unread article."""
        if self._goes_by_hits():
            self.article.next_hit()
        else:
            self.read_unread(1)

    def action_previous_unread(self) -> None:
        """The previous hit while a find is open, else the previous unread article."""
        if self._goes_by_hits():
            self.article.previous_hit()
        else:
            self.read_unread(-1)

    def _goes_by_hits(self) -> bool:
        return self.is_reading and (self._finds or self.article.hit[1] > 0)

    def shown(self) -> None:
        """The words of a search are marked in the articles that it found, where n and p go from one to the next; a find
        was of the article before."""
        self._finds = False
        self.find_bar.close()
        if (
            self.listing.is_search
            and self.open_article is not None
            and self.open_article.id in self.listing.ids
        ):
            self.article.find(self.listing.tree)

    @on(ArticleView.HitsFound)
    def _found_more(self, event: ArticleView.HitsFound) -> None:
        event.stop()
        if self._finds:
            self._say_hits(event.hits)


def _counted(shelf: lists.ListSnapshot, suggestion: str | None = None) -> str:
    if not shelf.total:
        other = f"; did you mean {suggestion}?" if suggestion else ""
        return f"nothing found{other}" + (f" · {shelf.muted:,} muted" if shelf.muted else "")
    parts = [f"{shelf.total:,} found", f"{shelf.unread:,} unread"]
    parts += [f"{shelf.muted:,} muted"] if shelf.muted else []
    parts += [f"the best {len(shelf.ids):,} are listed"] if len(shelf.ids) < shelf.total else []
    return " · ".join(parts)
