"""The list of the front page: what it is called, how it is renewed, where the next unread article is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import AsyncMock, Mock, call

import pytest

from reader.core import lists
from reader.core.session import Session
from reader.errors import LibraryLocked
from reader.model import Feed, Subscription
from reader.query.tree import And, Everything, Text
from reader.store.search.relax import Relaxation
from reader.tui.front.list import DENSE_BELOW, TWO_LINES, ListPart, beside, merged, renewed
from reader.tui.front.state import UNREAD as UNREAD_SECTION
from reader.tui.front.state import Listing
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_row import Row
from reader.tui.widgets.row_cache import RowCache
from reader.tui.widgets.section_list import Section
from reader.tui.wording import emptiness
from tests.support import household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeList, FakeView, state
from tests.support.household import MADE, NOW, UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.tui.conftest import Open


@pytest.mark.parametrize(
    ("old", "new", "at", "ids", "came"),
    [
        ([1, 2, 3], [1, 2, 3], 1, [1, 2, 3], 0),
        ([1, 2, 3], [9, 8, 1, 2, 3], 1, [9, 8, 1, 2, 3], 2),
        ([1, 2, 3], [9, 1, 8, 2, 3], 2, [9, 1, 8, 2, 3], 2),  # all that stands above the cursor
        ([1, 2, 3], [1, 2, 3, 9], 2, [1, 2, 3, 9], 0),
        ([1, 2, 3], [9, 1, 3], 2, [9, 1, 2, 3], 1),  # what was read stays behind what it stood behind
        ([1, 2, 3], [9, 3], 1, [1, 2, 9, 3], 0),
        ([1, 2, 3], [9], 7, [1, 2, 3, 9], 0),
        ([], [9, 8], None, [9, 8], 0),
    ],
)
def test_a_list_taken_again_keeps_its_rows_and_counts_what_came_above_the_cursor(
    old: list[int], new: list[int], at: int | None, ids: list[int], came: int
) -> None:
    found, counted = renewed(old, new, at)
    assert (list(found), counted) == (ids, came)


@pytest.mark.parametrize(
    ("new", "old", "ids"),
    [
        ([1, 4], [1, 2, 3, 4], [1, 2, 3, 4]),
        ([4], [1, 2, 4], [1, 2, 4]),
        ([], [1, 2], [1, 2]),
    ],
)
def test_rows_that_are_gone_stay_behind_the_row_that_they_stood_behind(
    new: list[int], old: list[int], ids: list[int]
) -> None:
    assert merged(new, old) == ids


# The next unread article


@pytest.mark.parametrize(
    ("at", "step", "place"),
    [
        (0, 1, 3),
        (2, 1, 3),
        (3, 1, 5),
        (5, 1, None),
        (5, -1, 3),
        (4, -1, 3),
        (3, -1, 0),
        (1, -1, 0),
        (0, -1, None),
    ],
)
def test_the_library_knows_the_next_unread_article(room: Path, at: int, step: int, place: int | None) -> None:
    with Session(household.places(room), clock=lambda: household.NOW) as session:
        ids: Sequence[int] = session.library.queries.ids(Everything())[:6]
        session.library.marks.read([ids[place] for place in (1, 2, 4)], household.NOW)
        assert lists.unread_beside(session, ids, at, step) == place


async def test_n_and_p_find_unread_articles_beyond_the_rows_that_are_here(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(household.places(room)) as session:
        ids = session.library.queries.ids(Everything())
        session.library.marks.read([*ids[1:20], *ids[21:26]], household.NOW)
    monkeypatch.setattr(RowCache, "row", lambda cache, index: None)
    async with reader() as screen:
        await screen.press("v", "g", "g")
        rows = screen.news.rows
        await screen.press("n")
        assert rows.cursor == 20
        await screen.press("n")
        assert rows.cursor == 26
        await screen.press("p")
        assert rows.cursor == 20
        await screen.press("p")
        assert rows.cursor == 0
        await screen.press("p")
        assert screen.said == "No unread article before this one"
        assert rows.cursor == 0


# What the list is called, and why it is empty


async def test_the_first_rows_of_a_long_list_are_followed_by_all(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", 1)
    monkeypatch.setattr(lists, "FIRST_ROWS", 3)
    async with reader() as screen:
        rows = screen.news.rows
        await screen.until(lambda: len(rows.ids) == len(UNREAD))
        await screen.press("v")
        await screen.until(lambda: len(rows.ids) == len(MADE))
        await screen.press("G")
        assert (len(rows.ids), rows.cursor) == (len(MADE), len(MADE) - 1)
        await screen.press("v", "A")
        assert screen.said == f"{len(UNREAD)} articles marked as read · u to undo"


async def test_the_head_says_what_the_list_shows(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("v")
        assert screen.head.startswith(f" broadsheet   Unread and read {len(MADE)} ")
        await screen.press("enter")
        assert screen.head.startswith(f" ‹ Unread and read   1 of {len(MADE)} ")
        await screen.press("q", "v")
        assert screen.head.startswith(f" broadsheet   Unread {len(UNREAD)} ")


def test_the_place_in_a_list_is_among_its_rows(alone: Alone) -> None:
    alone.state.listing = Listing(UNREAD_SECTION, ids=range(2_236))
    alone.rows.cursor = 0
    assert alone.part.place == "1 of 2,236"
    alone.state.listing = Listing(UNREAD_SECTION, ids=range(2_236), folded=28)
    assert alone.part.place == "row 1 of 2,236", "the list and the sidebar count 2,264 articles"
    alone.state.listing = Listing(UNREAD_SECTION, ids=range(24), folded=28, words="lamp")
    assert alone.part.place == "1 of 24"


async def test_results_that_are_taken_again_stay_listed_and_what_came_back_is_among_them(
    alone: Alone,
) -> None:
    alone.state.listing = Listing(UNREAD_SECTION, source="ferry", ids=(1, 2))
    alone.rows.in_view.return_value = ()
    every = lists.ListSnapshot(ids=(3, 2, 1), total=3)
    alone.part.renew_search(lists.ListSnapshot(ids=(2, 1), total=2, folded=4), every)
    assert (list(alone.state.listing.ids), alone.state.listing.folded) == ([2, 1], 4)
    alone.part.renew_search(lists.ListSnapshot(ids=(2,), total=6, folded=4, behind={1, 7, 8, 9}), every)
    assert (list(alone.state.listing.ids), alone.state.listing.folded) == ([2, 1], 3)  # 1 is still a row
    alone.part.renew_search(lists.ListSnapshot(ids=(2, 1), total=2), every)
    assert alone.rows.renew.call_count == 1, "the same rows are not drawn again"
    alone.part.renew_search(lists.ListSnapshot(ids=(3, 2), total=2), every)
    assert list(alone.state.listing.ids) == [3, 2, 1]
    assert alone.view.heads == 4
    alone.part.renew_search(found := lists.ListSnapshot(ids=(3, 2), total=2), found)
    assert list(alone.state.listing.ids) == [3, 2], "the library no longer has the other one"
    await alone.view.settle()


@pytest.mark.parametrize(
    ("keys", "title", "empty"),
    [
        (
            ("j", "j", "enter"),
            "Continue reading, latest first",
            "Nothing in progress. Articles you leave",
        ),
        (("k", "enter"), "Today, unread, newest first", ""),
        (("k", "enter", "v"), "Today, read too, newest first", ""),
        (("j", "enter"), "Bookmarks, newest first", ""),
        (("enter", "v"), "Unread and read, newest first", ""),
        (("enter", "S", "j", "enter"), "Unread, oldest first", ""),
        (("enter", "S", "j", "j", "enter"), "Unread, longest first", ""),
        (("enter", "S", "G", "enter"), "Unread, by feed", ""),
        (("enter", "S", "G", "enter", "S", "g", "g", "enter"), "Unread, newest first", ""),
        (("enter", "S", "j", "escape"), "Unread, newest first", ""),
    ],
)
async def test_the_line_above_the_list_says_what_it_shows(
    reader: Open, keys: tuple[str, ...], title: str, empty: str
) -> None:
    async with reader() as screen:
        await screen.press("tab", *keys)
        assert title in screen.text
        assert empty in screen.text


async def test_an_empty_list_says_why(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("A", "tab", "j", "k", "enter")
        assert "All read. Press v to see what you have read, R to refresh." in screen.text
        await screen.press("b")
        await screen.press("u")
        await screen.press("tab", "j", "enter", "V", "G", "b")
        await screen.press("tab", "k", "j", "enter")
        assert "No bookmarks yet. Press b to bookmark an article." in screen.text


async def test_an_empty_library_says_how_to_begin(reader: Open, room: Path) -> None:
    household.places(room).library.unlink()
    async with reader() as screen:
        part = screen.news.parts.list
        assert part.emptiness() == "Nothing here yet. Press a to add a feed or an article."
        screen.news.state.is_stocking = True
        assert part.emptiness() == "Setting up the newsstand …"


async def test_a_search_has_the_order_that_it_asks_for(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter")
        best = screen.listed
        await screen.press("S")
        assert "Order of the results" in screen.text
        assert "✓ Best match first" in screen.text
        await screen.press("j", "j", "enter")
        assert screen.news.bar.field.value == "halcyon sort:oldest"
        assert screen.focus == "list"
        oldest = screen.listed
        assert sorted(oldest) == sorted(best)
        await screen.press("S")
        assert "✓ Oldest first" in screen.text
        await screen.press("k", "enter")
        assert screen.news.bar.field.value == "halcyon sort:date"
        assert screen.listed == oldest[::-1]
        await screen.press("S", "k", "enter")
        assert screen.news.bar.field.value == "halcyon"
        assert screen.listed == best


async def test_the_order_of_what_one_continues_is_fixed(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab", "j", "j", "enter", "S")
        assert screen.said == "Continue reading always lists the latest first"


async def test_another_section_takes_the_place_of_a_search_but_keeps_the_order(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("S", "j", "enter", "tab", "j", "enter")
        assert "Bookmarks, oldest first" in screen.text
        await screen.press("/", *"halcyon", "enter", "shift+tab", "k", "enter")
        assert not screen.news.bar.display
        assert "Unread, newest first" in screen.text
        await screen.press("escape")
        assert "Unread, newest first" in screen.text


async def test_what_came_in_above_is_told_until_it_was_seen(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("j", "j")
        with Session(household.places(room)) as session:
            for number in (1, 2, 3):
                household.add(session, f"Just in {number}", f"Text {number}.", published=household.NOW)
        await screen.news.parts.list.refill()
        await screen.settle()
        assert "↑ 3 new" in screen.text
        for left in (3, 3, 2, 1):
            await screen.press("k")
            assert f"↑ {left} new" in screen.text
        await screen.press("k")
        assert "↑" not in screen.text
        assert screen.news.rows.cursor == 0


async def test_what_undo_brings_back_is_no_news(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "D", "j", "u")
        assert screen.listed == UNREAD
        assert "↑" not in screen.text


async def test_the_density_follows_the_height(reader: Open) -> None:
    async with reader(size=(120, DENSE_BELOW)) as screen:
        found = [screen.news.rows.dense]
        await screen.resize(120, DENSE_BELOW - 1)
        found.append(screen.news.rows.dense)
        await screen.press("Z")
        assert screen.said == TWO_LINES
        found.append(screen.news.rows.dense)
        await screen.resize(120, 20)
        found.append(screen.news.rows.dense)
        assert found == [False, True, False, False]


async def test_a_list_that_cannot_be_read_is_told_and_the_rows_stay(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*what: object, **how: object) -> lists.ListSnapshot:
        raise LibraryLocked(LOCKED)

    async with reader() as screen:
        monkeypatch.setattr(lists, "section", refused)
        await screen.press("S", "j", "enter")
        assert said(screen) == [LOCKED]
        assert screen.listed == UNREAD


# The part alone

TODAY, BOOKMARKS, CONTINUE = (Section(key, key.title()) for key in ("today", "bookmarks", "continue"))


class Alone:
    """The part on a library of three articles, of which the second is read, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        self.ids = [
            household.add(session, f"Number {n}", f"{'Text ' * n}.", published=household.NOW)
            for n in (1, 2, 3)
        ]
        session.library.marks.read([self.ids[1]], household.NOW)
        self.state: Any = state()
        self.rows: Any = Mock(
            spec=ArticleList,
            current_id=None,
            snippet_length=55,
            dense=False,
            cursor=0,
            cache=Mock(),
            is_placed=True,
            selection=Mock(is_on=False),
        )
        self.rows.in_a_screen.return_value = 2
        self.view = FakeView(self.state, self.rows)
        self.app = FakeApp(room, session=session)
        self.index = AsyncMock()
        self.part = ListPart(self.view.view, self.state, self.app.app, self.index)
        self.opened, self.filled = Mock(), Mock()
        self.part.section_opened.connect(self.opened)
        self.part.filled.connect(self.filled)

    async def show(self, section: Section, *, at: int | None = None) -> list[int]:
        """What a section lists."""
        self.part.show_section(section, at=at)
        await self.view.settle()
        return list(self.state.listing.ids)

    def known(self, *ids: int) -> list[Row]:
        """The rows of these articles."""
        return [Row(article) for article in self.session.library.articles.many(ids)]

    def counted(self, total: int) -> None:
        self.state.counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=total, feeds=())

    @property
    def lanes(self) -> list[str]:
        assert self.app.library is not None
        return self.app.library.lanes


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


