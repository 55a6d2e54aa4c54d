"""Days that a report names."""

from __future__ import annotations

import pytest

from reader.index.days import Days, days, differ, share_a_date
from reader.index.names import Part


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
