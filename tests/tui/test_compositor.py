"""What is removed is painted over, also where somebody asks for places in the meantime; messages leave nothing behind."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from reader.tui import toast
from reader.tui.dialogs.base import ResultScreen
from tests.support.screen import Harness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine


@asynccontextmanager
async def page() -> AsyncIterator[tuple[ResultScreen[None], Callable[[], Coroutine[None, None, None]]]]:
    """A screen of ours, and what waits until the old message has gone and the new one is laid out."""
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:

        async def painted() -> None:
            for _ in range(4):
                await pilot.pause()

        screen = ResultScreen[None]()
        await app.push_screen(screen)
        yield screen, painted


async def test_what_goes_is_painted_over_though_places_are_asked_for_before_the_layout() -> None:
    async with page() as (screen, painted):
        toast.show(screen.app, "A lamp was lit", "good")
        await painted()
        compositor = screen._compositor
        [message] = screen.query("Toast")
        region = message.region
        compositor.render_update()
        compositor._full_map_invalidated = True
        with screen.app.batch_update():
            message.display = False
            assert message not in compositor.full_map
            compositor.reflow(screen, screen.size)
            assert region in compositor._dirty_regions


async def test_a_message_in_the_place_of_another_leaves_nothing_of_it() -> None:
    async with page() as (screen, painted):
        for words in ("A lamp was lit", "A longer message " * 5, "Short"):
            toast.show(screen.app, words, "good")
            await painted()
        assert len(screen.query("Toast")) == len(screen.query("ToastHolder")) == 1
