"""Fixtures of the command line's tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.cli import inputs
from reader.core.sandbox.process import ChildProcess
from reader.core.session import LibraryPaths, Session
from reader.model import Subscription
from reader.store.feeds import FeedOutcome
from tests.support import near
from tests.support.papers import PROSE

if TYPE_CHECKING:
    import argparse

    from tests.support.shell import Shell


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing and extraction in this process: `tests/core` and the whole way test the real children."""
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


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
        return Session(LibraryPaths.found(args.library), create=create, clock=lambda: clock.now)

    monkeypatch.setattr(inputs, "session", session)
    return clock


@pytest.fixture
def harbour(shell: Shell) -> Shell:
    """A library of six articles, numbered from 1; the fourth and sixth are read, the first and fifth bookmarked."""
    lines = "\n".join(json.dumps(article) for article in HARBOUR)
    assert shell("import", shell.file("harbour.jsonl", lines)).code == 0
    return shell


HARBOUR: list[dict[str, Any]] = [
    {
        "title": "Gas line to the island",
        "text": "The gas line will cross the sound.\n\nDivers have begun to lay it.",
        "url": "https://pier.example/gas",
        "published": "2026-02-01T09:00:00Z",
        "authors": ["Ann Keel", "Bo Mast"],
        "lang": "en",
        "tags": ["energy/gas"],
        "feeds": ["The Pier"],
        "bookmarked": True,
    },
    {
        "title": "Oil and gas get cheaper",
        "text": f"Oil fell, and gas with it. {PROSE}",
        "url": "https://dunes.example/oil",
        "published": "2026-02-03T09:00:00Z",
        "authors": ["Cy Reef"],
        "feeds": ["Dunes"],
    },
    {
        "title": "Паром сел на мель",
        "text": "Паром «Чайка» сел на мель у мыса. Пассажиров сняли катерами.",
        "url": "https://listok.example/parom",
        "published": "2026-03-01T20:00:00Z",
        "lang": "ru",
    },
    {
        "title": "Ferry on the sandbank",
        "text": "The ferry Seagull went aground off the cape. Boats took the passengers ashore.",
        "published": "2026-03-02",
        "read": True,
        "tags": ["sea", "news"],
    },
    {"title": "A note without a day", "text": "Somebody found a bottle.", "bookmarked": True},
    {
        "title": "Harbour dues rise",
        "text": "Dues for boats rise in spring.",
        "published": "2026-01-05T00:30:00Z",
        "read": True,
    },
]


@pytest.fixture
def library_with_one(shell: Shell) -> None:
    """A library that holds one article, and its index."""
    shell.article("The harbour at night", "Lamps along the quay.")


@pytest.fixture
def library_with_nothing_due(shell: Shell, library_with_one: None) -> None:
    """The same with a feed whose time comes in an hour; what is done once a day or a week was done."""
    now = datetime.now(UTC)
    with Session(LibraryPaths.found()) as session:
        feed, _ = session.library.feeds.add(Subscription(url="https://pier.example/feed"), now)
        later = FeedOutcome(tried=now, state="ok", outcome="1 new", next_at=now + timedelta(hours=1))
        session.library.feeds.tried(feed.id, later)
        session.library.sound.backup_weekly(now)
        assert session.library.upkeep.is_due(now)
