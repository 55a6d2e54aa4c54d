"""The page of the manual about queries."""

from __future__ import annotations

from pathlib import Path

from reader.query.fields import FIELDS, FORMS, NUMBERS, TIMES, Example, examples, page

PAGE = Path(__file__).parents[2] / "docs" / "query.md"


def test_the_page_in_docs_is_the_one_that_the_table_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_field_and_every_value_stands_on_the_page() -> None:
    written = page()
    for row in FIELDS:
        assert f"`{row.name}:`" in written
        assert all(f"`{choice}`" in written for choice in row.choices)


def test_the_help_shows_every_form_field_and_value_once() -> None:
    shown = dict(examples())
    assert list(shown) == ["Words", "Fields", "States, contents and order", "Times", "Numbers"]
    assert [one.text for one in shown["Words"]] == [row.example for row in FORMS]
    assert [one.text for one in shown["Fields"]] == [row.example for row in FIELDS if not row.choices]
    assert [one.text for one in shown["States, contents and order"]] == [
        f"{row.name}:{choice}" for row in FIELDS for choice in row.choices
    ]
    assert [one.text for one in shown["Times"]] == [row.example for row in TIMES]
    assert [one.text for one in shown["Numbers"]] == [row.example for row in NUMBERS]


def test_an_example_has_a_blank_where_everyone_writes_something_else() -> None:
    shown = [example for _, group in examples() for example in group]
    assert Example("title:xi", "words in the title", "xi") in shown
    assert Example("is:unread", "not read yet") in shown
    assert Example("#russia", "short for tag:", "russia") in shown
    assert Example("newer:3d", "2w: an age, in h, d, w, m (months) or y", "3d") in shown
    assert next(one for one in shown if one.text == "gas -oil").blank == "gas -oil"


def test_an_example_and_what_it_finds_fit_into_eighty_columns() -> None:
    for _, group in examples():
        for example in group:
            assert len(example.text) < 28
            assert len(example.meaning) <= 50, example
