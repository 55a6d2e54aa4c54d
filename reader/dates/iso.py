"""Reads and writes times: ISO 8601 as we write them, and through `stamp` any that pages and feeds write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from reader.late import pattern

STAMP_LIMIT = 200
"""Characters of a text in which a date is looked for."""

FUTURE = timedelta(days=2)
"""How far ahead of now a date may lie: a print edition's day in the zone furthest east."""

_FIRST_YEAR = 1971
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: f"{number:02}" for number, name in enumerate(_NAMES, 1)}
_RFC_3339 = pattern(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[01]):[0-5]\d)", re.ASCII)
_RFC_822 = pattern(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) ({'|'.join(_NAMES)}) ((?:19|20)\d\d) (\d\d:\d\d:\d\d) "
    r"(GMT|UTC|Z|[+-](?:0\d|1[01])[0-5]\d)",
    re.ASCII,
)
_DIGITS = 20
_NO_YEAR = 250_000_000_000
"""Seconds since 1970 that lie in a year past 9000."""


class Stamp(NamedTuple):
    """A moment in UTC; the `day` (`YYYY-MM-DD`) as written, in the stamp's own zone; whether a time was written."""

    moment: datetime
    day: str
    has_time: bool


def stamp(text: str, *, month_first: bool = False, now: datetime | None = None) -> Stamp | None:
    """The first date in a text, written in any of many ways and languages; None where there is none.

    `month_first` reads 02/04/2022 as 4 February; a month above 12 decides for itself. A date without a time is
    midnight UTC; a time without a known zone is UTC. Refused: years before 1970, the very second 0 of Unix time
    (a stamp never set), more than `FUTURE` ahead of `now`, a month or year alone. Looks at `STAMP_LIMIT` characters.
    """
    if (usual := _usual(text)) and usual.moment <= (now or datetime.now(UTC)) + FUTURE:
        return usual
    # Imported late: its patterns and month names take some ms, and most runs read no foreign date.
    from reader.dates import parse

    found = parse.find(text[:STAMP_LIMIT], month_first=month_first)
    if found is None or found[0].timestamp() <= 0 or found[0] > (now or datetime.now(UTC)) + FUTURE:
        return None
    return Stamp(*found)


def _usual(text: str) -> Stamp | None:
    """A whole date and time as the standards of feeds write it, which most are: RFC 3339 or RFC 822 with digits."""
    if found := _RFC_822.fullmatch(text):
        day, month, year, clock, zone = found.groups()
        zone = "+00:00" if zone in ("GMT", "UTC", "Z") else f"{zone[:3]}:{zone[3:]}"
        text = f"{year}-{_MONTHS[month]}-{day:0>2}T{clock}{zone}"
    elif not _RFC_3339.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return Stamp(moment.astimezone(UTC), text[:10], has_time=True) if moment.year >= _FIRST_YEAR else None
    except (ValueError, OverflowError):
        return None


def shown(moment: datetime, day: str | None, zone: tzinfo | None) -> datetime:
    """The time of an article in the reader's zone, from which every date and age that a person reads is taken: in lists, on the
    article, in the shell. A `day` that was written without a time (then `moment` is midnight UTC) is that day in each
    zone."""
    if day == moment.date().isoformat() and not (moment.hour or moment.minute or moment.second):
        return moment.replace(tzinfo=zone)
    return moment.astimezone(zone)


def from_unix(seconds: object, *, now: datetime | None = None) -> datetime | None:
    """The moment of a count of seconds since 1970, as a number or its digits; None for all else, and for what `stamp`
    refuses."""
    if isinstance(seconds, str) and len(seconds) <= _DIGITS and (digits := seconds.strip()).isdecimal():
        seconds = int(digits)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < _NO_YEAR:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment if moment <= (now or datetime.now(UTC)) + FUTURE else None


def iso(moment: datetime) -> str:
    """`2022-02-04T09:19:00Z`: an aware time as the library, JSON and exports write it; whole seconds, UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def elapsed(moment: datetime, now: datetime) -> tuple[int, Literal["min", "h", "day"]]:
    """The time since then as all ages count it: whole minutes below an hour, whole hours below a day, else days of the
    calendar in the zone of `now`. What lies ahead is 0 minutes."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 60:
        return max(minutes, 0), "min"
    if minutes < 24 * 60:
        return minutes // 60, "h"
    return (now.date() - moment.astimezone(now.tzinfo).date()).days, "day"


def ago(moment: datetime, now: datetime) -> str:
    """The time since then in words: "just now", "5 min ago", "3 h ago", "2 days ago"; what lies ahead is "just now"."""
    count, unit = elapsed(moment, now)
    if unit == "day":
        length, name = next((length, name) for length, name in _LENGTHS if count >= length)
        count = int(count // length)
        return f"{count} {name if count == 1 else name + 's'} ago"
    return f"{count} {unit} ago" if count else "just now"


_LENGTHS = ((365.25, "year"), (30.4375, "month"), (7, "week"), (1, "day"))
"""Days of what longer ages are counted in."""


class SystemZone(tzinfo):
    """The zone that the system is set to, by its rules for each day, summer time included.

    `datetime.now(SYSTEM_ZONE)` is the `now` for queries: `datetime.now().astimezone()` would carry today's offset
    to days in the other half of the year.
    """

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        """The difference from UTC at that local time."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        """Unknown: the system tells the sum only."""
        return None

    def tzname(self, moment: datetime | None, /) -> str | None:
        """The system's name for the zone at that local time."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime, /) -> datetime:
        """The local time of a UTC one."""
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


SYSTEM_ZONE = SystemZone()
