"""The sections of the front page: counted, and what is done to the feed under their cursor."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, Mock, call

import pytest
from textual.actions import SkipAction

from reader.config import save_setting
from reader.core import lists
from reader.core.events import JobDone
from reader.core.session import Session
from reader.errors import ConfigError
from reader.model import Feed, Subscription
from reader.query.tree import Everything
from reader.store.user_state.saved_searches import SavedSearch
from reader.tui.dialogs.why import WhyScreen
from reader.tui.front import sections
from reader.tui.front.sections import SectionsPart, fixed_sections, search_section
from reader.tui.front.state import UNREAD as UNREAD_SECTION
from reader.tui.front.state import Listing
from reader.tui.widgets.section_list import Section
from tests.store.making import draft
from tests.support import household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeView, state
from tests.support.household import GAZETTE, ODD, UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import FeedState
    from reader.tui.front.state import PaneName
    from tests.support.driver import Driver
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock


async def to(screen: Driver, title: str) -> None:
    await screen.press("tab", "g", "g")
    while screen.news.sections.current is None or screen.news.sections.current.title != title:
        await screen.press("j")


def named(screen: Driver) -> list[str]:
    return [section.title for section in screen.news.sections.sections]


def test_the_four_sections_have_their_own_numbers() -> None:
    counts = lists.Counts(today=1, unread=2, bookmarks=3, begun=4, total=9, feeds=())
    found = {section.key: (section.title, section.count) for section in fixed_sections(counts)}
    assert found == {
        "today": ("Today", 1),
        "unread": ("Unread", 2),
        "bookmarks": ("Bookmarks", 3),
        "continue": ("Continue reading", 4),
    }


@pytest.mark.parametrize(
    ("hits", "count", "is_failing"), [({}, 0, False), ({7: 3}, 3, False), ({7: None}, 0, True)]
)
def test_a_saved_search_has_its_number_once_it_was_counted(
    hits: dict[int, int | None], count: int, is_failing: bool
) -> None:
    section = search_section(SavedSearch(7, "Boats", "ferry"), hits)
    assert (section.key, section.title, section.query, section.saved_id) == ("search:7", "Boats", "ferry", 7)
    assert (section.kind, section.count, section.is_failing) == ("search", count, is_failing)
    assert not section.is_fresh
    assert search_section(SavedSearch(7, "Boats", "ferry", is_fresh=True), hits).is_fresh


async def test_a_feed_that_cannot_be_unsubscribed_is_told_once_and_stays(reader: Open, lock: Lock) -> None:
    async with reader() as screen:
        await to(screen, ODD)
        listed = screen.listed
        lock()
        await screen.press("D", "y")
        assert said(screen) == [LOCKED]
        assert ODD in named(screen)
        assert screen.listed == listed


async def test_unsubscribing_says_so_and_goes_to_the_feed_beside(reader: Open) -> None:
    async with reader() as screen:
        await to(screen, ODD)
        rows = screen.news.sections.sections
        beside = rows[screen.news.sections.cursor + 1]
        await screen.press("D", "y")
        assert said(screen) == ["Unsubscribed · u to undo"]
        assert ODD not in named(screen)
        assert screen.news.state.listing.section.key == beside.key
        assert screen.news.sections.current == beside


async def test_back_from_the_sections_the_cursor_is_where_it_was(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "j", "h")
        assert screen.focus == "sections"
        await screen.press("l")
        assert (screen.focus, screen.title) == ("list", UNREAD[3])


async def test_a_feed_that_cannot_be_changed_is_told_once_and_stays(reader: Open, lock: Lock) -> None:
    async with reader() as screen:
        await to(screen, ODD)
        lock()
        await screen.press("E", "end", "x", "enter")
        assert screen.app.screen is screen.news
        assert said(screen) == [LOCKED]
        assert ODD in named(screen)


async def test_a_feed_has_another_name_at_once(reader: Open) -> None:
    async with reader() as screen:
        await to(screen, ODD)
        await screen.press("E", "end", "x", "enter")
        assert f"{ODD}x" in named(screen)
        assert said(screen) == [f"{ODD}: changes saved · u to undo"]


async def test_what_needs_a_feed_says_so_elsewhere_in_the_sections(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab", "g", "g", "E")
        assert screen.said == "Select a feed or a saved search first"
        await screen.press("i")
        assert screen.said == "Select a feed or an article first"
        await screen.press("D")
        assert screen.app.screen is screen.news
        assert screen.listed


async def test_failing_feeds_are_counted(reader: Open) -> None:
    async with reader() as screen:
        assert screen.news.parts.sections.failing == 1


async def test_panes_are_there_before_a_first_list_that_is_slow(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "FRONT_S", 0.0)
    del room
    async with reader() as screen:
        assert screen.listed[:3] == UNREAD[:3]


async def test_a_feed_that_came_is_listed(reader: Open, room: Path) -> None:
    with Session(household.places(room)) as session:
        number = next(feed.id for feed in session.library.feeds.all() if feed.title == GAZETTE)
    async with reader() as screen:
        assert await screen.news.parts.sections.show_feed(number)
        await screen.settle()
        assert screen.news.state.listing.section.title == GAZETTE
        assert not await screen.news.parts.sections.show_feed(999)


async def test_a_feed_says_how_it_is(reader: Open) -> None:
    async with reader() as screen:
        screen.app.front.set_focus(screen.app.front.sections)
        await screen.press("G", "k", "k", "i")
        assert isinstance(screen.app.screen, WhyScreen)


async def test_the_order_and_what_is_hidden_are_kept_for_the_next_start(reader: Open, room: Path) -> None:
    config = room / "config" / "config.toml"
    async with reader() as screen:
        await screen.press("tab", "S", "S", "L", "S")
    kept = tomllib.loads(config.read_text())
    assert kept["feeds"] == {"sort": "failing", "hide_read": True}
    assert kept["theme"] == "newsprint"


async def test_a_choice_that_cannot_be_kept_holds_for_now_and_is_told(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_: object) -> None:
        raise ConfigError("the setting could not be kept", hint="write it")

    monkeypatch.setattr(save_setting, "keep", keep)
    async with reader() as screen:
        await screen.press("tab", "S")
        assert screen.app.settings.feeds_sort == "unread"
        assert screen.said == "The setting could not be kept. Write it."


async def test_who_sets_the_order_in_the_settings_sees_it_at_once(reader: Open) -> None:
    async with reader() as screen:
        screen.app.keep_setting("feeds.sort", "failing")
        await screen.settle()
        assert named(screen).index(ODD) < named(screen).index("Slack Water")
        screen.app.keep_setting("feeds.sort", "unread")
        await screen.settle()
        assert named(screen).index("Slack Water") < named(screen).index(ODD)


async def test_a_feed_that_came_is_listed_also_where_read_feeds_are_hidden(reader: Open, room: Path) -> None:
    with Session(household.places(room)) as session:
        number = next(feed.id for feed in session.library.feeds.all() if feed.title == GAZETTE)
        session.library.marks.read(session.library.queries.ids(Everything(), feeds=[number]), household.NOW)
    async with reader(config='theme = "newsprint"\nfeeds.hide_read = true') as screen:
        assert GAZETTE not in named(screen)
        await to(screen, "news")
        await screen.press("space")
        assert await screen.news.parts.sections.show_feed(number)
        assert GAZETTE in named(screen)


# The part alone


class Alone:
    """The part on a library of two feeds, one in a folder, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        for title, tags in (("Pier", ("news",)), ("Dunes", ())):
            session.library.feeds.add(
                Subscription(url=f"https://{title}.example/feed", title=title, tags=tags), household.NOW
            )
        self.state: Any = state()
        self.view = FakeView(self.state)
        self.app: Any = FakeApp(room, session=session)
        self.listing = Mock()
        self.part = SectionsPart(self.view.view, self.state, self.app.app, self.listing)
        self.opened, self.counted, self.changed = Mock(), Mock(), Mock()
        self.part.opened.connect(self.opened)
        self.part.counted.connect(self.counted)
        self.part.changed.connect(self.changed)

    def titles(self) -> list[str]:
        """The rows that were put last, without headings."""
        put = self.view.sections.put.call_args.args[0]
        return [section.title for section in put if section.title and section.kind != "heading"]

    def at(self, key: str, *, pane: PaneName = "sections", **fields: Any) -> None:
        self.view.sections.current, self.state.at = Section(key, "", **fields), pane

    async def do(self, act: str) -> None:
        getattr(self.part, act)()
        await self.view.settle()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