@pytest.mark.parametrize(
    ("at", "near"),
    [(None, [10, 11]), (10, [10, 11]), (12, [10, 11, 12, 13]), (14, [12, 13, 14]), (99, [10, 11])],
)
def test_the_rows_that_can_be_in_view_are_those_beside_the_cursor(at: int | None, near: list[int]) -> None:
    assert beside([10, 11, 12, 13, 14], at, 2) == near
    assert beside([], at, 2) == []


async def test_a_section_is_listed_with_the_cursor_where_it_is_wanted(alone: Alone) -> None:
    one, two, three = alone.ids
    assert await alone.show(UNREAD_SECTION, at=one) == [three, one]
    assert alone.rows.open.call_args == call(
        alone.state.listing.ids, household.NOW, at=one, snippets=False, rows=alone.known(three, one)
    )
    assert (alone.opened.call_count, alone.filled.call_count, alone.view.heads) == (1, 1, 1)
    assert alone.view.sections.show.call_args == call("unread")
    assert alone.view.list_title.show.call_args == call("Unread", "newest first", 2, folded=0, came=0, read=0)
    assert alone.view.started == [("list", True)]
    assert alone.lanes == ["read"]
    alone.part.show_again()
    await alone.view.settle()
    assert alone.rows.open.call_args.kwargs == {
        "at": None, "snippets": False, "rows": alone.known(three, one)
    }  # fmt: skip
    assert (alone.opened.call_count, alone.state.listing.section) == (2, UNREAD_SECTION)
    alone.rows.current_id = three
    alone.part.action_show_all()
    await alone.view.settle()
    assert alone.state.listing.ids == [three, two, one]
    assert alone.rows.open.call_args.kwargs["at"] == three
    alone.part.action_show_all()
    assert not alone.state.shows_all
    await alone.view.settle()


