"""Rows in groups: headings hold no cursor, and stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from reader.tui.widgets.grouped_list import GroupedList
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.tui.cells import Piece
    from reader.tui.paint import Ground


class Numbers(GroupedList[int]):
    def choice(self, row: int, width: int, ground: Ground) -> list[Piece]:
        return [(f"number {row} of {width}", self.paint.style("ink", on=ground))]


class Numbered(Harness):
    def compose(self) -> ComposeResult:
        yield Input()
        yield Numbers()


async def test_headings_have_a_blank_line_above_them_and_no_cursor() -> None:
    app = Numbered()
    async with app.run_test(size=(30, 12)) as pilot:
        rows = app.query_one(Numbers)
        before = rows.current
        assert before is None
        rows.put(["EVEN", 2, 4, "ODD", 3])
        await pilot.pause()
        assert [rows.height_of(at) for at in range(5)] == [1, 1, 1, 2, 1]
        assert [at for at in range(-1, 6) if rows.is_choice(at)] == [1, 2, 4]
        assert (rows.cursor, rows.current, rows.has_keys) == (1, 2, True)
        lines = [line.strip(" ▌┃") for line in text(app).splitlines()]
        start = lines.index("EVEN")
        assert [line.partition(" of")[0] for line in lines[start : start + 6]] == [
            "EVEN", "number 2", "number 4", "", "ODD", "number 3",
        ]  # fmt: skip
        rows.go_to(4)
        assert rows.current == 3


async def test_other_rows_are_shown_from_their_first_choice() -> None:
    app = Numbered()
    async with app.run_test(size=(30, 8)) as pilot:
        rows = app.query_one(Numbers)
        rows.put([*range(50)])
        rows.go_to(40)
        await pilot.pause()
        assert rows.scroll_offset.y > 0
        rows.put(["ALL", *range(50)])
        await pilot.pause()
        assert (rows.cursor, rows.scroll_offset.y) == (1, 0)


async def test_where_there_are_none_a_sentence_says_so() -> None:
    app = Numbered()
    async with app.run_test(size=(30, 8)) as pilot:
        rows = app.query_one(Numbers)
        rows.put([], "No number")
        await pilot.pause()
        assert "No number" in text(app)
        assert (rows.count, rows.current, rows.is_choice(0)) == (1, None, False)
