"""An article's Markdown for a terminal: code keeps its characters, tables have columns."""

from __future__ import annotations

import pytest

from reader.cli import article_layout
from reader.cli.output import Output


def laid(markdown: str, columns: int | None = None) -> list[str]:
    out = Output()
    out.columns, out.colour = columns, False
    return list(article_layout.lines(markdown, out))


def test_code_is_shown_without_backticks_and_with_its_characters() -> None:
    assert laid("Take `put*`, *then* ``a`b``, `\\|` and `[x](y)`") == [
        "  Take put*, then a`b, \\| and [x](y)"
    ]


def test_a_table_has_columns_and_a_line_under_its_head() -> None:
    assert laid("| key | does |\n| --- | :-- |\n| `j` | moves **down** |\n| `a\\|b` | |\n\nAfter") == [
        "  key  does",
        "  ───  ──────────",
        "  j    moves down",
        "  a|b",
        "",
        "  After",
    ]


def test_a_table_without_a_head_has_only_its_line() -> None:
    assert laid("| | |\n|---|---|\n| a | b |") == ["  ─  ─", "  a  b"]


def test_cells_are_wrapped_at_words_and_the_longest_word_stays_whole() -> None:
    rows = laid("| name | meaning |\n| - | - |\n| export.by_publication | one two three four five |", 40)
    assert rows[2:] == ["  export.by_publication  one two three", "                         four five"]
    assert max(map(len, rows)) <= 38


def test_a_word_that_is_wider_than_its_column_is_broken() -> None:
    rows = laid(f"| {'x' * 30} | {'y' * 30} |\n| - | - |", 26)
    assert rows[:3] == [f"  {'x' * 10}  {'y' * 10}"] * 3


@pytest.mark.parametrize(("columns", "widest"), [(None, 74), (60, 58), (500, 98)])
def test_a_table_is_as_wide_as_the_terminal_up_to_a_bound(columns: int | None, widest: int) -> None:
    rows = laid(f"| a | b |\n| - | - |\n| {'word ' * 60} | {'more ' * 60} |", columns)
    assert max(map(len, rows)) == widest


def test_wide_letters_count_as_two() -> None:
    assert laid("| a | b |\n| - | - |\n| 新聞 | x |\n| ab | y |")[2:] == ["  新聞  x", "  ab    y"]


def test_a_table_of_too_many_columns_stays_as_it_is_written() -> None:
    row = f"|{' a |' * 40}"
    assert laid(row) == [f"  {row}"]


def test_rows_in_a_code_block_are_no_table() -> None:
    assert laid("```\n| a | b |\n```") == ["  | a | b |"]


def test_rows_of_unequal_length_do_no_harm() -> None:
    assert laid("| a |\n| - |\n| b | c |\n|")[2:] == ["  b  c"]
