"""Dates as pages and feeds write them."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.dates import iso as iso_dates
from reader.dates.iso import ago, elapsed, from_unix, iso, shown, stamp
from reader.dates.months import MONTHS

NEVER = re.compile(r"(?!)")
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


def read(text: str, *, month_first: bool = False) -> tuple[str, str, bool] | None:
    found = stamp(text, month_first=month_first, now=NOW)
    return (iso(found.moment), found.day, found.has_time) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "2022-02-04",
        "2022/02/04",
        "2022.02.04",
        "2022-2-4",
        "20220204",
        "04.02.2022",
        "4.2.2022",
        "04.02.22",
        "4/2/2022",
        "04-02-2022",
        "February 04, 2022",
        "Feb. 4, 2022",
        "Feb 4th 2022",
        "FEBRUARY 4 2022",
        "4th of February, 2022",
        "4 Feb 2022",
        "04-Feb-2022",
        "4-Feb-22",
        "2022-Feb-04",
        "Published on Friday, February 4, 2022 by the desk",
        "4. Februar 2022",
        "4 février 2022",
        "4 de febrero de 2022",
        "4 febbraio 2022",
        "4 de fevereiro de 2022",
        "4 de febrer de 2022",
        "4 februari 2022",
        "4 februarie 2022",
        "4 lutego 2022 r.",
        "4. února 2022",
        "4. februára 2022",
        "4. februarja 2022",
        "4. helmikuuta 2022",
        "4. veebruar 2022",
        "2022 m. vasario 4 d.",
        "2022. február 4.",
        "4 Şubat 2022 Cuma",
        "4 Pebruari 2022",
        "4 февраля 2022 г.",
        "4 лютого 2022 року",
        "4 февруари 2022",
        "4 Φεβρουαρίου 2022",
        "4 בפברואר 2022",
        "٤ فبراير ٢٠٢٢",
        "4 شباط 2022",
        "2022年2月4日",
        "２０２２年２月４日",
        "2022년 2월 4일",
        "2022. 2. 4.",
    ],
)
def test_a_day_is_read_in_many_languages(text: str) -> None:
    assert read(text) == ("2022-02-04T00:00:00Z", "2022-02-04", False)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-02-04T09:19:00Z", "09:19:00"),
        ("2022-02-04T09:19Z", "09:19:00"),
        ("2022-02-04 09:19:00", "09:19:00"),
        ("2022-02-04t09:19:00.123456789z", "09:19:00"),
        ("2022-02-04T12:19:00+0300", "09:19:00"),
        ("2022-02-04T12:19:00+03", "09:19:00"),
        ("2022-02-04 04:19:00 -05:00", "09:19:00"),
        ("20220204T091900Z", "09:19:00"),
        ("20220204091900", "09:19:00"),
        ("202202040919", "09:19:00"),
        ("1643966340", "09:19:00"),
        ("1643966340123", "09:19:00"),
        ("1643966340.5", "09:19:00"),
        ("Fri, 04 Feb 2022 09:19:00 GMT", "09:19:00"),
        ("Fri, 04 Feb 2022 09:19:00 +0000 (UTC)", "09:19:00"),
        ("Blursday, 4 Feb 22 09:19 UT", "09:19:00"),
        ("Ven, 4 Fév 2022 10:19:00 +0100", "09:19:00"),
        ("Fri,04 Feb 2022 04:19:00 EST", "09:19:00"),
        ("Fri, 04 Feb 2022 09:19:00 NOWHERE", "09:19:00"),
        ("Fri, 04 Feb 2022 09:19:00 +9999", "09:19:00"),
        ("Fri Feb  4 09:19:00 2022", "09:19:00"),
        ("Fri Feb  4 04:19:00 EST 2022", "09:19:00"),
        ("Fri Feb 04 2022 12:19:00 GMT+0300 (Moscow Standard Time)", "09:19:00"),
        ("Feb. 4, 2022 at 5:03 p.m. EST", "22:03:00"),
        ("Feb 4, 2022 12:05 AM", "00:05:00"),
        ("Feb 4, 2022, 5pm", "17:00:00"),
        ("17:03, 4 February 2022", "17:03:00"),
        ("4 février 2022 à 17h03", "17:03:00"),
        ("4. Februar 2022, 17.03 Uhr", "17:03:00"),
        ("4.2.2022 klo 17.03", "17:03:00"),
        ("4 февраля 2022, 12:15 МСК", "09:15:00"),
        ("2022年2月4日 午後5時3分", "17:03:00"),
        ("2022. 2. 4. 오전 9:19", "09:19:00"),
    ],
)
def test_a_time_and_its_zone_are_read_with_the_day(text: str, moment: str) -> None:
    assert read(text) == (f"2022-02-04T{moment}Z", "2022-02-04", True)


def test_the_day_stays_as_written_in_the_stamps_own_zone() -> None:
    assert read("2022-02-04T23:30:00-05:00") == ("2022-02-05T04:30:00Z", "2022-02-04", True)
    assert read("2022-02-04T00:30:00+09:00") == ("2022-02-03T15:30:00Z", "2022-02-04", True)


def test_american_zone_names_know_summer() -> None:
    assert read("July 4, 2022 9:15 AM ET") == ("2022-07-04T13:15:00Z", "2022-07-04", True)
    assert read("March 13, 2022 9:15 AM ET") == ("2022-03-13T13:15:00Z", "2022-03-13", True)
    assert read("March 12, 2022 9:15 AM ET") == ("2022-03-12T14:15:00Z", "2022-03-12", True)
    assert read("November 6, 2022 9:15 AM PT") == ("2022-11-06T17:15:00Z", "2022-11-06", True)


def test_slashes_put_the_month_first_only_when_asked_or_when_they_must() -> None:
    assert read("03/04/2022") == ("2022-04-03T00:00:00Z", "2022-04-03", False)
    assert read("03/04/2022", month_first=True) == ("2022-03-04T00:00:00Z", "2022-03-04", False)
    assert read("14/02/2022", month_first=True) == ("2022-02-14T00:00:00Z", "2022-02-14", False)
    assert read("02/14/2022") == ("2022-02-14T00:00:00Z", "2022-02-14", False)
    assert read("03.04.2022", month_first=True) == ("2022-04-03T00:00:00Z", "2022-04-03", False)


def test_the_first_date_of_a_text_counts_and_lends_no_time_from_the_next() -> None:
    assert read("Published 4 Feb 2022 | Updated 5 Feb 2022 17:03") == (
        "2022-02-04T00:00:00Z",
        "2022-02-04",
        False,
    )
    assert read("5 Feb 2022, before that 2021-02-04") == ("2022-02-05T00:00:00Z", "2022-02-05", False)


def test_a_time_that_no_clock_shows_leaves_the_day() -> None:
    assert read("Fri, 04 Feb 2022 25:61:00 GMT") == ("2022-02-04T00:00:00Z", "2022-02-04", False)
    assert read("31 Dec 2021 24:00:00") == ("2022-01-01T00:00:00Z", "2021-12-31", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "May 2022",
        "2022",
        "4 February 12:30",
        "4 February, 12 min read",
        "01/07/16",
        "2022-02-30",
        "0001-01-01T00:00:00",
        "1969-12-31",
        "1970-01-01T00:00:00Z",
        "2026-08-05",
        "2099-01-01",
        "99991231240000",
        "version 10.2022.1",
        "+1 202 555 0143",
        "x" * 300 + "2022-02-04",
    ],
)
def test_what_is_no_date_or_cannot_be_one_is_refused(text: str) -> None:
    assert read(text) is None


def test_a_day_in_the_zone_furthest_east_is_not_the_future() -> None:
    assert read("2026-08-03") is not None


@given(st.text(max_size=220) | st.text(alphabet="0123456789 -:./,+TZfebmarjulpn年月日", max_size=220))
@settings(max_examples=300)
def test_any_text_gives_a_sound_stamp_or_none(text: str) -> None:
    found = stamp(text, now=NOW)
    if found:
        assert datetime(1970, 1, 1, tzinfo=UTC) < found.moment <= NOW + iso_dates.FUTURE
        assert abs(found.moment - datetime.fromisoformat(found.day).replace(tzinfo=UTC)) < timedelta(hours=39)


@given(
    st.datetimes(min_value=datetime(1975, 1, 1), max_value=datetime(2026, 7, 1)),
    st.integers(min_value=-12 * 60, max_value=14 * 60),
)
@settings(max_examples=100)
def test_a_stamp_written_as_iso_or_as_rfc_822_comes_back(written: datetime, minutes: int) -> None:
    moment = written.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    expected = (iso(moment), written.date().isoformat(), True)
    assert read(moment.isoformat()) == expected
    assert read(moment.strftime("%a, %d %b %Y %H:%M:%S %z")) == expected


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))
@settings(max_examples=50)
def test_our_own_times_come_back(moment: datetime) -> None:
    assert datetime.fromisoformat(iso(moment)) == moment.replace(microsecond=0)


def test_our_own_times_are_utc_in_whole_seconds() -> None:
    moment = datetime(2022, 2, 4, 12, 19, 0, 999_999, tzinfo=timezone(timedelta(hours=3)))
    assert iso(moment) == "2022-02-04T09:19:00Z"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-500, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (3_599, "59 min ago"),
        (3 * 3_600, "3 h ago"),
        (86_400, "1 day ago"),
        (6 * 86_400, "6 days ago"),
        (15 * 86_400, "2 weeks ago"),
        (100 * 86_400, "3 months ago"),
        (800 * 86_400, "2 years ago"),
    ],
)
def test_ages_in_words(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("now", "then", "told", "words"),
    [
        ("2026-11-24T14:05", "2026-11-24T14:04:01", (0, "min"), "just now"),
        ("2026-11-24T14:05", "2026-11-24T14:06", (0, "min"), "just now"),
        ("2026-11-24T14:05", "2026-11-25T14:05", (0, "min"), "just now"),
        ("2026-11-24T14:05", "2026-11-24T13:06", (59, "min"), "59 min ago"),
        ("2026-11-24T14:05", "2026-11-24T13:05", (1, "h"), "1 h ago"),
        ("2026-11-24T14:05", "2026-11-24T00:00", (14, "h"), "14 h ago"),
        ("2026-11-24T00:05", "2026-11-23T17:38", (6, "h"), "6 h ago"),
        ("2026-11-24T14:05", "2026-11-23T14:06", (23, "h"), "23 h ago"),
        ("2026-11-24T14:05", "2026-11-23T14:05", (1, "day"), "1 day ago"),
        ("2026-11-24T00:05", "2026-11-22T23:59", (2, "day"), "2 days ago"),
        ("2026-11-24T14:05", "2026-11-21T20:00", (3, "day"), "3 days ago"),
        ("2026-11-24T14:05", "2026-11-18T14:06", (6, "day"), "6 days ago"),
        ("2026-11-24T14:05", "2026-11-17T20:00", (7, "day"), "1 week ago"),
        ("2026-11-24T14:05", "2026-10-25T14:05", (30, "day"), "4 weeks ago"),
        ("2026-11-24T14:05", "2026-10-24T20:00", (31, "day"), "1 month ago"),
        ("2026-11-24T14:05", "2025-11-24T14:05", (365, "day"), "11 months ago"),
        ("2026-11-24T14:05", "2025-11-23T20:00", (366, "day"), "1 year ago"),
    ],
)
def test_days_are_those_of_the_calendar(now: str, then: str, told: tuple[int, str], words: str) -> None:
    zone = timezone(timedelta(hours=9))
    at = datetime.fromisoformat(now).replace(tzinfo=zone)
    moment = datetime.fromisoformat(then).replace(tzinfo=zone).astimezone(UTC)
    assert elapsed(moment, at) == told
    assert ago(moment, at) == words


def test_month_names_are_folded_and_complete() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))
    assert all(name == name.lower() for name in MONTHS)


def test_the_system_zone_knows_summer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    try:
        zone = iso_dates.SYSTEM_ZONE
        assert iso(datetime(2026, 7, 1, tzinfo=zone)) == "2026-06-30T22:00:00Z"
        assert iso(datetime(2026, 1, 1, tzinfo=zone)) == "2025-12-31T23:00:00Z"
        assert datetime(2026, 7, 1, 10, tzinfo=UTC).astimezone(zone).hour == 12
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "seconds", ["1700000000", 1700000000, 1700000000.0, " 1700000000 ", "1700000000\x1f"]
)
def test_seconds_since_1970_are_a_moment(seconds: object) -> None:
    assert from_unix(seconds) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "seconds",
    ["", "0", 0, -5, None, True, "soon", "1e9", "9" * 5_000, 10**30, float("nan"), float("inf"), "٣" * 30],
)
def test_what_is_no_moment_is_none(seconds: object) -> None:
    assert from_unix(seconds) is None


def test_seconds_far_ahead_of_now_are_refused() -> None:
    assert from_unix(1700000000, now=datetime(2023, 11, 1, tzinfo=UTC)) is None


@settings(max_examples=200)
@given(
    st.datetimes(datetime(1969, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),
    st.integers(-24 * 4 + 1, 24 * 4 - 1),
    st.sampled_from(["iso", "zulu", "mail", "gmt"]),
)
def test_a_date_is_the_same_by_both_ways(moment: datetime, quarters: int, form: str) -> None:
    local = moment.replace(microsecond=0).astimezone(timezone(timedelta(minutes=15 * quarters)))
    text = {
        "iso": local.isoformat(),
        "zulu": local.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "mail": format_datetime(local),
        "gmt": format_datetime(local.astimezone(UTC), usegmt=True),
    }[form]
    short = stamp(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso_dates, "_RFC_3339", NEVER)
        patch.setattr(iso_dates, "_RFC_822", NEVER)
        assert short == stamp(text)


@pytest.mark.parametrize("text", ["2026-02-30T10:00:00Z", "2026-02-04T25:00:00Z", "31 Apr 2026 10:61:00 GMT"])
def test_what_is_no_date_goes_the_long_way(text: str) -> None:
    short = stamp(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso_dates, "_usual", lambda _: None)
        assert short == stamp(text)


TOKYO, NEW_YORK = timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))


@pytest.mark.parametrize("zone", [TOKYO, UTC, NEW_YORK])
def test_a_day_without_a_time_is_that_day_in_each_zone(zone: timezone) -> None:
    found = shown(datetime(2026, 11, 29, tzinfo=UTC), "2026-11-29", zone)
    assert (found.date().isoformat(), found.hour, found.tzinfo) == ("2026-11-29", 0, zone)


@pytest.mark.parametrize(
    ("zone", "said"), [(TOKYO, "2026-11-30 01:10"), (UTC, "2026-11-29 16:10"), (NEW_YORK, "2026-11-29 11:10")]
)
@pytest.mark.parametrize("day", ["2026-11-30", "2026-11-29", None])
def test_a_time_is_shown_in_the_zone_of_the_reader(zone: timezone, said: str, day: str | None) -> None:
    found = shown(datetime(2026, 11, 29, 16, 10, tzinfo=UTC), day, zone)
    assert f"{found:%Y-%m-%d %H:%M}" == said
