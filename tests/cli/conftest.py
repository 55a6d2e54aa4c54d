"""Fixtures of the command line's tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.cli import opening
from reader.core.childprocess import Child
from reader.core.session import Places, Session
from tests.support import near

if TYPE_CHECKING:
    import argparse

    from tests.support.shell import Shell


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing and extraction in this process: `tests/core` and the whole way test the real children."""
    monkeypatch.setattr(Child, "ask", near.ask)


@dataclass
class Clock:
    """The time that sessions see, once a test has asked for this fixture."""

    now: datetime

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The first of November 2026, noon UTC, until a test moves it."""
    clock = Clock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))

    def session(args: argparse.Namespace, *, create: bool = False) -> Session:
        return Session(Places.found(args.library), create=create, clock=lambda: clock.now)

    monkeypatch.setattr(opening, "session", session)
    return clock


@pytest.fixture
def library_with_one(shell: Shell) -> None:
    """A library that holds one article, and its index."""
    shell.article("The harbour at night", "Lamps along the quay.")
