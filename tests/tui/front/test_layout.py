from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock, call

import pytest
from textual.css.styles import Styles
from textual.geometry import Region

from reader.tui.article.page import frame
from reader.tui.article.text_layout import TextLayout
from reader.tui.front.layout import (
    ARTICLE,
    LEAST,
    Borders,
    Panes,
    has_room,
    layout_of,
    pane_order,
    pane_widths,
    shown_panes,
    stands_beside,
)
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
    return {name: pane.region.width for name, pane in screen.news._panes.by_name().items() if pane.display}


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
    assert layout_of(width, 72) == layout


@pytest.mark.parametrize(("width", "layout"), [(100, "medium"), (185, "medium"), (186, "wide")])
def test_a_longer_measure_needs_more_for_all_panes(width: int, layout: str) -> None:
    assert layout_of(width, 100) == layout


@pytest.mark.parametrize(
    ("width", "measure", "has"),
    [
        (99, 72, False),
        (100, 72, True),
        (100, 73, False),
        (127, 100, False),
        (128, 100, True),
        (159, 72, True),
        (160, 72, False),
        (195, 72, False),
        (196, 72, True),
    ],
)
def test_the_panel_has_room_where_the_text_keeps_its_measure(width: int, measure: int, has: bool) -> None:
    assert has_room(width, layout_of(width, measure), measure) == has


@pytest.mark.parametrize("wanted", [3, 30, 90])
@pytest.mark.parametrize("measure", [50, 72, 100])
@pytest.mark.parametrize("panel", [True, False])
def test_a_wider_terminal_never_has_a_narrower_text(measure: int, wanted: int, *, panel: bool) -> None:
    found = state()
    found.is_reading, found.at, found.has_panel = True, "text", panel
    before = 0
    for width in range(60, 260):
        layout = layout_of(width, measure)
        found.has_room = has_room(width, layout, measure)
        widths = pane_widths(width, layout, wanted, measure, panel=found.has_panel)
        shown = shown_panes(found, layout)
        pane = width - sum(widths[name] for name in shown - {"text"}) - (layout == "wide")
        room = frame(pane, TextLayout(measure)).room
        assert room == min(measure, width - 2), width
        assert room >= before
        before = room


@pytest.mark.parametrize(("layout", "has"), [("narrow", True), ("medium", False), ("wide", False)])
def test_without_room_the_related_articles_take_the_place_of_the_text(layout: Layout, has: bool) -> None:
    found = state()
    found.has_room, found.is_reading, found.at = has, True, "text"
    assert not stands_beside(found, layout)
    beside = {"sections", "middle"} if layout == "wide" else set()
    assert shown_panes(found, layout) == beside | {"text"}
    found.at = "related"
    assert shown_panes(found, layout) == beside | {"related"}
    assert pane_order(found, layout)[-2:] == ("text", "related")


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


@pytest.mark.parametrize(
    ("layout", "is_reading", "order"),
    [
        ("narrow", True, "text related"),
        ("medium", True, "text"),
        ("medium", False, "sections middle"),
        ("wide", True, "sections middle text"),
        ("wide", False, "sections middle text related"),
    ],
)
def test_the_columns_of_related_ones_stay_where_an_article_has_none(
    layout: Layout, is_reading: bool, order: str
) -> None:
    found = state()
    found.is_unrelated, found.is_reading, found.at = True, is_reading, "text" if is_reading else "middle"
    assert pane_order(found, layout) == tuple(order.split())
    assert ("related" in shown_panes(found, layout)) == (
        (is_reading and layout != "narrow") or layout == "wide"
    )


@pytest.mark.parametrize(("size", "related"), [((120, 36), 38), ((140, 40), 45), ((158, 40), 48)])
async def test_a_text_stands_in_the_middle_between_the_edge_and_the_panel(
    reader: Open, size: tuple[int, int], related: int
) -> None:
    async with reader(size=size) as screen:
        await screen.press("enter")
        found = widths(screen)
        assert found["related"] == related
        text = screen.news._panes.by_name()["text"].region
        assert (text.x, text.width) == (0, size[0] - related)
        room = frame(text.width - 1, TextLayout(72))
        assert abs(text.width - room.room - 2 * room.left) <= 2


