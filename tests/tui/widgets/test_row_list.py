from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import on
from textual.events import MouseScrollDown

from reader.tui.widgets.row_list import RowList, RowMessage
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground


class Rows(RowList):
    """Rows of one line each, but every third is a heading of two, the second of them blank."""

    KEY_CONTEXT = "list"

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.cursor = 1 if number else 0

    @property
    def count(self) -> int:
        return self._number

    def height_of(self, index: int) -> int:
        return 2 if index % 3 == 0 else 1

    def is_choice(self, index: int) -> bool:
        return 0 <= index < self.count and index % 3 > 0

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        return [(f"{index}.{number}", self.paint.style("ink", on=ground))]


class Shown(Harness):
    def __init__(self, number: int, theme: str = "newsprint") -> None:
        self.rows = Rows(number)
        self.told: list[tuple[str, int]] = []
        super().__init__(self.rows, theme=theme)

    def on_mount(self) -> None:
        self.rows.focus()

    @on(RowList.Highlighted)
    @on(RowList.Opened)
    def _keep(self, event: RowMessage) -> None:
        assert event.control is self.rows
        self.told.append((type(event).__name__, event.index))


async def test_lines_belong_to_rows_by_their_heights() -> None:
    app = Shown(7)
    async with app.run_test(size=(10, 12)):
        rows = app.rows
        assert [rows.top_of(index) for index in range(7)] == [0, 2, 3, 4, 6, 7, 8]
        assert [rows.at_line(y) for y in (0, 1, 2, 5, 9)] == [(0, 0), (0, 1), (1, 0), (3, 1), (6, 1)]
        assert rows.at_line(10) is rows.at_line(-1) is None
        assert text(app).splitlines()[:4] == [" 0.0", " 0.1", "▌1.0", " 2.0"]


async def test_keys_move_over_rows_that_hold_the_cursor() -> None:
    app = Shown(7)
    async with app.run_test(size=(10, 12)) as pilot:
        await pilot.press("j", "j", "k", "G", "g", "g", "k", "enter")
        assert app.told == [("Highlighted", at) for at in (2, 4, 2, 5, 1)] + [("Opened", 1)]
        assert not app.rows.move(-1)
        assert app.rows.move(99), "as far as it goes"
        assert app.rows.cursor == 5


async def test_going_to_a_heading_or_the_same_row_tells_nothing() -> None:
    app = Shown(7)
    async with app.run_test(size=(10, 12)) as pilot:
        app.rows.go_to(3)
        app.rows.go_to(1)
        app.rows.go_to(2, tell=False)
        await pilot.pause()
        assert app.told == []
        assert app.rows.cursor == 2


async def test_the_cursor_stays_in_view_with_a_row_beside_it() -> None:
    app = Shown(60)
    async with app.run_test(size=(10, 8)) as pilot:
        rows = app.rows
        for key, count in (("j", 30), ("k", 25)):
            for _ in range(count):
                await pilot.press(key)
                top, bottom = rows.scroll_offset.y, rows.scroll_offset.y + 8
                assert top <= rows.top_of(rows.cursor - 1)
                assert rows.top_of(rows.cursor + 1) + rows.height_of(rows.cursor + 1) <= bottom
        await pilot.press("G")
        assert rows.scroll_offset.y == rows.top_of(60) - 8


async def test_a_page_is_a_screen_of_rows() -> None:
    app = Shown(60)
    async with app.run_test(size=(10, 8)) as pilot:
        await pilot.press("pagedown")
        assert app.rows.cursor == 13, "eight choices on"
        await pilot.press("ctrl+d")
        assert app.rows.cursor == 19
        await pilot.press("ctrl+u", "pageup")
        assert app.rows.cursor == 1


async def test_a_click_opens_a_row_and_no_heading() -> None:
    app = Shown(7)
    async with app.run_test(size=(10, 12)) as pilot:
        await pilot.click(Rows, offset=(2, 3))
        await pilot.click(Rows, offset=(2, 0))
        assert app.told == [("Highlighted", 2), ("Opened", 2)]


async def test_the_wheel_moves_the_view_and_not_the_cursor() -> None:
    app = Shown(60)
    async with app.run_test(size=(10, 8)) as pilot:
        app.rows.post_message(MouseScrollDown(None, 1, 1, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert (app.rows.scroll_offset.y, app.rows.cursor) == (3, 1)


async def test_an_empty_list_takes_every_key() -> None:
    app = Shown(0)
    async with app.run_test(size=(10, 8)) as pilot:
        await pilot.press("j", "k", "G", "g", "g", "pagedown", "enter")
        assert app.told == []
        assert not app.rows.move(1)


async def test_the_terminals_cursor_goes_with_the_row_that_has_the_keys() -> None:
    app = Shown(40)
    async with app.run_test(size=(20, 6)) as pilot:
        places = []
        for row in (1, 2, 5, 38):
            app.rows.go_to(row)
            await pilot.pause()
            places.append(app.cursor_position.y)
            assert f"{row}.0" in text(app).splitlines()[places[-1]]
    assert places[:2] == [2, 3]


async def test_a_number_moves_by_so_many_rows_at_once() -> None:
    app = Shown(3_000)
    async with app.run_test(size=(10, 12)) as pilot:
        rows = app.rows
        rows.action_move_down(10)
        assert rows.cursor == 16, "headings are passed over"
        rows.action_move_up(3)
        assert rows.cursor == 11
        rows.action_move_down(9_999)
        assert rows.cursor == 2_999
        rows.action_page_back(2)
        assert rows.cursor == 2_999 - 24 * 3 // 2
        rows.action_half_up(3)
        assert rows.cursor == 2_963 - 18 * 3 // 2
        rows.action_move_up(9_999)
        assert rows.cursor == 1
        await pilot.pause()
        assert len(app.told) == 6, "each is one move"


async def test_the_bar_is_thin_while_the_keys_are_elsewhere() -> None:
    app = Shown(4)
    async with app.run_test(size=(10, 8)) as pilot:
        assert text(app).splitlines()[2] == "▌1.0"
        app.screen.set_focus(None)
        await pilot.pause()
        assert text(app).splitlines()[2] == "▏1.0"


@pytest.mark.parametrize(("theme", "stays"), [("newsprint", True), ("ansi", False), ("plain", False)])
async def test_where_a_tint_is_strong_a_row_has_it_only_with_the_keys(theme: str, stays: bool) -> None:
    app = Shown(4, theme)
    async with app.run_test(size=(10, 8)) as pilot:
        rows = app.rows
        tinted = rows.paint.style("ink", on="selection")
        assert rows.render_line(2)._segments[-1].style == tinted
        app.screen.set_focus(None)
        await pilot.pause()
        assert (rows.render_line(2)._segments[-1].style == tinted) == stays
        assert text(app).splitlines()[2] == "▏1.0"