async def test_each_section_has_its_own_articles(alone: Alone) -> None:
    one, two, three = alone.ids
    alone.session.library.marks.bookmark([two, three], household.NOW)
    old = household.add(alone.session, "Old", "Text of old.", published=household.NOW.replace(year=2025))
    marks = alone.session.library.marks
    marks.keep_place(one, 5, 0.5, household.NOW)
    marks.keep_place(two, 5, 0.5, household.NOW)
    assert old not in await alone.show(TODAY)
    assert set(alone.state.listing.ids) == {one, three}
    assert set(await alone.show(BOOKMARKS)) == {two, three}, "read ones, too"
    assert set(await alone.show(CONTINUE)) == set(marks.begun(9))
    assert alone.lanes == ["read"] * 3


async def test_feeds_and_folders_list_what_is_theirs(alone: Alone) -> None:
    feeds = alone.session.library.feeds
    made: dict[str, tuple[int, int]] = {}
    for title, tags in (("A", ("news", "sea")), ("B", ("sea",)), ("C", ()), ("D", ("sea/north",))):
        feed, _ = feeds.add(
            Subscription(url=f"https://{title}.example/feed", title=title, tags=tags), household.NOW
        )
        id_ = household.add(alone.session, f"Of {title}", f"Text of {title}.", feed_id=feed.id, guid=title)
        made[title] = (feed.id, id_)
    section = Section("feed:1", "B", kind="feed", feed_id=made["B"][0])
    assert await alone.show(section) == [made["B"][1]]
    assert alone.rows.one_source
    assert await alone.show(Section("folder:sea", "sea", kind="folder")) == [made["B"][1]]
    assert not alone.rows.one_source
    assert await alone.show(Section("folder:none", "none", kind="folder")) == []


