from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config.setting_values import FEED_ORDERS
from reader.model import Feed
from reader.tui.widgets.section_list import Arrangement, Section, SectionList, arranged, named, told_apart
from tests.support.household import MORGEN, ODD, UNREAD

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.tui.conftest import Open


def at(screen: Driver) -> str:
    section = screen.news.sections.current
    assert section is not None
    return section.title


async def to(screen: Driver, title: str) -> None:
    """Put the cursor of the sections on one of them."""
    await screen.press("g", "g")
    while at(screen) != title:
        await screen.press("j")


async def test_tab_goes_to_the_sections_and_the_list_follows_them(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab")
        assert screen.focus == "sections"
        assert at(screen) == "Unread"
        await screen.press("j")
        assert at(screen) == "Bookmarks"
        assert "Bookmarks, newest first" in screen.text
        assert len(screen.listed) == 2
        await screen.press("k", "k")
        assert "Today, unread, newest first" in screen.text
        await screen.press("enter")
        assert screen.focus == "list"
        assert "Today" in screen.head


async def test_more_sections_than_lines_begin_at_the_top(reader: Open) -> None:
    async with reader(size=(120, 12)) as screen:
        assert screen.news.sections.count > screen.news.sections.size.height
        assert screen.lines[2].startswith(" SECTIONS")


async def test_a_feed_and_a_folder_list_their_own(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab")
        await to(screen, MORGEN)
        assert len(screen.listed) == 5
        assert "Coastguard Brings 214 Ashore" in screen.listed
        await to(screen, "news")
        assert len(screen.listed) == 10


async def test_a_folder_folds_and_keeps_its_count(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab")
        await to(screen, "news")
        await screen.press("space")
        assert re.search(r"▸ news +10 ", screen.text)
        assert "Der Morgen     " not in "\n".join(line[:25] for line in screen.lines)
        await screen.press("space")
        assert re.search(r"▾ news +10 ", screen.text)


async def test_counts_follow_marks(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("m", "b")
        counts = {one.title: one.count for one in screen.news.sections.sections}
        assert (counts["Unread"], counts["Bookmarks"]) == (len(UNREAD) - 1, 3)
        for title in ("Unread", "Bookmarks", "The Harbour Gazette"):
            assert re.search(rf"^[ ▏] *{title} +{counts[title]} ", screen.text, re.MULTILINE)


async def test_narrow_sections_open_into_the_list_and_tab_leads_back(reader: Open) -> None:
    async with reader(size=(60, 20)) as screen:
        await screen.press("tab")
        assert screen.focus == "sections"
        assert "SECTIONS" in screen.text
        assert "Ferry" not in screen.text
        await to(screen, "Bookmarks")
        await screen.press("l")
        assert screen.focus == "list"
        assert "Bookmarks, newest first" in screen.text
        await screen.press("shift+tab")
        assert screen.focus == "sections"
        assert at(screen) == "Bookmarks"


async def test_escape_in_the_sections_goes_to_the_list_before_it_quits(reader: Open) -> None:
    for size in ((60, 20), (120, 36), (200, 50)):
        async with reader(size=size) as screen:
            await screen.press("tab" if size[0] < 160 else "shift+tab")
            assert screen.focus == "sections"
            await screen.press("escape")
            assert screen.app.is_running
            assert screen.focus == "list"


async def test_a_failing_feed_says_why(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab")
        await to(screen, ODD)
        await screen.press("i")
        assert "the server answered HTTP 500" in screen.text
        await screen.press("escape")
        assert screen.focus == "sections"


async def test_unsubscribing_asks_and_can_be_undone(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab")
        await to(screen, ODD)
        await screen.press("D")
        assert f"Unsubscribe from {ODD}?" in screen.text
        await screen.press("n")
        assert ODD in screen.text
        await screen.press("D", "y")
        assert ODD not in "\n".join(line[:25] for line in screen.lines)
        assert "Slack Water" in screen.head
        await screen.press("u")
        assert ODD in "\n".join(line[:25] for line in screen.lines)


async def test_show_all_shows_what_was_read_and_the_order_turns(reader: Open) -> None:
    async with reader() as screen:
        assert "An Article That Was Read" not in screen.listed
        await screen.press("v")
        assert "Unread and read, newest first" in screen.text
        assert "An Article That Was Read" in screen.listed
        first = screen.title
        await screen.press("S", "j", "enter")
        assert "oldest first" in screen.text
        assert screen.title == first
        await screen.press("S", "j", "enter", "g", "g")
        assert "longest first" in screen.text
        assert screen.title.startswith("The Very Long Headline")
        await screen.press("S", "g", "g", "enter", "v")
        assert "Unread, newest first" in screen.text


def tinted(screen: Driver) -> list[int]:
    """The rows of the sections that stand on another ground than the others."""
    rows = screen.news.sections
    return [index for index in range(rows.count) if rows.is_choice(index) and rows.mark_of(index)]


async def test_no_section_is_tinted_while_a_search_is_listed(reader: Open) -> None:
    async with reader() as screen:
        unread = tinted(screen)
        assert [screen.news.sections.sections[index].title for index in unread] == ["Unread"]
        await screen.press("/")
        await screen.type("halcyon")
        assert tinted(screen) == []
        await screen.press("enter", "tab")
        assert screen.focus == "sections"
        assert tinted(screen) == unread
        await screen.press("tab", "escape")
        assert tinted(screen) == unread


# How the feeds stand

READ = datetime(2026, 10, 6, tzinfo=UTC)


def feed(number: int, title: str, unread: int = 0, **fields: Any) -> Feed:
    return Feed(id=number, title=title, unread=unread, **{"last_tried": READ, **fields})


FEEDS = [
    feed(1, "Apple", 2, tags=("fruit",)),
    feed(2, "Beet", 7, tags=("roots",), state="gone", failures=1),
    feed(3, "Carrot", 0, tags=("roots",)),
    feed(4, "Damson", 1, tags=("fruit",), state="failing", failures=3),
    feed(5, "Endive", 3),
    feed(6, "Fennel", 9, tags=("hidden",)),
]


def order(**how: Any) -> list[str]:
    rows = arranged((), FEEDS, Arrangement(**how))
    return [row.title for row in rows if row.kind in ("folder", "feed")]


@pytest.mark.parametrize(
    ("how", "titles"),
    [
        ("title", "fruit Apple Damson roots Beet Carrot Endive Fennel"),
        ("unread", "roots Beet Carrot fruit Apple Damson Endive Fennel"),
        ("updated", "roots Carrot Beet fruit Apple Damson Fennel Endive"),
        ("failing", "fruit Damson Apple roots Beet Carrot Endive Fennel"),
    ],
)
def test_feeds_and_their_folders_stand_in_the_order_asked_for(how: str, titles: str) -> None:
    assert order(order=how, latest={3: 99, 1: 50, 6: 20, 2: 10}) == titles.split()
    assert how in FEED_ORDERS


def test_read_and_hidden_feeds_are_left_out_and_counted() -> None:
    rows = arranged((), FEEDS, Arrangement(hides_read=True))
    assert [row.title for row in rows][3:] == [
        "fruit", "Apple", "Damson", "roots", "Beet", "Endive", "2 feeds hidden",
    ]  # fmt: skip
    assert rows[-1].kind == "heading"
    rows = arranged((), FEEDS[:3], Arrangement(hides_read=True))
    assert rows[-1].title == "1 read feed hidden"


def test_where_one_is_stays_and_so_does_what_was_never_fetched() -> None:
    feeds = [feed(1, "Apple", tags=("a",)), feed(2, "Beet"), feed(3, "New", last_tried=None)]

    def titles(*kept: str) -> list[str]:
        rows = arranged((), feeds, Arrangement(hides_read=True, kept=frozenset(kept)))
        return [row.title for row in rows if row.kind in ("folder", "feed")]

    assert titles() == ["New"]
    assert titles("feed:1") == ["a", "Apple", "New"]
    assert titles("folder:a") == ["a", "New"]
    assert titles("feed:2") == ["Beet", "New"]


def test_feeds_of_one_title_are_told_apart_by_what_differs() -> None:
    feeds = [
        feed(1, "The Harbour Gazette", url="https://www.gazette.example/rss"),
        feed(2, "The Harbour Gazette", url="https://copies.example/rss"),
        feed(3, "News", url="https://pier.example/sport.xml", tags=("a",)),
        feed(4, "News", url="https://pier.example/sea/", tags=("b",)),
        feed(5, "Beet", url="https://beet.example/"),
        feed(6, "Files"),
        feed(7, "Files"),
    ]
    assert told_apart(feeds) == {
        1: ("gazette.example", "gazette"),
        2: ("copies.example", "copies"),
        3: ("sport.xml", "sport.xml"),
        4: ("sea", "sea"),
        6: ("1", "1"),
        7: ("2", "2"),
    }
    rows = [row for row in arranged((), feeds, Arrangement()) if row.kind == "feed"]
    assert [named(row, 40) for row in rows] == [
        "News · sport.xml",
        "News · sea",
        "The Harbour Gazette · gazette.example",
        "The Harbour Gazette · copies.example",
        "Beet",
        "Files · 1",
        "Files · 2",
    ]
    assert [named(row, 20) for row in rows[2:4]] == ["The Harbo… · gazette", "The Harbou… · copies"]


def test_of_names_that_begin_alike_the_rest_is_seen() -> None:
    feeds = [
        feed(1, "Darin Field", url="https://pier.example/ranchero-software-blog.xml"),
        feed(2, "Darin Field", url="https://pier.example/ranchero-software-notes.xml"),
    ]
    rows = [row for row in arranged((), feeds, Arrangement()) if row.kind == "feed"]
    assert [named(row, 20) for row in rows] == ["Darin Field · …blog", "Darin Field · …notes"]
    assert [named(row, 14) for row in rows] == ["Darin… · …blog", "Darin… · …not…"]


@pytest.mark.parametrize(
    ("title", "room", "shown"),
    [
        ("The Harbour Gazette", 16, "The Harbour Gaz…"),
        ("The Harbour Gazette", 14, "The Harbour…"),
        ("The Harbour Gazette", 12, "The Harbour…"),
        ("Northern Star of Lennet", 11, "Northern…"),
        ("Wellness: Health and Food", 11, "Wellness…"),
        ("Tech | News of the Lennet", 9, "Tech…"),
        ("Salt & Vinegar of Lennet", 9, "Salt…"),
        ("На of Lennet", 9, "На of…"),
        ("Lennet - The Harbour Blog", 12, "Lennet…"),
        ("Wellness: Health", 16, "Wellness: Health"),
    ],
)
def test_a_name_that_is_cut_has_as_many_letters_as_fit_but_no_stub(title: str, room: int, shown: str) -> None:
    assert named(Section("feed:1", title, kind="feed"), room) == shown


def test_addresses_that_stand_for_titles_are_cut_where_they_are_alike() -> None:
    here = [f"http://127.0.0.1:18733/feeds/{name}.xml" for name in ("gazette", "tarn")]
    there = [f"https://www.{name}.example/blog/atom.xml" for name in ("gazette", "tarn")]
    feeds = [feed(at, url, url=url) for at, url in enumerate((*here, *there))]
    rows = [row for row in arranged((), feeds, Arrangement()) if row.kind == "feed"]
    assert [named(row, 20) for row in rows] == [
        "127.0.0…/gazette.xml",
        "127.0.0…eds/tarn.xml",
        "gazette…log/atom.xml",
        "tarn.ex…log/atom.xml",
    ]
    assert named(rows[3], 30) == "tarn.example/blog/atom.xml"


@given(st.lists(st.sampled_from(["news", "sport", "a.b", "x.y.z"]), min_size=2, max_size=4, unique=True))
def test_what_tells_feeds_apart_is_seen_in_the_usual_width(names: list[str]) -> None:
    title = "A gazette with a long name"
    feeds = [feed(at, title, url=f"https://{name}.pier.example/rss") for at, name in enumerate(names)]
    shown = [named(row, 20) for row in arranged((), feeds, Arrangement()) if row.kind == "feed"]
    assert [one.rpartition(" · ")[2] for one in shown] == names


def test_a_folder_counts_what_is_not_hidden_folded_or_not() -> None:
    feeds = [feed(1, "Apple", 2, tags=("a",)), feed(2, "Beet", 5, tags=("a", "hidden"))]
    for folded in (frozenset[str](), frozenset({"a"})):
        rows = arranged((), feeds, Arrangement(folded=folded))
        assert [row.count for row in rows if row.kind == "folder"] == [2]
        assert ("Apple" in [row.title for row in rows]) is not bool(folded)


def test_a_folder_counts_once_what_several_of_its_feeds_have() -> None:
    feeds = [
        feed(1, "Apple", 5, tags=("a",)),
        feed(2, "Beet", 4, tags=("a",)),
        feed(3, "Chard", 2, tags=("b",)),
    ]
    rows = arranged((), feeds, Arrangement(repeats={"a": 3}))
    assert [row.count for row in rows if row.kind == "folder"] == [6, 2]


@pytest.mark.parametrize(
    ("is_failing", "is_fresh", "width"),
    [(False, False, 10), (True, False, 12), (False, True, 12), (True, True, 14)],
)
def test_a_row_wants_room_for_its_marks(is_failing: bool, is_fresh: bool, width: int) -> None:
    rows = SectionList()
    rows.sections = [
        Section("search:1", "Gas", count=12, kind="search", is_failing=is_failing, is_fresh=is_fresh)
    ]
    assert rows.wanted_width == width


def test_the_room_that_is_wanted_grows_and_does_not_shrink_but_for_an_address() -> None:
    rows = SectionList()
    wide = [
        Section("unread", "Unread", count=2_763),
        Section("feed:1", "https://pier.example/rss", kind="feed"),
    ]
    rows.put(wide)
    assert rows.wanted_width == 28
    rows.put([Section("unread", "Unread"), Section("feed:1", "Pier", kind="feed")])
    assert rows.wanted_width == 16
    rows.put([Section("unread", "Unread", count=12_763)])
    assert rows.wanted_width == 17


async def test_hidden_and_paused_feeds_say_so(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab")
        await to(screen, MORGEN)
        await screen.press("H")
        assert re.search(r"Der Morgen +hidden 5", screen.text)
        await screen.press("u", "P")
        assert re.search(r"Der Morgen +paused 5", screen.text)
