"""Searching: results while one types, the list as it was on Esc; filtering by title."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial, partialmethod
from typing import TYPE_CHECKING

from textual.actions import SkipAction

from reader.config.keys import shown
from reader.core import lists
from reader.errors import BroadsheetError, QueryError
from reader.frozen import dataclass, replace
from reader.text.clean import counted, line, told
from reader.tui.cells import fit
from reader.tui.front.search_line import SearchLine
from reader.tui.front.state import Listing
from reader.tui.front.view import FrontPart, Signal, background
from reader.tui.widgets.section_list import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.core.session import Session
    from reader.model import Article
    from reader.tui.front.list import ListPart
    from reader.tui.front.reading import ReadingPart
    from reader.tui.index_updates import IndexUpdates
    from reader.tui.widgets.foot_line import Hints
    from reader.tui.widgets.search_bar import Purpose

TYPED_S = 0.02
"""Debounce: seconds that a letter waits behind which more keys were pressed: text that is pasted is one search. The last one is
searched for at once."""

SUGGESTS_S = 0.8
"""Seconds that a query which finds nothing stands before another word is looked for: most are not yet typed to the end,
and the next letter's results would wait for it."""

WAITS_S = 2.0
"""Seconds that a search waits for the index to be brought up to date; after that it answers by what there is."""

SLOW_S = 0.3
"""Seconds after which a search that has no answer yet says so: the index may be growing."""

LEAVES_S = 3.0
"""Seconds that Enter, and the keys after it, wait for results from an index that grows: then they go to the list, where the
results will stand."""

EMPTIES_S = 0.8
"""Seconds that a query with a mistake stands before the list is emptied, whose rows are those of another one: most are
not yet typed to the end, and the list is not to come and go with each letter."""

NO_RESULTS = "No results: this query cannot be read yet."

OTHER_CELLS = 30
"""Cells of a query with another word in the foot line."""

SEARCH_SECTION = Section("search", "Search")


@dataclass(frozen=True, slots=True)
class Left:
    """What a search or a filter was begun on: a list with its cursor on the article `at`, and the way back into the article
    that was read then."""

    listing: Listing
    at: int | None
    reopen: Callable[[], object] | None = None


