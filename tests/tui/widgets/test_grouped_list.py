"""Rows in groups: headings hold no cursor, and stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from reader.tui.widgets.grouped_list import GroupedList, beside, lines_beside
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.tui.cells import Piece
    from reader.tui.paint import Ground


LONG, WORDS = 99, "all of what is said beside a key is shown in as many lines as it takes"


class Numbers(GroupedList[int]):
    def lines_of(self, row: int, width: int) -> int:
        return len(lines_beside(WORDS, width)) if row == LONG else 1

    def choice(self, row: int, number: int, width: int, ground: Ground) -> list[Piece]:
        if row == LONG:
            return [(beside(WORDS, width, number), self.paint.style("ink", on=ground))]
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


async def test_a_choice_has_as_many_lines_as_its_words_take() -> None:
    app = Numbered()
    async with app.run_test(size=(30, 12)) as pilot:
        rows = app.query_one(Numbers)
        rows.put(["ALL", LONG, 2])
        await pilot.pause()
        assert (
            " ".join(line.strip(" ▌┃") for line in text(app).splitlines()).split("ALL ")[1].startswith(WORDS)
        )
        assert rows.top_of(2) == 1 + len(lines_beside(WORDS, 29))


async def test_groups_stand_in_two_columns_where_they_have_room() -> None:
    app = Numbered()
    async with app.run_test(size=(170, 10)) as pilot:
        rows = app.query_one(Numbers)
        rows.put(["EVEN", *range(2, 12), "ODD", *range(20, 30)])
        await pilot.pause()
        assert rows.row_width == (170 - 4) // 2
        lines = text(app).splitlines()
        second = rows.size.width - rows.row_width
        first = next(line for line in lines if "EVEN" in line)
        assert first.index("ODD") == second + 1, (
            "its heading stands beside the other's, without a blank line above"
        )
        rows.go_to(10)
        rows.move(1)
        await pilot.pause()
        assert rows.current == 20, "on from the end of the first column to the start of the second"
        assert rows.scroll_offset.y == 0
        line = next(line for line in text(app).splitlines() if "▌" in line)
        assert line.index("▌") == second
        rows.to_column(0)
        assert rows.current == 2
        rows.to_column(0)
        assert rows.current == 2
        rows.to_column(1)
        assert rows.current == 20
        await pilot.click(Numbers, offset=(second + 3, 3))
        assert rows.current == 22
        await pilot.click(Numbers, offset=(5, 3))
        assert rows.current == 4


@pytest.mark.parametrize("width", [60, 170])
async def test_a_heading_never_stands_last_in_view(width: int) -> None:
    app = Numbered()
    async with app.run_test(size=(width, 10)) as pilot:
        rows = app.query_one(Numbers)
        for many in range(1, 12):
            rows.put(["FIRST", *range(40), "SECOND", *range(many), "THIRD", *range(60)])
            for at in range(0, rows.count, 3):
                rows.go_to(at)
                await pilot.pause()
                lines = [line for line in text(app).splitlines() if line.strip()]
                lines = lines[:-1] if "more below" in lines[-1] else lines
                assert "SECOND" not in lines[-1], (many, at)
                assert "THIRD" not in lines[-1], (many, at)


async def test_few_rows_keep_to_the_first_column() -> None:
    app = Numbered()
    async with app.run_test(size=(170, 10)) as pilot:
        rows = app.query_one(Numbers)
        rows.put(["EVEN", 2, 4, "ODD", 3])
        await pilot.pause()
        assert [rows.top_of(at) for at in range(5)] == [0, 1, 2, 3, 5]
        assert f"number 2 of {rows.row_width - 1}" in text(app)
        rows.to_column(1)
        assert rows.current == 2
