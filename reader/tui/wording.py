"""The words that the screen uses for ages, times, sources, orders, counts of a search, groups of related articles, and
empty lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.dates.iso import elapsed, shown
from reader.late import pattern
from reader.model import RELATED_HEADINGS, UNDATED
from reader.text.clean import capital, counted, line, sentences
from reader.text.urls import host
from reader.tui.cells import fit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from reader.core.lists import Counts, ListOrder, ListSnapshot
    from reader.core.other_scripts import OtherScripts
    from reader.core.search import Alone
    from reader.model import Article, Feed, Related, RelatedGroup
    from reader.tui.widgets.section_list import Section

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SHORT_HEADINGS: dict[RelatedGroup, str] = {**RELATED_HEADINGS, "linked": "Linked", "author": "Same author"}
"""Headings where there is no room for the whole, or for the number behind."""

CLEAR_YEARS = 80
"""Years ago before which two digits of a year leave no doubt about it."""

ORDERS: dict[ListOrder, str] = {
    "date": "newest first",
    "oldest": "oldest first",
    "longest": "longest first",
    "relevance": "best match first",
    "title": "by title",
    "feed": "by feed",
}
"""The orders of a list, in words."""

WORD_LENGTH = 30
"""Characters of a word that are repeated."""

NOT_INDEXED = "Nothing found yet. Articles are still being indexed."

_CODE = pattern(r"(?<![`\w])`([^`\s](?:[^`]*[^`\s])?)`(?![`\w])")


def nowhere(query: str) -> str:
    """Says that a query found nothing, and what to try where no word is known that is like it: it may well be spelt right."""
    fewer = "fewer or " if len(query.split()) > 1 else ""
    return f"Nothing found. Try {fewer}other words."


def title_parts(title: str) -> list[tuple[str, bool]]:
    """A title part by part, each with whether it is code: the backticks around that are left out."""
    return [(part, bool(at % 2)) for at, part in enumerate(_CODE.split(title)) if part]


def bare(title: str) -> str:
    """A title without the backticks around code."""
    return "".join(part for part, _ in title_parts(title))


class _ClockFace:
    """The clock of all times of day on the screen. Like a locale, it is one for the whole process."""

    has_12_hours = False


def use_clock(setting: str) -> None:
    """Show times of day as the setting `clock` says: `24 h` or `12 h`."""
    _ClockFace.has_12_hours = setting == "12 h"


def time_of_day(moment: datetime) -> str:
    """`14:05`, or `2:05 pm`, in the moment's own zone. Every time of day on the screen is written here."""
    if not _ClockFace.has_12_hours:
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def age(moment: datetime, now: datetime, *, is_absolute: bool = False) -> str:
    """`now`, `5m`, `2h`, `1d` (absolute: `14:05`, for the same day only), `4 Feb`, `4 Feb 22`, which titles have room beside,
    `4 Feb 1922` where two digits may mean another century: never negative; `–` for an unknown time."""
    if moment == UNDATED:
        return "–"
    count, unit = elapsed(moment, now)
    if not is_absolute and (unit != "day" or count < 7):
        return f"{count}{unit[0]}" if count else "now"
    local = moment.astimezone(now.tzinfo)
    if is_absolute and local.date() == now.date():
        return time_of_day(local)
    if not count:
        return "now"
    month = MONTHS[local.month - 1]
    if local.year == now.year:
        return f"{local.day} {month}"
    is_clear = 0 < now.year - local.year < CLEAR_YEARS
    return f"{local.day} {month} {local.year % 100:02}" if is_clear else f"{local.day} {month} {local.year}"


def when(article: Article, now: datetime) -> datetime:
    """The time that lists show of an article, in the zone of `now`."""
    return UNDATED if article.undated else shown(article.sorted_by, article.day, now.tzinfo)


def long_day(day: str) -> str:
    """`4 February 2022` of `2022-02-04`."""
    year, month, number = day.split("-")
    return f"{int(number)} {LONG_MONTHS[int(month) - 1]} {year}"


