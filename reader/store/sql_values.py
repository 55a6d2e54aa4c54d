"""Converts values between Python and the library: times are whole microseconds since 1970 in UTC, ids a JSON list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.model import UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Gives the microseconds since 1970; exact, also before 1970."""
    return (moment - _EPOCH) // _STEP


def optional_micros(moment: datetime | None) -> int | None:
    """Gives the `micros`, with None for unknown."""
    return None if moment is None else (moment - _EPOCH) // _STEP


def moment(value: int) -> datetime:
    """Gives the aware UTC time of a stored number."""
    return _EPOCH + timedelta(0, 0, value)


def optional_moment(value: int | None) -> datetime | None:
    """Gives the `moment`, with None for unknown."""
    return None if value is None else _EPOCH + timedelta(0, 0, value)


def id_list(ids: Iterable[int]) -> str:
    """Gives ids as one bound value, for `IN (SELECT value FROM json_each(?))`: however many, and however large."""
    return f"[{','.join(map(str, ids))}]"


IS_UNDATED = f"m.sorted_at = {micros(UNDATED)}"
"""Holds for an article `m` that can be of any age: it stands after all others wherever they stand by date."""

EQUAL_TEXTS = """b.text_hash = a.text_hash AND b.id <> a.id AND (b.title = a.title COLLATE NOCASE OR NOT EXISTS (
    SELECT 1 FROM appearance p JOIN appearance q ON q.feed_id = p.feed_id WHERE p.article_id = a.id AND q.article_id = b.id))"""
"""Whether the articles `a` and `b` are copies of equal text: what one feed prints under two titles is two articles, though
their text be the same."""


IS_WITHOUT_PAGES = """EXISTS (SELECT 1 FROM feed_setting s
    WHERE s.feed_id = j.feed_id AND s.key = 'full_text' AND s.value = 'never')"""
"""Holds for a page `j` in the queue that is left alone, since its feed's pages are not to be fetched."""


def by_key(rows: Iterable[Iterable[Any]]) -> dict[Any, list[Any]]:
    """Gives the second values of rows of two by their first, each key's in the order of the rows."""
    found: dict[Any, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
