"""Finds the first date in a text, as pages and feeds in many languages write dates.

Our own code, though dateparser and htmldate come with trafilatura: dateparser is a hundred times slower and
guesses ("may" is a date to it), and a wrong day is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from reader.dates.months import MONTHS, joined
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

Written = tuple[datetime, str, bool]
"""What `dates.iso.Stamp` holds: the moment in UTC, the day as written, whether a time was written."""


class _Found(NamedTuple):
    """A date and the places in the text where a time may stand, best first."""

    day: date
    start: int
    around: tuple[str, ...]


def find(text: str, *, month_first: bool) -> Written | None:
    """The first date in a text of bounded length; `month_first` reads 02/04/2022 as 4 February."""
    folded = joined(fold(_ascii_digits(text)).strip())
    if _DIGITS.fullmatch(folded) and (number := _digits_only(folded)):
        return number
    first = next(_candidates(folded, month_first=month_first), None)
    return _with_time(first) if first else None


def _ascii_digits(text: str) -> str:
    """Arabic, Persian, Indic and full-width digits as 0 to 9; full-width marks as ASCII."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


_DIGITS = re.compile(r"\d{8,17}(?:\.\d{1,9})?")


def _digits_only(text: str) -> Written | None:
    """20220204, 202202040919, 20220204091900, or seconds, milliseconds or microseconds of Unix time."""
    whole = text.partition(".")[0]
    if len(whole) in (8, 12, 14) and (day := _day(whole[:4], whole[4:6], whole[6:8])):
        return _timed(day, whole[8:10], whole[10:12], whole[12:14]) if whole[8:] else _untimed(day)
    unit = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 16: 1_000_000}.get(len(whole))
    if unit is None:
        return None
    moment = datetime.fromtimestamp(int(whole) // unit, UTC)
    return (moment, moment.date().isoformat(), True)


_YEAR_FIRST = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s{0,2}(?P<sep>[-/.])\s{0,2}(?P<m>\d{1,2})\s{0,2}(?P=sep)\s{0,2}(?P<d>\d{1,2})(?!\d)\.?"
)
_EAST_ASIAN = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s{0,2}[年년]\s{0,2}(?P<m>\d{1,2})\s{0,2}[月월]\s{0,2}(?P<d>\d{1,2})\s{0,2}[日일号號]?"
)
_BASIC = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\d./-])(?P<d>\d{1,2})\s{0,2}(?P<sep>[./-])\s{0,2}(?P<m>\d{1,2})\s{0,2}(?P=sep)\s{0,2}"
    r"(?P<y>(?:19|20)\d\d|(?<=\.)\d\d)(?![\d:])"
)
_MONTH = re.compile("[^\\W\\d_]+(?:_[^\\W\\d_]+)?")
# What may stand between the day, the month and the year.
_GAP = r"(?:[\s.,'’/()-]|\b(?:de[li]?|of|den?|th|st|nd|rd|er|го|a|m|d)\b|(?<=\d)(?:th|st|nd|rd|er|re|e|o|a|г|го)\b){0,6}"
_BEFORE_MONTH = re.compile(rf"(?:(?<=[^\d:])|^)(?P<n>\d{{1,2}}|(?:19|20)\d\d)(?:[ºª]|{_GAP})$")
_DAY_AFTER = re.compile(rf"{_GAP}(?P<d>\d{{1,2}})(?![\d:])")
_YEAR_AFTER = re.compile(
    rf"{_GAP}(?P<y>(?:19|20)\d\d)(?!\d)|[\s.'’-]{{1,3}}(?P<short>\d\d)(?![\d:.]|\s?[ap]\.?m\b)"
)
_LATE_YEAR = re.compile(
    r"(?P<between>\D{0,12}\d{1,2}:\d\d(?::\d\d)?[^\d]{0,12}(?:[+-]\d{4}\s)?)(?P<y>(?:19|20)\d\d)(?!\d)"
)


