"""Rows for people: an article a line, cut to the terminal's width and whole in a pipe; when a feed is tried next."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from reader.cli import objects
from reader.dates.iso import SYSTEM_ZONE, shown
from reader.late import pattern
from reader.model import cause
from reader.text.clean import counted, line
from reader.text.urls import host, masked
from reader.text.width import shorten, width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.cli.output import Output
    from reader.core.events import PageRead
    from reader.model import Article, Snippet
    from reader.store.accounts import Account

NAMED = 3
"""Failed full texts that are told one by one; more are told in one line."""

_DAY_CELLS = len("2026-01-31")
_WORD = pattern(r"\S+")


def article(row: Article, out: Output, id_width: int = 5, *, tells_copies: bool = False) -> None:
    """`  12 ●★ 2022-02-04  Title — Source · +2 copies`: unread and bookmarked by their signs, the rest by place."""
    marks = ("●" if not row.read else " ") + ("★" if row.bookmarked else " ")
    day = shown_day(row) or " " * _DAY_CELLS
    head = f"{row.id:>{id_width}} {marks} {day}  "
    title = line(row.title)
    copies = f"+{counted(len(row.copies), 'copy')}" if tells_copies and row.copies else ""
    told = " · ".join(filter(None, (line(row.source or ""), copies)))
    tail = f" — {told}" if told else ""
    if out.columns is not None:
        tail = shorten(tail, max(out.columns // 3, 12)) if tail else ""
        title = shorten(title, out.columns - width(head) - width(tail))
    styled = title if row.read else out.bold(title)
    out.styled(f"{head}{styled}{out.dim(tail)}")


def shown_day(row: Article) -> str:
    """The day of an article in the reader's zone, or the one it came in; "" where it can be of any age."""
    return "" if row.undated else day_of(row.sorted_by, row.day)


def day_of(published: datetime | None, day: str | None) -> str:
    """The day in the reader's zone of what was published then; "" where that is unknown."""
    return shown(published, day, SYSTEM_ZONE).date().isoformat() if published else day or ""


def articles(found: Sequence[Article], out: Output, failed_at: datetime | None = None) -> None:
    """A row each, or an object each where JSON is asked for. With `failed_at`, the present time, a second line says why
    there is no full text, and when it is tried again."""
    wide = id_width(found)
    for row in found:
        out.result(partial(objects.article, row), partial(_listed, row, out, wide, failed_at))


def _listed(row: Article, out: Output, id_width: int, failed_at: datetime | None) -> None:
    article(row, out, id_width)
    error = row.full_text_error or row.reason
    if failed_at is not None and error:
        feed = row.feeds[0] if row.feeds else None
        why = no_full_text(feed, row.url, error, row.full_text_next, failed_at)
        out.styled(f"{' ' * (id_width + 4)}{out.dim(line(why))}")


def no_full_text(
    feed: str | None, url: str | None, error: str, next_at: datetime | None, now: datetime
) -> str:
    """`The Pier · pier.example: HTTP 403 (forbidden); to try again: broadsheet add URL`, or when it is tried by itself."""
    from reader.fetch.schedule import clock

    place = " · ".join(filter(None, (feed, host(url) if url else None)))
    if next_at is not None:
        coming = "next try at the next refresh" if next_at <= now else f"next try {clock(next_at, now)}"
    else:
        coming = f"to try again: broadsheet add {masked(url)}" if url else ""
    said = cause(error)
    return "; ".join(filter(None, (f"{place}: {said}" if place else said, coming)))


def tell_lost(lost: Sequence[PageRead], out: Output, now: datetime) -> None:
    """Say which full texts could not be fetched: each of a few with its cause, of many how many."""
    from reader.text.clean import counted

    if len(lost) > NAMED:
        hosts = len({host(event.url) for event in lost})
        out.say(
            f"{counted(len(lost), 'full text')} from {counted(hosts, 'host')} could not be fetched;"
            " to list them: broadsheet list is:failed"
        )
        return
    for event in lost:
        why = no_full_text(event.feed, event.url, event.error or "", event.next_at, now)
        out.say(f"“{event.title}”: no full text: {why}")


def id_width(rows: Sequence[Article]) -> int:
    """The columns that the ids need."""
    return max((len(str(row.id)) for row in rows), default=1)


def snippet(piece: Snippet, out: Output, indent: int) -> None:
    """The piece of text below its row, hits marked where the terminal can, wrapped at words."""
    marked = [False] * len(piece.text)
    for start, end in piece.hits:
        marked[start:end] = [True] * (end - start)
    room = (out.columns - indent) if out.columns is not None else None
    line, used = "", 0
    for word in _WORD.finditer(piece.text):
        cells = width(word[0])
        if room is not None and used and used + 1 + cells > room:
            out.styled(f"{' ' * indent}{line}")
            line, used = "", 0
        styled = _styled(word[0], marked[word.start() : word.end()], out)
        line, used = (f"{line} {styled}", used + 1 + cells) if used else (styled, cells)
    if used:
        out.styled(f"{' ' * indent}{line}")


def _styled(word: str, marked: Sequence[bool], out: Output) -> str:
    runs = groupby(zip(word, marked, strict=True), key=lambda pair: pair[1])
    parts = [(hit, line_part("".join(char for char, _ in pairs))) for hit, pairs in runs]
    return "".join(out.accent(text) if hit else text for hit, text in parts)


def next_try(at: datetime | None, why: str | None, now: datetime) -> str:
    """`next check 14:05 (checked every 60 min)`, after a failure `next try 14:05 (failed 3 times in a row, waiting 4 h)`;
    the reason alone where no time is set; else ""."""
    from reader.fetch.schedule import clock

    if at is None:
        return why or ""
    what = "next try" if (why or "").startswith("failed") else "next check"
    when = "due now" if at <= now else f"{what} {clock(at, now)}"
    return f"{when} ({why})" if why else when


def line_part(text: str) -> str:
    """A part of a line: line breaks as spaces, nothing that a terminal acts on."""
    cleaned = line(text)
    return f"{' ' if text[:1].isspace() else ''}{cleaned}{' ' if cleaned and text[-1:].isspace() else ''}"


def account(row: Account, now: datetime) -> str:
    """An account in a line: its server, its last sync, and what waits."""
    from reader.dates.iso import ago
    from reader.text.clean import counted

    tried = f"synced {ago(row.tried, now)}" if row.tried else "not synced yet"
    failed = f" and failed: {row.outcome}" if row.failures else ""
    waits = f", {counted(row.unsent, 'change')} to send" if row.unsent else ""
    return line(f"{row.name}: {row.place}{f' as {row.user}' if row.user else ''}, {tried}{failed}{waits}")
