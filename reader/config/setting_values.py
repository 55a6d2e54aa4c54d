"""Reads the values of settings: each function makes the value of what TOML gave, None where that does not fit."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.config.placeholders import PLACEHOLDER, misplaced
from reader.late import pattern
from reader.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST_DAYS, _MOST_ARTICLES = 36_500, 999_999
"""A hundred years, and more than any feed brings."""

FEED_ORDERS = {
    "title": "by title",
    "unread": "most unread first",
    "updated": "latest article first",
    "failing": "failing first",
}
"""The orders of the feeds among the sections, each in words."""

EXPORT_PLACEHOLDERS = ("date", "year", "month", "day", "title", "publication", "author", "id")
"""What the names of exported files and their folders can be made of."""

EXPORT_PROPERTIES = (
    "title", "source", "author", "agency", "publication", "published", "created", "description", "tags", "broadsheet"
)  # fmt: skip
"""The properties of exported files that can have other names."""

_PATTERN_LIMIT = 100
_PROPERTY_NAME = pattern(r"[^\W\d_][\w-]{0,59}")
_NO_NAMES = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that YAML takes for another thing than a name."""

Names = tuple[tuple[str, str], ...]
"""Other names for things: name → other name."""

_NONE: Mapping[str, str] = MappingProxyType({})

Value = Path | str | bool | int | tuple[str, ...] | Names | None


def folder(value: object) -> Path | None:
    """An absolute path, `~` filled in."""
    if not isinstance(value, str) or "\0" in value:
        return None
    try:
        path = Path(value).expanduser()
    except RuntimeError:  # ~ of a user that does not exist
        return None
    return path if path.is_absolute() else None


def file_pattern(value: object) -> str | None:
    """A name of files with at least one of `EXPORT_PLACEHOLDERS`."""
    found = _pattern(value)
    return found if found and "/" not in found and PLACEHOLDER.search(found) else None


def folder_pattern(value: object) -> str | None:
    """Names of folders below each other, parted by `/`, with or without `EXPORT_PLACEHOLDERS`; empty for none."""
    found = _pattern(value)
    parts = found.split("/") if found else []
    return None if any(part.strip(" .") == "" for part in parts) else found


def _pattern(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > _PATTERN_LIMIT or not value.isprintable() or "\\" in value:
        return None
    known = {match[1] for match in PLACEHOLDER.finditer(value)} <= {*EXPORT_PLACEHOLDERS}
    return value.strip() if known and not set("{}") & set(PLACEHOLDER.sub("", value)) else None


def property_names(value: object) -> Names | None:
    """Other names for some of `EXPORT_PROPERTIES`, "" for one to be left out. Raises ValueError, in words, for names that
    cannot be used."""
    if not isinstance(value, dict):
        return None
    for ours, other in value.items():
        if ours not in EXPORT_PROPERTIES:
            raise ValueError(
                f"{clean.line(ours, 40)} is not a property; use one of {', '.join(EXPORT_PROPERTIES)}"
            )
        if other == "" and ours == "broadsheet":
            raise ValueError("broadsheet can be renamed, but not left out: it identifies the file")
        if other != "" and not (isinstance(other, str) and _PROPERTY_NAME.fullmatch(other)):
            raise ValueError(
                f"the name for {ours} must be one word of letters, digits, - and _, starting with a letter"
            )
        if other.lower() in _NO_NAMES:
            raise ValueError(f"{other} is not a name in YAML")
        same = [one for one, name in value.items() if other and str(name).lower() == other.lower()]
        if len(same) > 1:
            raise ValueError(f"{' and '.join(same)} would both be the property {other}")
    return tuple(value.items())


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
    """Holds what is kept of a feed's articles: those of so many days, or the newest of a number; neither: all."""

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
    """Writes a limit in the form that `kept` reads."""
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
    """Writes seconds in the form that `seconds` reads."""
    said = " ".join(value.split()) if isinstance(value, str) else ""
    try:
        found = seconds(said)
    except ValueError:
        return None
    return said if found is None or said == AT_ONCE else f"{found:.0f} s"


def columns(value: object) -> int | None:
    """One of `MEASURES`."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in MEASURES else None


def one_of(*choices: str, former: Mapping[str, str] = _NONE) -> Callable[[object], Value]:
    """A reader of these words, and of `former` ones, each with the word that means the same now."""

    def read(value: object) -> Value:
        word = former.get(value, value) if isinstance(value, str) else None
        return word if word in choices else None

    return read


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
