from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.config.keys import Bindings
from reader.tui.dialogs.welcome import WelcomeScreen, greeting
from tests.support.dialogs import OPEN, opened


def at(hour: int) -> datetime:
    return datetime(2026, 11, 24, hour, 5, tzinfo=UTC)


def welcome() -> WelcomeScreen:
    return WelcomeScreen(Bindings({}), lambda: at(9))


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "Hello."),
        (4, "Hello."),
        (5, "Good morning."),
        (11, "Good morning."),
        (12, "Good afternoon."),
        (18, "Good evening."),
    ],
)
def test_it_greets_by_the_time_of_day(hour: int, words: str) -> None:
    assert greeting(at(hour)) == words


@pytest.mark.parametrize(
    ("keys", "way"),
    [
        (["a"], "add"),
        (["i"], "import"),
        (["s"], "starters"),
        (["d"], "demo"),
        (["q"], "quit"),
        (["enter"], "add"),
        (["j", "j", "enter"], "starters"),
        (["j", "j", "j", "j", "k", "enter"], "starters"),
    ],
)
async def test_each_way_in_has_its_key(keys: list[str], way: str) -> None:
    async with opened(welcome()) as page:
        await page.press(*keys)
        assert page.answer == way


async def test_a_click_is_a_way_in() -> None:
    async with opened(welcome()) as page:
        await page.pilot.click(offset=(30, next(y for y, row in enumerate(page.lines) if "newsstand" in row)))
        await page.settle()
        assert page.answer == "demo"


async def test_help_opens_over_it() -> None:
    async with opened(welcome()) as page:
        await page.press("?")
        assert "ON THE WELCOME SCREEN" in page.text
        assert page.answer is OPEN


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 50)])
async def test_all_ways_and_the_promise_are_on_the_screen_in_every_size(size: tuple[int, int]) -> None:
    async with opened(welcome(), size=size) as page:
        words = (
            "Good morning.",
            "Your library is empty. Choose how to start:",
            "a   Add a feed or an article",
            "paste any address",
            "i   Import your feeds",
            "s   Starter feeds by subject",
            "24 feeds: news, science, technology, code, culture",
            "d   Look around first",
            "the demo newsstand; needs no network",
            "Everything stays on this computer. ? shows every key",
        )
        places = [next((y for y, row in enumerate(page.lines) if part in row), -1) for part in words]
        assert -1 not in places
        assert places == sorted(places)
        assert page.lines[0].split() == ["broadsheet", "09:05"]
        assert page.lines[-1].startswith(" a add   i import   s starters   d demo")


@pytest.mark.parametrize("size", [(60, 20), (50, 30), (40, 24), (80, 24), (200, 50)])
async def test_no_note_is_cut(size: tuple[int, int]) -> None:
    async with opened(welcome(), size=size) as page:
        assert "…" not in page.text
        assert size[0] < 60 or "broadsheet help sync" in page.text


async def test_a_low_and_narrow_screen_shows_all_ways_without_their_notes() -> None:
    async with opened(welcome(), size=(40, 12)) as page:
        for title in (
            "a   Add a feed or an article",
            "i   Import",
            "s   Starter feeds",
            "d   Look around first",
        ):
            assert title in page.text
        assert "paste any address" not in page.text
