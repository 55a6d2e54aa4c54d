"""Keys that are pressed before a dialog is there are meant for it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from reader.core import lists
from reader.tui.dialogs.add import AddScreen
from reader.tui.dialogs.feed import FindFeed
from reader.tui.dialogs.help import Help, Palette
from reader.tui.front import searching
from reader.tui.keys import app_base
from reader.tui.widgets.article_list import ArticleList
from tests.support import browser
from tests.support.household import GAZETTE, MORGEN, ODD, UNREAD
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from reader.core.session import Session
    from tests.support.driver import Driver
    from tests.tui.conftest import Open


async def at_once(screen: Driver, *keys: str) -> None:
    """Press keys as fast as a paste or a quick hand does: none waits for what the one before led to."""
    for key in keys:
        screen.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await screen.settle()


async def test_letters_go_into_the_field_of_a_dialog_that_is_on_its_way(reader: Open) -> None:
    async with reader() as screen:
        before = screen.title
        await at_once(screen, "a", "j", "b", "m", "D")
        assert isinstance(screen.app.screen, AddScreen)
        assert screen.app.screen.query_one(Input).value == "jbmD"
        await screen.press("escape")
        assert screen.title == before
        assert screen.listed[:3] == UNREAD[:3]


async def test_arrows_move_in_the_list_of_a_dialog(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "j", "j", "enter")
        position = screen.news.article.position
        await at_once(screen, "L", "j", "y")
        assert screen.news.article.position == position
        assert screen.app.clipboard == "https://tugs.example/strong"


async def test_help_and_palette_take_what_is_typed_ahead(reader: Open) -> None:
    async with reader() as screen:
        await at_once(screen, "?", *"undo")
        assert isinstance(screen.app.screen, Help)
        assert screen.app.screen.query_one(Input).value == "undo"
        await screen.press("escape")
        await at_once(screen, ":", *"sort")
        assert isinstance(screen.app.screen, Palette)
        assert screen.app.screen.query_one(Input).value == "sort"


async def test_a_whole_dialog_can_be_typed_ahead(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g")
        await at_once(screen, "t", *"tides", "enter", "j", "b")
        assert screen.app.screen is screen.news
        assert screen.stored(UNREAD[0]).tags == ("tides",)
        assert screen.title == UNREAD[1]


async def test_an_action_of_the_palette_can_be_typed_ahead(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g")
        dense = screen.news.rows.dense
        await at_once(screen, ":", *"dense", "enter", "j", "j", "k")
        assert screen.app.screen is screen.news
        assert screen.news.rows.dense is not dense
        assert screen.title == UNREAD[1]


async def test_a_dialog_out_of_the_palette_can_be_typed_ahead(reader: Open) -> None:
    async with reader() as screen:
        await at_once(screen, ":", *"add", "enter", *"pier", "escape", ":", *"jobs", "enter", "escape", "j")
        assert screen.app.screen is screen.news
        assert screen.title == UNREAD[1]


async def test_a_search_and_its_result_can_be_typed_ahead(reader: Open) -> None:
    async with reader() as screen:
        await at_once(screen, "/", *"halcyon", "backspace", "escape", "j", "/", *"coast", "escape", "j")
        assert screen.title == UNREAD[2]


async def test_what_opens_no_dialog_holds_no_key_for_long(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_base, "OPENING_LIMIT_S", 0.01)
    async with reader() as screen:
        screen.news.run_worker(asyncio.Event().wait(), group="dialog", exit_on_error=False)
        screen.app.post_message(events.Key("j", "j"))
        while screen.title != UNREAD[1]:
            await screen.pilot.pause()
        screen.app.workers.cancel_group(screen.news, "dialog")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Searches are answered once this is set."""
    answered = threading.Event()
    search = lists.search

    def late(*given: Any, **named: Any) -> lists.ListSnapshot:
        assert answered.wait(PATIENCE)
        return search(*given, **named)

    monkeypatch.setattr(lists, "search", late)
    return answered


async def burst(screen: Driver, *keys: str) -> None:
    """Press keys that nobody waits for."""
    for key in keys:
        name = {"/": "slash", " ": "space"}.get(key, key)
        screen.app.post_message(events.Key(name, key if len(key) == 1 else None))
    for _ in range(50):
        await asyncio.sleep(0.002)


async def ahead(screen: Driver, slow: threading.Event, *keys: str) -> None:
    """Press keys while the search is not answered, and have it answered then."""
    await burst(screen, *keys)
    slow.set()
    await screen.settle()


async def test_letters_that_come_at_once_are_one_search_and_the_last_one_waits_for_nothing(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, asked = lists.search, list[str]()

    def counted(session: Session, source: str, **how: Any) -> lists.ListSnapshot:
        asked.append(source)
        return search(session, source, **how)

    monkeypatch.setattr(lists, "search", counted)
    monkeypatch.setattr(searching, "TYPED_S", 3600.0)
    async with reader() as screen:
        await at_once(screen, "/", *"halcyon")
        assert asked == ["halcyon"]
        await screen.type("s")
        assert asked == ["halcyon", "halcyons"]


async def test_enter_goes_to_the_results_of_what_was_typed(reader: Open, slow: threading.Event) -> None:
    async with reader() as screen:
        await ahead(screen, slow, "/", *"halcyon", "enter", "enter")
        assert screen.news.state.is_reading
        assert screen.news.state.open_article is not None
        assert screen.news.state.open_article.title == screen.listed[0]
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}


