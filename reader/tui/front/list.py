"""The list: what a section holds, rows as they come into view, the order, the next unread article."""

from __future__ import annotations

from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.config.keys import shown
from reader.core import lists
from reader.errors import BroadsheetError
from reader.frozen import replace
from reader.query.tree import Everything
from reader.text.clean import line
from reader.text.fold import fold
from reader.tui.cells import fit
from reader.tui.front.state import STOCKING, Listing
from reader.tui.front.view import FrontPart, Signal, background
from reader.tui.widgets.article_row import Row, shown_title
from reader.tui.widgets.foot_line import hinted
from reader.tui.wording import ORDERS, emptiness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.core.lists import ListOrder
    from reader.core.session import Session
    from reader.model import Article, Found
    from reader.query.tree import Node
    from reader.tui.index_updates import IndexUpdates
    from reader.tui.library_threads import Lane
    from reader.tui.widgets.foot_line import Hints
    from reader.tui.widgets.section_list import Section

ONE_LINE, TWO_LINES = "One line a row", "Two lines a row"
"""What is said when the rows change."""

DENSE_BELOW = 32
"""Rows of the terminal under which the list is dense by default."""

WORDS_CELLS = 40
"""Cells of the words of a filter in the sentence that no title has them."""

REST_S = 0.05
"""Seconds after which all of a long list is read: not before its first rows are painted."""

OF_ROWS = (
    "open", "next_unread", "bookmark", "move_down", "move_up", "tags", "export", "filter", "mark_all_read", "density",
)  # fmt: skip
"""What the foot line offers of a list that needs a row."""

SORTS: tuple[ListOrder, ...] = ("date", "oldest", "longest", "title", "feed")
"""The orders of a section."""


