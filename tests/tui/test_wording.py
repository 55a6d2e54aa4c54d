"""Ages in a few columns: exact where it matters, and never negative, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.core.lists import ListSnapshot
from reader.core.search import Alone
from reader.model import UNDATED
from reader.tui import wording
from reader.tui.wording import age, bare, clock, found_words, not_fetched, time_of_day, title_parts, use_clock


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


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "https://www.pier.example/a?b=1#c: no such host",
            "Could not fetch the page from pier.example: no such host",
        ),
        ("http://pier.example: a: b", "Could not fetch the page from pier.example: a: b"),
        ("https://: no such host", "Could not fetch the page: https://: no such host"),
        ("no net", "Could not fetch the page: no net"),
        (None, "Could not fetch the page"),
    ],
)
def test_what_was_not_fetched_is_named_by_its_host(error: str | None, said: str) -> None:
    assert not_fetched(error) == said


NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ({"seconds": 59}, "now"),
        ({"minutes": 5}, "5m"),
        ({"hours": 2}, "2h"),
        ({"hours": 15}, "15h"),
        ({"hours": 24}, "1d"),
        ({"days": 3}, "3d"),
        ({"days": 30}, "25 Oct"),
        ({"days": 400}, "20 Oct 25"),
        ({"minutes": -5}, "now"),
        ({"days": -1}, "now"),
        ({"days": -50 * 365}, "now"),
    ],
)
def test_an_age_in_words(before: dict[str, int], told: str) -> None:
    assert age(NOW - timedelta(**before), NOW) == told


@pytest.mark.parametrize(
    ("year", "told"),
    [(2025, "4 Feb 25"), (2005, "4 Feb 05"), (1947, "4 Feb 47"), (1946, "4 Feb 1946"), (1926, "4 Feb 1926")],
)
def test_a_year_has_two_digits_where_they_leave_no_doubt(year: int, told: str) -> None:
    for is_absolute in (False, True):
        assert age(datetime(year, 2, 4, tzinfo=UTC), NOW, is_absolute=is_absolute) == told


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ({"minutes": 5}, "14:00"),
        ({"hours": 14}, "00:05"),
        ({"hours": 15}, "23 Nov"),
        ({"days": 3}, "21 Nov"),
        ({"days": 400}, "20 Oct 25"),
        ({"days": -1}, "now"),
    ],
)
def test_a_time_in_place_of_an_age(before: dict[str, int], told: str) -> None:
    assert age(NOW - timedelta(**before), NOW, is_absolute=True) == told


def test_an_unknown_time_is_said_to_be_unknown() -> None:
    assert (age(UNDATED, NOW), clock(UNDATED, NOW)) == ("–", "no date")


def test_a_time_of_another_day_or_year_says_which() -> None:
    moments = [NOW, NOW - timedelta(days=1), NOW + timedelta(days=50 * 365)]
    assert [clock(moment, NOW) for moment in moments] == ["14:05", "23 Nov 14:05", "11 Nov 2076 14:05"]


def test_a_clock_of_twelve_hours() -> None:
    use_clock("12 h")
    hours = [time_of_day(NOW.replace(hour=hour)) for hour in (0, 1, 11, 12, 13, 23)]
    assert hours == ["12:05 am", "1:05 am", "11:05 am", "12:05 pm", "1:05 pm", "11:05 pm"]
    assert clock(NOW - timedelta(days=1), NOW) == "23 Nov 2:05 pm"
    assert age(NOW, NOW, is_absolute=True) == "2:05 pm"


def test_what_a_search_found_is_told_ever_more_briefly() -> None:
    found = ListSnapshot(ids=(1, 2), total=1_234, folded=3, unread=5, muted=6)
    assert found_words(found) == [
        "1,234 found, 3 copies folded · 5 unread · 6 muted · newest first · 5 listed",
        "1,234 found, 3 copies folded · 5 unread · 6 muted · 5 listed",
        "1,234 found · 5 unread · 6 muted · 5 listed",
        "1,234 found · 5 unread · 5 listed",
        "1,234 found · 5 unread",
        "1,234 found",
    ]
    late = ListSnapshot(ids=(1,), total=1)
    addressed = found_words(ListSnapshot(ids=(1, 2), total=2, by_address=1))
    assert [addressed[0], addressed[-2]] == [
        "2 found, 1 only by its address · 0 unread · newest first",
        "2 found · 0 unread",
    ]
    assert found_words(late, is_late=True) == [
        "1 found · 0 unread · still indexing",
        "1 found · still indexing",
    ]
    likelier = Alone("ferry", 1_000)
    assert found_words(late, other=likelier)[-1] == "1 found. Did you mean ferry? 1,000 found"


def test_no_other_place_on_the_screen_writes_a_time_of_day() -> None:
    folder = Path(wording.__file__).parent
    found = [path.name for path in sorted(folder.rglob("*.py")) if "%H" in path.read_text("utf-8")]
    assert found == ["wording.py"]
