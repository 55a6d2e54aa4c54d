"""Days that a report names."""

from __future__ import annotations

import pytest

from reader.index import days as law
from reader.index.days import Days, days, differ, share_a_date
from reader.index.names import Part
from reader.late import pattern


def of(text: str) -> Days:
    return days(Part.of(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("On March 5 the dam broke", "the dam, 5 March 2024"),
        ("Jan. 31st", "31 января в Москве"),
        ("4 февраля", "February 4, 2022"),
        ("the 2nd of May", "2 мая"),
        ("am 4. März", "4 de marzo"),
        ("10月13日夜", "10월 13일"),
        ("le 1er août", "1 أغسطس"),
    ],
)
def test_the_same_day_in_other_words(one: str, other: str) -> None:
    assert share_a_date(of(one), of(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("March 5", "March 6", False),
        ("March 5", "March 7", True),
        ("December 31", "1 January", False),
        ("on Monday", "on Tuesday", False),
        ("on Monday", "by Sunday", False),
        ("on Monday", "в четверг", True),
        ("Monday, March 5", "Thursday, 5 марта", False),
        ("on Monday", "nothing of the kind", False),
        ("May 45", "may 2", False),
        ("am Montag", "jeudi", True),
        ("月曜日に", "星期四", True),
        ("금요일", "в субботу", False),
        ("2 out of 3", "4 March", False),
        ("they march 300 miles", "4 March", False),
    ],
)
def test_days_differ_by_more_than_a_day(one: str, other: str, expected: bool) -> None:
    assert differ(of(one), of(other)) is expected


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def test_every_day_of_a_leap_year_has_its_number_and_no_other_has_one() -> None:
    named = [
        (month, day) for month, length in zip(MONTHS, LENGTHS, strict=True) for day in range(1, length + 1)
    ]

    assert [of(f"on {month} {day}").dates for month, day in named] == [frozenset({at}) for at in range(366)]
    assert not [
        month for month, length in zip(MONTHS, LENGTHS, strict=True) if of(f"{month} {length + 1}").dates
    ]
    assert of("March 0").dates == of("0月4日").dates == of("13月4日").dates == frozenset()


def test_weekdays_count_from_monday() -> None:
    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    assert [of(day).weekdays for day in week] == [frozenset({at}) for at in range(7)]


def test_all_parts_count_and_of_each_its_head() -> None:
    one, other = Part.of("Monday, March 5"), Part.of("x" * 9 + " Tuesday, 4月6日")

    found = days(one, other, head=30)
    assert found == Days(frozenset({31 + 29 + 4, 31 + 29 + 31 + 5}), frozenset({0, 1}))
    assert days(one, other, head=16).weekdays == {0}
    assert days(one, other, head=17).weekdays == {0, 1}
    assert days(Part.of(" " * 994 + "Monday")).weekdays == {0}
    assert days(Part.of(" " * 995 + "Monday")).weekdays == frozenset()


def test_a_day_stands_near_its_month() -> None:
    assert of("5" + " " * 15 + "March").dates == {64}
    assert of("5" + " " * 16 + "March").dates == frozenset()


@pytest.mark.parametrize("text", ["5 set", "ago 5", "5 ma", "5 es"])
def test_short_everyday_words_are_no_months(text: str) -> None:
    assert of(text).dates == frozenset()


def test_a_short_form_of_three_letters_is_a_month() -> None:
    assert of("5 Mar").dates == {64}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({0}, {365}, False),
        ({0}, {364}, True),
        ({365}, {1}, True),
        ({0, 9}, {5, 10}, False),
        ({0, 9}, {5}, True),
    ],
)
def test_dates_are_apart_around_the_year(one: set[int], other: set[int], apart: bool) -> None:
    nothing: frozenset[int] = frozenset()
    assert differ(Days(frozenset(one), nothing), Days(frozenset(other), nothing)) is apart


def test_a_text_without_east_asian_letters_is_not_looked_through_for_their_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unused = [pattern(getattr(law, name).pattern) for name in ("_EAST_ASIAN_WEEKDAY", "_EAST_ASIAN_DATE")]
    monkeypatch.setattr(law, "_EAST_ASIAN_WEEKDAY", unused[0])
    monkeypatch.setattr(law, "_EAST_ASIAN_DATE", unused[1])
    assert share_a_date(of("Am 4. März – “sagt” er"), of("4 de março"))
    assert not any("finditer" in vars(one) for one in unused)
    assert share_a_date(of("10月13日"), of("13 October"))
