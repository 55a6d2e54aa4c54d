"""Which days and weekdays does the beginning of a report name? In English and Russian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, product

_MONTHS = (
    r"jan(?:uary)?\.?|январ[ья]", r"feb(?:ruary)?\.?|феврал[ья]", r"mar(?:ch)?\.?|марта?", r"apr(?:il)?\.?|апрел[ья]",
    "may|ма[йя]", "june?|июн[ья]", "july?|июл[ья]", r"aug(?:ust)?\.?|августа?", r"sept?(?:ember)?\.?|сентябр[ья]",
    r"oct(?:ober)?\.?|октябр[ья]", r"nov(?:ember)?\.?|ноябр[ья]", r"dec(?:ember)?\.?|декабр[ья]",
)  # fmt: skip
_WEEKDAYS = (
    "monday|понедельник[а-я]*", "tuesday|вторник[а-я]*", "wednesday|сред[ауы]", "thursday|четверг[а-я]*",
    "friday|пятниц[а-я]+", "saturday|суббот[а-я]+", "sunday|воскресень[а-я]+",
)  # fmt: skip
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STARTS = tuple(accumulate(_LENGTHS, initial=0))
_YEAR = 366

_MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in enumerate(_MONTHS))
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"\b(?:{_MONTH})\s+{_DAY}\b(?!\d|[.,]\d)", rf"\b{_DAY}\s+(?:of\s+)?(?:{_MONTH})(?!\w)")
)
_WEEKDAY = re.compile(
    "|".join(rf"\b(?P<w{number}>{names})\b" for number, names in enumerate(_WEEKDAYS)), re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Days:
    """`dates` count from 1 January as 0 in a leap year; `weekdays` from Monday as 0."""

    dates: frozenset[int]
    weekdays: frozenset[int]


def days(text: str) -> Days:
    """The days that a text names."""
    dates = {
        number
        for pattern in _DATES
        for match in pattern.finditer(text)
        if (number := _date(match)) is not None
    }
    weekdays = {int(match.lastgroup[1:]) for match in _WEEKDAY.finditer(text) if match.lastgroup}
    return Days(frozenset(dates), frozenset(weekdays))


def _date(match: re.Match[str]) -> int | None:
    month = next(number for number in range(len(_MONTHS)) if match[f"m{number}"])
    day = int(match["d"])
    return _STARTS[month] + day - 1 if 1 <= day <= _LENGTHS[month] else None


def share_a_date(one: Days, other: Days) -> bool:
    """Whether both name the same day of the year."""
    return bool(one.dates & other.dates)


def differ(one: Days, other: Days) -> bool:
    """Whether all days of the one are more than a day from all of the other: dates if both name some, else weekdays."""
    if one.dates and other.dates:
        return _apart(one.dates, other.dates, _YEAR)
    return bool(one.weekdays and other.weekdays) and _apart(one.weekdays, other.weekdays, 7)


def _apart(one: frozenset[int], other: frozenset[int], cycle: int) -> bool:
    return all(min((a - b) % cycle, (b - a) % cycle) > 1 for a, b in product(one, other))
