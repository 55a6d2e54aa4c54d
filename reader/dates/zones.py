"""How far from UTC? Offsets and zone names as dates in the wild write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

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


def offset(text: str, day: date) -> timedelta | None:
    """What the zone at the beginning of a folded text adds to UTC on that day; None where there is none.

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
