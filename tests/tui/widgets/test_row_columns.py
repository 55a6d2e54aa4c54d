from __future__ import annotations

import pytest

from reader.tui.widgets.row_columns import ONE_COLUMN, Break, Start, divided

EACH = [Break(row, row) for row in range(1, 12)]


@pytest.mark.parametrize(
    ("most", "height", "rows"),
    [(1, 12, [0]), (2, 6, [0, 6]), (3, 4, [0, 4, 8]), (5, 3, [0, 3, 6, 9]), (12, 1, [*range(12)])],
)
def test_columns_are_as_low_as_can_be(most: int, height: int, rows: list[int]) -> None:
    assert divided(12, EACH, most) == (height, tuple(Start(row, row) for row in rows))


def test_a_column_begins_only_where_it_may() -> None:
    assert divided(12, [Break(2, 2), Break(9, 9)], 2) == (9, (Start(0, 0), Start(9, 9)))
    assert divided(12, [Break(2, 2), Break(9, 9)], 3) == (7, (Start(0, 0), Start(2, 2), Start(9, 9)))
    assert divided(12, [], 3) == (12, ONE_COLUMN)


def test_a_blank_line_is_left_out_at_the_top_of_a_column() -> None:
    assert divided(13, [Break(1, 6, 1)], 2) == (6, (Start(0, 0), Start(1, 7)))


def test_nothing_is_one_column() -> None:
    assert divided(0, [], 3) == (0, ONE_COLUMN)