def _candidates(text: str, *, month_first: bool) -> Iterator[_Found]:
    """Dates in the text that exist in the calendar, in order of their places."""
    found = [
        one
        for pattern in (_YEAR_FIRST, _EAST_ASIAN, _BASIC, _DAY_FIRST)
        for match in pattern.finditer(text)
        if (one := _numeric(text, match, month_first=month_first and pattern is _DAY_FIRST))
    ]
    found.extend(_named(text))
    yield from sorted(found, key=lambda one: one.start)


def _numeric(text: str, match: re.Match[str], *, month_first: bool) -> _Found | None:
    day, month = match["d"], match["m"]
    if match.re is _DAY_FIRST and (
        int(month) > 12 or (month_first and match["sep"] == "/" and int(day) <= 12)
    ):
        day, month = month, day
    when = _day(match["y"], month, day)
    return _Found(when, match.start(), (text[match.end() :], text[: match.start()])) if when else None


def _named(text: str) -> Iterator[_Found]:
    """Dates around the name of a month."""
    for word in _MONTH.finditer(text):
        month = MONTHS.get(word[0])
        if month is None:
            continue
        reach = max(0, word.start() - 12)
        before = _BEFORE_MONTH.search(text[reach : word.start()])
        start = reach + before.start() if before else word.start()
        for year, day, inside, rest in _readings(before["n"] if before else "", text[word.end() :]):
            if when := _day(year, str(month), day):
                yield _Found(when, start, (inside, rest, text[:start]))
                break


def _readings(before: str, after: str) -> Iterator[tuple[str, str, str, str]]:
    """Year, day, what stands inside the date and what after it, for each way to read the text around a month."""
    if len(before) == 4:
        if found := _DAY_AFTER.match(after):
            yield before, found["d"], "", after[found.end() :]
        return
    if before:
        yield from ((year, before, inside, rest) for year, inside, rest in _years(after))
    if found := _DAY_AFTER.match(after):
        rest = after[found.end() :]
        yield from ((year, found["d"], inside, end) for year, inside, end in _years(rest) if len(year) == 4)


def _years(after: str) -> Iterator[tuple[str, str, str]]:
    if found := _YEAR_AFTER.match(after):
        yield found["y"] or found["short"], "", after[found.end() :]
    if found := _LATE_YEAR.match(after):
        yield found["y"], found["between"], after[found.end() :]


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 69 else 1900  # as POSIX has it
    try:
        return date(number, int(month), int(day)) if 1900 <= number <= 2100 else None
    except ValueError:
        return None


_NOON = r"(?P<noon>a\.?\s?m\b|p\.?\s?m\b|πμ|π\.μ|μμ|μ\.μ)"
_TIME = re.compile(
    r"(?:(?P<early>午前|上午|오전)|(?P<late>午後|下午|오후))?\s{0,2}"
    r"(?<![\d.:])(?P<h>\d{1,2})(?:"
    rf"\s?:\s?(?P<min>\d\d)(?:\s?:\s?(?P<sec>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d)(?:\s?{_NOON})?"
    r"|(?:(?<=t\d\d)(?P<tmin>\d\d)(?P<tsec>\d\d)?)(?!\d)"
    r"|\.(?P<dmin>\d\d)(?![\d.])(?:\s?(?P<dnoon>a\.?m\b|p\.?m\b))?"
    r"|\s?(?:h|u)\s?(?P<hmin>\d\d)?(?!\w)"
    r"|\s?[時时点點시]\s?(?:(?P<cmin>\d{1,2})\s?[分분])?"
    r"|\s?(?P<only>a\.?m\b|p\.?m\b)"
    r")"
)
_NEXT_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _with_time(found: _Found) -> Written:
    """The date with the first sound time near it."""
    for place in found.around:
        for match in _TIME.finditer(_NEXT_DATE.split(place, maxsplit=1)[0]):
            if timed := _clock(found.day, match, place):
                return timed
    return _untimed(found.day)