FIXED = ["Today", "Unread", "Bookmarks", "Continue reading"]


async def test_sections_are_counted_shown_and_told(alone: Alone) -> None:
    await alone.do("recount")
    assert alone.titles() == [*FIXED, "news", "Pier", "Dunes"]
    assert alone.view.sections.shown == "unread"
    assert alone.view.sections.show.call_args is None, "a count moves no cursor"
    assert (alone.changed.call_count, alone.view.heads) == (1, 1)
    assert alone.counted.call_args == call(alone.state.counts)
    assert alone.app.library.lanes == ["count"]
    assert alone.view.started == [("counts", True)]
    assert alone.part.failing == 0


def test_feeds_that_fail_or_are_gone_are_counted(alone: Alone) -> None:
    states: tuple[FeedState, ...] = ("ok", "failing", "gone", "new")
    feeds = [Feed(id=number, title="F", state=state) for number, state in enumerate(states)]
    counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=feeds)
    alone.part.put()
    assert alone.view.sections.put.call_count == 0, "nothing was counted yet"
    alone.part._put_counts(counts)
    assert alone.part.failing == 2


async def test_a_folder_has_its_own_number_where_feeds_share_articles(alone: Alone) -> None:
    counts = held(3, 2, tags=(("news",), ("news",)))
    alone.part._put_counts(replace(counts, repeats={"news": 2}))
    (put,) = alone.view.sections.put.call_args.args
    assert {section.key: section.count for section in put}["folder:news"] == 3
    await alone.do("action_find_feed")
    assert {section.key: section.count for section in alone.app.dialogs[-1]._found}["folder:news"] == 3


