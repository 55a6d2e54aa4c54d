"""The fields of the index and the format of their words."""

from __future__ import annotations

import pytest

from reader.index.schema import FORMAT, SCHEMA, Forms, Places, Words


def test_the_number_of_the_layout_is_raised_on_purpose_only() -> None:
    assert FORMAT == 3


def test_words_are_scored_and_forms_and_columns_are_not() -> None:
    scored = {name for name, field in SCHEMA.items() if field.scorable}
    assert scored == {"text", "title", "author", "url"}
    assert set(SCHEMA.names()) == scored | {"exact", "begin", "id", "date", "size"}


@pytest.mark.parametrize("places", [[0], [5], [0, 1, 7], [3, 4, 2**31, 2**32 - 1], list(range(0, 900, 7))])
def test_places_come_out_as_they_went_in_at_four_bytes_each(places: list[int]) -> None:
    written = Places().encode(places)

    assert len(written) == 4 * len(places)
    assert Places().decode_positions(written) == places


def test_places_are_written_as_differences() -> None:
    assert Places().encode([2, 5, 6]) == b"\2\0\0\0\3\0\0\0\1\0\0\0"


def test_a_word_has_as_many_postings_as_places() -> None:
    assert list(Words().index({"heron": [1, 4], "été": [0]})) == [
        (b"heron", 2, 2.0, Places().encode([1, 4])),
        ("été".encode(), 1, 1.0, Places().encode([0])),
    ]


def test_a_form_is_there_or_not() -> None:
    assert list(Forms().index(["*é", "t:x"])) == [("*é".encode(), 1, 1.0, b""), (b"t:x", 1, 1.0, b"")]