@pytest.mark.parametrize("measure", [50, 72, 100])
@pytest.mark.parametrize("panel", [False, True])
def test_a_wider_terminal_has_narrower_sections_only_where_the_text_comes_beside_them(
    measure: int, *, panel: bool
) -> None:
    found: dict[Layout, list[int]] = {"medium": [], "wide": []}
    for width in range(100, 320):
        layout = layout_of(width, measure)
        widths = pane_widths(width, layout, 90, measure, panel=panel)
        found[layout].append(widths["sections"])
        assert widths["sections"] <= width * 0.3
        assert layout == "wide" or width - widths["sections"] >= 75, "the list has room for titles and names"
    assert [*found.values()] == [sorted(own) for own in found.values()]


@pytest.mark.parametrize("size", [(120, 36), (164, 50), (200, 50), (240, 60)])
async def test_rows_of_another_height_leave_the_panes_as_they_are(
    reader: Open, size: tuple[int, int]
) -> None:
    async with reader(size=size) as screen:
        before = widths(screen)
        await screen.press("Z")
        assert screen.news.rows.dense
        assert widths(screen) == before


@pytest.mark.parametrize("wanted", [3, 30, 90])
@pytest.mark.parametrize("width", range(200, 300, 7))
def test_on_a_large_terminal_list_and_panel_are_roomy(width: int, wanted: int) -> None:
    found = pane_widths(width, "wide", wanted, 72)
    assert found["middle"] >= 64, "most titles on a line or two, and the names of feeds in a column"
    assert 28 <= found["related"] <= 48
    assert found["middle"] == 64 or found["related"] >= 36, "no more before titles and reasons have room"


@pytest.mark.parametrize("wanted", [3, 28, 90])
@pytest.mark.parametrize("measure", [50, 72, 100])
@pytest.mark.parametrize("panel", [False, True])
def test_a_wider_terminal_gives_no_pane_less_but_for_the_panel_that_comes(
    measure: int, wanted: int, *, panel: bool
) -> None:
    before: dict[PaneName, int] = {}
    for width in range(100, 320):
        found = pane_widths(width, layout_of(width, measure), wanted, measure, panel=panel)
        is_same = ("related" in found) == ("related" in before)
        is_layout = ("middle" in found) == ("middle" in before)
        for name, cells in before.items():
            if is_layout and (is_same or name == "sections"):
                assert found.get(name, cells) >= cells, (width, name)
        before = found


@pytest.mark.parametrize("layout", ["narrow", "medium", "wide"])
def test_a_hidden_panel_is_in_no_layout_and_its_columns_are_the_lists(layout: Layout) -> None:
    found = state()
    found.has_panel, found.is_reading, found.at = False, True, "text"
    assert "related" not in pane_order(found, layout)
    assert "related" not in shown_panes(found, layout)
    found.is_reading, found.at = False, "middle"
    assert "related" not in pane_order(found, layout)
    with_it, without = (
        pane_widths(200, "wide", 28, 72, panel=panel).get("middle", 0) for panel in (True, False)
    )
    assert (with_it, without) == (64, 84)
    assert not stands_beside(found, layout)


# Borders that are dragged


def panes(*hidden: str, total: int = 200) -> dict[PaneName, Any]:
    """Panes beside each other as the wide layout has them, all but the first with a border on the left."""
    found: dict[PaneName, Any] = {}
    at = 0
    widths: dict[PaneName, int] = {"sections": 30, "middle": 50, "text": total - 110, "related": 30}
    for name, width in widths.items():
        styles = Styles()
        if name != "sections":
            styles.border_left = ("vkey", "white")
        is_shown = name not in hidden
        found[name] = SimpleNamespace(
            display=is_shown, styles=styles, region=Region(at, 1, width if is_shown else 0, 40)
        )
        at += width if is_shown else 0
    return found