async def test_the_first_list_comes_with_its_counts(alone: Alone) -> None:
    counts = lists.counts(alone.session)
    front = Mock(listed=lists.ListSnapshot(ids=(7,), total=1), rows=[article(id=7)], counts=counts)
    alone.app.library.front = AsyncMock(return_value=front)
    await alone.do("_fill_front")
    assert alone.listing.put.call_args == call(front.listed, articles=front.rows)
    assert alone.opened.call_args == call(counts)
    assert alone.state.counts is counts

    assert alone.view.timers == []
    front.counts = replace(counts, repeats=None)
    await alone.do("_fill_front")
    assert [timer.seconds for timer in alone.view.timers] == [sections.FOLDERS_S]

    async def later() -> Mock:
        alone.state.listing = Listing(UNREAD_SECTION, ids=(1,))
        return front

    alone.app.library.front = later
    await alone.do("_fill_front")
    assert alone.listing.put.call_count == 2, "something else is listed already"
    assert alone.opened.call_count == 3
    assert alone.view.started == [("front", False)] * 3


async def test_folders_fold_and_unfold(alone: Alone) -> None:
    await alone.do("recount")
    alone.at("folder:news", kind="folder")
    alone.part.action_fold()
    assert alone.titles() == [*FIXED, "news", "Dunes"]
    alone.at("feed:1", kind="feed")
    alone.part.action_fold()
    assert alone.view.words == ["No folder to fold here"], "no key is silent"
    alone.view.sections.current = None
    alone.part.action_fold()
    assert alone.titles() == [*FIXED, "news", "Dunes"]
    alone.at("folder:news", kind="folder")
    alone.part.action_fold()
    assert "Pier" in alone.titles()


async def test_a_feed_that_has_just_come_is_shown_in_its_section(alone: Alone) -> None:
    section = Section("feed:2", "Dunes", kind="feed", feed_id=2)
    alone.view.sections.sections = [Section("feed:1", "Pier", feed_id=1), section]
    assert await alone.part.show_feed(2) is True
    assert alone.listing.show_section.call_args_list == [call(section)]
    assert await alone.part.show_feed(9) is False
    assert alone.listing.show_section.call_count == 1
    assert alone.counted.call_count == 2


async def test_a_key_means_a_feed_in_the_sections_only(alone: Alone) -> None:
    alone.at("feed:2", feed_id=2)
    assert alone.part.feed() is None
    await alone.do("recount")
    found = alone.part.feed()
    assert found is not None
    assert found.title == "Dunes"
    alone.at("feed:9", feed_id=9)
    assert alone.part.feed() is None
    alone.at("feed:2", pane="middle", feed_id=2)
    assert alone.part.feed() is None
    alone.view.sections.current, alone.state.at = None, "sections"
    assert alone.part.feed() is None


async def test_why_and_removal_are_anothers_where_there_is_no_feed(alone: Alone) -> None:
    alone.at("feed:2", pane="middle", feed_id=2)
    for act in (alone.part.action_why, alone.part.action_remove):
        with pytest.raises(SkipAction):
            act()
    alone.at("today")
    with pytest.raises(SkipAction):
        alone.part.action_why()
    alone.part.action_remove()
    await alone.do("action_edit_feed")
    assert alone.view.words == ["Select a feed or a saved search first"] * 2
    assert alone.view.started == []


