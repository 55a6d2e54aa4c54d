"""The page of the manual about queries."""

from __future__ import annotations

from pathlib import Path

from reader.query.fields import FIELDS, page

PAGE = Path(__file__).parents[2] / "docs" / "query.md"


def test_the_page_in_docs_is_the_one_that_the_table_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_field_and_every_value_stands_on_the_page() -> None:
    written = page()
    for row in FIELDS:
        assert f"`{row.name}:`" in written
        assert all(f"`{choice}`" in written for choice in row.choices)
