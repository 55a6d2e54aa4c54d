"""Ages in a few columns: exact where it matters, and never negative, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reader.tui.wording import age, bare, clock, title_parts


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Lex (`liblex`)", "Lex (liblex)"),
        ("`a` and `b c`", "a and b c"),
        ("don`t, can`t", "don`t, can`t"),
        ("a ` b ` c", "a ` b ` c"),
        ("``x``", "``x``"),
        ("one ` alone", "one ` alone"),
        ("", ""),
    ],
)
def test_a_title_has_no_backticks_around_code(title: str, shown: str) -> None:
    assert bare(title) == shown


def test_the_parts_of_a_title_say_which_is_code() -> None:
    assert title_parts("`a` or `b`!") == [("a", True), (" or ", False), ("b", True), ("!", False)]


NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ({"seconds": 59}, "now"),
        ({"minutes": 5}, "5 min"),
        ({"hours": 2}, "2 h"),
        ({"hours": 15}, "yesterday"),
        ({"days": 3}, "3 d"),
        ({"days": 30}, "25 Oct"),
        ({"days": 400}, "20 Oct 2025"),
        ({"minutes": -5}, "now"),
        ({"days": -1}, "now"),
        ({"days": -50 * 365}, "now"),
    ],
)
def test_an_age_in_words(before: dict[str, int], told: str) -> None:
    assert age(NOW - timedelta(**before), NOW) == told


def test_a_time_of_another_day_or_year_says_which() -> None:
    moments = [NOW, NOW - timedelta(days=1), NOW + timedelta(days=50 * 365)]
    assert [clock(moment, NOW) for moment in moments] == ["14:05", "23 Nov 14:05", "11 Nov 2076 14:05"]
