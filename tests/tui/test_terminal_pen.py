from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style

from reader.tui.cells import strip
from reader.tui.terminal_pen import Abilities, Pen
from reader.tui.terminal_rows import Looks, Row

INK = Style(color="#010101", bgcolor="#020202")
RED = Style(color="#ff0000", bgcolor="#020202")
LOOKS = Looks(ColorSystem.TRUECOLOR)
WIDTH = 40
FULL = Abilities()


def row(*pieces: tuple[str, Style]) -> Row:
    return Row.of_strip(strip(pieces, WIDTH, INK), LOOKS)


def written(before: Row, after: Row, abilities: Abilities = FULL, y: int = 3) -> str:
    pen = Pen(abilities, LOOKS, WIDTH)
    pen.row(y, before, after)
    return pen.text()


def test_a_row_that_is_the_same_takes_nothing() -> None:
    assert written(row(("Ferry", INK)), row(("Ferry", INK))) == ""


def test_one_letter_takes_a_move_its_colours_and_the_letter() -> None:
    assert written(row(("Ferry", INK)), row(("Merry", INK))) == "\x1b[4H\x1b[38;2;1;1;1;48;2;2;2;2mM\x1b[m"


def test_blanks_to_the_end_are_erased() -> None:
    found = written(row(("Ferry Halcyon runs", INK)), row(("Ferry", INK)))
    assert found == "\x1b[4;6H\x1b[48;2;2;2;2m\x1b[K\x1b[m"


def test_blanks_within_a_row_are_erased_and_stepped_over() -> None:
    before, after = row(("x" * 30, INK)), row(("a" + " " * 20 + "b" * 9, INK), (" ", INK))
    assert "\x1b[20X" not in written(before, after)  # one style: a text with blanks in it
    after = row(("a", INK), (" " * 20, INK), ("b" * 9, RED))
    assert "a\x1b[20X\x1b[20C" in written(before, after)


def test_equal_cells_between_two_differences_are_written_where_that_is_shorter() -> None:
    before = row(("a ferry runs to the island", INK))
    assert "1 fe2" in written(before, row(("1 fe2ry runs to the island", INK)))
    assert "1\x1b[22C" in written(before, row(("1 ferry runs to the isl2nd", INK)))


def test_an_unknown_row_is_emptied_first() -> None:
    found = written(Row.unknown(WIDTH), row(("Ferry", INK)))
    assert found == "\x1b[4H\x1b[48;2;2;2;2m\x1b[K\x1b[38;2;1;1;1mFerry\x1b[m"


def test_a_row_with_letters_that_terminals_count_differently_is_written_whole() -> None:
    before, after = row(("👍 well done 1", INK)), row(("👍 well done 2", INK))
    found = written(before, after)
    assert "\x1b[K" in found
    assert "👍\x1b[4;3H well done 2" in found


def test_the_next_row_is_reached_by_a_line_feed() -> None:
    pen = Pen(Abilities(), LOOKS, WIDTH)
    for y in (3, 4):
        pen.row(y, row(), row(("a", INK)))
    assert pen.text() == "\x1b[4H\x1b[38;2;1;1;1;48;2;2;2;2ma\r\na\x1b[m"


@pytest.mark.parametrize(("up", "code"), [(1, "\x1b[1M"), (-2, "\x1b[2L")])
def test_rows_are_moved_within_margins(up: int, code: str) -> None:
    pen = Pen(Abilities(), LOOKS, WIDTH)
    pen.scroll(2, 9, up)
    assert pen.text() == f"\x1b[3;10r\x1b[3H{code}\x1b[r"


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"TERM": "xterm-256color"}, Abilities()),
        ({"TERM": "tmux-256color"}, Abilities()),
        ({"TERM": "xterm-kitty"}, Abilities()),
        ({"TERM": "linux"}, Abilities()),
        ({"TERM": "screen-256color"}, Abilities(erases=False, scrolls=True)),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "tmux"}, Abilities()),
        ({"TERM": "vt100"}, Abilities(erases=False, scrolls=False)),
        ({}, Abilities(erases=False, scrolls=False)),
    ],
)
def test_a_terminal_is_sent_what_it_takes(environ: dict[str, str], found: Abilities) -> None:
    assert Abilities.of(environ) == found


def test_one_that_erases_in_its_own_colour_gets_blanks_as_they_are() -> None:
    found = written(row(("Ferry Halcyon", INK)), row(("Ferry", INK)), Abilities(erases=False))
    assert found == "\x1b[4;6H\x1b[48;2;2;2;2m" + " " * 8 + "\x1b[m"


def test_the_cursor_stands_behind_a_wide_letter_that_takes_the_place_of_another() -> None:
    before, after = row((f"新聞{' a ferry' * 3} 7h", INK)), row((f"新間{' a ferry' * 3} 8h", INK))
    assert "間\x1b[25C8" in written(before, after)
