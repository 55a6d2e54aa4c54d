"""How do times stand in the library? As whole microseconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970; exact, also before 1970."""
    return (moment - _EPOCH) // _STEP


def optional_micros(moment: datetime | None) -> int | None:
    """`micros`, with None for unknown."""
    return None if moment is None else (moment - _EPOCH) // _STEP


def moment(value: int) -> datetime:
    """The aware UTC time of a stored number."""
    return _EPOCH + timedelta(microseconds=value)


def optional_moment(value: int | None) -> datetime | None:
    """`moment`, with None for unknown."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)
