"""Runs of capitalised words."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.index.names import Part, has_capitals, is_mixed, names
from reader.text.tokens import stems


def found(*texts: str) -> list[str]:
    return [part.text[run[0].start : run[-1].end] for part, run in names(*(Part.of(text) for text in texts))]


def test_a_part_is_read_in_its_language_without_joined_terms() -> None:
    part = Part.of("Rozmowy Kaczyńskiego z front-line", "pl")
    assert [term.stem for term in part.terms] == ["rozm", "kaczynsk", "z", "front", "lin"]


def test_two_cases_of_a_name_are_one_name() -> None:
    one, other = (Part.of(text, "pl") for text in ("tam Jarosław Kaczyński", "bez Jarosława Kaczyńskiego"))
    assert [[term.stem for term in run] for _, run in names(one)][-1] == [
        "jaroslaw",
        "kaczynsk",
    ]
    assert [[term.stem for term in run] for _, run in names(other)][-1] == ["jaroslaw", "kaczynsk"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They asked the Marine Safety Board of Velia.", ["Marine Safety Board", "Velia"]),
        ("It rained. Nobody saw Irena Kolt; Mayor Kolt left.", ["Irena Kolt", "Mayor Kolt"]),
        ("Rain fell on Brenik. Brenik drowned.", ["Brenik", "Brenik"]),
        ("It came by Port-Lennet, then left", ["Port-Lennet"]),
        ("座礁した。フェリー", []),
        ("", []),
    ],
)
def test_names_are_whole(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_sentences_first_word_is_a_name_where_the_rest_says_so() -> None:
    assert found("Kolt slept. We met Kolt.") == ["Kolt", "Kolt"]
    assert found("Orsava Dam broke.") == ["Orsava Dam"]
    assert found("Big Dam broke. A big hole.") == ["Dam"]


@pytest.mark.parametrize(
    ("title", "mixed"),
    [
        ("Dam breaks in Orsava", True),
        ("Dam Breaks in Orsava at Night", False),
        ("DAM BREAKS", False),
        ("", True),
    ],
)
def test_capitals_of_a_title_say_something_where_most_words_have_none(title: str, mixed: bool) -> None:
    assert is_mixed(title) is mixed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Паром сел", True),
        ("フェリー Halcyon が座礁した", False),
        ("עבארה", False),
        ("12 34", False),
        ("", False),
    ],
)
def test_some_scripts_have_no_capitals(text: str, expected: bool) -> None:
    assert has_capitals(Counter(stems(text))) is expected


def test_the_lead_ends_with_its_sentences() -> None:
    assert Part.of("One two. Three four! Five six? Seven.").lead(3) == 6
    assert Part.of("座礁した。救助した。調べる。").lead(1) == 3
    assert Part.of("No end").lead(3) == 2


def test_a_text_of_one_letter_or_word_can_have_capitals() -> None:
    assert has_capitals({"a": 1})
    assert has_capitals({"dam": 1, "座礁": 1})
    assert not has_capitals({"dam": 1, "座礁": 1, "救助": 1})
    assert has_capitals({"dam": 1, "1座礁": 1, "2救助": 1})


@pytest.mark.parametrize(
    ("title", "mixed"),
    [
        ("Dam Breaks in Orsava", False),
        ("Dam Breaks in the Night", True),
        ("Dam", True),
        ("Dam breaks", True),
        ("Dam Breaks now", True),
        ("x Y Z", True),
        ("X Y z Z", False),
    ],
)
def test_half_of_the_words_may_have_capitals(title: str, mixed: bool) -> None:
    assert is_mixed(title) is mixed


def test_a_run_goes_on_only_over_the_very_next_word() -> None:
    assert found("They met Ann the Lee, Bo there") == ["Ann", "Lee", "Bo"]
    assert found("They met Ann Lee and Bo Chen") == ["Ann Lee", "Bo Chen"]


def test_a_first_word_is_a_name_where_a_capital_follows_at_once() -> None:
    assert found("Kolt met Irena.") == ["Irena"]
    assert found("Kolt. Irena left.") == []
    assert found("Irena Kolt") == ["Irena Kolt"]
    assert found("Orsava Dam broke in Velia") == ["Orsava Dam", "Velia"]
    assert found("Kolt") == []