async def test_a_mark_that_is_typed_ahead_is_put_on_the_first_result(
    reader: Open, slow: threading.Event
) -> None:
    async with reader() as screen:
        before = {title for title in UNREAD if screen.stored(title).bookmarked}
        await ahead(screen, slow, "/", *"halcyon", "enter", "b")
        hit = screen.listed[0]
        assert hit not in before
        assert {title for title in UNREAD if screen.stored(title).bookmarked} == {hit, *before}


@pytest.mark.parametrize("query", ["zebra", "gas AND"])
async def test_keys_for_results_that_never_come_do_nothing(
    reader: Open, slow: threading.Event, query: str
) -> None:
    async with reader() as screen:
        before = {title: screen.stored(title) for title in UNREAD}
        await ahead(screen, slow, "/", *query, "enter", "b", "enter", "D")
        assert screen.app.screen is screen.news
        assert screen.news.bar.field.value == query
        assert not screen.news.state.is_reading
        assert {title: screen.stored(title) for title in UNREAD} == before


async def test_escape_does_not_wait_for_the_results(reader: Open, slow: threading.Event) -> None:
    async with reader() as screen:
        before = {title: screen.stored(title) for title in UNREAD}
        await burst(screen, "/", *"halcyon", "enter", "b", "escape")
        is_typing = screen.is_typing
        slow.set()
        assert not is_typing
        await screen.settle()
        assert screen.listed[:3] == UNREAD[:3]
        assert {title: screen.stored(title) for title in UNREAD} == before


async def test_a_filter_that_is_typed_ahead_has_its_own_rows(reader: Open) -> None:
    async with reader() as screen:
        word = UNREAD[2].split()[-1].lower()
        await ahead(screen, threading.Event(), "f", *word, "enter", "b")
        assert screen.stored(screen.listed[0]).bookmarked
        assert word in screen.listed[0].lower()


# Keys for what a section or an article brings


async def test_rows_of_a_section_that_is_on_its_way_are_those_that_keys_mean(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("tab")
        await at_once(screen, "g", "g", "f", *"morgen", "enter", "enter", "j", "b")
        assert screen.news.state.listing.section.title == MORGEN
        assert screen.title == screen.listed[1]
        assert screen.said_untitled == "Bookmark removed · u to undo"
        assert not screen.stored(screen.listed[1]).bookmarked


async def test_counts_and_feeds_can_be_typed_ahead(reader: Open) -> None:
    async with reader() as screen:
        await at_once(screen, *"10j3k2n")
        assert screen.title == UNREAD[9]
        await at_once(screen, "1", "0", "escape", "j", "9", "9", "9", "9", "9", "k")
        assert screen.title == UNREAD[0]
        await at_once(screen, "tab", *"2j", "ctrl+n", "enter", *"2j", "m")
        assert screen.news.state.listing.section.title == MORGEN
        assert screen.current.read
        assert screen.title == screen.listed[2]


async def test_who_reads_on_in_the_next_feed_starts_with_its_first_article(reader: Open) -> None:
    async with reader() as screen:
        await at_once(screen, "ctrl+n", "enter", "ctrl+n", "b")
        assert screen.news.state.listing.section.title == GAZETTE
        assert screen.opened == screen.listed[0] == UNREAD[0]
        assert screen.stored(UNREAD[0]).bookmarked


async def test_a_mark_is_on_the_article_that_was_just_opened(reader: Open) -> None:
    async with reader() as screen:
        await at_once(screen, "enter", "n", "J", "b")
        assert screen.opened == UNREAD[2]
        assert [screen.stored(title).bookmarked for title in (UNREAD[0], UNREAD[2])] == [False, True]


async def test_a_click_on_a_hint_does_its_key(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:

        async def click(words: str) -> None:
            await screen.pilot.click(offset=(screen.foot.index(words), 23))
            await screen.settle()

        await click("panes")
        assert screen.focus == "sections"
        await click("k move")
        assert screen.news.sections.current is not None
        assert screen.news.sections.current.title == "Today"
        await click("find")
        assert isinstance(screen.app.screen, FindFeed)
        await screen.type("odd")
        await click("Enter")
        assert screen.news.sections.current.title == ODD
        assert screen.focus == "sections"


async def test_esc_and_a_key_right_after_it_are_both(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g")
        await at_once(screen, "?", "alt+j", "j")
        assert screen.app.screen is screen.news
        assert screen.title == UNREAD[2]
        await at_once(screen, "a", "x", "alt+k")
        assert screen.app.screen is screen.news
        assert screen.title == UNREAD[1]
        await at_once(screen, "enter", "alt+j")
        assert screen.opened is None
        assert screen.title == UNREAD[2]


async def test_a_key_acts_on_a_row_that_is_not_read_yet(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = browser.fake(monkeypatch)
    monkeypatch.setattr(ArticleList, "in_a_screen", lambda *_, **__: 1)
    async with reader() as screen:
        screen.news.parts.list.show_again()
        await at_once(screen, "j", "j", "b", "m", "o", "y")
        row = screen.stored(UNREAD[2])
        assert (row.bookmarked, row.read) == (True, True)
        assert opened == [row.url]
        assert screen.app.clipboard == row.url