async def test_a_saved_search_waits_for_the_index(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = Mock(return_value=lists.ListSnapshot(ids=(2,), total=1, order="oldest"))
    monkeypatch.setattr(lists, "saved", saved)
    section = Section("search:1", "Boats", query="ferry", kind="search")
    assert await alone.show(section) == [2]
    assert saved.call_args == call(alone.session, "ferry", sort="date", unread_only=True)
    assert alone.index.done.await_count == 1
    assert alone.lanes == ["find"]
    assert alone.view.list_title.show.call_args == call(
        "Boats", "unread, oldest first", 1, folded=0, came=0, read=0
    )
    alone.state.shows_all = True
    await alone.show(section)
    assert saved.call_args == call(alone.session, "ferry", sort="date", unread_only=False)
    saved.side_effect = LibraryLocked("locked")
    alone.part.show_again()
    with pytest.raises(LibraryLocked):
        await alone.view.settle()
    assert list(alone.state.listing.ids) == [], "not the rows of another section"
    assert alone.rows.open.call_args.args[0] == ()


async def test_a_section_that_cannot_be_read_keeps_its_rows(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await alone.show(UNREAD_SECTION)
    monkeypatch.setattr(lists, "section", Mock(side_effect=LibraryLocked("locked")))
    before = alone.rows.open.call_count
    alone.part.put_order("oldest")
    with pytest.raises(LibraryLocked):
        await alone.view.settle()
    assert alone.rows.open.call_count == before


@pytest.mark.parametrize("fails", [False, True])
async def test_what_comes_when_something_else_is_listed_is_not_shown(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    def saved(*what: object, **how: object) -> lists.ListSnapshot:
        alone.state.listing = Listing(TODAY, ids=(4711,))
        if fails:
            raise LibraryLocked("locked")
        return lists.ListSnapshot(ids=(1,), total=1)

    monkeypatch.setattr(lists, "saved", saved)
    alone.part.show_section(Section("search:1", "Boats", query="ferry", kind="search"))
    if fails:
        with pytest.raises(LibraryLocked):
            await alone.view.settle()
    await alone.view.settle()
    assert alone.state.listing.ids == (4711,)
    assert alone.rows.open.call_count == 0


async def test_the_order_outlives_the_section_but_no_search(alone: Alone) -> None:
    one, _, three = alone.ids
    await alone.show(UNREAD_SECTION)
    orders: list[tuple[lists.ListOrder, list[int]]] = [
        ("oldest", [one, three]),
        ("longest", [three, one]),
        ("title", [one, three]),
        ("date", [three, one]),
        ("oldest", [one, three]),
    ]
    for order, ids in orders:
        alone.rows.current_id = one
        alone.part.put_order(order)
        await alone.view.settle()
        assert (alone.state.listing.sort, list(alone.state.listing.ids)) == (order, ids)
        assert alone.rows.open.call_args.kwargs["at"] == one
    await alone.show(TODAY)
    assert alone.state.listing.sort == "oldest"
    alone.state.listing = Listing(TODAY, sort="relevance", source="ferry")
    await alone.show(TODAY)
    assert alone.state.listing.sort == "date"


def test_results_are_listed_with_their_snippets(alone: Alone) -> None:
    row = Mock(article=article(id=7), snippet=None)
    found = lists.ListSnapshot(ids=(7, 8), total=2, first=(row,))
    listing = Listing(Section("search", "Search"), source="ferry", ids=found.ids)
    alone.part.put_search(listing, found)
    assert alone.state.listing is listing
    assert alone.rows.open.call_args == call(
        (7, 8), household.NOW, at=None, snippets=True, rows=[Row(row.article, None)]
    )
    assert alone.view.sections.show.call_args == call("search")
    assert (alone.filled.call_count, alone.view.heads) == (1, 1)
    alone.part.put_search(replace(listing, relaxed=Relaxation(1, (), {}, {7: ("gale",)}, 0, 2)), found)
    assert alone.rows.open.call_args.kwargs["rows"] == [Row(row.article, None, ("gale",))]
    alone.part.put_search(replace(listing, relaxed=Relaxation(1, (), {}, {8: ("gale",)}, 0, 2)), found)
    assert alone.rows.open.call_args.kwargs["rows"] == [Row(row.article)], "a line parts the two"
    last = replace(listing, ids=(8, 7), relaxed=Relaxation(1, (), {}, {8: ("gale",)}, 0, 2))
    alone.part.put_search(last, found)
    assert alone.rows.open.call_args.kwargs["rows"] == [Row(row.article, tells_all=True)]
    row.article = article(id=7, title="The ferries of the pier")
    tree = And((Text("any", "ferry"), Text("title", "pier"), Text("author", "the")))
    alone.part.put_search(replace(listing, tree=tree), found)
    assert alone.rows.open.call_args.kwargs["rows"] == [Row(row.article, None, (), [(4, 11), (19, 23)])]
    alone.part.put_search(replace(listing, ids=()), lists.ListSnapshot(ids=(), total=0))
    assert alone.rows.open.call_args.kwargs["snippets"] is False


def test_titles_that_are_left_are_listed(alone: Alone) -> None:
    alone.part.put_filtered([3], [article(id=3)], words="tug")
    assert (alone.state.listing.ids, alone.state.listing.words) == ([3], "tug")
    assert alone.rows.say_empty.call_args == call("")
    assert alone.rows.open.call_args == call([3], household.NOW, rows=[Row(article(id=3))])
    assert (alone.filled.call_count, alone.view.heads) == (1, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("zeppelin", "No title here has “zeppelin”."),
        ("one\x1b two", "No title here has “one two”."),
        ("x" * 60, f"No title here has “{'x' * 39}…”."),
    ],
)
def test_a_filter_that_leaves_nothing_says_so(alone: Alone, words: str, said: str) -> None:
    alone.part.put_filtered([], [], words=words)
    assert alone.rows.say_empty.call_args == call(said)


def test_a_filter_that_leaves_nothing_names_the_way_to_a_feed_of_that_name(alone: Alone) -> None:
    named = Feed(id=1, title="Die Küste", url="https://f.example/", state="new")
    alone.state.counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=1, feeds=[named])
    alone.part.put_filtered([], [], words="kust")
    assert alone.rows.say_empty.call_args == call(
        "No title here has “kust”. A feed's name does: f in the sidebar goes to it."
    )
    alone.part.put_filtered([], [], words="coast")
    assert alone.rows.say_empty.call_args == call("No title here has “coast”.")


def test_the_first_list_comes_with_its_rows(alone: Alone) -> None:
    alone.part.put(lists.ListSnapshot(ids=(7,), total=1), articles=[article(id=7)])
    assert alone.rows.open.call_args == call(
        (7,), household.NOW, at=None, snippets=False, rows=[Row(article(id=7))]
    )
    assert alone.rows.say_empty.call_args == call("")


async def test_a_list_is_taken_anew_around_its_cursor(alone: Alone) -> None:
    one, _, three = alone.ids
    await alone.show(UNREAD_SECTION)
    alone.rows.current_id, alone.rows.in_view.return_value = one, (three, one)
    heads, filled = alone.view.heads, alone.filled.call_count
    new = household.add(alone.session, "Just in", "Text of it.", published=household.NOW)
    alone.session.library.marks.read([three], household.NOW)
    await alone.part.refill()
    assert list(alone.state.listing.ids) == [three, new, one], "what was just read stays"
    assert alone.state.listing.came == 1
    assert alone.rows.renew.call_args == call(alone.state.listing.ids, household.NOW, stays_on_top=False)
    assert alone.rows.say_empty.call_args == call("")
    assert alone.view.list_title.show.call_args == call("Unread", "newest first", 3, folded=0, came=1, read=0)
    assert (alone.view.heads, alone.filled.call_count) == (heads + 1, filled + 1)
    await alone.view.settle()
    rows = list(alone.rows.put.call_args.args[0])
    assert [row.article.id for row in rows] == [three, one]
    assert ("rows", False) in alone.view.started
    household.add(alone.session, "Again", "Text of another.", published=household.NOW)
    await alone.part.refill()
    assert alone.state.listing.came == 2
    household.add(alone.session, "Undone", "Text of a third.", published=household.NOW)
    await alone.part.refill(is_news=False)
    assert alone.state.listing.came == 2
    await alone.view.settle()


@pytest.mark.parametrize("touch", ["nothing", "moved", "reading"])
async def test_news_comes_in_below_a_cursor_that_nobody_has_touched(alone: Alone, touch: str) -> None:
    await alone.show(UNREAD_SECTION)
    alone.rows.current_id, alone.rows.in_view.return_value = alone.state.listing.ids[0], ()
    alone.rows.is_placed, alone.state.is_reading = touch == "moved", touch == "reading"
    household.add(alone.session, "Just in", "Text of it.", published=household.NOW)
    await alone.part.refill()
    assert alone.rows.renew.call_args.kwargs == {"stays_on_top": touch == "nothing"}
    assert alone.state.listing.came == (touch != "nothing")
    await alone.view.settle()


async def test_a_list_that_is_empty_says_that_something_is_fetched(alone: Alone) -> None:
    alone.session.library.marks.remove(alone.ids, household.NOW)
    await alone.show(UNREAD_SECTION)
    made = Feed(id=1, title="F", url="https://f.example/", state="new")
    alone.state.counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=(made,))
    for is_busy, words in (
        (True, "Fetching the first articles …"),
        (False, "Your feed has not been fetched yet. Press R to fetch the articles."),
    ):
        cast("Any", alone.app.worker).is_busy = is_busy
        alone.rows.in_view.return_value = ()
        await alone.part.refill()
        assert alone.rows.say_empty.call_args == call(words)
    await alone.view.settle()


