from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.tui.front.layout import ARTICLE, LEAST, layout_of, pane_order, shown_panes
from tests.support.fake_front import state

if TYPE_CHECKING:
    from reader.tui.front.layout import Layout
    from reader.tui.front.state import PaneName
    from tests.support.driver import Driver
    from tests.tui.conftest import Open


async def drag(screen: Driver, start: int, end: int) -> None:
    """With the button held, from a column to another."""
    await screen.pilot.mouse_down(offset=(start, 10))
    await screen.pilot.hover(offset=(end, 12))
    await screen.pilot.mouse_up(offset=(end, 12))
    await screen.settle()


def widths(screen: Driver) -> dict[str, int]:
    return {name: pane.region.width for name, pane in screen.news.panes().items() if pane.display}


async def test_a_border_that_is_dragged_sizes_the_pane_beside_it(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        before = widths(screen)
        await drag(screen, before["sections"], before["sections"] + 10)
        await drag(screen, 200 - before["related"], 200 - before["related"] - 6)
        after = widths(screen)
        assert after["sections"] == before["sections"] + 10
        assert after["related"] == before["related"] + 6
        assert after["middle"] == before["middle"]
        assert sum(after.values()) == 200
        await drag(screen, after["sections"] + after["middle"], after["sections"] + 40)
        assert widths(screen)["middle"] == 40
        await screen.pilot.hover(offset=(90, 12))  # let go: nothing follows the pointer any more
        assert widths(screen)["middle"] == 40


async def test_no_pane_is_dragged_away(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        at = widths(screen)["sections"]
        await drag(screen, at, 1)
        assert widths(screen)["sections"] == LEAST
        await drag(screen, LEAST, 119)
        assert widths(screen)["middle"] == ARTICLE


async def test_what_was_dragged_holds_in_the_layouts_that_have_the_pane(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        await drag(screen, widths(screen)["sections"], 40)
        await screen.press("enter", "q")
        assert widths(screen)["sections"] == 40
        await screen.resize(80, 24)
        await screen.press("tab")
        assert widths(screen) == {"sections": 80}
        await screen.resize(120, 36)
        assert widths(screen)["sections"] == 40


async def test_a_click_beside_a_border_drags_nothing(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        before = widths(screen)
        await drag(screen, before["sections"] + 8, before["sections"] + 20)
        assert widths(screen) == before


@pytest.mark.parametrize(
    ("width", "layout"),
    [(20, "narrow"), (99, "narrow"), (100, "medium"), (159, "medium"), (160, "wide"), (300, "wide")],
)
def test_the_width_makes_the_layout(width: int, layout: str) -> None:
    assert layout_of(width) == layout


@pytest.mark.parametrize(
    ("layout", "is_reading", "is_zoomed", "at", "shown", "order"),
    [
        ("narrow", False, False, "middle", "middle", "sections middle"),
        ("narrow", False, False, "sections", "sections", "sections middle"),
        ("narrow", True, False, "text", "text", "text related"),
        ("narrow", True, False, "related", "related", "text related"),
        ("medium", False, False, "sections", "sections middle", "sections middle"),
        ("medium", True, False, "text", "text related", "text related"),
        ("medium", True, True, "text", "text", "text"),
        ("medium", False, True, "middle", "sections middle", "sections middle"),
        ("wide", False, False, "middle", "sections middle text related", "sections middle text related"),
        ("wide", True, True, "text", "text", "text"),
    ],
)
def test_what_one_does_makes_the_panes(
    layout: Layout, is_reading: bool, is_zoomed: bool, at: PaneName, shown: str, order: str
) -> None:
    found = state()
    found.is_reading, found.is_zoomed, found.at = is_reading, is_zoomed, at
    assert shown_panes(found, layout) == set(shown.split())
    assert pane_order(found, layout) == tuple(order.split())
