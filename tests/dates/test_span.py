"""The stretches of time that a query names."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.dates.span import UnknownTimeError, outer, span
from reader.query.parse import parse
from reader.query.tree import TimeSpan

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 31, 15, 20, 30, tzinfo=MOSCOW)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2026-2-4", "2026-02-04", "2026-02-05"),
        ("2026-02-04T09:30", "2026-02-04T09:30", "2026-02-04T09:30:01"),
        ("2026-02-04T06:30:00Z", "2026-02-04T09:30", "2026-02-04T09:30:01"),
        ("today", "2026-03-31", "2026-04-01"),
        ("Yesterday", "2026-03-30", "2026-03-31"),
        ("this week", "2026-03-30", "2026-04-06"),
        ("last week", "2026-03-23", "2026-03-30"),
        ("this month", "2026-03-01", "2026-04-01"),
        ("last month", "2026-02-01", "2026-03-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last  year", "2025-01-01", "2026-01-01"),
        ("3h", "2026-03-31T12:20:30", "2026-03-31T13:20:30"),
        ("an hour ago", "2026-03-31T14:20:30", "2026-03-31T15:20:30"),
        ("0d", "2026-03-31", "2026-04-01"),
        ("2w", "2026-03-17", "2026-03-18"),
        ("2 weeks ago", "2026-03-17", "2026-03-18"),
        ("two Weeks", "2026-03-17", "2026-03-18"),
        ("1m", "2026-02-28", "2026-03-01"),
        ("a month ago", "2026-02-28", "2026-03-01"),
        ("2y", "2024-03-31", "2024-04-01"),
    ],
)
def test_a_time_is_a_whole_stretch_of_the_local_calendar(text: str, start: str, end: str) -> None:
    assert span(text, NOW) == (local(start), local(end))


def test_a_day_of_the_other_season_begins_at_its_own_midnight() -> None:
    berlin = datetime(2026, 1, 15, tzinfo=ZoneInfo("Europe/Berlin"))
    assert span("2026-07-01", berlin)[0] == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert span("2026-01-01", berlin)[0] == datetime(2025, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "start", "end"),
    [
        ("newer:2026-02", "2026-02-01", None),
        ("older:2026-02", None, "2026-02-01"),
        ("date:2026-02", "2026-02-01", "2026-03-01"),
        ("date:2026-02..2026-04", "2026-02-01", "2026-05-01"),
        ("date:2026-02..", "2026-02-01", None),
        ("date:..2026-02", None, "2026-03-01"),
        ('newer:"2 weeks ago"', "2026-03-17", None),
        ("date:1w..today", "2026-03-24", "2026-04-01"),
    ],
)
def test_fields_of_time_take_the_start_or_the_whole(source: str, start: str | None, end: str | None) -> None:
    found = parse(source, NOW).tree
    assert isinstance(found, TimeSpan)
    assert (found.start, found.end) == (start and local(start), end and local(end))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "13",
        "2026-13",
        "1899",
        "2200",
        "0000-00-00",
        "9999y",
        "999999w",
        "umpteen days",
        "2026-02-04T99",
    ],
)
def test_what_names_no_time_is_refused(text: str) -> None:
    with pytest.raises(UnknownTimeError):
        span(text, NOW)


def test_a_range_without_ends_is_refused() -> None:
    with pytest.raises(UnknownTimeError, match="at least one side"):
        outer("..", NOW)


@given(
    st.text(max_size=20)
    | st.from_regex(r"\d{1,6} ?[hdwmy]|\d{4}-\d\d-\d\d(T\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?", fullmatch=True)
)
@settings(max_examples=200)
def test_any_text_is_a_stretch_or_refused(text: str) -> None:
    try:
        start, end = span(text, NOW)
    except UnknownTimeError:
        return
    assert start < end