async def test_the_first_articles_of_an_empty_list_come_with_their_rows(alone: Alone) -> None:
    alone.session.library.marks.remove(alone.ids, household.NOW)
    await alone.show(UNREAD_SECTION)
    alone.rows.count, alone.rows.in_view.return_value = 0, ()
    new = household.add(alone.session, "Just in", "Text of it.", published=household.NOW)
    await alone.part.refill()
    assert [row.article.id for row in alone.rows.put.call_args.args[0]] == [new]
    await alone.view.settle()


@pytest.mark.parametrize("kind", [{"source": "ferry"}, {"words": "tug"}])
async def test_searches_and_filters_are_not_taken_anew(alone: Alone, kind: dict[str, Any]) -> None:
    alone.state.listing = Listing(UNREAD_SECTION, ids=(1,), **kind)
    await alone.part.refill()
    assert alone.lanes == []


async def test_a_list_that_was_left_is_not_renewed(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    def section(*what: object, **how: object) -> lists.ListSnapshot:
        alone.state.listing = Listing(TODAY)
        return lists.ListSnapshot(ids=(1,), total=1)

    await alone.show(UNREAD_SECTION)
    monkeypatch.setattr(lists, "section", section)
    await alone.part.refill()
    assert alone.rows.renew.call_count == 0


@pytest.mark.parametrize(
    ("at", "selects", "left"),
    [(1, False, [5, 1, 3]), (2, False, [5, 1, 2, 3]), (1, True, [5, 1, 2, 3, 4])],
)
async def test_copies_that_were_found_later_go_behind_their_row(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, at: int, selects: bool, left: list[int]
) -> None:
    await alone.show(UNREAD_SECTION)
    alone.state.listing = Listing(UNREAD_SECTION, ids=[1, 2, 3, 4])
    found = lists.ListSnapshot(ids=(5, 1, 3), total=5, folded=2, behind={2, 4})
    monkeypatch.setattr(lists, "section", lambda *what, **how: found)
    alone.rows.current_id, alone.rows.selection.is_on = at, selects
    await alone.part.refill(is_news=False)
    assert list(alone.state.listing.ids) == left
    assert alone.state.listing.folded == 5 - len(left)


def test_rows_are_taken_out_of_the_list(alone: Alone) -> None:
    alone.state.listing = Listing(UNREAD_SECTION, ids=[1, 2, 3, 4])
    alone.part.remove([2, 4, 9])
    assert alone.state.listing.ids == [1, 3]
    assert alone.rows.renew.call_args == call([1, 3], household.NOW)
    assert alone.view.list_title.show.call_args == call("Unread", "newest first", 2, folded=0, came=0, read=0)


@pytest.mark.parametrize(("came", "cursor", "left"), [(3, 5, 3), (3, 2, 2), (3, 0, 0)])
def test_what_came_is_told_until_the_cursor_was_there(
    alone: Alone, came: int, cursor: int, left: int
) -> None:
    alone.state.listing = Listing(UNREAD_SECTION, ids=range(9), came=came)
    alone.rows.cursor = cursor
    alone.part.cursor_moved()
    assert alone.state.listing.came == left
    assert alone.view.list_title.show.call_args == call(
        "Unread", "newest first", 9, folded=0, came=left, read=0
    )


def test_where_nothing_came_the_title_stays(alone: Alone) -> None:
    alone.part.cursor_moved()
    assert alone.view.list_title.show.call_count == 0


@pytest.mark.parametrize("source", ["", "ferry"])
async def test_rows_of_a_search_come_with_snippets(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    rows = Mock(return_value=[Mock(article=article(id=7), snippet=None)])
    monkeypatch.setattr(lists, "rows", rows)
    alone.state.listing = listing = Listing(UNREAD_SECTION, source=source)
    alone.part.fetch_rows((7,))
    await alone.view.settle()
    assert rows.call_args == call(alone.session, (7,), listing.tree if source else None, 55)
    assert list(alone.rows.put.call_args.args[0]) == [Row(article(id=7))]
    assert alone.filled.call_count == 1
    assert alone.lanes == ["read"]


@pytest.mark.parametrize(
    ("section", "shows_all", "total", "said"),
    [
        (UNREAD_SECTION, False, 0, "Nothing here yet. Press a to add a feed or an article."),
        (UNREAD_SECTION, False, None, ""),
        (UNREAD_SECTION, False, 3, "All read. Press v to see what you have read, R to refresh."),
        (TODAY, False, 3, "Nothing unread from today."),
        (TODAY, True, 3, "Nothing from today yet."),
        (UNREAD_SECTION, True, 3, "Nothing here yet."),
        (BOOKMARKS, True, 3, "No bookmarks yet. Press b to bookmark an article."),
        (CONTINUE, True, 3, "Nothing in progress. Articles you leave half-read appear here."),
        (Section("search:1", "S", kind="search"), True, 3, "Nothing here yet."),
        (Section("feed:1", "F", kind="feed", is_failing=True), True, 3, "Nothing here yet."),
        (
            Section("search:1", "S", kind="search", is_failing=True),
            True,
            3,
            "This search is invalid. Press E on it in the sidebar to edit it.",
        ),
    ],
)
def test_an_empty_list_says_why_it_is(
    alone: Alone, section: Section, shows_all: bool, total: int | None, said: str
) -> None:
    alone.state.listing, alone.state.shows_all = Listing(section), shows_all
    if total is not None:
        alone.counted(total)
    assert alone.part.emptiness() == said
    alone.state.listing = Listing(section, ids=(1,))
    assert alone.part.emptiness() == ""


@pytest.mark.parametrize(("unread", "others"), [(1, "1 other"), (60, "60 others")])
def test_a_day_without_articles_says_where_others_are(unread: int, others: str) -> None:
    counts = lists.Counts(today=0, unread=unread, bookmarks=0, begun=0, total=90, feeds=())
    said = emptiness(TODAY, counts, shows_all=False, is_fetching=False)
    assert said == f"Nothing unread from today. Unread has {others}."


@pytest.mark.parametrize(
    ("section", "shows_all", "name", "order"),
    [
        (UNREAD_SECTION, False, "Unread", "newest first"),
        (UNREAD_SECTION, True, "Unread and read", "newest first"),
        (TODAY, False, "Today", "unread, newest first"),
        (TODAY, True, "Today", "read too, newest first"),
        (BOOKMARKS, False, "Bookmarks", "newest first"),
        (CONTINUE, False, "Continue", "latest first"),
        (CONTINUE, True, "Continue", "latest first"),
    ],
)
def test_the_title_names_section_and_order(
    alone: Alone, section: Section, shows_all: bool, name: str, order: str
) -> None:
    alone.state.listing, alone.state.shows_all = Listing(section, ids=(1, 2), came=1), shows_all
    alone.part.titled()
    assert alone.view.list_title.show.call_args == call(name, order, 2, folded=0, came=1, read=0)


@pytest.mark.parametrize(
    ("section", "listing", "shows_all", "number"),
    [
        (UNREAD_SECTION, {}, False, 41),
        (UNREAD_SECTION, {}, True, 5),  # the sections count unread ones
        (UNREAD_SECTION, {"source": "ferry"}, False, 5),
        (UNREAD_SECTION, {"words": "tug"}, False, 2),
        (Section("bookmarks", "Bookmarks"), {}, True, 7),
        (Section("search:1", "Boats", kind="search"), {}, False, 5),  # not counted yet
        (Section("feed:9", "Elsewhere", kind="feed"), {}, False, 5),  # in a folded folder
    ],
)
def test_one_number_stands_for_one_thing(
    alone: Alone, section: Section, listing: dict[str, Any], shows_all: bool, number: int
) -> None:
    alone.state.listing = Listing(section, ids=(1, 2), folded=3, **listing)
    alone.state.shows_all = shows_all
    alone.view.sections.sections = [
        Section("unread", "Unread", count=41),
        Section("bookmarks", "Bookmarks", count=7),
        Section("search:1", "Boats", kind="search"),
    ]
    assert alone.part.number() == number
    alone.part.titled()
    folded = 0 if alone.state.listing.is_filtered else 3
    assert alone.view.list_title.show.call_args.kwargs == {"folded": folded, "came": 0, "read": 0}


def test_what_was_read_and_is_still_listed_is_told_once_it_is_counted(alone: Alone) -> None:
    alone.state.listing = Listing(UNREAD_SECTION, ids=(1, 2, 3), folded=1)
    alone.view.sections.sections = [Section("unread", "Unread", count=0)]
    assert (alone.part.just_read(), alone.part.numbers()) == (0, "0")
    alone.part.counted()
    assert alone.view.list_title.show.call_args.kwargs["read"] == 3
    assert alone.part.numbers() == "0 · 3 just read"
    alone.view.sections.sections = [Section("unread", "Unread", count=2)]
    assert alone.part.numbers() == "2"
    alone.view.sections.sections = [Section("unread", "Unread", count=0)]
    alone.state.shows_all = True
    assert alone.part.just_read() == 0


def test_the_list_is_dense_where_the_terminal_is_low_unless_one_chose(alone: Alone) -> None:
    found = []
    alone.rows.set_dense.side_effect = lambda dense: setattr(alone.rows, "dense", dense)
    for height in (32, 31):
        alone.view.height = height
        alone.part.apply_density()
        found.append(alone.rows.dense)
    alone.part.action_density()  # the screen places the panes, whose widths go by it
    alone.part.apply_density()
    found.append(alone.rows.dense)
    assert found == [False, True, False]


@pytest.mark.parametrize(
    ("known", "step", "place", "asked"), [(1, 1, 1, 0), (0, -1, 0, 0), (None, 1, 2, 1), (None, -1, 0, 1)]
)
async def test_the_next_unread_is_in_the_rows_that_are_here_or_in_the_library(
    alone: Alone, known: int | None, step: int, place: int, asked: int
) -> None:
    alone.rows.ids, alone.rows.cursor = alone.ids, 1
    alone.rows.cache.unread_beside.return_value = known
    assert await alone.part.to_unread(step) is True
    assert alone.rows.cache.unread_beside.call_args == call(1, step)
    assert alone.rows.go_to.call_args_list == [call(place)]
    assert len(alone.lanes) == asked


@pytest.mark.parametrize(
    ("step", "said"), [(1, "No more unread articles here"), (-1, "No unread article before this one")]
)
async def test_where_no_unread_is_left_the_cursor_stays(alone: Alone, step: int, said: str) -> None:
    alone.rows.ids, alone.rows.cursor = alone.ids[1:2], 0
    alone.rows.cache.unread_beside.return_value = None
    assert await alone.part.to_unread(step) is False
    assert alone.view.words == [said]
    assert alone.rows.go_to.call_count == 0


@pytest.mark.parametrize("step", [1, -1])
async def test_while_the_demo_is_set_up_no_unread_article_is_looked_for(alone: Alone, step: int) -> None:
    alone.rows.ids, alone.rows.cursor = [], 0
    alone.rows.cache.unread_beside.return_value = None
    alone.state.listing, alone.state.is_stocking = replace(alone.state.listing, ids=()), True
    assert await alone.part.to_unread(step) is False
    assert alone.view.words == ["Setting up the newsstand …"]


FAILED: dict[str, Any] = {
    "state": "failing",
    "last_tried": NOW,
    "outcome": "unreachable: the server cannot be reached",
}
GONE = {"state": "gone", "last_tried": NOW, "outcome": "HTTP 410: the server answered HTTP 410 (gone)"}
TRIED = {"state": "ok", "last_tried": NOW}
NEXT = (
    "Press R to try again, ! to see why.\n\n"
    "Other ways to start: a to add an address, i to import a file, s for starter feeds, d for the demo newsstand."
)


@pytest.mark.parametrize(
    ("feeds", "is_fetching", "said"),
    [
        (
            [FAILED, FAILED],
            False,
            f"None of your 2 feeds could be fetched. Are you online?\n\nF\nF\n\n{NEXT}",
        ),
        ([FAILED, GONE], False, f"None of your 2 feeds could be fetched.\n\nF\nF\n\n{NEXT}"),
        ([GONE], False, f"Your feed could not be fetched.\n\nF\n\n{NEXT}"),
        (
            [GONE] * 9,
            False,
            "None of your 9 feeds could be fetched.\n\n" + "F\n" * 6 + f"and 3 more\n\n{NEXT}",
        ),
        ([{}, {}], False, "Your 2 feeds have not been fetched yet. Press R to fetch the articles."),
        ([{}, FAILED], True, "Fetching the first articles …"),
        ([{}, FAILED], False, "Your 2 feeds have no articles yet."),
        ([], True, "Nothing here yet. Press a to add a feed or an article."),
        ([TRIED], False, "Your feed has no articles yet."),
        ([{"url": None}], False, "Nothing here yet. Press a to add a feed or an article."),
    ],
)
def test_an_empty_library_says_what_became_of_its_feeds(
    feeds: list[dict[str, Any]], is_fetching: bool, said: str
) -> None:
    made = [
        Feed(**{"id": id_, "title": "F", "url": "https://f.example/", "state": "new", **fields})
        for id_, fields in enumerate(feeds, 1)
    ]
    counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=made)
    assert emptiness(UNREAD_SECTION, counts, shows_all=False, is_fetching=is_fetching) == said


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_demo_does_not_ask_for_a_network(alone: Alone, is_demo: bool) -> None:
    made = [Feed(id=1, title="F", url="http://127.0.0.1:4000/f", **FAILED)]
    alone.state.counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=made)
    alone.app.is_demo = is_demo
    said = alone.part.emptiness()
    assert "Press R to try again, ! to see why" in said
    assert ("Are you online?" in said) is not is_demo
    assert said.startswith("The demo newsstand on this computer (127.0.0.1) cannot be reached. ") is is_demo


