"""When a feed is asked again, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.fetch.schedule import clock

if TYPE_CHECKING:
    from datetime import datetime


def words(at: datetime | None, why: str | None, now: datetime) -> str:
    """`next try 14:05: it failed 3 times in a row: 4 h to wait`; the reason alone where no time is set; else ""."""
    if at is None:
        return why or ""
    when = "due now" if at <= now else f"next try {clock(at, now)}"
    return f"{when}: {why}" if why else when
