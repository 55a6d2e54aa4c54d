"""Rows of a CSV file, whatever is in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importers import csv_rows, pocket
from reader.importers.items import LeftOut
from tests.support import cputime

POCKET = "title,url,time_added,tags,status\n"


def test_a_cell_without_end_costs_what_it_swallows_and_no_more() -> None:
    good = "Lamp,https://pier.example/1,1,,unread\n"
    rows = [POCKET, good, 'Lamp,"' + "x" * 140_000 + "\n", good]
    found = list(csv_rows.articles(rows, pocket.read))
    assert [isinstance(one, LeftOut) for one in found] == [False, True, False]
    assert str(found[1]) == "line 3: not valid CSV: a cell does not end"


def test_empty_rows_are_passed_over() -> None:
    assert list(csv_rows.articles([POCKET, "\n", ",,,,\n"], pocket.read)) == []
    assert list(csv_rows.articles([], pocket.read)) == []


def test_a_row_of_very_many_cells_is_read_in_time() -> None:
    rows = [POCKET, "," * 2_000_000 + "\n", "Lamp,https://pier.example/1," + "|" * 100_000 + "\n"]
    with cputime.within(2):
        list(csv_rows.articles(rows, pocket.read))


@settings(max_examples=60)
@given(st.lists(st.text(st.sampled_from('a,"\n\r|\0:/h'), max_size=30), max_size=5))
def test_any_rows_are_read(rows: list[str]) -> None:
    for found in csv_rows.articles([POCKET, *rows], pocket.read):
        assert isinstance(found, LeftOut) or found.draft.url


def test_so_many_columns_have_names() -> None:
    head = [f"c{number}" for number in range(150)]
    (row,) = csv_rows.rows([",".join(head) + "\n", ",".join(head) + "\n"])
    assert isinstance(row, csv_rows.CsvRow)
    assert (row["c99"], row["c100"], row.place) == ("c99", "", "line 2")