@pytest.mark.parametrize(
    ("fields", "is_fetching", "said"),
    [
        (
            FAILED,
            True,
            f"This feed could not be fetched: {FAILED['outcome']}. Press r to try again, ! to see more.",
        ),
        (
            GONE,
            False,
            f"This feed could not be fetched: {GONE['outcome']}. Press r to try again, ! to see more.",
        ),
        ({}, False, "This feed has not been fetched yet. Press r to fetch it."),
        ({}, True, "Fetching this feed …"),
        (TRIED, False, "This feed has no articles yet."),
        ({**TRIED, "articles": 2}, False, "All read. Press v to see what you have read, R to refresh."),
    ],
)
def test_a_feed_without_articles_says_why(fields: dict[str, Any], is_fetching: bool, said: str) -> None:
    feed = Feed(**{"id": 1, "title": "F", "url": "https://f.example/", "state": "new", **fields})
    counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=3, feeds=[feed])
    section = Section("feed:1", "F", kind="feed", feed_id=1)
    assert emptiness(section, counts, shows_all=False, is_fetching=is_fetching) == said


@pytest.mark.parametrize(
    ("key", "shows_all", "is_said"),
    [("unread", False, True), ("unread", True, False), ("today", False, False)],
)
def test_what_is_unread_and_not_listed_yet_is_not_called_read(
    key: str, shows_all: bool, is_said: bool
) -> None:
    counts = lists.Counts(today=0, unread=60, bookmarks=0, begun=0, total=60, feeds=[])
    said = emptiness(Section(key, key), counts, shows_all=shows_all, is_fetching=False)
    assert (said == "Listing what has come in …") is is_said