def clock(moment: datetime, now: datetime) -> str:
    """A time of day in the zone of `now`: `14:05`, on another day `4 Feb 14:05`, in another year `4 Feb 2022 14:05`;
    `no date` for an unknown time. With a 12-hour clock `2:05 pm`."""
    if moment == UNDATED:
        return "no date"
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return time_of_day(local)
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {MONTHS[local.month - 1]}{year} {time_of_day(local)}"


def source(article: Article) -> str:
    """Name what an article is from: its `source`, else its site."""
    return line(article.source) or (host(article.url) if article.url else None) or "a file"


def short_name(name: str, room: int) -> str:
    """The name of a source as it fits: without its article first, then cut to fill the column."""
    return name if cell_len(name) <= room else fit(name.removeprefix("The "), room, at_word=False)


def not_fetched(error: str | None) -> str:
    """`Could not fetch the page from gazette.example: no such host`: the host stands for the address that an error begins with."""
    found = _ADDRESS.match(error or "")
    where = host(found[1]) if found else None
    if found and where:
        return f"Could not fetch the page from {where}: {found[2]}"
    return f"Could not fetch the page{f': {error}' if error else ''}"


_ADDRESS = pattern(r"(https?://\S+): (.+)", re.DOTALL)


def heading(group: RelatedGroup, rows: Sequence[Related]) -> str:
    """Return the heading of a group; for a story with the number of its sources."""
    sources = {source(row.article) for row in rows if row.article}
    return RELATED_HEADINGS[group] + (
        f" · {counted(len(sources), 'source')}" if group == "story" and len(sources) > 1 else ""
    )


def absent(row: Related) -> str:
    """Say what can be done about a related article that the library lacks."""
    return "not in your library · ⏎ fetch" if row.url else "no address"


def _found_order(found: ListSnapshot) -> str:
    by = found.order or "relevance"
    return ORDERS["date" if by == "relevance" and not found.is_ranked else by]


def nothing_found(
    found: ListSnapshot, suggestion: str | None = None, alone: str = "", unknown: Iterable[str] = ()
) -> str:
    """Says that a search found nothing, with another word that finds something, names that are `unknown` and what each part
    finds `alone`."""
    muted = f"{counted(found.muted, 'muted article')}: add is:muted to see them" if found.muted else ""
    other = f"did you mean {suggestion}?" if suggestion else ""
    names = [capital(part) for line in unknown for part in line.split("; ")]
    return f"{sentences('nothing found', *names, muted, other)} {alone}".strip()


LEFT_OUT = ("order", "copies", "muted", "address", "listed", "unread")
"""What the line of a search leaves out where it has no room, in turn: each row tells about its own copies and dot."""


def found_words(
    found: ListSnapshot,
    *,
    other: Alone | OtherScripts | None = None,
    is_late: bool = False,
) -> Sequence[str]:
    """`12 found, 3 copies folded · 5 unread · newest first`: the count of a search, first in full and then with less
    and less beside it, for a line that is short. It ends with the `other` query that is offered, or says that the index is still
    made."""
    if not found.total:
        return (NOT_INDEXED if is_late else nothing_found(found),)
    end = f". {_offer(other)}" if other else ""
    end += " · still indexing" if is_late else ""
    lines = [f"{_count(found, LEFT_OUT[:less])}{end}" for less in range(len(LEFT_OUT) + 1)]
    return [*dict.fromkeys(lines)]


def _offer(other: Alone | OtherScripts) -> str:
    from reader.core.search import Alone

    return f"Did you mean {other.part}? {other.found:,} found" if isinstance(other, Alone) else str(other)


def _count(found: ListSnapshot, left_out: Collection[str]) -> str:
    """The line says where words are missing, and then not the order as well."""
    from reader.core.result_rows import told_count

    relaxed, listed = found.relaxed, len(found.ids) + found.folded
    is_begun = found.begins and not found.is_typed
    parts = [f"only words that begin with “{line(found.begins, WORD_LENGTH)}”"] if is_begun else []
    parts += relaxed.parts if relaxed else []
    parts[:1] = map(capital, parts[:1])
    copies = f"{counted(found.folded, 'copy')} folded" if found.folded and "copies" not in left_out else ""
    if relaxed is None or relaxed.is_whole:
        told = told_count(found.total, found.by_address if "address" not in left_out else 0)
        parts += [", ".join(filter(None, [told, copies]))]
    elif copies:
        parts += [copies]
    beside = {
        "unread": f"{found.unread:,} unread",
        "muted": f"{found.muted:,} muted" if found.muted else "",
        "order": _found_order(found) if found.total > 1 and not relaxed else "",
        "listed": f"{listed:,} listed" if listed < found.total else "",
    }
    return " · ".join([*parts, *(said for name, said in beside.items() if said and name not in left_out)])


