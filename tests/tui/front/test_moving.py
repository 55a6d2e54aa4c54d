from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.household import UNREAD

if TYPE_CHECKING:
    from tests.tui.conftest import Open


async def test_rows_are_gone_through_as_in_vi(reader: Open) -> None:
    async with reader() as screen:
        rows = screen.news.rows
        for keys, place in (
            (("j", "j", "down"), 3),
            (("k",), 2),
            (("up", "up", "up", "up"), 0),
            (("G",), len(UNREAD) - 1),
            (("j",), len(UNREAD) - 1),
            (("g", "g"), 0),
            (("end",), len(UNREAD) - 1),
            (("home",), 0),
        ):
            await screen.press(*keys)
            assert rows.cursor == place, keys


async def test_pages_and_half_pages_move_the_cursor_and_come_back(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        rows = screen.news.rows
        await screen.press("ctrl+d")
        half = rows.cursor
        assert 5 <= half <= 12
        await screen.press("ctrl+u")
        assert rows.cursor == 0
        await screen.press("ctrl+f")
        page = rows.cursor
        assert half < page < 24
        await screen.press("ctrl+b")
        assert rows.cursor == 0
        for on, back in (("pagedown", "pageup"), ("pagedown", "backspace")):
            await screen.press(on)
            assert rows.cursor == page
            await screen.press(back)
            assert rows.cursor == 0


@pytest.mark.parametrize("size", [(60, 12), (80, 24), (120, 36)])
async def test_the_cursor_is_always_in_view(reader: Open, size: tuple[int, int]) -> None:
    async with reader(size=size) as screen:
        rows = screen.news.rows
        for key in ("j", "j", "ctrl+d", "ctrl+d", "G", "k", "ctrl+u", "pageup", "g g", "pagedown", "Z"):
            await screen.press(*key.split())
            top = rows.top_of(rows.cursor) - rows.scroll_offset.y
            assert 0 <= top <= rows.size.height - rows.drawn_of(rows.cursor), key
            assert rows.BAR in screen.text


async def test_the_wheel_scrolls_without_moving_the_cursor(reader: Open) -> None:
    from textual import events

    async with reader(size=(80, 20)) as screen:
        rows = screen.news.rows
        for _ in range(2):
            rows.post_message(
                events.MouseScrollDown(rows, 5, 5, 0, 0, 0, False, False, False, screen_x=5, screen_y=8)
            )
        await screen.settle()
        assert rows.scroll_offset.y == 6
        assert rows.cursor == 0


async def test_a_click_opens_the_row(reader: Open) -> None:
    async with reader() as screen:
        await screen.pilot.click("#list", offset=(10, 4))
        await screen.settle()
        assert screen.opened == UNREAD[1]


async def test_keys_for_what_is_not_here_do_nothing(reader: Open) -> None:
    async with reader() as screen:
        before = screen.text
        await screen.press("c", "X", "%", "f9", "left_shift", "7", "#", "escape", "J", "}", "L")
        assert screen.text == before


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("right",), "→: only in the article (right)"),
        (("enter", "right"), "Nothing more to the right"),
        (("enter", "left"), "Nothing more to the left"),
    ],
)
async def test_an_arrow_that_moves_nothing_says_so(reader: Open, keys: tuple[str, ...], said: str) -> None:
    async with reader() as screen:
        await screen.press(*keys)
        assert screen.said == said


async def test_an_empty_list_takes_all_keys_in_its_stride(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab", "j", "j", "enter")
        assert "Nothing in progress" in screen.text
        await screen.press(*"jkGmbevSVyYonpAi", "g", "g", "enter", "space", "ctrl+d", "ctrl+u", "D", "u")
        assert screen.app.is_running
        assert screen.focus == "list"
