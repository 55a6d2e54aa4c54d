"""A library that is refreshed in this process, at a time and within bounds that the test sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core.refresh import run
from reader.core.sandbox.process import ChildProcess
from reader.core.session import LibraryPaths, Session
from reader.fetch.client import Client, FetchSettings
from reader.model import Subscription
from tests.fetch.fakes import Names
from tests.support import near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.model import Article, Feed

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BOUNDS = FetchSettings(total=300, connect=300, largest=200_000, environ={})
PRIVATE = "127.0.0.9"


@dataclass
class Room:
    """`names` are the hosts that there are, `now` is the time, `bounds` those of the client; `events` are those of the last refresh."""

    session: Session
    names: Names
    now: datetime = NOW
    bounds: FetchSettings = BOUNDS
    events: list[Event] = field(default_factory=list)

    def subscribe(self, *urls: str) -> Feed:
        """Subscribe without asking; the last feed."""
        return [self.session.library.feeds.add(Subscription(url=url), self.now)[0] for url in urls][-1]

    def refresh(
        self, *, due: bool = False, full_text: bool = True, gives_way: Callable[[], bool] = lambda: False
    ) -> run.Summary:
        self.events = []
        listen = self.events.append
        return run.run(self.session, due=due, full_text=full_text, listen=listen, gives_way=gives_way)

    def feed(self, number: int = 1) -> Feed:
        return self.session.library.feeds.get(number)

    def articles(self) -> list[Article]:
        """All articles, in the order of their ids."""
        ids = [row[0] for row in self.session.library.database.rows("SELECT id FROM article ORDER BY id")]
        return self.session.library.articles.many(ids)

    def titles(self) -> list[str]:
        return [article.title for article in self.articles()]

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """An empty library; children work in this process, `private.example` is a private address, all else of loopback
    public."""
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    names = Names({"private.example": [PRIVATE], "public.example": ["127.0.0.1"]})
    found: Room
    monkeypatch.setattr(
        "reader.fetch.client.Client",
        lambda: Client(found.bounds, resolver=names, is_public=lambda ip: ip != PRIVATE),
    )
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places, clock=lambda: found.now) as session:
        found = Room(session, names)
        yield found
