"""What is removed is painted over, also where somebody asks for places in the meantime; messages leave nothing behind. Only what
is seen of a change is drawn, as Textual would draw it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual import _compositor
from textual.geometry import Region

from reader.tui import toast
from reader.tui.compositor import Compositor
from reader.tui.dialogs.base import ResultScreen
from tests.support.screen import Harness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from textual.widget import Widget

    from tests.support.driver import Driver
    from tests.tui.conftest import Open


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


REGIONS = (
    (),
    (Region(3, 2, 20, 1), Region(0, 35, 120, 1)),
    (Region(0, 0, 120, 1), Region(38, 3, 50, 9), Region(40, 5, 4, 20)),
    (Region(0, 0, 120, 35),),
)


@pytest.mark.parametrize("regions", REGIONS)
@pytest.mark.parametrize("keys", ["/q", "/q?", "jj", "jl"])
async def test_what_has_changed_is_drawn_as_textual_draws_it(
    reader: Open, regions: tuple[Region, ...], keys: str
) -> None:
    async with reader() as screen:
        await screen.press(*keys)
        ours, theirs = (_painted(screen, regions, kind) for kind in (Compositor, _compositor.Compositor))
        assert ours == theirs


def _painted(screen: Driver, regions: tuple[Region, ...], kind: type[_compositor.Compositor]) -> object:
    compositor = screen.app.screen._compositor
    compositor._dirty_regions = {*regions}
    update = kind.render_partial_update(compositor)
    if update is None:
        return None
    parts = {
        (y, x): strip
        for y, first, last in update.spans
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True)
        if x < last and end > first
    }
    return update.spans, update.chop_ends, parts


async def test_only_the_foremost_widgets_of_what_has_changed_are_drawn(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        await screen.press("/")
        drawn: list[Widget] = []
        bar, foot = screen.news.bar, screen.news.query_one("FootLine")
        for widget in screen.news.query("*"):
            render = widget.render_lines

            def counted(
                crop: Region, widget: Widget = widget, render: Callable[..., object] = render
            ) -> object:
                drawn.append(widget)
                return render(crop)

            monkeypatch.setattr(widget, "render_lines", counted)
        screen.news._compositor._dirty_regions = {bar.field.region, foot.region}
        screen.news._compositor.render_update()
        assert set(drawn) == {bar.field, foot}