class ListPart(FrontPart):
    """`is_seeking`: the next unread article is looked for.

    Signals: `section_opened` before a section takes the place of what was listed, `filled` once rows are there."""

    index: IndexUpdates

    def __post_init__(self) -> None:
        self._dense: bool | None = None
        self._awaited: Listing | None = None
        self._is_counted = False
        self.is_seeking = False
        self.section_opened: Signal[[]] = Signal()
        self.filled: Signal[[]] = Signal()

    # What is listed

    @property
    def is_filling(self) -> bool:
        """True while the rows are those of the section before. A saved search may wait long for the index, and holds
        nothing up."""
        return self._awaited is not None and self._awaited is self.state.listing

    def show_section(self, section: Section, *, at: int | None = None) -> None:
        """List what a section holds, the cursor on the article `at`."""
        self.app.end_told_before()
        self.section_opened()
        before = self.state.listing
        self.state.listing = Listing(section, sort="date" if before.is_search else before.sort)
        self.view.sections.show(section.key)
        if section.kind != "search":
            self._awaited = self.state.listing
        self._fill(at)

    def open_section(self, section: Section) -> None:
        """List what a section holds; one that is listed stays as it is, with its cursor."""
        listing = self.state.listing
        if listing.is_search or section.key != listing.section.key:
            self.show_section(section)

    def show_again(self) -> None:
        """List the same section from the start, a cursor that a person has put there staying on its article; while one
        searches or filters, that stays."""
        if self.view.bar.display:
            self.catch_up()
        else:
            rows = self.view.rows
            self.show_section(self.state.listing.section, at=rows.current_id if rows.is_placed else None)

    @background(group="list", exclusive=True)
    async def _fill(self, at: int | None = None, *, at_once: bool = True) -> None:
        listing, rows = self.state.listing, self.view.rows.in_a_screen(snippets=False)

        def read(session: Session) -> tuple[lists.ListSnapshot, list[Article]]:
            # The rows in view come with the list: a key that was typed ahead acts on one of them.
            found = self._read(session, listing, at_once=at_once and at is None)
            return found, session.library.articles.many(beside(found.ids, at, rows))

        try:
            if listing.section.kind == "search":
                await self.index.done()
            found, articles = await self.app.library.ask(read, _lane(listing))
        except BroadsheetError:
            if listing.section.kind == "search" and self.state.listing is listing:
                self.put(
                    lists.ListSnapshot(ids=(), total=0)
                )  # not the rows of another section below its name
            self._awaited = None
            raise
        if self.state.listing is listing:
            self.put(found, at, articles)

    def _complete(self) -> None:
        """Take the whole list, of which the first rows are there: keys wait for it, as one may go to its end."""
        if self._awaited is self.state.listing:
            self._fill(at_once=False)

    def put(self, found: lists.ListSnapshot, at: int | None = None, articles: Iterable[Article] = ()) -> None:
        """List what was found; `articles` are rows that are known already."""
        self._is_counted = False
        listing = self.state.listing = replace(
            self.state.listing, ids=found.ids, folded=found.folded, tree=found.tree, order=found.order
        )
        self._open(listing, at=at, rows=[Row(article) for article in articles])
        self.titled()
        self.view.head()
        self.filled()
        if found.is_begun:
            self._awaited = self.state.listing
            self.view.set_timer(REST_S, self._complete)

    def put_search(self, listing: Listing, found: lists.ListSnapshot, *, at: int | None = None) -> None:
        """List the results of a search, the cursor on the article `at` if it is among them."""
        self.restore(listing, at=at, snippets=bool(found.ids), rows=_rows(found.first, listing))
        self.filled()

    def renew_search(self, found: lists.ListSnapshot, every: lists.ListSnapshot) -> None:
        """Take the results of the same search again, the cursor staying on its article: what is listed stays where it is
        while the library has it, and is in `every`."""
        before, there = self.state.listing, set(every.ids)
        ids = [*renewed([id_ for id_ in before.ids if id_ in there], found.ids, None)[0]]
        listing = replace(before, ids=ids, folded=found.folded_in(ids), relaxed=every.relaxed)
        self.state.listing = listing
        if ids != [*before.ids]:
            self.view.rows.renew(ids, self.app.now())
        self.view.rows.divide(listing.divided)
        if not (ids and before.ids):
            self.view.foot()
        if (listing.lacks, listing.complete) != (before.lacks, before.complete):
            self.view.rows.read_again()
        elif ids != [*before.ids]:
            self.fetch_rows(self.view.rows.in_view())
        self.view.head()

    def put_filtered(self, ids: Sequence[int], first: Iterable[Article], *, words: str) -> None:
        """List the articles of the same section whose titles hold the words, or all; the `first` of them are known."""
        self.state.listing = replace(self.state.listing, ids=ids, words=words)
        self.view.rows.open(ids, self.app.now(), rows=[Row(article) for article in first])
        self.view.rows.say_empty(self.emptiness())
        self.view.head()
        self.filled()

    def restore(
        self, listing: Listing, *, at: int | None = None, snippets: bool = False, rows: Sequence[Row] = ()
    ) -> None:
        """List again what was listed before, the cursor on the article `at`."""
        self.state.listing = listing
        self.view.sections.show(listing.section.key)
        self._open(listing, at=at, snippets=snippets, rows=rows)
        self.view.rows.is_placed |= at is not None  # who comes back finds the cursor where it was
        self.view.head()

    def _open(
        self, listing: Listing, *, at: int | None = None, snippets: bool = False, rows: Sequence[Row] = ()
    ) -> None:
        if self.view.rows.selection.is_on or not (self.view.rows.count and listing.ids):
            self.view.foot()  # which counts what is selected no longer, or offers what needs a row
        self.view.rows.one_source = listing.is_of_one_feed
        self.view.rows.open(listing.ids, self.app.now(), at=at, snippets=snippets, rows=rows)
        self.view.rows.divide(listing.divided)
        self.view.rows.say_empty(self.emptiness())

    async def refill(self, *, is_news: bool = True) -> None:
        """Take the same list again, the cursor staying on its article: what was just read stays in it, while copies that
        were found since they were listed go behind their row, but for the cursor's and all while one selects. What comes
        in above is told, unless it is no news. Where nobody has touched the list yet, news comes in below the cursor, which
        stays on the first row. The first articles of an empty list come with their rows."""
        listing, rows = self.state.listing, self.view.rows
        if listing.is_search or listing.is_filtered:
            return
        at = None if is_news and self.is_untouched else rows.current_id
        is_selecting, lacking = rows.selection.is_on, 0 if rows.count else rows.in_a_screen(snippets=False)

        def read(session: Session) -> tuple[Sequence[int], int, int, list[Article]]:
            found = self._read(session, listing)
            folds = found.behind if not is_selecting else ()
            ids, came = renewed([id_ for id_ in listing.ids if id_ not in folds or id_ == at], found.ids, at)
            return ids, came, found.folded_in(ids), session.library.articles.many(ids[:lacking])

        ids, came, folded, first = await self.app.library.ask(read, _lane(listing))
        if self.state.listing is not listing:
            return
        self._is_counted = False
        came = listing.came + (came if is_news else 0)
        self.state.listing = replace(listing, ids=ids, folded=folded, came=came)
        if not (rows.count and ids):
            self.view.foot()
        rows.renew(ids, self.app.now(), stays_on_top=is_news and self.is_untouched)
        if first:
            rows.put([Row(article) for article in first])
        self.view.rows.say_empty(self.emptiness(is_fetching=self.app.worker.is_busy))
        self.fetch_rows(self.view.rows.in_view())
        self.titled()
        self.view.head()
        self.filled()

    @property
    def is_untouched(self) -> bool:
        """True while the cursor is where the list has put it, on the first row."""
        return not self.view.rows.is_placed and not self.state.is_reading

    @background(group="again", exclusive=True)
    async def catch_up(self) -> None:
        """Take the same list again (`refill`)."""
        await self.refill()

    def remove(self, gone: Sequence[int]) -> None:
        """Take rows out of the list."""
        left = set(gone)
        ids = [id_ for id_ in self.state.listing.ids if id_ not in left]
        self.state.listing = replace(self.state.listing, ids=ids)
        self.view.rows.renew(ids, self.app.now())
        self.titled()

    def put_back(self, ids: Sequence[int], before: Sequence[int]) -> None:
        """List again what was taken out, where it stood in the list `before`, the cursor on the first; not while somebody reads
        another article, to which it belongs."""
        listing, back = self.state.listing, set(ids)
        there = {*listing.ids, *ids}
        found = merged(listing.ids, [id_ for id_ in before if id_ in there])
        self.state.listing = replace(listing, ids=found)
        self.view.rows.renew(found, self.app.now())
        if not self.state.is_reading:
            self.view.rows.go_to(next(at for at, id_ in enumerate(found) if id_ in back))

    def cursor_moved(self) -> None:
        """Tell what came in above until it was seen."""
        listing = self.state.listing
        if listing.came:
            self.state.listing = replace(listing, came=min(listing.came, self.view.rows.cursor))
            self.titled()

    @background(group="rows")
    async def fetch_rows(self, ids: tuple[int, ...]) -> None:
        """Read rows that came into view."""
        listing, length = self.state.listing, self.view.rows.snippet_length
        tree = listing.tree if listing.is_search else None
        found = await self.app.library.ask(lambda session: lists.rows(session, ids, tree, length))
        self.view.rows.put(_rows(found, listing))
        self.filled()

    async def ids_of(self, section: Section) -> Sequence[int]:
        """The articles that a section would list now."""
        listing = Listing(section)
        return (await self.app.library.ask(lambda session: self._read(session, listing), _lane(listing))).ids

    def _read(self, session: Session, listing: Listing, *, at_once: bool = False) -> lists.ListSnapshot:
        section = listing.section
        if section.key == "continue":
            return lists.begun(session)
        if section.kind == "search":
            return lists.saved(
                session, section.query, sort=listing.sort, unread_only=not self.state.shows_all
            )
        tree: Node = Everything()
        unread_only = not self.state.shows_all
        feeds: Sequence[int] | None = None
        if section.key == "today":
            tree = lists.today(session)
        elif section.key == "bookmarks":
            tree, unread_only = lists.BOOKMARKED, False
        elif section.kind == "feed" and section.feed_id is not None:
            feeds = [section.feed_id]
        elif section.kind == "folder":
            tag = section.key.removeprefix("folder:")
            every = session.library.feeds.all()
            feeds = [feed.id for feed in every if feed.folder == tag and not feed.is_hidden]
        return lists.section(
            session, tree, sort=listing.sort, feeds=feeds, unread_only=unread_only, at_once=at_once
        )

    def emptiness(self, *, is_fetching: bool = False) -> str:
        """The sentence that stands in an empty list; "" where there is something, and below a search, whose bar says it."""
        listing = self.state.listing
        if listing.ids or listing.is_search:
            return ""
        if listing.words:
            return f"No title here has “{fit(line(listing.words), WORDS_CELLS)}”.{self._way_to_feed(listing.words)}"
        if self.state.is_stocking:
            return STOCKING
        return emptiness(
            self.state.listing.section,
            self.state.counts,
            shows_all=self.state.shows_all,
            is_fetching=is_fetching,
            is_demo=self.app.is_demo,
        )

    def _way_to_feed(self, words: str) -> str:
        """Names the key that finds feeds, where a feed's name has the words of a filter; "" elsewhere."""
        feeds, wanted = self.state.counts.feeds if self.state.counts else (), fold(words).strip()
        keys = self.app.dispatcher.bindings.keys("find_feed", "sections")[:1]
        if not keys or not any(wanted in fold(feed.title) for feed in feeds):
            return ""
        return f" A feed's name does: {shown(keys[0])} in the sidebar goes to it."

    def hints(self) -> Hints:
        """Hints for the foot line of an empty list: none that needs a row, and while the newsstand is set up the way out."""
        if self.view.rows.count or self.view.focused is not self.view.rows:
            return ()
        bindings = self.app.dispatcher.bindings
        ways = bindings.keys("leave", "list") if self.state.is_stocking else ()
        idle = hinted(bindings, "list", lambda action: action in OF_ROWS)
        return (*((shown(key), "leave the demo") for key in ways[:1]), *((keys, "") for keys, _ in idle))

    @property
    def name(self) -> str:
        """The name of what is listed."""
        section = self.state.listing.section
        return "Unread and read" if self.state.shows_all and section.key == "unread" else section.name

    def titled(self) -> None:
        """Say above the list what it shows."""
        listing = self.state.listing
        kind = (
            ""
            if listing.section.key in ("bookmarks", "continue", "unread")
            else "read too, "
            if self.state.shows_all
            else "unread, "
        )
        order = (
            "latest first"
            if listing.section.key == "continue"
            else kind + ORDERS[listing.order or listing.sort]
        )
        self.view.list_title.show(
            self.name,
            order,
            None if self.state.is_unstocked else self.number(),
            folded=self._folded,
            came=listing.came,
            read=self.just_read(),
        )

    @property
    def place(self) -> str:
        """The cursor's place among the rows, which are named as such where copies are folded: then they are fewer than the
        articles that the list and the sidebar count."""
        row = "row " if self._folded else ""
        return f"{row}{self.view.rows.cursor + 1:,} of {len(self.state.listing.ids):,}"

    @property
    def _folded(self) -> int:
        """The copies without a row of their own; of a list that is filtered they are not counted."""
        return 0 if self.state.listing.is_filtered else self.state.listing.folded

    def number(self) -> int:
        """The number of articles that the list stands for: the one beside its section where that counts the same."""
        listing = self.state.listing
        if listing.is_filtered:
            return len(listing.ids)
        is_whole = listing.is_search or (
            self.state.shows_all and listing.section.key not in ("bookmarks", "continue")
        )
        rows = [] if is_whole else self.view.sections.sections
        section = next((row for row in rows if row.key == listing.section.key), None)
        if section is None or (section.kind == "search" and not section.count):
            return len(listing.ids) + listing.folded
        return section.count

    def counted(self) -> None:
        """The sections were counted after the list was taken: only then the difference is what was read."""
        self._is_counted = True
        self.titled()

    def numbers(self) -> str:
        """The number in words that leave no doubt about a full list of which nothing is unread; none while the first
        articles are on their way."""
        if self.state.is_unstocked:
            return ""
        read = self.just_read()
        return f"{self.number():,}{f' · {read:,} just read' if read else ''}"

    def just_read(self) -> int:
        """The number of rows of a list of unread articles where none is unread any more: what was read stays until the list
        is left."""
        listing = self.state.listing
        has_all = listing.is_search or listing.is_filtered or self.state.shows_all
        if not self._is_counted or has_all or listing.section.key in ("bookmarks", "continue"):
            return 0
        return 0 if self.number() else len(listing.ids)

    # How it is listed

    def action_show_all(self) -> None:
        """Unread only, or all."""
        self.state.shows_all = not self.state.shows_all
        self.show_section(self.state.listing.section, at=self.view.rows.current_id)

    def put_order(self, sort: ListOrder) -> None:
        """List the same section in this order."""
        self.state.listing = replace(self.state.listing, sort=sort)
        self._fill(self.view.rows.current_id)

    def action_density(self) -> None:
        """Dense or calm; it stays so."""
        self._dense = not self.view.rows.dense
        self.view.place()
        self.view.tell(ONE_LINE if self._dense else TWO_LINES)

    def apply_density(self) -> None:
        """Dense where the terminal is low, unless a person has chosen, by key or by setting."""
        chosen = self._dense
        if chosen is None and self.app.settings.list_density != "auto":
            chosen = self.app.settings.list_density == "dense"
        dense = self.view.height < DENSE_BELOW if chosen is None else chosen
        self.view.rows.set_dense(dense)

    async def to_unread(self, step: int) -> bool:
        """Move the cursor to the next or previous unread article, or by several; False where there is none."""
        rows = self.view.rows
        ids, at = rows.ids, rows.cursor
        place = rows.cache.unread_beside(at, step) if abs(step) == 1 else None
        if place is None:
            place = await self.app.library.ask(lambda session: lists.unread_beside(session, ids, at, step))
        if place is None and self.state.is_unstocked:
            self.view.tell(STOCKING)
            return False
        if place is None:
            self.view.tell(self._none_left() if step > 0 else "No unread article before this one")
            return False
        rows.go_to(place)
        return True

    def _none_left(self) -> str:
        """The end of the list, and in a feed or folder the key that leads on."""
        section, counts = self.state.listing.section, self.state.counts
        keys = self.app.dispatcher.bindings.keys("next_feed", "list")
        others = counts is not None and any(
            feed.unread and not feed.is_hidden
            for feed in counts.feeds
            if feed.id != section.feed_id and section.key != f"folder:{feed.folder}"
        )
        if others and keys and section.kind in ("feed", "folder"):
            return f"No more unread here · {shown(keys[0])}: next unread feed"
        return "No more unread articles here"