def width(pane: Any) -> int | None:
    return None if pane.styles.width is None else int(pane.styles.width.value)


@pytest.mark.parametrize(
    ("at", "to", "name", "wide"),
    [
        (30, 45, "sections", 45),
        (30, 0, "sections", 12),
        (30, 13, "sections", 13),
        (30, 79, "sections", 79),
        (30, 80, "sections", 80),
        (30, 81, "sections", 80),
        (80, 70, "middle", 40),
        (80, 199, "middle", 100),
        (170, 160, "related", 40),
        (170, 199, "related", 12),
        (170, 100, "related", 80),
    ],
)
def test_a_border_goes_with_the_pointer_as_far_as_there_is_room(
    at: int, to: int, name: PaneName, wide: int
) -> None:
    borders, found = Borders(), panes()
    assert borders.grab(found, at)
    assert borders.is_held
    borders.drag(found, to)
    assert {one: width(pane) for one, pane in found.items() if width(pane)} == {name: wide}
    borders.release()
    borders.drag(found, 50)
    assert width(found[name]) == wide


@pytest.mark.parametrize("at", [0, 29, 31, 79, 199])
def test_elsewhere_there_is_no_border(at: int) -> None:
    borders = Borders()
    assert not borders.grab(panes(), at)
    assert not borders.is_held


def test_a_pane_that_is_not_shown_or_has_no_border_cannot_be_grabbed() -> None:
    assert not Borders().grab(panes("text"), 80 + 30)
    found = panes("middle")
    found["text"].styles.border_left = ("none", "white")
    assert not Borders().grab(found, 30)


def test_without_a_text_the_list_gives_the_room() -> None:
    borders, found = Borders(), panes("text", "related")
    borders.grab(found, 30)
    borders.drag(found, 79)
    assert width(found["sections"]) == 30 + 50 - ARTICLE
    assert (ARTICLE, LEAST) == (40, 12)


def test_a_text_that_is_small_already_gives_no_room() -> None:
    borders, found = Borders(), panes(total=110 + 25)
    borders.grab(found, 30)
    borders.drag(found, 60)
    assert width(found["sections"]) == 30


@pytest.mark.parametrize(
    ("layout", "widths"),
    [
        ("wide", {"sections": 40, "middle": 60, "related": 20}),
        ("medium", {"sections": 40, "middle": None, "related": 20}),
        ("narrow", {"sections": None, "middle": None, "related": None}),
    ],
)
def test_what_was_chosen_holds_in_layouts_with_several_panes(
    layout: Layout, widths: dict[PaneName, int | None]
) -> None:
    borders, found = Borders(), panes()
    for at, to in ((30, 40), (80, 90), (170, 180)):
        borders.grab(found, at)
        borders.drag(found, to)
    for pane in found.values():
        pane.styles.width = 7
    borders.apply(found, layout)
    assert {name: width(found[name]) for name in widths} == widths
    assert width(found["text"]) == 7


@pytest.mark.parametrize(
    ("cells", "wanted", "widths"),
    [
        (80, 40, {}),
        (100, 40, {"sections": 25, "related": 24}),
        (111, 3, {"sections": 25, "related": 35}),
        (112, 3, {"sections": 25, "related": 36}),
        (120, 40, {"sections": 35, "related": 38}),
        (120, 27, {"sections": 27, "related": 38}),
        (120, 3, {"sections": 25, "related": 38}),
        (140, 60, {"sections": 42, "related": 45}),
        (159, 60, {"sections": 47, "related": 48}),
        (160, 27, {"sections": 27, "middle": 57}),
        (160, 60, {"sections": 32, "middle": 52}),
        (180, 60, {"sections": 32, "middle": 72}),
        (191, 60, {"sections": 32, "middle": 83}),
        (195, 60, {"sections": 32, "middle": 84}),
        (196, 60, {"sections": 32, "related": 24, "middle": 64}),
        (196, 25, {"sections": 25, "related": 31, "middle": 64}),
        (200, 60, {"sections": 32, "related": 28, "middle": 64}),
        (200, 28, {"sections": 28, "related": 32, "middle": 64}),
        (200, 25, {"sections": 25, "related": 35, "middle": 64}),
        (220, 60, {"sections": 35, "related": 39, "middle": 70}),
        (240, 60, {"sections": 40, "related": 44, "middle": 80}),
        (240, 25, {"sections": 25, "related": 48, "middle": 84}),
    ],
)
def test_panes_follow_their_content_where_there_is_room(
    cells: int, wanted: int, widths: dict[PaneName, int]
) -> None:
    assert pane_widths(cells, layout_of(cells, 72), wanted, 72) == widths


