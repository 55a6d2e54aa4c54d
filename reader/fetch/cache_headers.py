"""Reads the headers that say when to ask again: Retry-After, Cache-Control, Expires."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_WAIT = 7 * 86_400.0
"""Seconds of Retry-After that are obeyed. A longer one is a mistake of the server's: no feed is given up for good."""


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form (`120`, an HTTP date), between 0 and `LONGEST_WAIT`; None where there is none."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"\d{1,12}", value, re.ASCII):
        return min(float(value), LONGEST_WAIT)
    moment = http_date(value)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT) if moment else None


def fresh_for(header: Callable[[str], str | None], now: datetime) -> float | None:
    """Seconds for which the server calls its answer fresh (max-age less Age, else Expires less Date), or None.

    `header` gives the value of a header by its lower-case name.
    """
    control = (header("cache-control") or "").lower()
    if re.search(r"\bno-(cache|store)\b", control):
        return None
    if found := re.search(r"\bmax-age\s*=\s*\"?(\d{1,12})", control):
        age = (header("age") or "").strip()
        used = float(age) if re.fullmatch(r"\d{1,12}", age, re.ASCII) else 0.0
        return max(float(found[1]) - used, 0.0)
    expires = http_date(header("expires") or "")
    if expires is None:
        return None
    return max((expires - (http_date(header("date") or "") or now)).total_seconds(), 0.0)


def http_date(value: str) -> datetime | None:
    """A date of HTTP (RFC 9110) as an aware UTC time, or None for anything else."""
    from email.utils import parsedate_to_datetime  # late: to tell what is due needs none of it

    try:
        moment = parsedate_to_datetime(value[:100])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
