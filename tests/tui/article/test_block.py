from __future__ import annotations

from reader.tui.article.block import ACCENT, DIM, INK, StyledSpan, Writing, placed, written


def test_neighbours_of_one_look_are_one_run() -> None:
    writing = Writing()
    for text, look, number in (
        ("See ", INK, 0),
        ("the ", INK, 0),
        ("lock", INK, 1),
        ("[1]", ACCENT, 1),
        ("", DIM, 0),
    ):
        writing.add(text, look, number)
    assert writing.text == "See the lock[1]"
    assert [tuple(run) for run in writing.runs] == [(0, 8, INK, 0), (8, 12, INK, 1), (12, 15, ACCENT, 1)]


def test_what_a_terminal_acts_on_and_soft_hyphens_are_left_out() -> None:
    found = written("a\x1b[2Jb\u00adc\td\ne", DIM)
    assert found.text == "a[2Jbc d\ne"
    assert [(run.start, run.end, run.look) for run in found.runs] == [(0, len(found.text), DIM)]
    assert (written("\x1b", DIM).text, written("\x1b", DIM).runs) == ("", [])


def test_a_block_of_one_look_stands_on_its_side() -> None:
    made = written("שלום", DIM).block(row=3)
    assert (made.text, made.align, made.gap, made.row, made.level) == ("שלום", "right", (), 3, 0)
    bar, room = (StyledSpan("▎ ", DIM),), (StyledSpan("  ", INK),)
    below = written("a", DIM).block(bar, room, None)
    assert (below.first, below.rest, below.gap, below.align) == (bar, room, None, "left")


def test_each_block_of_a_part_begins_after_the_one_before() -> None:
    found = placed([written(text).block() for text in ("one", "", "three")])
    assert [block.start for block in found] == [0, 4, 5]
