"""What the screen itself does: one way back, one place that tells errors, the head line, the order of panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core.events import Progress
from reader.errors import LibraryLocked, NothingFound
from tests.support.household import UNREAD
from tests.tui.front.conftest import said

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.tui.conftest import Open


async def test_an_error_of_background_work_is_told_with_its_hint_and_ends_it(reader: Open) -> None:
    done: list[str] = []

    async def fails() -> None:
        raise LibraryLocked("it is held", subject="library.db", hint="try again")

    async def fails_without_a_hint() -> None:
        done.append("begun")
        raise NothingFound("it is gone")

    async with reader() as screen:
        screen.news.start(fails, group="marks")
        await screen.settle()
        screen.news.start(fails_without_a_hint, group="marks")
        await screen.settle()
        assert said(screen) == ["library.db: it is held. try again", "it is gone"]
        assert {notice.severity for notice in screen.app._notifications} == {"error"}
        assert screen.app.is_running
    assert done == ["begun"]


async def test_exclusive_work_ends_what_runs_of_its_group(reader: Open) -> None:
    import asyncio

    done: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)

    async with reader() as screen:
        for number in (1, 2):
            screen.news.start(lambda number=number: work(number), group="try", exclusive=True)  # type: ignore[misc]
        screen.news.start(lambda: work(3), group="try")
        await screen.settle()
        assert sorted(done) == [2, 3]
        screen.news.start(lambda: work(4), group="try")
        screen.news.cancel("try")
        await screen.settle()
        assert 4 not in done


async def ways(screen: Driver, key: str) -> list[str]:
    """What each press of a key comes to, until the front page itself is reached."""
    found = []
    for _ in range(9):
        before = looks(screen)
        await screen.press(key)
        if looks(screen) == before:
            break
        found.append(looks(screen))
    return found


def looks(screen: Driver) -> str:
    news = screen.news
    marks = [
        "choosing" if news.article.is_choosing else "",
        "selecting" if news.rows.selection.is_on else "",
        "finding" if news.find_bar.display else "",
        "search" if news.state.listing.is_search else "",
        "filter" if news.state.listing.is_filtered else "",
        "reading" if news.state.is_reading else "",
    ]
    return " ".join([*filter(None, marks), str(screen.focus)])


@pytest.mark.parametrize("key", ["escape", "h"])
async def test_back_ends_one_thing_after_the_other_the_innermost_first(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter", "enter")
        await screen.press("/", *"ferry", "enter", "H")
        assert looks(screen) == "choosing finding search reading article"
        assert await ways(screen, key) == [
            "finding search reading article",
            "search reading article",
            "search list",
            "list",
        ]
        assert screen.said == "q quits"
        await screen.press("f", *"the", "enter", "V")
        assert await ways(screen, key) == ["filter list", "list"]
        await screen.press("shift+tab")
        assert await ways(screen, key) == ["list"]
        assert screen.app.return_code is None


async def test_q_goes_the_same_way_and_then_out(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter", "enter", "H")
        found = []
        for _ in range(4):
            found.append(looks(screen))
            await screen.press("q")
        assert found == ["choosing search reading article", "search reading article", "search list", "list"]
    assert screen.app.return_code == 0


async def test_back_in_the_narrow_related_pane_is_the_article_first(reader: Open) -> None:
    async with reader(size=(60, 20)) as screen:
        await screen.press("enter", "tab")
        assert await ways(screen, "h") == ["reading article", "list"]


async def test_the_demo_says_what_the_key_leaves(reader: Open) -> None:
    async with reader(demo_feeds=("https://gazette.example/feed.xml",)) as screen:
        await screen.press("escape")
        assert "q leaves the demo" in said(screen)


async def test_the_head_line_says_where_one_is_and_what_runs(reader: Open) -> None:
    async with reader() as screen:
        assert screen.head.split() == ["broadsheet", "Unread", str(len(UNREAD)), "1", "failing", "14:05"]
        screen.news.hear(Progress("refreshing", 3, 1_500))
        await screen.pilot.pause()
        assert "↻ 3/1,500 refreshing" in screen.head
        await screen.press("j", "enter")
        assert screen.head.startswith(" ‹ Unread   2 of 25")
        assert "related" not in screen.head
        await screen.press("[")
        await screen.resize(60, 20)
        assert "‹ Unread" in screen.head


async def test_an_open_article_that_is_not_in_the_list_has_no_place_there(reader: Open) -> None:
    async with reader() as screen:
        read = screen.stored("An Article That Was Read")
        screen.news.parts.reading.read_article(read.id)
        await screen.settle()
        assert screen.opened == "An Article That Was Read"
        assert " of 25" not in screen.head


async def test_the_keys_of_what_one_is_in_the_middle_of_come_first_in_the_foot_line(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        assert screen.foot.strip().startswith("Enter into the list   Ctrl-s save")
        await screen.press("escape", "f")
        assert screen.foot.strip().startswith("Enter into the list")
        assert "save" not in screen.foot
        await screen.press("escape", "enter", "/")
        assert screen.foot.strip().startswith("Enter next hit")
        await screen.press("escape", "H")
        assert screen.foot.strip().startswith("j k sentence")
        await screen.press("space")
        assert screen.foot.strip().startswith("j k more, less")
