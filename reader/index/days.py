"""Finds the days and weekdays that the beginning of a report names: days in the languages of `dates.months`, weekdays
in some."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, product
from operator import attrgetter
from typing import TYPE_CHECKING

from reader.dates.months import MONTHS
from reader.frozen import dataclass
from reader.late import pattern
from reader.text.fold import fold
from reader.text.scripts import BEYOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.index.names import Part
    from reader.text.tokens import Term

_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "понедельник вторник среду/среда/среды четверг пятницу/пятница/пятницы субботу/суббота/субботы воскресенье/воскресенья",
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "måndag/måndagen tisdag/tisdagen onsdag/onsdagen torsdag/torsdagen fredag/fredagen lördag/lördagen söndag/söndagen",
    "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "poniedziałek wtorek środę/środa czwartek piątek sobotę/sobota niedzielę/niedziela",
    "pondělí úterý středu/středa čtvrtek pátek sobotu/sobota neděli/neděle",
    "понеділок вівторок середу/середа четвер пятницю/пятниця суботу/субота неділю/неділя",
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "الاثنين/الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
)
WEEKDAYS = {
    fold(form): number
    for language in _NAMES
    for number, forms in enumerate(language.split())
    for form in forms.split("/")
}
_EAST_ASIAN_WEEKDAY = pattern(
    "([月火水木金土日])曜|(?:星期|[周週])([一二三四五六日天])|([월화수목금토일])요일"
)
_EAST_ASIAN_WEEKDAYS = {
    char: number
    for row in ("月火水木金土日", "一二三四五六日", "一二三四五六天", "월화수목금토일")
    for number, char in enumerate(row)
}
_EAST_ASIAN_DATE = pattern(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일號号]")

_DAY_BEFORE = re.compile(r"(?<![\w.,:/-])(\d{1,2})(?:st|nd|rd|th|er|[.ºª])?\s+(?:(?:of|de)\s+)?$")
_DAY_AFTER = re.compile(r"\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\w:/]|[.,]\d)")
_REACH = 16
"""Characters before a month in which its day stands."""

_NO_MONTHS = frozenset(("out", "set", "ago", "mac", "ian", "noi", "lis", "dis", "gen", "ara", "des"))
"""Short forms of months that are everyday words elsewhere."""

_MONTHS = {
    name: month for name, month in MONTHS.items() if month and len(name) > 2 and name not in _NO_MONTHS
}

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STARTS = tuple(accumulate(_LENGTHS, initial=0))
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Days:
    """`dates` count from 1 January as 0 in a leap year; `weekdays` from Monday as 0."""

    dates: frozenset[int]
    weekdays: frozenset[int]


def days(*parts: Part, head: int = 1_000) -> Days:
    """The days that the first `head` characters of each part name."""
    dates: set[int] = set()
    weekdays: set[int] = set()
    for text, terms in parts:
        found = terms[: bisect_right(terms, head, key=attrgetter("end"))]
        weekdays.update([WEEKDAYS[term[1]] for term in found if term[1] in WEEKDAYS])
        named = list(_named(text, found))
        if not text.isascii() and BEYOND.search(text, 0, head):
            for match in _EAST_ASIAN_WEEKDAY.finditer(text, 0, head):
                weekdays.add(_EAST_ASIAN_WEEKDAYS[match[1] or match[2] or match[3]])
            named += _east_asian(text[:head])
        dates.update(
            _STARTS[month - 1] + day - 1
            for month, day in named
            if 1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1]
        )
    return Days(frozenset(dates), frozenset(weekdays))


def _named(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Month and day of "March 5", "5 марта", "5th of March", "5. März" and "5 de marzo"."""
    for term in [term for term in terms if term[1] in _MONTHS]:
        if day := _DAY_BEFORE.search(text[max(term.start - _REACH, 0) : term.start]):
            yield _MONTHS[term.exact], int(day[1])
        if day := _DAY_AFTER.match(text, term.end):
            yield _MONTHS[term.exact], int(day[1])


def _east_asian(text: str) -> Iterator[tuple[int, int]]:
    return ((int(match[1]), int(match[2])) for match in _EAST_ASIAN_DATE.finditer(text))


def share_a_date(one: Days, other: Days) -> bool:
    """Tells whether both name the same day of the year."""
    return bool(one.dates & other.dates)


def differ(one: Days, other: Days) -> bool:
    """Tells whether all days of the one are more than a day from all of the other: dates if both name some, else
    weekdays."""
    if one.dates and other.dates:
        return _apart(one.dates, other.dates, _YEAR)
    return bool(one.weekdays and other.weekdays) and _apart(one.weekdays, other.weekdays, 7)


def _apart(one: frozenset[int], other: frozenset[int], cycle: int) -> bool:
    return all(min((a - b) % cycle, (b - a) % cycle) > 1 for a, b in product(one, other))