async def test_a_feed_is_explained(alone: Alone) -> None:
    await alone.do("recount")
    alone.at("feed:2", feed_id=2)
    await alone.do("action_why")
    (dialog,) = alone.app.dialogs
    assert dialog._why.title == "Dunes"
    assert alone.view.started[1:] == [("dialog", False)]


@pytest.mark.parametrize("error", [None, "no answer"])
async def test_a_feed_of_a_server_is_unsubscribed_there(alone: Alone, error: str | None) -> None:
    alone.at("feed:2", feed_id=2)
    feed = Feed(id=2, title="Dunes", account="home", server="Miniflux at rss.example")
    alone.state.counts = replace(lists.counts(alone.session), feeds=[feed])
    done = JobDone(job="unsubscribe", summary="unsubscribed at Miniflux", error=error, hint="try again later")
    alone.app.dialog_worker.answers = [done]
    alone.app.answers = [True]
    await alone.do("action_remove")
    (dialog,) = alone.app.dialogs
    assert dialog._detail.startswith("Miniflux at rss.example stops fetching it, for all your machines.")
    assert alone.app.dialog_worker.asked == [{"job": "unsubscribe", "feeds": [2]}]
    assert alone.view.said == [
        ("No answer. Try again later.", True) if error else ("Unsubscribed at Miniflux", False)
    ]
    assert alone.listing.show_section.call_count == (0 if error else 1)


@pytest.mark.parametrize("is_sure", [True, False])
async def test_who_is_sure_unsubscribes(alone: Alone, is_sure: bool) -> None:
    await alone.do("recount")
    alone.at("feed:2", feed_id=2)
    alone.app.answers = [is_sure]
    await alone.do("action_remove")
    assert [feed.title for feed in alone.session.library.feeds.all()] == (
        ["Pier"] if is_sure else ["Dunes", "Pier"]
    )
    assert alone.view.words == (["Unsubscribed · u to undo"] if is_sure else [])
    assert alone.listing.show_section.call_args_list == ([call(UNREAD_SECTION)] if is_sure else [])
    assert alone.view.started.count(("counts", True)) == 1 + is_sure
    assert alone.app.library.lanes[1:] == (["write", "count"] if is_sure else [])
    assert ("dialog", False) in alone.view.started


@pytest.mark.parametrize(
    ("key", "beside"), [("feed:1", "feed:3"), ("feed:3", "feed:1"), ("feed:9", "feed:1")]
)
async def test_the_next_feed_is_listed_or_the_one_above(alone: Alone, key: str, beside: str) -> None:
    rows = [
        Section("unread", "Unread"),
        Section("feed:1", "A", feed_id=1),
        Section("tag:x", "X"),
        Section("feed:3", "C", feed_id=3),
    ]
    alone.view.sections.sections = rows
    assert alone.part._beside(key).key == beside
    alone.view.sections.sections = rows[:1]
    assert alone.part._beside(key) == UNREAD_SECTION


@pytest.mark.parametrize("is_changed", [True, False])
async def test_a_feed_is_changed(alone: Alone, is_changed: bool) -> None:
    await alone.do("recount")
    alone.at("feed:2", feed_id=2)
    change = Mock()
    alone.app.answers = [change if is_changed else None]
    await alone.do("action_edit_feed")
    assert change.apply.call_args_list == ([call(alone.session)] if is_changed else [])
    assert alone.app.library.lanes == ["count", *(["write", "count"] if is_changed else [])]
    assert alone.view.words == (["Dunes: changes saved · u to undo"] if is_changed else [])


# From feed to feed


def held(*unread: int, tags: tuple[tuple[str, ...], ...] = (), **more: Any) -> lists.Counts:
    """Counts of feeds 1, 2 … with so many unread articles."""
    feeds = [
        Feed(
            id=number, title=f"F{number}", unread=count, last_tried=household.NOW, url="https://f.example/",
            tags=tags[number - 1] if tags else (), **more,
        )
        for number, count in enumerate(unread, 1)
    ]  # fmt: skip
    return lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=9, feeds=feeds)


def listed_feeds(alone: Alone) -> list[str]:
    return [shown.args[0].key for shown in alone.listing.show_section.call_args_list]


