"""Libraries with an account at a server in memory."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core.sandbox.process import ChildProcess
from reader.core.session import LibraryPaths, Session
from reader.core.sync import sync_accounts
from reader.store.accounts import AccountGiven
from tests.support import near
from tests.support.remotes import MemoryServer, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.core.events import AccountSynced, Event
    from reader.model import Article
    from reader.store.accounts import Account

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class Desk:
    """A library with an account; `events` are those of the last sync."""

    session: Session
    server: MemoryServer
    now: datetime = NOW
    events: list[Event] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return self.session.library.accounts.all()[0]

    def add(self) -> Account:
        given = AccountGiven(
            name="memory", interface="miniflux", url="https://memory.example", user="ann", login="ann", secret="env:SYNC_PASSWORD",
            server="Memory", has_labels=self.server.has_labels,
        )  # fmt: skip
        return self.session.library.accounts.add(given, self.now)

    def sync(self) -> AccountSynced:
        """Syncs; whatever fails is in the result."""
        self.now += timedelta(minutes=1)
        self.events = []
        return sync_accounts.run(
            self.session, [], accounts=[self.account], listen=self.events.append
        ).accounts[0]

    def articles(self) -> dict[str, Article]:
        """All articles by their titles."""
        ids = self.session.library.database.column("SELECT id FROM article ORDER BY id")
        found = self.session.library.articles.many(ids)
        assert len({article.title for article in found}) == len(found)
        return {article.title: article for article in found}

    def article(self, remote_id: int) -> Article:
        return self.articles()[f"Story {remote_id}"]

    def marks(self) -> dict[int, tuple[bool, bool, frozenset[str]]]:
        """The marks of all articles by the number in their titles."""
        return {
            int(title.split()[-1]): (article.read, article.bookmarked, frozenset(article.tags))
            for title, article in self.articles().items()
        }

    def unsent(self) -> list[tuple[int, str, str]]:
        return self.session.library.database.rows(
            "SELECT remote_id, mark, label FROM outbox ORDER BY 1, 2, 3"
        )


@pytest.fixture
def memory() -> MemoryServer:
    return MemoryServer()


@pytest.fixture
def desks(
    tmp_path: Path, memory: MemoryServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    """Makes libraries with an account at the server; children work in this process."""
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    monkeypatch.setenv("SYNC_PASSWORD", "s3cret")

    serve(memory, monkeypatch)
    with ExitStack() as stack:

        def make(name: str = "one") -> Desk:
            places = LibraryPaths(tmp_path / f"{name}.db", tmp_path / "cache", tmp_path / "config")
            found: Desk
            session = stack.enter_context(Session(places, clock=lambda: found.now))
            found = Desk(session, memory)
            found.add()
            return found

        yield make


@pytest.fixture
def desk(desks: Callable[..., Desk]) -> Desk:
    return desks()
