"""The words that the screen uses for ages, times, sources and groups of related articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.text.clean import counted, line
from reader.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.model import Article, Related, RelatedGroup

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
HEADINGS: dict[RelatedGroup, str] = {
    "linked": "Linked in the article",
    "story": "Same story",
    "background": "Background",
}


_CODE = re.compile(r"(?<![`\w])`([^`\s](?:[^`]*[^`\s])?)`(?![`\w])")


def title_parts(title: str) -> list[tuple[str, bool]]:
    """A title part by part, each with whether it is code: the backticks around that are left out."""
    return [(part, bool(at % 2)) for at, part in enumerate(_CODE.split(title)) if part]


def bare(title: str) -> str:
    """A title without the backticks around code."""
    return "".join(part for part, _ in title_parts(title))


def age(moment: datetime, now: datetime) -> str:
    """`now`, `5 min`, `2 h`, `yesterday`, `3 d`, `4 Feb`, `4 Feb 2022`: never negative, at most eleven cells."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    if days == 0 or minutes < 6 * 60:
        return f"{minutes // 60} h"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} d"
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {MONTHS[local.month - 1]}{year}"


def long_day(day: str) -> str:
    """`4 February 2022` of `2022-02-04`."""
    year, month, number = day.split("-")
    return f"{int(number)} {LONG_MONTHS[int(month) - 1]} {year}"


def clock(moment: datetime, now: datetime) -> str:
    """A time of day in the zone of `now`: `14:05`, on another day `4 Feb 14:05`, in another year `4 Feb 2022 14:05`."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {MONTHS[local.month - 1]}{year} {local:%H:%M}"


def source(article: Article) -> str:
    """Name what an article is from: its publication, else its feed, else its site."""
    named = article.publication or (article.feeds[0] if article.feeds else "")
    return line(named) or (host(article.url) if article.url else None) or "a file"


def heading(group: RelatedGroup, rows: Sequence[Related]) -> str:
    """Return the heading of a group; for a story with the number of its sources."""
    sources = {source(row.article) for row in rows if row.article}
    return HEADINGS[group] + (
        f" · {counted(len(sources), 'source')}" if group == "story" and len(sources) > 1 else ""
    )


def absent(row: Related) -> str:
    """Say what can be done about a related article that the library lacks."""
    return "not in your library · ⏎ fetch" if row.url else "no address"
