"""The sections of the front page: counted, and what is done to the feed under their cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import lists
from reader.core.session import Session
from reader.store.user_state.saved_searches import SavedSearch
from reader.tui.dialogs.why import WhyScreen
from reader.tui.front import sections
from reader.tui.front.sections import fixed_sections, search_section
from tests.support import household
from tests.support.household import GAZETTE, ODD, UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from pathlib import Path

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


async def test_a_feed_that_cannot_be_unsubscribed_is_told_once_and_stays(reader: Open, lock: Lock) -> None:
    async with reader() as screen:
        await to(screen, ODD)
        listed = screen.listed
        lock()
        await screen.press("D", "y")
        assert said(screen) == [LOCKED]
        assert ODD in named(screen)
        assert screen.listed == listed


async def test_unsubscribing_says_so_and_lists_what_is_unread(reader: Open) -> None:
    async with reader() as screen:
        await to(screen, ODD)
        await screen.press("D", "y")
        assert said(screen) == ["Unsubscribed · u takes it back"]
        assert ODD not in named(screen)
        assert "Unread, newest first" in screen.text


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
        assert said(screen) == []


async def test_what_needs_a_feed_says_so_elsewhere_in_the_sections(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab", "g", "g", "E")
        assert screen.said == "Put the cursor on a feed or a saved search first"
        await screen.press("i")
        assert screen.said == "Put the cursor on a feed or an article first"
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
