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


def test_where_columns_would_break_words_each_row_stands_by_itself() -> None:
    table = "| name | takes | default |\n| - | - | - |\n| one.setting.of.these | a number of columns, fifty to a hundred | – |\n"
    assert laid(f"{table}| b | c | d |", 30) == [
        "  one.setting.of.these",
        "    takes: a number of",
        "      columns, fifty to a",
        "      hundred",
        "",
        "  b",
        "    takes: c",
        "    default: d",
        "",
    ]


def test_where_a_row_would_be_high_each_row_stands_by_itself() -> None:
    six, seven = (
        laid(f"| a | b |\n| - | - |\n| {'word ' * 12} | {'more ' * lines * 2} |", 26) for lines in (6, 7)
    )
    assert six[0] == "  a           b"
    assert seven[0] == f"  {' '.join(['word'] * 4)}"


def test_a_table_of_four_columns_may_be_less_high() -> None:
    four, five = (
        laid(f"| a | b | c | d |\n| - | - | - | - |\n| x | y | z | {'word ' * 3 * lines} |", 30)
        for lines in (4, 5)
    )
    assert four[0].split() == ["a", "b", "c", "d"]
    assert five[0] == "  x"


@pytest.mark.parametrize(("columns", "widest"), [(None, 74), (60, 58), (500, 98)])
def test_a_table_is_as_wide_as_the_terminal_up_to_a_bound(columns: int | None, widest: int) -> None:
    rows = laid(f"| a | b |\n| - | - |\n| {'word ' * 25} | {'more ' * 25} |", columns)
    assert max(map(len, rows)) == widest


def test_wide_letters_count_as_two() -> None:
    assert laid("| a | b |\n| - | - |\n| 新聞 | x |\n| ab | y |")[2:] == ["  新聞  x", "  ab    y"]


def test_a_table_of_too_many_columns_has_a_line_for_each_cell() -> None:
    assert laid(f"|{' a |' * 40}") == ["  a", *["    a"] * 39, ""]


def test_rows_in_a_code_block_are_no_table() -> None:
    assert laid("```\n| a | b |\n```") == ["  | a | b |"]


def test_rows_of_unequal_length_do_no_harm() -> None:
    assert laid("| a |\n| - |\n| b | c |\n|")[2:] == ["  b  c"]
