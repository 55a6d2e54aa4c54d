from __future__ import annotations

import pytest

from reader.dates.iso import iso
from reader.dates.parse import find


def read(text: str, *, month_first: bool = False) -> tuple[str, str, bool] | None:
    found = find(text, month_first=month_first)
    return (iso(found[0]), found[1], found[2]) if found else None


def clock(text: str) -> str | None:
    found = read(text)
    return found[0][11:16] if found and found[2] else None


@pytest.mark.parametrize(
    "text",
    [
        "20220204",
        "2022-2-4",
        "4.2.2022",
        "4.2.22",
        "4/2/2022",
        "2022\u5e742\u67084\u65e5",
        "4 f\u00e9vrier 2022",
        "February 4th, 2022",
        "4 de febrero de 2022",
        "2022 February 4",
        "Fri Feb 4 09:19:00 2022",
        "\u0664 \u0641\u0628\u0631\u0627\u064a\u0631 \u0662\u0660\u0662\u0662",
    ],
)
def test_a_day_is_read_in_many_forms(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found[1] == "2022-02-04"


@pytest.mark.parametrize(
    "text",
    ["", "may", "May 2022", "2022", "31.2.2022", "4.13.1850", "1.2.3", "10.0.0.1", "12:30", "page 20220299"],
)
def test_what_names_no_day_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1643966340", "2022-02-04T09:19:00Z"),
        ("1643966340000", "2022-02-04T09:19:00Z"),
        ("1643966340000000", "2022-02-04T09:19:00Z"),
        ("202202040919", "2022-02-04T09:19:00Z"),
        ("20220204091901", "2022-02-04T09:19:01Z"),
    ],
)
def test_digits_alone_are_a_day_with_time_or_unix_time(text: str, moment: str) -> None:
    assert read(text) == (moment, "2022-02-04", True)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("4.2.2022 9:19", "09:19"),
        ("4.2.2022, 9.19", "09:19"),
        ("4.2.2022 9:19 pm", "21:19"),
        ("4.2.2022 12:19 am", "00:19"),
        ("4.2.2022 12 p.m.", "12:00"),
        ("4.2.2022 9h19", "09:19"),
        ("4.2.2022 \u5348\u5f8c9\u664219\u5206", "21:19"),
        ("9:19, 4.2.2022", "09:19"),
        ("4.2.2022 24:00", "00:00"),
        ("4.2.2022 25:00", None),
        ("4.2.2022 9:60", None),
        ("4.2.2022 and 5.2.2022 9:19", None),
    ],
)
def test_a_time_is_read_beside_its_day(text: str, time: str | None) -> None:
    assert clock(text) == time


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("", "12:00"),
        (" Z", "12:00"),
        ("+0300", "09:00"),
        ("+03:30", "08:30"),
        ("-5", "17:00"),
        (" GMT+3", "09:00"),
        (" CET", "11:00"),
        (" (CEST)", "10:00"),
        (" IST", "06:30"),
        (" NDT", "14:30"),
        (" MSK", "09:00"),
        (" nowhere", "12:00"),
        ("+14:00", "22:00"),
        ("+14:01", "12:00"),
    ],
)
def test_a_zone_is_a_number_or_one_of_the_names_in_use(zone: str, time: str) -> None:
    assert clock(f"2022-02-04 12:00{zone}") == time


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2022-03-12", "17:00"),
        ("2022-03-13", "16:00"),
        ("2022-11-05", "16:00"),
        ("2022-11-06", "17:00"),
        ("2026-03-07", "17:00"),
        ("2026-03-08", "16:00"),
        ("2026-11-01", "17:00"),
    ],
)
def test_american_summer_lasts_from_the_second_sunday_of_march_to_the_first_of_november(
    day: str, time: str
) -> None:
    assert clock(f"{day} 12:00 ET") == time


def test_the_month_stands_first_where_that_is_asked_or_the_only_way() -> None:
    assert [read(text, month_first=True) for text in ("2/4/2022", "2-4-2022", "20/4/2022")] == [
        ("2022-02-04T00:00:00Z", "2022-02-04", False),
        ("2022-04-02T00:00:00Z", "2022-04-02", False),
        ("2022-04-20T00:00:00Z", "2022-04-20", False),
    ]
    assert read("4/20/2022") == ("2022-04-20T00:00:00Z", "2022-04-20", False)


def test_two_digits_of_a_year_turn_at_69() -> None:
    assert [found[1] for text in ("4.2.68", "4.2.69") if (found := read(text))] == [
        "2068-02-04",
        "1969-02-04",
    ]