class SearchPart(FrontPart):
    """The search bar above the list and what it shows.

    Signals: `begun` when a search begins, `asked` with each text that is searched for, `finished` when Enter ends one,
    `ended` when the list takes the place of the results.
    """

    index: IndexUpdates
    listing: ListPart
    reading: ReadingPart

    def __post_init__(self) -> None:
        self._left: list[Left] = []
        self._all_ids: Sequence[int] = ()
        self._answered = ""
        self._wrong: str | None = None
        self._enters = False
        self._line = SearchLine(self.view, self.app)
        self._late = ""
        self._counted = 0
        self._stays_on: tuple[str, int | None] = ("", None)
        self.begun: Signal[[]] = Signal()
        self.asked: Signal[[str]] = Signal()
        self.finished: Signal[[]] = Signal()
        self.ended: Signal[[]] = Signal()

    # Opening and closing

    def action_search(self) -> None:
        """Search the library; feeds and tags are completed."""
        reopen = self.reading.set_aside() if self.state.is_reading else None
        self._open_bar("search", self.state.listing.source, reopen)
        self._make_ready()
        self._learn()
        self.begun()

    def action_filter(self) -> None:
        """Only titles that hold some words."""
        self._all_ids = self.state.listing.ids
        self._open_bar("filter", "")

    @property
    def is_settling(self) -> bool:
        """True while the results are awaited that Enter goes to."""
        return self._enters

    def _open_bar(self, purpose: Purpose, text: str, reopen: Callable[[], object] | None = None) -> None:
        self.app.end_told_before()
        if reopen or not self._left:
            self._left.append(Left(self.state.listing, self.view.rows.current_id, reopen))
        self._show_bar(purpose, text)
        self.view.enter(self.view.bar.field)

    def _show_bar(self, purpose: Purpose, text: str) -> None:
        self._answered, self._wrong = text, None
        self._line.begin()
        self.view.list_title.display = False
        self.view.bar.open(purpose, text)

    def hints(self) -> Hints:
        """Hints for the foot line while one types."""
        if not self.view.bar.has_keys:
            return ()
        keys = self.app.dispatcher.bindings.keys("help", "typing")
        helps = ((shown(keys[0]), "query help"),) if keys and self.view.bar.purpose == "search" else ()
        if offer := self.view.bar.offer:
            takes = self.app.dispatcher.bindings.keys("next_pane", "typing")
            named = " ".join(["→", *map(shown, takes[:1])])
            helps = ((named, f"take {fit(line(offer), OTHER_CELLS)}"), *helps)
        typed, goes = (
            self.view.bar.field.value,
            "go to results" if self.view.bar.purpose == "search" else "go to list",
        )
        if (other := self._line.other) and typed == self._answered:
            return (("Enter", f"search for {fit(line(other), OTHER_CELLS)}"), *helps)
        if self._line.wider and typed == self._answered and not self.view.bar.offer:
            takes = self.app.dispatcher.bindings.keys("next_pane", "typing")
            helps = (
                (" ".join(map(shown, takes[:1])), f"search for {fit(line(self._line.wider), OTHER_CELLS)}"),
                *helps,
            )
        is_barren = typed == self._wrong or (typed == self._answered and not self.view.rows.count)
        return helps if is_barren else (("Enter", goes), *helps)

    # Help, and other queries in the field

    def widen(self) -> bool:
        """Search for a name in its other scripts, too, while one types and that is offered; False where it is not."""
        wider = self._line.wider
        if not (wider and self.view.bar.has_keys and self.view.bar.field.value == self._answered):
            return False
        from reader.query.rewrite import EditedQuery

        self.view.bar.field.write(EditedQuery(wider, len(wider), len(wider)))
        return True

    def action_help(self) -> None:
        """Show how a query is written, while one types one; elsewhere the keys."""
        if not self.view.bar.has_keys or self.view.bar.purpose != "search":
            raise SkipAction
        self.show_query_help()

    @background(group="dialog")
    async def show_query_help(self) -> None:
        """Show the query language; an example that is chosen comes into the field."""
        from reader.tui.dialogs.query_help import QueryHelp

        self.view.bar.field.take(await self.app.push_screen_wait(QueryHelp()))

    def action_show_all(self) -> None:
        """In a search, show only its unread articles, or all, as its query says from now on; elsewhere the list does it."""
        if not self.state.listing.is_search:
            raise SkipAction
        from reader.query.rewrite import unread_or_all

        source = unread_or_all(self.state.listing.source, self.app.now())
        if source:
            self._stays_on = source, self.view.rows.current_id
            self.rewrite(source)
        else:
            self.view.tell("This search shows unread articles only · / to edit it")

    def rewrite(self, source: str) -> None:
        """Have this query in the field, and its results in place of those of the one before."""
        from reader.query.rewrite import EditedQuery

        self._enters = source != self.view.bar.field.value
        self.view.bar.field.write(EditedQuery(source, len(source), len(source)))

    @background(group="renew", exclusive=True)
    async def renew(self) -> None:
        """Marks have changed: count the results of a search again."""
        await self._renew()

    @background(group="renew", exclusive=True)
    async def take_news(self) -> None:
        """Articles have come in: those that a search finds stand among its results."""
        if self._is_late:
            self.look_again()
        elif self.state.listing.is_search:
            await self.index.done()
            await self._renew()

    @property
    def _is_late(self) -> bool:
        """True while the query that is shown was looked for in an index that lacks articles."""
        return bool(self._late) and self._late == self.view.bar.field.value == self.state.listing.source

    def look_again(self) -> None:
        """The index may have grown: search for what was not found yet."""
        if self._is_late and self.state.listing.ids:
            self.renew()
        elif self._is_late:
            self._search(self._late)

    async def _renew(self) -> None:
        """Search again. What the query finds no longer stays listed, and is counted with it; what it finds again, since a
        removal was undone, comes back."""
        listing = self.state.listing
        if not listing.is_search:
            return

        def read(session: Session) -> tuple[lists.ListSnapshot, list[Article]]:
            found = lists.search(session, listing.source, is_typed=bool(listing.begins))
            gone = set(listing.ids).difference(found.ids)
            return found, session.library.articles.many([*gone])

        found, gone = await self.app.library.ask(read, "find")
        if self.state.listing.source != listing.source:
            return
        found = replace(found, is_typed=listing.is_typed)
        every = lists.keeping(found, gone, self.state.listing.relaxed)
        self.listing.renew_search(found, every)
        if self.view.bar.field.value != listing.source or not (every.total or self._counted):
            return  # another query is typed, or why nothing was found is said already
        self._counted = every.total
        if self._late and not await self.index.is_late():
            self._late = ""
        self._line.count(listing.source, every, is_late=bool(self._late))
        if not (every.total or self._late):
            await self._line.explain(listing.source, every)

    def entered(self) -> None:
        """The keys went into a pane: while one types above the list, the arrows move its cursor."""
        self.view.rows.is_steered = self.state.at == "middle" and self.view.bar.display
        self.view.rows.refresh()

    def _move(self, step: int) -> None:
        if self.state.is_reading:
            self.view.article.step(step)
        else:
            self.view.rows.move(step)

    action_move_down = partialmethod(_move, 1)
    """While typing: the next result, or line of the article."""

    action_move_up = partialmethod(_move, -1)
    """While typing: the previous result, or line of the article."""

    @property
    def can_restore(self) -> bool:
        """True while a search or a filter can be ended."""
        return bool(self._left) and not self.state.is_reading

    def restore(self) -> None:
        """List, cursor and article as they were before the search, with what has come in since."""
        listing = (left := self._left.pop()).listing
        self._close_bar()
        if self._left:  # it was begun in an article that another one had found
            self._show_bar("search" if listing.is_search else "filter", listing.source or listing.words)
        self.listing.restore(listing, at=left.at, snippets=listing.is_search)
        self.listing.titled()
        self.listing.catch_up()
        self.renew()
        self.view.enter(self.view.rows)
        if left.reopen:
            left.reopen()

    def forget(self) -> None:
        """A section takes the place of a search."""
        self._left.clear()
        self._close_bar()

    def _close_bar(self) -> None:
        self.view.cancel("search")
        self._enters = False
        self.view.bar.close()
        self.view.list_title.display = True
        self.ended()

    # Typing

    def typed(self, text: str, purpose: Purpose) -> None:
        """The text of the bar is another one."""
        if purpose == "search":
            self._search(text)
            self.asked(text)
        else:
            self._filter(text)

    def submitted(self) -> None:
        """Enter was pressed in the bar. It goes to the results of what was typed, never to older ones."""
        if self.view.bar.purpose == "search":
            self.finished()
        if self.view.bar.field.value == self._wrong:
            self.view.tell(NO_RESULTS.rstrip("."))  # nor are any on their way: keys are not to wait for them
        elif self.view.bar.field.value != self._answered:
            self._enters = True
        elif self._line.other:
            self.rewrite(self._line.other)
        elif self.state.listing.is_typed and self.view.bar.purpose == "search":
            self._finish(self._answered)
        elif self.view.rows.count:
            self.view.enter(self.view.rows)
        elif self._is_late:
            self._await_more(self._late)
        else:
            self._tell_nothing()

    def _finish(self, text: str) -> None:
        """The query is typed to the end: go to what its last word finds as a whole one; the cursor stays on a row that was
        chosen."""
        self._stays_on = text, self.view.rows.current_id if self.view.rows.cursor else None
        self._enters, self._answered = True, ""
        self._search(text)

    def _goes_on(self) -> bool:
        """True while the last word may go on."""
        return self.view.bar.has_keys and not self._enters

    def _await_more(self, text: str) -> None:
        """Have keys wait a while for what the index may yet give."""
        self._enters = True
        self.view.set_timer(LEAVES_S, partial(self._leave, text))

    def _leave(self, text: str) -> None:
        if self._enters and self.view.bar.field.value == text:
            self._enters = False
            self.view.enter(self.view.rows)

    def _tell_nothing(self) -> None:
        """Say why Enter went nowhere; of a search its line does."""
        if self.view.bar.purpose == "filter":
            self.view.tell("No title to go to · Esc ends the filter")

    def _answer(self, text: str, *, is_right: bool = True) -> None:
        """The list shows what this text finds, or says what is wrong with it."""
        if self.view.bar.field.value != text:
            return
        self._answered, self._wrong = (text, None) if is_right else ("", text)
        self.view.foot()  # where Enter leads
        enters, self._enters = self._enters, False
        if enters and is_right and self.view.rows.count:
            self.view.enter(self.view.rows)
        elif enters and is_right and self._is_late:
            self._await_more(text)
        elif enters:
            self.app.drop_keys()
            if is_right:
                self._tell_nothing()

    @background(group="search", exclusive=True)
    async def _search(self, text: str) -> None:
        self._line.other = self._line.wider = ""
        try:
            await self._show_results(text)
        except Exception:
            self._answer(text, is_right=False)
            raise
        if self._answered != text:
            self._answer(text, is_right=False)
            self.view.set_timer(EMPTIES_S, partial(self._empty, text))

    def _empty(self, text: str) -> None:
        """List nothing for a query with a mistake: the rows would be taken for what it finds."""
        if self._wrong == self.view.bar.field.value == text and self.view.rows.count:
            self.listing.put_search(Listing(SEARCH_SECTION, source=text), lists.ListSnapshot(ids=(), total=0))
            self.view.rows.say_empty(NO_RESULTS)

    def _go_on(self, text: str) -> None:
        """Say that the search goes on, where it does: the rows below are those of another list."""
        if self.view.bar.field.value == text and text not in (self._answered, self._wrong):
            self.view.rows.fade()
            self.view.bar.say("Searching …")

    async def _show_results(self, text: str) -> None:
        bar = self.view.bar
        if not text.strip():
            self._show_kept()
            self._answer(text)
            return
        if self._goes_on() and self.app.has_keys_ahead:
            await asyncio.sleep(TYPED_S)
        self.view.set_timer(SLOW_S, partial(self._go_on, text))
        try:
            found, is_whole = await self._found(text)
        except QueryError as error:
            self.view.rows.fade()  # else they would stand below it as if they were its answer
            if not self._line.name_values(text, error):
                bar.point(error.position, told(error.message, error.hint))
            return
        except BroadsheetError as error:
            bar.say(told(str(error), error.hint), is_wrong=True)
            return
        chosen = self._stays_on[1] if self._stays_on[0] == text else None
        self._stays_on = "", None
        if chosen is not None and chosen not in found.ids and self.state.listing.source == text:
            self._answer(text)  # a word that only begins so has found the chosen row: go there
            return
        listing = Listing(
            SEARCH_SECTION,
            source=text,
            ids=found.ids,
            folded=found.folded,
            tree=found.tree,
            order=found.order,
            relaxed=found.relaxed,
            begins=found.begins,
            is_typed=found.is_typed,
        )
        is_late = not (found.total and is_whole) and await self.index.is_late()
        self._late = text if is_late else ""
        self.listing.put_search(listing, found, at=chosen)
        self._counted = found.total
        self._line.count(text, found, is_late=is_late)
        self._answer(text)
        if not (found.total or is_late):
            await asyncio.sleep(SUGGESTS_S)
            await self._line.explain(text, found)
        elif not is_late and self._line.may_offer(text, found):
            await asyncio.sleep(SUGGESTS_S)
            await self._line.offer(text, found)

    async def _found(self, text: str) -> tuple[lists.ListSnapshot, bool]:
        """Ask for the results, again where Enter was pressed meanwhile, and tell whether the index holds all."""
        first, length = self.view.rows.in_a_screen(snippets=True), self.view.rows.snippet_length
        entered = partial(lists.entered, source=text, first=first, length=length)
        if not self._goes_on():
            return await self.index.ask(entered, WAITS_S)
        typed = partial(lists.search, source=text, first=first, length=length, is_typed=True)
        found, is_whole = await self.index.ask(typed, WAITS_S)
        if not self._goes_on() and found.is_typed:
            found = await self.app.library.ask(entered, "find")
        return found, is_whole

    @background(group="ready")
    async def _make_ready(self) -> None:
        """Have the index open by the time that the first word is typed."""
        await self.index.done()
        with suppress(BroadsheetError):  # the first search says it
            await self.app.library.ask(lists.ready, "find")

    @background(group="learn", exclusive=True)
    async def _learn(self) -> None:
        """Give the bar the names that complete a query."""
        from reader.core import names

        self.view.bar.field.known = await self.app.library.ask(names.known, "count")

    def _show_kept(self) -> None:
        """Nothing is asked for: the list as it was, while the field waits."""
        self.view.bar.say("")
        if self._left:
            self.listing.restore(self._left[0].listing, at=self._left[0].at)

    @background(group="search", exclusive=True)
    async def _filter(self, text: str) -> None:
        ids, rows = self._all_ids, self.view.rows.in_a_screen(snippets=False)
        words = text.strip()

        def read(session: Session) -> tuple[Sequence[int], list[Article]]:
            articles = session.library.articles
            found = lists.titled(articles.titles(ids), ids, text) if words else ids
            return found, articles.many(found[:rows])

        found, first = await self.app.library.ask(read)
        self.listing.put_filtered(found, first, words=words)
        folded = self.state.listing.folded
        copies = f" · {counted(folded, 'copy')} folded" if folded else ""
        self.view.bar.say(f"{len(found):,} of {len(ids):,}{copies}")
        self._answer(text)