NAMED = 6
"""Feeds that an empty list names."""

_OFFLINE = (
    "no network",
    "no route",
    "no such host",
    "the host could not be looked up",
    "the server cannot be reached",
    "too slow",
    "unreachable",
)
"""How the outcomes of feeds begin while there is no network (`fetch.failures`); the last one is how earlier releases said it."""
_NO_NEWSSTAND = "The demo newsstand on this computer (127.0.0.1) cannot be reached."

_OTHER_WAYS = "Other ways to start: a to add an address, i to import a file, s for starter feeds, d for the demo newsstand."


def emptiness(
    section: Section, counts: Counts | None, *, shows_all: bool, is_fetching: bool, is_demo: bool = False
) -> str:
    """Says why a list is empty, and the next step."""
    if counts is None:
        return ""
    feeds = [feed for feed in counts.feeds if feed.url]
    own = next((feed for feed in feeds if feed.id == section.feed_id), None)
    if own is not None and not own.articles:
        return _of_feed(own, is_fetching=is_fetching)
    if not counts.total:
        return _of_library(feeds, is_fetching=is_fetching, is_demo=is_demo)
    if section.is_failing and section.kind == "search":
        return "This search is invalid. Press E on it in the sidebar to edit it."
    if section.key == "bookmarks":
        return "No bookmarks yet. Press b to bookmark an article."
    if section.key == "continue":
        return "Nothing in progress. Articles you leave half-read appear here."
    if section.key == "unread" and counts.unread and not shows_all:
        return "Listing what has come in …"
    if section.key == "today":
        others = f" Unread has {counted(counts.unread, 'other')}." if counts.unread else ""
        return f"Nothing from today yet.{others}" if shows_all else f"Nothing unread from today.{others}"
    return "Nothing here yet." if shows_all else "All read. Press v to see what you have read, R to refresh."


def _named(feeds: Sequence[Feed]) -> str:
    """The first of the feeds, a line each, and how many more there are."""
    more = len(feeds) - NAMED if len(feeds) > NAMED + 1 else 0
    names = [line(feed.title) for feed in feeds[: NAMED if more else None]]
    return "\n".join([*names, *([f"and {more:,} more"] if more else [])])


def _of_feed(feed: Feed, *, is_fetching: bool) -> str:
    if feed.state in ("failing", "gone"):
        return f"This feed could not be fetched: {feed.outcome}. Press r to try again, ! to see more."
    if feed.last_tried is None:
        return (
            "Fetching this feed …"
            if is_fetching
            else "This feed has not been fetched yet. Press r to fetch it."
        )
    return "This feed has no articles yet."


def _of_library(feeds: Sequence[Feed], *, is_fetching: bool, is_demo: bool) -> str:
    if not feeds:
        return "Nothing here yet. Press a to add a feed or an article."
    if is_fetching:
        return "Fetching the first articles …"
    yours = "Your feed" if len(feeds) == 1 else f"Your {len(feeds):,} feeds"
    if all(feed.state in ("failing", "gone") for feed in feeds):
        if is_demo:
            return f"{_NO_NEWSSTAND} Press R to try again, ! to see why."
        asked = (
            "" if any(not (feed.outcome or "").startswith(_OFFLINE) for feed in feeds) else " Are you online?"
        )
        none = f"{yours} could not be" if len(feeds) == 1 else f"None of your {len(feeds):,} feeds could be"
        said = f"{none} fetched.{asked}"
        return "\n\n".join((said, _named(feeds), "Press R to try again, ! to see why.", _OTHER_WAYS))
    if all(feed.last_tried is None for feed in feeds):
        return f"{yours} {'has' if len(feeds) == 1 else 'have'} not been fetched yet. Press R to fetch the articles."
    return f"{yours} {'has' if len(feeds) == 1 else 'have'} no articles yet."
