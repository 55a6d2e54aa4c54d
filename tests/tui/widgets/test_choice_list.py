from __future__ import annotations

import unicodedata

import pytest
from rich.cells import cell_len

from reader.tui.widgets.choice_list import Choice, ChoiceList
from tests.support.screen import Harness, text

ROWS: list[Choice | str] = [
    "NEWS",
    Choice("One", sign="9", end="1 article", note="below it"),
    Choice("Two", sign="10"),
    "CODE",
    Choice("Three", is_roomy=True),
    Choice("Four"),
]


async def test_signs_ends_notes_and_headings_have_their_places() -> None:
    app = Harness(rows := ChoiceList())
    async with app.run_test(size=(30, 24)) as pilot:
        rows.focus()
        rows.put(ROWS)
        await pilot.pause()
        assert text(app).splitlines()[:9] == [
            " NEWS",
            "▌ 9 One             1 article",
            "▌   below it",
            " 10 Two",
            "",
            " CODE",
            "    Three",
            "",
            "    Four",
        ]


async def test_the_cursor_passes_headings_by_and_stays_where_it_was_put() -> None:
    app = Harness(rows := ChoiceList())
    async with app.run_test(size=(30, 24)) as pilot:
        rows.focus()
        rows.put(ROWS, at=2)
        await pilot.press("j")
        assert rows.cursor == 4
        rows.put(ROWS, at=3)
        assert rows.cursor == 1, "a heading holds no cursor"


async def test_it_is_as_tall_as_its_rows_but_leaves_room() -> None:
    app = Harness(rows := ChoiceList(spare=10))
    async with app.run_test(size=(30, 24)) as pilot:
        rows.put([Choice(f"Row {number}") for number in range(5)])
        await pilot.pause()
        assert rows.size.height == 5
        rows.put([Choice(f"Row {number}") for number in range(50)], at=49)
        await pilot.pause()
        await pilot.pause()
        assert rows.size.height == 14
        assert "Row 49" in text(app)


async def test_the_last_line_says_how_many_are_below_and_never_hides_the_cursor() -> None:
    app = Harness(rows := ChoiceList(spare=16))
    async with app.run_test(size=(30, 24)) as pilot:
        rows.focus()
        rows.put(["NEWS", *(Choice(f"Row {number}", note="below it") for number in range(12))])
        await pilot.pause()
        await pilot.pause()
        assert text(app).splitlines()[7] == " 9 more below"
        for number in range(12):
            assert f"▌Row {number}" in text(app)
            assert ("more below" in text(app)) == (number < 10)
            await pilot.press("j")
        rows.put([Choice(f"Row {number}") for number in range(8)])
        await pilot.pause()
        assert "more below" not in text(app)


async def test_foreign_text_keeps_to_its_cells() -> None:
    odd = "\x1b[2J[b]x[/b]\n\r 長い題名 👩‍👩‍👧 e\u0301\u0301 \u202eright" * 3
    app = Harness(rows := ChoiceList())
    async with app.run_test(size=(40, 24)) as pilot:
        rows.put([odd, Choice(odd, sign="1", end=odd, note=odd)])
        await pilot.pause()
        lines = text(app).splitlines()[:3]
        assert not {unicodedata.category(char) for line in lines for char in line} & {"Cc", "Zl"}
        assert "\u202e" not in "".join(lines)
        assert all(cell_len(line) <= 40 for line in lines)
        assert "[b]x[/b]" in lines[0]


async def test_the_first_row_in_view_is_whole() -> None:
    app = Harness(rows := ChoiceList(spare=17))
    noted = [Choice(f"Row {number}", note="below it") for number in range(6)]
    async with app.run_test(size=(30, 24)) as pilot:
        rows.focus()
        for others, first in ((["OTHERS", Choice("Seven")], "Row 3"), ([Choice("Seven")], "Row 3")):
            rows.put([*noted, *others], at=5)
            await pilot.pause()
            await pilot.pause()
            assert rows.size.height == 7
            assert text(app).splitlines()[0].strip() == first
            assert "Row 5" in text(app)
        await pilot.press("k", "k", "k", "k")
        assert text(app).splitlines()[0].strip() == "Row 0"


@pytest.mark.parametrize(("width", "has_aside"), [(44, False), (60, True)])
async def test_where_it_is_narrow_the_end_is_whole_and_the_second_name_goes(
    width: int, *, has_aside: bool
) -> None:
    app = Harness(rows := ChoiceList())
    async with app.run_test(size=(width, 6)) as pilot:
        rows.put([Choice("Colours", aside="look.colours", end="matches the terminal")])
        await pilot.pause()
        first = text(app).splitlines()[0]
        assert first.endswith("matches the terminal")
        assert ("look.colours" in first) == has_aside


async def test_a_long_end_leaves_its_place_to_the_second_name() -> None:
    app = Harness(rows := ChoiceList())
    async with app.run_test(size=(60, 6)) as pilot:
        rows.put(
            [
                Choice(
                    "One", aside="list.one", end="a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t"
                )
            ]
        )
        await pilot.pause()
        first = text(app).splitlines()[0]
        assert "One  list.one" in first
        assert first.endswith("…")


async def test_a_tall_row_has_a_long_title_on_two_lines_beside_its_end() -> None:
    title = "The dam above Brenik breaks in the night after days of rain and nobody is hurt"
    app = Harness(rows := ChoiceList())
    async with app.run_test(size=(40, 24)) as pilot:
        rows.focus()
        rows.put(
            [
                Choice(title, sign="●", end="The Gazette", note="07:00", is_tall=True),
                Choice("Night", sign="●", end="The Courier of Brenik", note="09:00", is_tall=True),
                Choice(title, sign="●", note="10:00"),
            ]
        )
        await pilot.pause()
        await pilot.pause()
        assert text(app).splitlines()[:7] == [
            "▌● The dam above Brenik     The Gazette",
            "▌  breaks in the night after days of…",
            "▌  07:00",
            " ● Night          The Courier of Brenik",
            "   09:00",
            " ● The dam above Brenik breaks in…",
            "   10:00",
        ]
        assert rows.size.height == 7
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        await pilot.pause()
        assert text(app).splitlines()[1].strip("▌ ") == "after days of rain and nobody is hurt", (
            "whole where it has room"
        )