def follow(alone: Alone) -> None:
    """The widget has the rows that were put, and its cursor goes where it is told."""
    widget = alone.view.sections

    def move_to(key: str) -> None:
        rows = widget.put.call_args.args[0]
        widget.current = next((row for row in rows if row.key == key), widget.current)

    widget.move_to.side_effect = move_to
    widget.current = Section("unread", "Unread")


@pytest.mark.parametrize(
    ("here", "way", "times", "there"),
    [
        ("unread", 1, 1, "feed:2"),
        ("unread", -1, 1, "feed:5"),
        ("feed:2", 1, 1, "feed:3"),
        ("feed:3", 1, 1, "feed:5"),
        ("feed:5", 1, 1, "feed:2"),
        ("feed:2", -1, 1, "feed:5"),
        ("feed:5", -1, 1, "feed:3"),
        ("feed:2", 1, 2, "feed:5"),
        ("feed:2", 1, 3, "feed:3"),
        ("feed:4", 1, 1, "feed:5"),
        ("feed:4", -1, 1, "feed:3"),
    ],
)
def test_the_next_feed_is_one_with_unread_articles_round_and_round(
    alone: Alone, here: str, way: int, times: int, there: str
) -> None:
    follow(alone)
    alone.state.counts = held(0, 4, 1, 0, 2)
    number = int(here[5:]) if here.startswith("feed:") else None
    alone.state.listing = Listing(Section(here, "", kind="feed", feed_id=number))
    alone.part._to_feed(way, times)
    assert listed_feeds(alone) == [there]
    assert alone.view.entered == [alone.view.rows]
    assert alone.view.sections.current is not None
    assert alone.view.sections.current.key == there


def test_a_hidden_feed_is_passed_over_and_a_folder_is_left_as_a_whole(alone: Alone) -> None:
    follow(alone)
    alone.state.counts = held(1, 1, 1, 1, tags=(("a",), ("a", "hidden"), ("a",), ("b",)))
    alone.state.listing = Listing(Section("folder:a", "a", kind="folder"))
    alone.part._to_feed(1)
    alone.state.listing = Listing(Section("feed:1", "", kind="feed", feed_id=1))
    alone.part._to_feed(1)
    assert listed_feeds(alone) == ["feed:4", "feed:3"]


def test_a_folded_folder_opens_for_the_feed_in_it(alone: Alone) -> None:
    follow(alone)
    alone.state.counts = held(0, 1, tags=((), ("a",)))
    alone.at("folder:a", kind="folder")
    alone.part.action_fold()
    assert "F2" not in alone.titles()
    alone.at("feed:1", kind="feed", feed_id=1)
    alone.part._to_feed(1)
    assert "F2" in alone.titles()


@pytest.mark.parametrize(("layout", "lists_it"), [("narrow", False), ("medium", True)])
def test_in_the_sections_only_their_cursor_goes_on(alone: Alone, layout: str, lists_it: bool) -> None:
    follow(alone)
    alone.view.layout_name = layout
    alone.state.counts = held(1, 1)
    alone.at("feed:1", kind="feed", feed_id=1)
    alone.part._to_feed(1)
    assert alone.view.sections.current is not None
    assert alone.view.sections.current.key == "feed:2"
    assert listed_feeds(alone) == (["feed:2"] if lists_it else [])
    assert alone.view.entered == [], "the keys stay there"


def test_no_feed_to_go_to_is_said(alone: Alone) -> None:
    alone.part._to_feed(1)
    alone.state.counts = held(3, 0)
    alone.state.listing = Listing(Section("feed:1", "", kind="feed", feed_id=1))
    alone.part._to_feed(1)
    alone.state.counts = held(0)
    alone.state.listing = Listing(UNREAD_SECTION)
    alone.part._to_feed(1)
    assert alone.view.words == ["No other feed has unread articles", "No feed has unread articles"]


def test_who_reads_reads_on_with_the_first_article_there(alone: Alone) -> None:
    follow(alone)
    wanted = Mock()
    alone.part.first_wanted.connect(wanted)
    alone.state.counts, alone.state.is_reading = held(0, 1), True
    alone.part._to_feed(1)
    alone.listing.is_filling = True
    alone.part.filled()
    assert wanted.call_count == 0, "the rows are still those of before"
    alone.listing.is_filling = False
    alone.state.listing = Listing(Section("feed:2", "F2"), ids=(7, 8))
    alone.part.filled()
    alone.part.filled()
    assert wanted.call_args_list == [call(7)]
    alone.part._to_feed(1)
    alone.state.listing = Listing(UNREAD_SECTION, ids=(7, 8))
    alone.part.filled()
    assert wanted.call_count == 1, "something else was listed meanwhile"


