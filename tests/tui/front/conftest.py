"""A library that nobody can write to, and the front page without a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryLocked
from reader.tui.library_threads import LibraryThreads

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.driver import Driver

    Lock = Callable[[], None]

LOCKED = "The library is being written by process 4711"


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Lock:
    """From its call on every change of the library fails, as it does while another process holds it."""
    ask = LibraryThreads.ask

    async def refused(threads: LibraryThreads, work: object, lane: str = "read") -> object:
        if lane == "write":
            raise LibraryLocked(LOCKED)
        return await ask(threads, work, lane)  # type: ignore[arg-type]

    return lambda: monkeypatch.setattr(LibraryThreads, "ask", refused)


def said(screen: Driver) -> list[str]:
    """All short messages that are there, the oldest first."""
    return [notification.message for notification in screen.app._notifications]
