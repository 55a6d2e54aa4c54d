"""Reads the stretch of time that a query names: ages, days, months and years, in the zone of `now`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from reader.dates.iso import stamp
from reader.late import pattern

if TYPE_CHECKING:
    import re
    from datetime import tzinfo

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years a query may name; beyond them lies a typing mistake."""

FORMS = 'a date (2026, 2026-02, 2026-02-04), an age (3h, 5d, 2w, 6m, 1y, "2 weeks ago"), today or yesterday'

_DATE = pattern(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MOMENT = pattern(r"\d{4}-\d\d-\d\dt\d")
_NAMED = pattern(r"(this|last)\s+(week|month|year)")
_COUNTS = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        range(1, 11),
        strict=True,
    )
)
_COUNTS |= {"a": 1, "an": 1}
_AGE = pattern(
    rf"(\d{{1,6}}|(?:{'|'.join(_COUNTS)})(?=\s))\s*(h|d|w|m|y|hours?|days?|weeks?|months?|years?)(?:\s+ago)?"
)


class UnknownTimeError(ValueError):
    """A text that names no time; `nearest` is the form that was perhaps meant, or empty."""

    def __init__(self, reason: str, nearest: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.nearest = nearest


def span(text: str, now: datetime) -> tuple[datetime, datetime]:
    """The stretch [start, end) that a text names, in UTC: a whole day, month or year by the calendar of `now`'s zone.

    An age in hours is the hour that begins so long ago; an age in days, weeks, months or years is the whole day that
    lies so far back. A time as ISO 8601 writes it is that second. Weeks begin on Monday.
    """
    said = " ".join(text.lower().split())
    zone = now.tzinfo or UTC
    try:
        if _MOMENT.match(said):
            return _moment(text.strip(), zone)
        if age := _AGE.fullmatch(said):
            return _age(age, now, zone)
        return _days(*_calendar(said, now), zone)
    except UnknownTimeError:
        raise
    except (ValueError, OverflowError):
        raise UnknownTimeError(f"the date “{text}” does not exist") from None


def outer(text: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The stretch of `span`, or of a range `A..B`, `A..` or `..B`: from the start of A to the end of B."""
    first, dots, last = text.partition("..")
    if not dots:
        return span(text, now)
    start = span(first, now)[0] if first.strip() else None
    end = span(last, now)[1] if last.strip() else None
    if start is None and end is None:
        raise UnknownTimeError("a range needs a date on at least one side of the dots", "2026-02..2026-04")
    if start and end and start >= end:
        raise UnknownTimeError("the range runs backwards", f"{last.strip()}..{first.strip()}")
    return start, end


def _calendar(said: str, now: datetime) -> tuple[date, date]:
    """First day and the day after the last."""
    today = now.date()
    if said in ("today", "yesterday"):
        day = today - timedelta(days=said == "yesterday")
        return day, day + timedelta(days=1)
    if named := _NAMED.fullmatch(said):
        return _named(named[1] == "last", named[2], today)
    if not (found := _DATE.fullmatch(said)):
        raise _unknown(said, now)
    year, month, day_of_month = int(found[1]), found[2], found[3]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownTimeError(f"the year {found[1]} is not between {FIRST_YEAR} and {LAST_YEAR}")
    first = date(year, int(month or 1), int(day_of_month or 1))
    if day_of_month:
        return first, first + timedelta(days=1)
    return first, _months_later(first, 1 if month else 12)


def _named(is_last: bool, unit: str, today: date) -> tuple[date, date]:
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * is_last)
        return first, first + timedelta(days=7)
    months = 12 if unit == "year" else 1
    first = today.replace(day=1, month=1 if unit == "year" else today.month)
    first = _months_later(first, -months * is_last)
    return first, _months_later(first, months)


def _age(age: re.Match[str], now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    count = _COUNTS.get(age[1]) or int(age[1])
    unit = age[2][0]
    if unit == "h":
        start = now.astimezone(UTC) - timedelta(hours=count)
        day, end = start.date(), start + timedelta(hours=1)
    else:
        today = now.date()
        if unit in "dw":
            day = today - timedelta(days=count * (7 if unit == "w" else 1))
        else:
            day = _months_later(today, -count * (12 if unit == "y" else 1))
        start, end = _days(day, day + timedelta(days=1), zone)
    if day.year < FIRST_YEAR:
        raise UnknownTimeError(f"“{age[0]}” is before the year {FIRST_YEAR}")
    return start, end


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _days(first: date, after_last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after_last))
    return start, end


def _moment(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    moment = datetime.fromisoformat(text.upper())
    start = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise UnknownTimeError(f"the year {start.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return start, start + timedelta(seconds=1)


def _unknown(said: str, now: datetime) -> UnknownTimeError:
    """Dates in other orders are recognised, but not taken: 04/02/2022 is two different days."""
    meant = stamp(said, now=now)
    return UnknownTimeError(f"“{said}” isn't a date or an age", meant.day if meant else "")
