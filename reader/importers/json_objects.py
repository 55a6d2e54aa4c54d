"""The objects of a JSON array, which may be larger than memory, and what their fields say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reader.dates.iso import Stamp, from_unix, stamp
from reader.errors import ParseError
from reader.importers.items import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.importers.items import ImportedArticle

OBJECT_LIMIT = 8_000_000
"""Characters of one object: an article of the longest kind that we keep, escaped, fits. The worst JSON of that length
takes 200 MB."""

_PIECE = 32 * 1024
_HEADER_LIMIT = 1_000_000
_LIST_LIMIT = 2_000
ITEMS = re.compile(r'"items"\s{0,99}:\s{0,99}\[')
"""Begins the array of an object that holds articles. Quotation marks within a string are escaped, so none looks so."""

_BETWEEN = re.compile(r"[ \t\r\n,]*")


class Fields:
    """The fields of one object, raw: whoever takes a text cleans it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, *names: str) -> str:
        """The first of these fields that is a string with something in it, or ""."""
        found = (self._values.get(name) for name in names)
        return next((value for value in found if isinstance(value, str) and value.strip()), "")

    def number(self, name: str) -> float:
        """A number, or 0."""
        value = self._values.get(name)
        return value if isinstance(value, int | float) else 0

    def flag(self, *names: str) -> bool:
        """True where one of these fields says yes: true, 1, "1", "yes", "true"."""
        return any(str(self._values.get(name)).lower() in ("true", "1", "yes") for name in names)

    def moment(self, name: str) -> Stamp | None:
        """A date in any of the ways that they are written, or seconds since 1970."""
        if (moment := from_unix(self._values.get(name))) is not None:
            return Stamp(moment, f"{moment:%Y-%m-%d}", has_time=True)
        return stamp(self.text(name))

    def inner(self, name: str) -> Fields:
        """The fields of an object within this one, or of the first in a list; none where there is none."""
        value = self._values.get(name)
        first = value[0] if isinstance(value, list) and value else value
        return Fields(first if isinstance(first, dict) else {})

    def each(self, name: str) -> list[Fields]:
        """The fields of each object in a list."""
        value = self._values.get(name)
        return [Fields(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def names(self, name: str) -> list[str]:
        """The strings of a list; of objects in it, what they are called by (`label`, `name`)."""
        value = self._values.get(name)
        given = value[:_LIST_LIMIT] if isinstance(value, list) else [value]
        found = (Fields(one).text("label", "name") if isinstance(one, dict) else one for one in given)
        return [said for said in found if isinstance(said, str)]


def articles(
    read: Callable[[int], str], article: Callable[[str, Fields], ImportedArticle | LeftOut]
) -> Iterator[ImportedArticle | LeftOut]:
    """The articles that `article` makes of the objects, and what is none; `read` as `objects` takes it."""
    for item in objects(read):
        yield item if isinstance(item, LeftOut) else article(*item)


def objects(read: Callable[[int], str]) -> Iterator[tuple[str, Fields] | LeftOut]:
    """Each object with its place (`item 1`), and what is none. `read` gives up to so many characters, "" at the end.

    Behind something that is not JSON there is no telling where the next object begins: it ends there, and says so.
    ParseError for what is no array.
    """
    text = read(_PIECE).lstrip("\ufeff \t\r\n")
    if not text.startswith("["):
        raise ParseError("not a JSON array")
    return _objects(read, text, 1)


def within(read: Callable[[int], str]) -> tuple[Fields, Iterator[tuple[str, Fields] | LeftOut]]:
    """The fields of an object before its array `items`, and the objects of that array, as `objects` gives them.

    ParseError where no such array begins near the beginning.
    """
    text = read(_PIECE).lstrip("\ufeff \t\r\n")
    while (start := ITEMS.search(text)) is None:
        more = read(_PIECE) if len(text) < _HEADER_LIMIT else ""
        if not more:
            raise ParseError("a JSON object without a list of items")
        text += more
    try:
        header = json.loads(text[: start.start()].rstrip(", \t\r\n") + "}")
    except (RecursionError, ValueError):
        header = None
    return Fields(header if isinstance(header, dict) else {}), _objects(read, text, start.end())


def _objects(read: Callable[[int], str], text: str, at: int) -> Iterator[tuple[str, Fields] | LeftOut]:
    decoder = json.JSONDecoder()
    number = 1
    while True:
        place = f"item {number}"
        at = _after(_BETWEEN, text, at)
        if text[at : at + 1] == "]":
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            yield LeftOut(place, "nested too deeply; the rest cannot be read")
            return
        except ValueError:
            rest = text[at:]
            more = read(max(_PIECE, len(rest))) if len(rest) < OBJECT_LIMIT else ""
            if more:
                text, at = rest + more, 0
                continue
            if rest:
                yield LeftOut(place, _why(rest))
            return
        yield (place, Fields(value)) if isinstance(value, dict) else LeftOut(place, "not an object")
        number += 1


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _why(rest: str) -> str:
    if len(rest) >= OBJECT_LIMIT:
        return f"not JSON, or larger than {OBJECT_LIMIT // 1_000_000} MB; the rest cannot be read"
    return "not JSON, or the file is incomplete; the rest cannot be read"
