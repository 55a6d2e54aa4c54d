"""A refresh of what is due knows beforehand when it has nothing to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing
from reader.core.refresh import idle
from reader.core.session import LibraryPaths, Session
from reader.model import Draft, Subscription
from reader.store.accounts import AccountGiven
from reader.store.feeds import FeedOutcome
from reader.store.lock import Lock
from tests.core.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOUR = timedelta(hours=1)
LATER = FeedOutcome(tried=NOW, state="ok", outcome="1 new", next_at=NOW + HOUR)
DRAFT = Draft(title="A", url="https://pier.example/a", text="Lamps.", markdown="Lamps.")
ACCOUNT = AccountGiven(
    name="home",
    interface="miniflux",
    url="https://flux.example",
    user="ann",
    login="ann",
    secret="env:X",
    server="Miniflux",
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A library with an article and a feed, an hour before that is due."""
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places, clock=lambda: NOW) as session:
        library = session.library
        feed, _ = library.feeds.add(Subscription(url="https://pier.example/feed"), NOW)
        library.feeds.tried(feed.id, LATER)
        library.articles.save(DRAFT, now=NOW)
        indexing.catch_up(session)
        library.sound.backup_weekly(NOW)
        library.upkeep.is_due(NOW)
        yield session


def is_idle(session: Session) -> bool:
    return idle.left_alone(session, full_text=True) is not None


def test_feeds_that_are_not_due_are_counted(session: Session) -> None:
    other, _ = session.library.feeds.add(Subscription(url="https://dunes.example/feed"), NOW)
    assert not is_idle(session), "a new feed is due"
    session.library.feeds.tried(other.id, LATER)
    assert idle.left_alone(session, full_text=True) == 2


def test_an_account_whose_time_has_not_come_is_left_alone(session: Session) -> None:
    account = session.library.accounts.add(ACCOUNT, NOW)
    assert not is_idle(session), "a new account is due"
    session.library.accounts.tried(account.id, NOW, "nothing new", failures=0, next_at=NOW + HOUR)
    assert is_idle(session)


def feed_is_due(session: Session) -> None:
    (feed,) = session.library.feeds.all()
    session.library.feeds.tried(feed.id, replace(LATER, next_at=NOW))


def article_is_new(session: Session) -> None:
    session.library.articles.save(replace(DRAFT, title="B", url="https://pier.example/b"), now=NOW)


def page_waits(session: Session) -> None:
    with session.library.transaction():
        session.library.jobs.add([(1, "https://pier.example/a")], NOW)


WORK: dict[str, Callable[[Session], None]] = {
    "a feed": feed_is_due,
    "an article for the index": article_is_new,
    "a page": page_waits,
    "a backup": lambda session: setattr(session, "now", lambda: NOW + timedelta(days=7)),
    "the upkeep": lambda session: setattr(session, "now", lambda: NOW + timedelta(days=1)),
}


@pytest.mark.parametrize("what", WORK)
def test_whatever_waits_is_work(session: Session, what: str) -> None:
    (feed,) = session.library.feeds.all()
    session.library.feeds.tried(feed.id, replace(LATER, next_at=NOW + 500 * HOUR))
    assert is_idle(session)
    WORK[what](session)
    assert not is_idle(session)


def test_pages_are_no_work_where_none_are_fetched(session: Session) -> None:
    page_waits(session)
    assert idle.left_alone(session, full_text=False) == 1


def test_a_library_without_an_index_has_one_made(session: Session, tmp_path: Path) -> None:
    session.index.folder.rename(tmp_path / "gone")
    assert not is_idle(session)


def test_another_refresh_is_not_passed_over(session: Session) -> None:
    with Lock(session.library.path.with_name("library.db.refresh"), "refreshing"):
        assert not is_idle(session)
    assert is_idle(session)
