from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import _time
from textual.app import App
from textual.screen import Screen

from reader.tui.sure_timers import set_timer

if TYPE_CHECKING:
    import pytest


async def test_a_timer_fires_also_where_its_time_is_over_before_its_task_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class SureScreen(Screen[None]):
        """Any screen."""

        set_timer = set_timer

    app = App[None]()
    async with app.run_test() as pilot:
        screen = SureScreen()
        await app.push_screen(screen)
        clock = iter(range(1_000_000))  # each look at it finds a second gone
        monkeypatch.setattr(_time, "get_time", lambda: next(clock))
        fired = asyncio.Event()
        screen.set_timer(0.001, fired.set)
        async with asyncio.timeout(60):
            await fired.wait()
        monkeypatch.undo()
        await pilot.pause()