# Keys that are meant for what is to come


async def test_the_rows_of_a_section_are_awaited_but_not_those_of_a_saved_search(alone: Alone) -> None:
    found = [alone.part.is_filling]
    for section in (Section("today", "Today"), Section("search:1", "Boats", query="boat", kind="search")):
        alone.part.show_section(section)
        found.append(alone.part.is_filling)
        await alone.view.settle()
        found.append(alone.part.is_filling)
    assert found == [False, True, False, False, False]


async def test_rows_that_cannot_be_read_are_awaited_no_longer(alone: Alone) -> None:
    alone.part._read = Mock(side_effect=LibraryLocked("locked"))  # type: ignore[method-assign]
    alone.part.show_section(Section("today", "Today"))
    with pytest.raises(LibraryLocked):
        await alone.view.settle()
    assert not alone.part.is_filling


async def test_a_section_tells_what_it_would_list(alone: Alone) -> None:
    assert sorted(await alone.part.ids_of(Section("unread", "Unread"))) == [alone.ids[0], alone.ids[2]]
    assert alone.state.listing.ids == (), "and what is listed stays"


def feeds(*fields: dict[str, Any]) -> lists.Counts:
    found = [Feed(id=number, title="F", **one) for number, one in enumerate(fields, 1)]
    return lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=9, feeds=found)