def _clock(day: date, match: re.Match[str], place: str) -> Written | None:
    parts = match.groupdict()
    hour = int(match["h"])
    noon = next((parts[key] for key in ("noon", "dnoon", "only") if parts[key]), "")
    afternoon = bool(parts["late"]) or noon[:1] in ("p", "μ")
    if afternoon and hour < 12:
        hour += 12
    elif hour == 12 and (parts["early"] or (noon and not afternoon)):
        hour = 0
    minute = next((parts[key] for key in ("min", "tmin", "dmin", "hmin", "cmin") if parts[key]), "0")
    second = parts["sec"] or parts["tsec"] or "0"
    return _timed(day, str(hour), minute, second, _offset(place[match.end() :].lstrip(".,"), day))


def _timed(day: date, hour: str, minute: str, second: str, away: timedelta | None = None) -> Written | None:
    """A stamp, or None for a time that no clock shows; 24:00 and the leap second belong to the next minute."""
    h, m, s = int(hour), int(minute), int(second or 0)
    if h > 24 or m > 59 or s > 60 or (h == 24 and m + s > 0):
        return None
    written = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=h, minutes=m, seconds=s)
    return (written - (away or timedelta()), day.isoformat(), True)


def _untimed(day: date) -> Written:
    return (datetime(day.year, day.month, day.day, tzinfo=UTC), day.isoformat(), False)


_HOURS = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet"), 0.0),
    **dict.fromkeys(("bst", "cet", "mez", "west", "wat"), 1.0),
    **dict.fromkeys(("cest", "mesz", "eet", "sast", "cat"), 2.0),
    **dict.fromkeys(("eest", "msk", "мск", "eat", "trt", "idt"), 3.0),
    "gst": 4.0,
    "pkt": 5.0,
    "ist": 5.5,
    **dict.fromkeys(("wib", "ict"), 7.0),
    **dict.fromkeys(("hkt", "sgt", "pht", "awst", "wita", "myt"), 8.0),
    **dict.fromkeys(("jst", "kst", "wit"), 9.0),
    "acst": 9.5,
    "aest": 10.0,
    "acdt": 10.5,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    "nst": -3.5,
    "ndt": -2.5,
    **dict.fromkeys(("brt", "art", "adt"), -3.0),
    **dict.fromkeys(("ast", "edt"), -4.0),
    **dict.fromkeys(("est", "cdt"), -5.0),
    **dict.fromkeys(("cst", "mdt"), -6.0),
    **dict.fromkeys(("mst", "pdt"), -7.0),
    **dict.fromkeys(("pst", "akdt"), -8.0),
    "akst": -9.0,
    "hst": -10.0,
}
"""Of names with several meanings the one that news pages use: IST is India, CST and AST are America, BST is Britain."""

_AMERICAN = {"et": -5.0, "ct": -6.0, "mt": -7.0, "pt": -8.0}
_ZONE = re.compile(
    r"\s{0,3}\(?(?P<name>[^\W\d_]{1,5}\b)?\s?(?:(?P<sign>[+-])(?P<hour>\d{1,2})(?::?(?P<minute>\d{2}))?(?!\d))?"
)
_WIDEST = timedelta(hours=14)


def _offset(text: str, day: date) -> timedelta | None:
    """The difference from UTC that a folded text begins with, on that day; None where there is none.

    Numbers win over names (`GMT+0300`); what is out of bounds or unknown is no zone.
    """
    if not (found := _ZONE.match(text)):
        return None
    if found["sign"]:
        away = timedelta(hours=int(found["hour"]), minutes=int(found["minute"] or 0))
        if away > _WIDEST:
            return None
        return -away if found["sign"] == "-" else away
    name = found["name"] or ""
    if name in _AMERICAN:
        return timedelta(hours=_AMERICAN[name] + _is_american_summer(day))
    return timedelta(hours=_HOURS[name]) if name in _HOURS else None


def _is_american_summer(day: date) -> bool:
    """From the second Sunday in March to the first in November (Energy Policy Act of 2005)."""
    start = date(day.year, 3, 14)
    end = date(day.year, 11, 7)
    return start - timedelta(start.isoweekday() % 7) <= day < end - timedelta(end.isoweekday() % 7)