# How the feeds stand


async def test_the_order_of_the_feeds_goes_round_is_told_and_kept(alone: Alone) -> None:
    alone.state.at = "middle"
    with pytest.raises(SkipAction):
        alone.part.action_sort()
    alone.state.at = "sections"
    await alone.do("recount")
    for _ in range(4):
        await alone.do("action_sort")
    assert alone.view.words == [
        "Feeds: most unread first",
        "Feeds: latest article first",
        "Feeds: failing first",
        "Feeds: by title",
    ]
    assert alone.app.chosen == [("feeds.sort", name) for name in ("unread", "updated", "failing", "title")]
    assert alone.app.library.lanes == ["count", "count", "count"], "only the second order asks the library"


async def test_the_latest_article_of_each_feed_is_asked_for_where_the_order_needs_it(alone: Alone) -> None:
    alone.app.settings = replace(alone.app.settings, feeds_sort="updated")
    front = Mock(listed=lists.ListSnapshot(ids=(), total=0), rows=[], counts=lists.counts(alone.session))
    alone.app.library.front = AsyncMock(return_value=front)
    await alone.do("_fill_front")
    assert ("counts", True) in alone.view.started, "also at the start"
    alone.session.library.articles.save(draft(), now=household.NOW, feed_id=2, guid="1")
    await alone.do("recount")
    assert alone.titles() == [*FIXED, "news", "Pier", "Dunes"], "folders first"
    assert alone.part._latest == {2: 1}


async def test_read_feeds_are_left_out_but_for_where_one_is(alone: Alone) -> None:
    alone.state.counts = held(0, 3, 0, 0)
    alone.at("feed:1", kind="feed", feed_id=1)
    alone.state.listing = Listing(Section("feed:4", "F4", kind="feed", feed_id=4))
    await alone.do("action_hide_read")
    assert alone.titles() == [*FIXED, "F1", "F2", "F4"]
    assert alone.view.sections.put.call_args.args[0][-1].title == "1 read feed hidden"
    await alone.do("action_hide_read")
    assert alone.titles() == [*FIXED, "F1", "F2", "F3", "F4"]
    assert alone.view.words == ["Feeds without unread articles are hidden", "Showing all feeds"]
    assert alone.app.chosen == [("feeds.hide_read", True), ("feeds.hide_read", False)]


async def test_a_feed_is_hidden_and_shown_again(alone: Alone) -> None:
    await alone.do("recount")
    alone.at("feed:2", feed_id=2)
    for _ in range(2):
        await alone.do("action_hide_feed")
        await alone.do("recount")
    assert alone.view.words == [
        "Dunes no longer appears in Unread and Today · u to undo",
        "Dunes appears in Unread and Today again · u to undo",
    ]
    undone = alone.session.library.undo.undo(2, household.NOW)
    assert undone == ["showed the feed “Dunes” again", "hid the feed “Dunes”"]


async def test_a_feed_is_paused_and_refreshed_again(alone: Alone) -> None:
    await alone.do("recount")
    alone.at("feed:2", feed_id=2)
    await alone.do("action_pause_feed")
    assert alone.session.library.feeds.get(2).is_paused
    await alone.do("recount")
    await alone.do("action_pause_feed")
    assert not alone.session.library.feeds.get(2).is_paused
    assert alone.view.words == [
        "Dunes is paused; r still refreshes it by hand · u to undo",
        "Dunes is refreshed again · u to undo",
    ]
    alone.session.library.database.run("UPDATE feed SET url = NULL WHERE id = 2")
    await alone.do("recount")
    await alone.do("action_pause_feed")
    assert alone.view.words[2:] == ["This feed was imported without an address, so it is never refreshed"]


async def test_a_feed_is_found_by_its_name(alone: Alone) -> None:
    follow(alone)
    await alone.do("action_find_feed")
    assert alone.app.dialogs == [], "nothing was counted yet"
    await alone.do("recount")
    alone.app.answers = ["feed:1", None]
    await alone.do("action_find_feed")
    await alone.do("action_find_feed")
    assert listed_feeds(alone) == ["feed:1"]
    assert alone.view.started[-1] == ("dialog", False)
