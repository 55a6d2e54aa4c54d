"""Keys that are pressed before a dialog is there are meant for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Input

from reader.tui.dialogs.add import AddScreen
from reader.tui.dialogs.help import Help, Palette
from reader.tui.keys import app_base
from tests.support.household import UNREAD

if TYPE_CHECKING:
    import pytest

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
        await at_once(screen, "t", *"tides", "enter", "escape", "j", "b")
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
