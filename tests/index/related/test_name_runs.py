"""Runs of capitalised words, taken apart into names."""

from __future__ import annotations

import pytest

from reader.index.names import Part, names
from reader.index.related.name_runs import apart, is_shouted, known, without_days, without_opening, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they met Irena Kolt Tuesday there", [["Irena", "Kolt"]]),
        ("they met at noon Eastern Standard there", []),
        ("they met Irena Kolt there", [["Irena", "Kolt"]]),
    ],
)
def test_days_and_zones_are_no_part_of_a_name(text: str, expected: list[list[str]]) -> None:
    part = Part.of(text, "en")
    found = [whole for _, run in names(part) for whole in without_days(part, run)]
    assert [[written(part, term) for term in whole] for whole in found] == expected


def test_three_words_in_capitals_are_shouted_and_two_are_a_name() -> None:
    part = Part.of("here is READ THIS NOW and there the AFC NFC and so on", "en")
    assert [is_shouted(part, run) for _, run in names(part)] == [True, False]


def test_the_word_that_opens_a_sentence_is_no_part_of_the_name_unless_it_is_an_article() -> None:
    for text, first in (
        ("They came. About Irena Kolt we know.", "Irena"),
        ("They came. The Hague Court is.", "The"),
    ):
        part = Part.of(text, "en")
        found = [without_opening(part, run, {"about", "the", "they"}) for _, run in names(part)]
        assert first in {written(part, run[0]) for run in found}


def test_an_office_stands_apart_from_the_person() -> None:
    part = Part.of("it was Orsava CEO Irena Kolt who spoke", "en")
    found = [(of, run) for of, run in names(part)]
    pieces = [piece for of, run in found for piece in apart(of, run, known(found), "en")]
    assert [[written(part, term) for term in piece] for piece in pieces] == [
        ["Orsava", "CEO"],
        ["Irena", "Kolt"],
    ]
