"""Hits: in reading order however they come, gone through round and round, marked in their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.tui.article import hits
from reader.tui.article.block import Block
from reader.tui.article.document import Point
from reader.tui.article.draw import LineMark
from reader.tui.article.hits import Hits, TextHit
from reader.tui.article.wrap import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, SECOND, THIRD, FOURTH = (
    TextHit(0, 5, 9),
    TextHit(2, 10, 14),
    TextHit(2, 30, 40),
    TextHit(7, 0, 4),
)
TOP = Point(2, 12)


def found(*parts: list[TextHit]) -> Hits:
    """Hits of which all are known."""
    made = Hits(parts)
    made.look_on(0, 99)
    return made


def test_hits_are_in_reading_order_in_whatever_order_their_parts_come() -> None:
    made = found([THIRD], [FOURTH], [], [FIRST], [SECOND])
    assert made.all == [FIRST, SECOND, THIRD, FOURTH]
    assert made.is_whole
    assert made.standing == (0, 4)


def test_so_many_parts_are_looked_at_in_any_case_and_no_more_without_time() -> None:
    taken: list[TextHit] = []

    def parts() -> Iterator[list[TextHit]]:
        for hit in (FIRST, SECOND, THIRD):
            taken.append(hit)
            yield [hit]

    made = Hits(parts())
    assert made.look_on(0, 2)
    assert (taken, made.is_whole) == ([FIRST, SECOND], False)
    assert not made.look_on(0)
    assert made.look_on(60)
    assert made.is_whole
    assert not made.look_on(60, 5)


def test_after_so_many_hits_no_more_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "HIT_LIMIT", 2)
    assert found([FIRST], [SECOND], [THIRD], [FOURTH]).all == [FIRST, SECOND]
    assert found([FIRST], [SECOND, THIRD], [FOURTH]).all == [FIRST, SECOND, THIRD], "a part is whole"


@pytest.mark.parametrize(
    ("top", "by", "first"),
    [
        (TOP, 1, THIRD),
        (TOP, -1, SECOND),
        (Point(2, 10), 1, SECOND),
        (Point(2, 10), -1, FIRST),
        (Point(9, 0), 1, FIRST),
        (Point(0, 0), -1, FOURTH),
    ],
)
def test_the_first_step_is_from_the_top_of_the_screen(top: Point, by: int, first: TextHit) -> None:
    assert found([FIRST, SECOND, THIRD, FOURTH]).step(by, top) == first


def test_further_steps_go_round_and_round_wherever_the_screen_is() -> None:
    made = found([FIRST, SECOND, THIRD])
    assert [made.step(1, TOP) for _ in range(4)] == [THIRD, FIRST, SECOND, THIRD]
    assert made.standing == (3, 3)
    assert [made.step(-1, TOP) for _ in range(3)] == [SECOND, FIRST, THIRD]


def test_a_step_looks_for_the_hit_that_it_needs() -> None:
    made = Hits([[SECOND], [], [THIRD], [FIRST], []])
    assert made.step(1, TOP) == THIRD
    assert (made.all, made.is_whole) == ([SECOND, THIRD], False)
    assert made.step(1, TOP) == FIRST
    assert made.is_whole


def test_nothing_found_is_nothing_to_step_to() -> None:
    for made in (Hits(), found([], [])):
        assert made.step(1, TOP) is None
        assert made.standing == (0, 0)


@pytest.mark.parametrize(
    ("start", "end", "marks"),
    [
        (0, 20, [(10, 14)]),
        (0, 10, []),
        (13, 35, [(10, 14), (30, 40)]),
        (14, 30, []),
        (31, 60, [(30, 40)]),
        (40, 60, []),
    ],
)
def test_a_line_has_the_marks_of_hits_that_are_at_least_partly_in_it(
    start: int, end: int, marks: list[tuple[int, int]]
) -> None:
    made = found([FIRST, SECOND, THIRD, FOURTH])
    line = Line(Block("x" * 60, ()), start, end, "more")
    assert [(mark.start, mark.end) for mark in made.marks(2, line)] == marks
    assert list(made.marks(3, line)) == []


def test_marks_are_counted_from_the_beginning_of_their_block_and_the_current_one_is_stronger() -> None:
    made = found([FIRST, SECOND, THIRD, FOURTH])
    made.step(1, TOP)
    line = Line(Block("x" * 60, (), start=8), 0, 60, "first")
    assert [*made.marks(2, line)] == [LineMark(2, 6), LineMark(22, 32, is_current=True)]