MORE = "No more unread here · Ctrl-n: next unread feed"
NO_MORE = "No more unread articles here"


@pytest.mark.parametrize(
    ("key", "kind", "others", "said"),
    [
        ("feed:1", "feed", {"unread": 2}, MORE),
        ("folder:a", "folder", {"unread": 2}, MORE),
        ("unread", "section", {"unread": 2}, NO_MORE),
        ("feed:1", "feed", {"unread": 0}, NO_MORE),
        ("feed:1", "feed", {"unread": 2, "tags": ("hidden",)}, NO_MORE),
        ("folder:a", "folder", {"unread": 2, "tags": ("a",)}, NO_MORE),
    ],
)
def test_the_end_of_a_feed_names_the_key_that_leads_on(
    alone: Alone, key: str, kind: Any, others: dict[str, Any], said: str
) -> None:
    number = 1 if kind == "feed" else None
    alone.state.listing = Listing(Section(key, "", kind=kind, feed_id=number))
    assert alone.part._none_left() == NO_MORE, "nothing was counted yet"
    alone.state.counts = feeds({"unread": 5, "tags": ("a",)}, others)
    assert alone.part._none_left() == said


async def test_a_number_of_unread_articles_is_gone_over_in_one_question(alone: Alone) -> None:
    alone.rows.ids, alone.rows.cursor = alone.ids, 0
    assert await alone.part.to_unread(3) is True
    assert alone.rows.go_to.call_args_list == [call(2)]
    assert alone.rows.cache.unread_beside.call_count == 0
    assert len(alone.lanes) == 1


def test_the_foot_line_of_an_empty_list_offers_no_key_that_needs_a_row(tmp_path: Path) -> None:
    view = FakeView(known := state(), FakeList())
    part = ListPart(view.view, known, FakeApp(tmp_path).app, cast("Any", None))
    assert part.hints() == (), "the keys are elsewhere"
    view.focused = view.rows
    hints = dict(part.hints())
    assert {"Enter", "n", "b", "j k", "A"} <= hints.keys()
    assert not {"a", "R", "/", "?"} & hints.keys()
    assert not any(hints.values())
    known.is_stocking = True
    assert part.numbers() == "", "none is known yet"
    part.titled()
    assert view.list_title.show.call_args.args[2] is None
    assert part.hints()[0] == ("q", "leave the demo")
    view.rows.ids = [1]
    assert part.hints() == ()


async def test_a_list_from_the_start_keeps_a_cursor_that_a_person_has_placed(alone: Alone) -> None:
    alone.rows.current_id, alone.view.bar.display = alone.ids[0], False
    for is_placed, at in ((True, alone.ids[0]), (False, None)):
        alone.rows.is_placed = is_placed
        alone.part.show_again()
        await alone.view.settle()
        assert alone.rows.open.call_args.kwargs["at"] == at
