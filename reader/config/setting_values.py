"""Reads the values of settings: each function makes the value of what TOML gave, None where that does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.config.placeholders import PLACEHOLDER, misplaced

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_DAYS, _MOST_ARTICLES = 36_500, 999_999
"""A hundred years, and more than any feed brings."""

FEED_ORDERS = {
    "title": "by title",
    "unread": "most unread first",
    "updated": "latest article first",
    "failing": "failing first",
}
"""The orders of the feeds among the sections, each in words."""

Value = Path | str | bool | int | tuple[str, ...] | None


def folder(value: object) -> Path | None:
    """An absolute path, `~` filled in."""
    if not isinstance(value, str) or "\0" in value:
        return None
    try:
        path = Path(value).expanduser()
    except RuntimeError:  # ~ of a user that does not exist
        return None
    return path if path.is_absolute() else None


def name(value: object) -> str | None:
    """A name of 1 to 40 characters."""
    return value if isinstance(value, str) and 0 < len(value) <= 40 else None


def order(value: object) -> str | None:
    """A key of `FEED_ORDERS`."""
    return value if isinstance(value, str) and value in FEED_ORDERS else None


def flag(value: object) -> bool | None:
    """True or false; no number counts as either."""
    return value if isinstance(value, bool) else None


def minutes(value: object) -> int | None:
    """Minutes, up to a week."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 7 * 24 * 60
    return value if fits and isinstance(value, int) else None


class Kept(NamedTuple):
    """What is kept of a feed's articles: those of so many days, or the newest of a number; neither: all."""

    days: int | None = None
    newest: int | None = None

    def __str__(self) -> str:
        if self.days is not None:
            return f"{self.days} days"
        return "all" if self.newest is None else f"{self.newest} articles"


def kept(text: str) -> Kept | None:
    """Reads `all`, `90 days` or `500 articles`; None for anything else."""
    if text.strip() == "all":
        return Kept()
    match text.split():
        case [number, "day" | "days"] if number.isdecimal() and 1 <= int(number[:7]) <= _MOST_DAYS:
            return Kept(days=int(number))
        case [number, "article" | "articles"] if number.isdecimal() and 0 < int(number[:7]) <= _MOST_ARTICLES:
            return Kept(newest=int(number))
    return None


def keep(value: object) -> str | None:
    """What `kept` reads, in one form."""
    found = kept(value) if isinstance(value, str) else None
    return None if found is None else str(found)


AT_ONCE, BY_HAND = "at once", "by hand"
_LONGEST_WAIT = 3_600
"""Seconds that an article may be open before it counts as read."""

MEASURES = range(50, 101)
"""Columns that the text of an article may take."""

FACTS = ("source", "agency", "time", "copies", "progress", "tags")
"""What the second line of a row in the list can tell."""


def seconds(text: str) -> float | None:
    """Reads `at once`, `2 s` or `by hand`, None. Raises ValueError for anything else."""
    if text in (AT_ONCE, BY_HAND):
        return 0.0 if text == AT_ONCE else None
    number, _, unit = text.removesuffix("s").partition(" ")
    if unit.strip() or not text.endswith("s") or not number.isdecimal() or int(number[:6]) > _LONGEST_WAIT:
        raise ValueError(text)
    return float(number)


def wait(value: object) -> str | None:
    """What `seconds` reads, in one form."""
    said = " ".join(value.split()) if isinstance(value, str) else ""
    try:
        found = seconds(said)
    except ValueError:
        return None
    return said if found is None or said == AT_ONCE else f"{found:.0f} s"


def columns(value: object) -> int | None:
    """One of `MEASURES`."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in MEASURES else None


def one_of(*choices: str) -> Callable[[object], Value]:
    """A reader of these words."""
    return lambda value: value if isinstance(value, str) and value in choices else None


def facts(value: object) -> tuple[str, ...] | None:
    """A list of `FACTS`."""
    fits = isinstance(value, (list, tuple)) and all(one in FACTS for one in value)
    return tuple(value) if fits and isinstance(value, (list, tuple)) else None


def program(*known: str) -> Callable[[object], tuple[str, ...] | None]:
    """A reader of programs that take these placeholders, in places where none can run a command."""

    def read(value: object) -> tuple[str, ...] | None:
        found = words(value)
        names = {match[1] for word in found or () for match in PLACEHOLDER.finditer(word)}
        return found if found and names <= {*known} and not misplaced(found) else None

    return read


def words(value: object) -> tuple[str, ...] | None:
    """A program and its arguments."""
    if not isinstance(value, list) or not all(isinstance(word, str) and "\0" not in word for word in value):
        return None
    return tuple(value) if value and value[0].strip() else None
