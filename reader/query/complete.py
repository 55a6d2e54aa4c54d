"""Completes a query that is being typed: names of fields, and their values: states, feeds, tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.query.fields import FIELD_BY_NAME, FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST = 2
"""Letters of a word from which on it may become a field's name: one letter is the start of anything."""

_END = re.compile(
    r'(?:^|[\s(])-?(?:(?P<field>[A-Za-z]+):|(?P<sign>#))?(?:"(?P<quoted>[^"]*)|(?P<plain>[^\s"()#:]*))$'
)
_WORD = re.compile(r"[^\W_]+")
_DAYS = ("today", "yesterday")


@dataclass(frozen=True, slots=True)
class Known:
    """Names that the library has, the likeliest first: titles of feeds, tags of articles and feeds."""

    feeds: Sequence[str] = ()
    tags: Sequence[str] = ()


def completed(source: str, known: Known) -> str | None:
    """The query as it probably goes on; it begins with `source`. None where nothing is near."""
    match = _END.search(source)
    if match is None:
        return None
    field = "tag" if match["sign"] else (match["field"] or "").lower()
    if match["quoted"] is not None:
        names = {"feed": known.feeds, "tag": known.tags}.get(field, ())
        return _on(source, match["quoted"], (f'{name}"' for name in names))
    typed = match["plain"]
    if field:
        return _on(source, typed, _values(field, typed, known))
    if len(typed) < LEAST or not typed.islower():
        return None
    return _on(source, typed, (f"{row.name}:" for row in FIELDS))


def _on(source: str, typed: str, candidates: Iterable[str]) -> str | None:
    begins = typed.lower()
    longer = (one for one in candidates if len(one) > len(typed) and one.lower().startswith(begins))
    return next((source + one[len(typed) :] for one in longer), None)


def _values(field: str, typed: str, known: Known) -> Iterable[str]:
    """The values that may stand directly behind a field's colon."""
    if field == "tag":
        return (tag if _is_one(tag) else f'"{tag}"' for tag in known.tags)
    if field == "feed":
        # Any word of a title finds the feed.
        return (word[0].lower() for title in known.feeds for word in _WORD.finditer(title)) if typed else ()
    row = FIELD_BY_NAME.get(field)
    if row is None:
        return ()
    return _DAYS if row.kind == "span" else row.choices


def _is_one(tag: str) -> bool:
    return not re.search(r'[\s"()]', tag)
