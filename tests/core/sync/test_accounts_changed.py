"""Feeds move to a server and back; one that fails stays where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core.refresh import run as refresh_run
from reader.core.sync import accounts_changed
from reader.errors import LibraryLocked, UsageError
from reader.model import Subscription
from reader.store.lock import Lock
from tests.support.remotes import away

if TYPE_CHECKING:
    from reader.model import Feed
    from tests.core.sync.conftest import Desk
    from tests.support.remotes import MemoryServer


@pytest.fixture
def local(desk: Desk) -> Feed:
    return desk.session.library.feeds.add(
        Subscription(url="https://mine.example/rss", tags=("own",)), desk.now
    )[0]


def refuse(name: str) -> None:
    if "subscribe" in name:
        raise away()


def test_a_feed_moves_with_its_title_and_folder(desk: Desk, memory: MemoryServer, local: Feed) -> None:
    moved = accounts_changed.adopt(desk.session, [local], desk.account)
    assert [feed.server for feed in moved.feeds] == ["Memory at memory.example"]
    (there,) = memory.feeds.values()
    assert (there.url, there.folder) == ("https://mine.example/rss", "own")
    desk.sync()
    assert [(feed.id, feed.tags) for feed in desk.session.library.feeds.all()] == [(local.id, ("own",))]


def test_one_that_the_server_refuses_stays_here(desk: Desk, memory: MemoryServer, local: Feed) -> None:
    memory.before = refuse
    moved = accounts_changed.adopt(desk.session, [local], desk.account)
    assert [feed.id for feed, _ in moved.failed] == [local.id]
    assert desk.session.library.feeds.get(local.id).account is None


def test_one_that_the_server_keeps_comes_back_with_the_next_sync(
    desk: Desk, memory: MemoryServer, local: Feed
) -> None:
    accounts_changed.adopt(desk.session, [local], desk.account)
    memory.article(next(iter(memory.feeds)))
    desk.sync()
    memory.before = refuse
    moved = accounts_changed.release(desk.session, desk.session.library.feeds.all())
    assert [feed.id for feed, _ in moved.failed] == [local.id]
    memory.before = lambda name: None
    assert desk.sync().outcome == "nothing new"
    assert desk.session.library.feeds.get(local.id).account == "memory"
    assert len(desk.articles()) == 1


def test_what_is_there_already_or_here_is_told(desk: Desk, memory: MemoryServer, local: Feed) -> None:
    with pytest.raises(UsageError, match="already fetched from here"):
        accounts_changed.release(desk.session, [local])
    accounts_changed.adopt(desk.session, [local], desk.account)
    with pytest.raises(UsageError, match=r"Memory at memory\.example already fetches this feed"):
        accounts_changed.adopt(desk.session, desk.session.library.feeds.all(), desk.account)


def test_what_has_no_address_cannot_move(desk: Desk) -> None:
    desk.session.library.feeds.hold("https://held.example/rss", "Held", None, desk.now)
    with pytest.raises(UsageError, match="no address"):
        accounts_changed.adopt(desk.session, desk.session.library.feeds.all(), desk.account)


def test_a_feed_is_unsubscribed_there_and_here_and_its_articles_stay(
    desk: Desk, memory: MemoryServer, local: Feed
) -> None:
    accounts_changed.adopt(desk.session, [local], desk.account)
    memory.article(next(iter(memory.feeds)))
    desk.sync()
    memory.before = refuse
    feeds = desk.session.library.feeds.all()
    moved = accounts_changed.unsubscribe(desk.session, feeds)
    assert ([feed.id for feed, _ in moved.failed], moved.feeds) == ([local.id], ())
    assert desk.session.library.feeds.all() == feeds
    memory.before = lambda name: None
    assert accounts_changed.unsubscribe(desk.session, feeds).failed == ()
    assert memory.feeds == {}
    assert desk.session.library.feeds.all() == []
    assert len(desk.articles()) == 1
    assert desk.sync().error is None


def test_no_feed_moves_while_a_refresh_runs(desk: Desk, local: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh_run, "LOCK_WAIT_S", 0)
    path = desk.session.library.path
    with Lock(path.with_name(f"{path.name}.refresh"), "refreshing"):
        with pytest.raises(LibraryLocked, match="refreshing"):
            accounts_changed.adopt(desk.session, [local], desk.account)
        assert desk.session.library.feeds.get(local.id).account is None
    accounts_changed.adopt(desk.session, [local], desk.account)
    with Lock(path.with_name(f"{path.name}.refresh"), "refreshing"), pytest.raises(LibraryLocked):
        accounts_changed.release(desk.session, desk.session.library.feeds.all())
    assert desk.session.library.feeds.get(local.id).account == "memory"