def test_a_wider_measure_leaves_the_list_less() -> None:
    assert pane_widths(220, "wide", 25, 72)["middle"] == 77
    assert pane_widths(220, "wide", 25, 90)["middle"] == 65
    assert pane_widths(200, "wide", 25, 90)["middle"] == 81


def test_a_width_that_was_chosen_goes_before_the_usual_one() -> None:
    borders, found = Borders(), panes()
    borders.grab(found, 30)
    borders.drag(found, 40)
    borders.apply(found, "wide", {"sections": 30, "middle": 58})
    assert (width(found["sections"]), width(found["middle"])) == (40, 58)
    borders.apply(found, "narrow", {})
    assert (width(found["sections"]), width(found["middle"])) == (None, None)


class Held(Panes):
    """The panes without a screen: what is asked of their borders is kept."""

    capture_mouse: Any = None
    release_mouse: Any = None

    def __init__(self) -> None:
        super().__init__()
        self._borders: Any = Mock(is_held=False)
        self.capture_mouse, self.release_mouse = Mock(), Mock()

    def by_name(self) -> Any:
        return "panes"


def test_the_mouse_holds_a_border_until_it_lets_go() -> None:
    held, event = Held(), Mock(screen_x=7)
    held._borders.grab.return_value = False
    held.on_mouse_down(event)
    held.on_mouse_move(event)
    held.on_mouse_up()
    assert (event.stop.call_count, held.capture_mouse.call_count, held.release_mouse.call_count) == (0, 0, 0)
    assert (held._borders.drag.call_count, held._borders.release.call_count) == (0, 0)
    held._borders.grab.return_value = held._borders.is_held = True
    held.on_mouse_down(event)
    assert (event.stop.call_count, held.capture_mouse.call_count) == (1, 1)
    assert held._borders.grab.call_args == call("panes", 7)
    held.on_mouse_move(Mock(screen_x=9))
    assert held._borders.drag.call_args == call("panes", 9)
    held.on_mouse_up()
    assert (held._borders.release.call_count, held.release_mouse.call_count) == (1, 1)


def test_panes_fit_with_the_widths_that_were_chosen() -> None:
    held, found = Held(), {"text": "pane"}
    held.by_name = lambda: found  # type: ignore[method-assign]
    assert held.fit("medium", {"sections": 28})
    assert not held.fit("medium", {"sections": 28})
    assert held._borders.apply.call_args == call(found, "medium", {"sections": 28})


async def test_the_rule_shows_which_of_many_panes_has_the_keys(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        panes = screen.news._panes.by_name()

        def marked() -> int:
            return screen.lines[1].index("═")

        def cells() -> int:
            return screen.lines[1].count("═")

        assert (marked(), cells()) == (panes["middle"].region.x, panes["middle"].region.width)
        await screen.press("enter")
        assert cells() == panes["text"].region.width
        assert marked() == panes["text"].region.x
        await screen.press("tab")
        assert marked() == panes["related"].region.x
        await screen.press("q", "q", "shift+tab")
        assert marked() == 0
        await drag(screen, widths(screen)["sections"], widths(screen)["sections"] + 10)
        await screen.press("tab")
        assert marked() == panes["middle"].region.x
        await screen.press("enter", "z")
        assert "═" not in screen.text
    async with reader(size=(120, 36)) as screen:
        assert "═" not in screen.text
