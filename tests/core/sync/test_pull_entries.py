"""Contents are held within bounds; entries of feeds that nobody listed are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.events import Notice
from reader.core.sync import pull_entries
from tests.support.remotes import MemoryServer

if TYPE_CHECKING:
    import pytest

    from tests.core.sync.conftest import Desk


def test_of_contents_that_do_not_fit_the_newest_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = MemoryServer()
    entries = [memory.entries[memory.article(html="x" * 40)].entry for _ in range(4)]
    monkeypatch.setattr(pull_entries, "HELD_CHARS", 100)
    held = pull_entries.HeldContents()
    held.hold(entries)
    held.hold(entries[3:])
    ids = [entry.state.remote_id for entry in entries]
    assert [held.take(number) is not None for number in ids] == [False, False, True, True]
    assert held.take(ids[3]) is None


def test_what_is_not_held_is_asked_for_again(
    desk: Desk, memory: MemoryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull_entries, "HELD_CHARS", 0)
    for _ in range(6):
        memory.article()
    assert desk.sync().new == 6
    assert memory.asked.count("contents") == 2
    assert {article.text_state for article in desk.articles().values()} == {"full"}


def test_a_feed_that_was_subscribed_to_a_moment_ago_is_asked_about(desk: Desk, memory: MemoryServer) -> None:
    memory.feed("7")

    def subscribe(name: str) -> None:
        if name == "changes" and "8" not in memory.feeds:
            memory.article("8")

    memory.before = subscribe
    assert desk.sync().new == 1
    assert memory.asked.count("feeds") == 2


def test_entries_of_feeds_that_are_not_listed_are_left_out_and_told(desk: Desk, memory: MemoryServer) -> None:
    memory.feed("7")
    for _ in range(7):
        memory.article("8")
    memory.feeds.pop("8")
    assert desk.sync().new == 0
    assert Notice("memory: 7 entries left out: the server does not list their feeds") in desk.events
    assert memory.asked.count("feeds") == 2


def test_an_article_carries_the_name_of_its_publisher(desk: Desk, memory: MemoryServer) -> None:
    memory.feed("7", title="The Pier")
    desk.sync()
    desk.session.library.feeds.rename(1, "Mine", desk.now)
    number = memory.article()
    desk.sync()
    assert desk.article(number).publication == "The Pier"