def _rows(found: Iterable[Found], listing: Listing) -> list[Row]:
    if not listing.is_search:
        return [Row(row.article) for row in found]
    return found_rows(found, listing.tree, listing.lacks, listing.complete)


def found_rows(
    found: Iterable[Found],
    tree: Node,
    lacks: Mapping[int, Sequence[str]] = MappingProxyType({}),
    complete: frozenset[int] = frozenset(),
) -> list[Row]:
    """The rows of a search, with what the articles lack, those that say that they lack nothing, and the words that stand in
    their titles."""
    from reader.tui.article import find

    words = [want.wanted for want in find.wants(tree) if want.field in ("any", "title")]
    return [
        Row(
            row.article,
            row.snippet,
            lacks.get(row.article.id, ()),
            find.places(shown_title(row.article), words, row.article.lang) if words else (),
            row.article.id in complete,
        )
        for row in found
    ]


def _lane(listing: Listing) -> Lane:
    """A saved search may ask the index, which takes its time; rows on the screen do not wait for that."""
    return "find" if listing.section.kind == "search" else "read"


def beside(ids: Sequence[int], at: int | None, most: int) -> Sequence[int]:
    """The ids that stand so near to the article `at`, else to the first one, that they can be in view with it."""
    place = ids.index(at) if at is not None and at in ids else 0
    return ids[max(place - most, 0) : place + most]


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
