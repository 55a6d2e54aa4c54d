"""A session on a library of the test's own, whose clock stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.core.session import LibraryPaths, Session

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def session(folder: Path) -> Session:
    """The library in this folder, made at need."""
    places = LibraryPaths(folder / "own" / "library.db", folder / "own" / "cache", folder / "own" / "config")
    return Session(places, clock=lambda: NOW)
