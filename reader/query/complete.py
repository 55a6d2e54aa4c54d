"""Completes a query that is being typed: names of fields, and values that the library holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.frozen import dataclass
from reader.late import pattern
from reader.query.fields import FIELD_BY_NAME, FIELDS
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST = 2
"""Letters of a word from which on it may become a field's name: one letter is the start of anything."""

_END = pattern(
    r'(?:^|[\s(])-?(?:(?P<field>[A-Za-z]+):|(?P<sign>#))?(?:"(?P<quoted>[^"]*)|(?P<plain>[^\s"()#:]*))$'
)
_WORD = pattern(r"[^\W_]+")
_DAYS = ("today", "yesterday", "this week", "last week")
_MORE_DAYS = ("this month", "last month", "this year", "last year")
_UNITS = "dwmyh"


@dataclass(frozen=True, slots=True)
class Known:
    """Names that the library has, the likeliest first: titles of feeds, authors, tags of articles and feeds, hosts,
    languages. `today` is a date as ISO 8601 writes it."""

    feeds: Sequence[str] = ()
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()
    sites: Sequence[str] = ()
    langs: Sequence[str] = ()
    today: str = ""


class Value(NamedTuple):
    """The value of a field that is being typed: the field, and what stands behind its colon or opening quote."""

    field: str
    typed: str
    is_quoted: bool


def completed(source: str, known: Known) -> str | None:
    """The query as it probably goes on; it begins with `source`. None where nothing is near."""
    match = _END.search(source)
    if match is None:
        return None
    value = _value(match)
    if value is not None:
        return next((source + one[len(value.typed) :] for one in _longer(value, known)), None)
    typed = match["plain"]
    if not typed or len(typed) < LEAST or not typed.islower():
        return None
    return next((f"{source}{row.name[len(typed) :]}:" for row in FIELDS if row.name.startswith(typed)), None)


def values(source: str, known: Known, limit: int) -> tuple[str, list[str]]:
    """The field whose value is being typed at the end of the query, and what can stand there, as it is written."""
    match = _END.search(source)
    value = _value(match) if match else None
    if value is None:
        return "", []
    found = dict.fromkeys(one.removesuffix('"') if value.is_quoted else one for one in _longer(value, known))
    return value.field, [*found][:limit]


def continued(source: str, known: Known, limit: int) -> list[str]:
    """The ways in which the query may go on, each begun by all of `source`: values of the field that is being typed, or
    names of fields."""
    match = _END.search(source)
    if match is None:
        return []
    value = _value(match)
    if value is None:
        typed = match["plain"] or ""
        rows = [] if match["quoted"] is not None else FIELDS
        found = [f"{source}{row.name[len(typed) :]}:" for row in rows if row.name.startswith(typed)]
    else:
        found = [source + one[len(value.typed) :] for one in _longer(value, known)]
    return list(dict.fromkeys(found))[:limit]


def _value(match: re.Match[str]) -> Value | None:
    field = "tag" if match["sign"] else (match["field"] or "").lower()
    if not field:
        return None
    quoted = match["quoted"]
    return Value(field, match["plain"] if quoted is None else quoted, quoted is not None)


def _longer(value: Value, known: Known) -> Iterable[str]:
    begins = value.typed.lower()
    each = _quoted(value.field, known) if value.is_quoted else _plain(value.field, value.typed, known)
    return (one for one in each if len(one) > len(value.typed) and one.lower().startswith(begins))


def _quoted(field: str, known: Known) -> Iterable[str]:
    row = FIELD_BY_NAME.get(field)
    names = {"feed": known.feeds, "author": known.authors, "tag": known.tags}.get(
        field, (*_DAYS, *_MORE_DAYS) if row and row.kind == "span" else ()
    )
    return (f'{_unquoted(name)}"' for name in names)


def _plain(field: str, typed: str, known: Known) -> Iterable[str]:
    """The values that may stand directly behind a field's colon; those with spaces bring their quotes along."""
    row = FIELD_BY_NAME.get(field)
    if row is None:
        return ()
    if row.kind == "span":
        return map(_written, _times(typed, known.today))
    named = {"feed": known.feeds, "author": known.authors}
    if field in named and typed:
        # Any word of a title finds the feed, and any of a name the author.
        return (word[0].lower() for name in named[field] for word in _WORD.finditer(name))
    held = {**named, "tag": known.tags, "site": known.sites, "lang": known.langs}
    aliases = () if typed else dict(row.aliases)
    return map(_written, held.get(field, [one for one in row.choices if one not in aliases]))


def _times(typed: str, today: str) -> Iterable[str]:
    """Names of times; once a number is begun, the ages and dates that it may become."""
    days = [today[:4], today[:7], today] if today else []
    if not typed:
        return [*_DAYS, "2d", "2w", "3m", *days, *_MORE_DAYS]
    ages = [typed + unit for unit in _UNITS] if typed.isdecimal() else []
    return [*_DAYS, *days, *ages] if len(typed) > 1 else [*_DAYS, *ages, *days]


def _written(value: str) -> str:
    return f'"{_unquoted(value)}"' if re.search(r'[\s"()]', value) else value


def _unquoted(value: str) -> str:
    """The value without quotes, of which it could have no more within its own: they are no part of any word."""
    return line(value.replace('"', " "))
