"""The values of an article's fields in the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from reader.index.analyse import analysed
from tests.index.articles import document

FULL = document(
    7,
    "herons fish",
    title="Running herons",
    authors=("Ann Lee", "Bo"),
    agency="AFP",
    url="https://harbour.example/x",
)


def fields(**changes: Any) -> dict[str, Any]:
    return analysed(replace(FULL, article=replace(FULL.article, **changes)))


def test_words_stand_in_the_order_of_the_parts_with_gaps_that_no_phrase_reaches_over() -> None:
    assert fields()["text"] == {
        "run": [0], "heron": [1, 102], "fish": [103],
        "ann": [204], "lee": [205], "bo": [206], "afp": [207],
        "https": [308], "harbor": [309], "exampl": [310], "x": [311],
    }  # fmt: skip


def test_an_empty_part_leaves_its_gap() -> None:
    assert fields(title="")["text"]["heron"] == [100]


def test_each_short_field_has_its_words_from_the_start_and_the_body_has_none() -> None:
    found = fields()

    assert found["title"] == {"run": [0], "heron": [1]}
    assert found["author"] == {"ann": [0], "lee": [1], "bo": [2], "afp": [3]}
    assert found["url"] == {"https": [0], "harbor": [1], "exampl": [2], "x": [3]}


def test_authors_without_an_agency_and_articles_without_an_address_are_fine() -> None:
    found = fields(agency=None, url=None, authors=())
    assert (found["author"], found["url"]) == ({}, {})


def test_a_word_that_comes_again_is_kept_at_each_place() -> None:
    assert analysed(document(1, "a heron, a heron"))["text"]["heron"] == [102, 104]  # type: ignore[index]


def test_exact_forms_are_those_that_are_no_stems_marked_by_where_they_stand() -> None:
    assert fields()["exact"] == {
        "*running", "t:running", "*herons", "t:herons", "*harbour", "u:harbour", "*example", "u:example",
    }  # fmt: skip
    assert fields(title="")["exact"] == {"*herons", "*harbour", "u:harbour", "*example", "u:example"}
    assert analysed(document(1, "x", title="", authors=("The Herons",)))["exact"] == {"*herons", "a:herons"}


def test_the_first_letter_and_the_first_two_of_longer_words_have_postings() -> None:
    found = analysed(document(1, "", title="", authors=("a bc def running",)))["begin"]
    plain = {"b", "d", "de", "r", "ru"}

    assert found == {f"{mark}{beginning}" for mark in ("*", "a:") for beginning in plain}


def test_id_day_and_size_are_numbers() -> None:
    found = fields(published=datetime(2026, 3, 1, 23, 59, tzinfo=UTC))
    assert (found["id"], found["date"], found["size"]) == (7, 20_513, 12)


@pytest.mark.parametrize(("year", "day"), [(1969, 0), (1970, 0), (1971, 365)])
def test_days_count_from_1970_and_none_is_before(year: int, day: int) -> None:
    assert fields(published=datetime(year, 1, 1, tzinfo=UTC))["date"] == day
