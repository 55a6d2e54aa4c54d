"""A run of many feeds: who is asked, what is told in which order, and what follows."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.core import indexing
from reader.core.events import (
    AccountSynced,
    FeedRefreshed,
    FeedsChecked,
    NewMatches,
    Notice,
    PageRead,
    PagesDone,
    Progress,
)
from reader.core.refresh import batched_writes, fetch_feed, run, save_entries
from reader.core.refresh.run import Summary
from reader.core.sandbox.pool import SandboxPool
from reader.errors import LibraryError, LibraryLocked
from reader.store.lock import Lock
from tests.core.conftest import NOW
from tests.support.papers import SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from tests.core.conftest import Room
    from tests.support.server import Server


GAS = NewMatches(saved=1, name="Gas", query="gas", count=2, titles=("One", "Two"))


def paper(server: Server, name: str, *titles: str) -> str:
    items = [item(title, f"https://{name}.example/{title}") for title in titles]
    return server.text(f"/{name}", rss(name, *items), "text/xml")


def asked(room: Room) -> list[FeedRefreshed]:
    return [event for event in room.events if isinstance(event, FeedRefreshed)]


@pytest.mark.parametrize(
    ("summary", "failed"),
    [
        (Summary(asked=2, new=3), ""),
        (Summary(asked=2, new=3, failures=("The Pier",)), "some"),
        (Summary(asked=2, failures=("The Pier", "The Tarn")), "all"),
        (Summary(asked=1, pages=PagesDone(failed=1)), "some"),
        (
            Summary(asked=1, failures=("The Pier",), accounts=(AccountSynced(account="home", outcome="ok"),)),
            "some",
        ),
    ],
)
def test_a_summary_tells_how_much_has_failed(summary: Summary, failed: str) -> None:
    assert summary.how_failed == failed


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (Summary(), "No feeds to check"),
        (Summary(skipped=50), "No feed is due: 50 skipped"),
        (Summary(asked=1, new=3), "Checked 1 feed: 3 new"),
        (Summary(asked=2, new=3, updated=1), "Checked 2 feeds: 3 new, 1 updated"),
        (Summary(asked=4, failures=("A", "B", "C")), "Checked 4 feeds: nothing new, 3 failed (A, B, C)"),
        (Summary(asked=3, failures=("A", "B", "C")), "Checked 3 feeds: 3 failed (A, B, C)"),
        (Summary(asked=3, new=1, failures=("A", "B", "C")), "Checked 3 feeds: 1 new, 3 failed (A, B, C)"),
        (Summary(asked=9, failures=tuple("ABCDE")), "Checked 9 feeds: nothing new, 5 failed (A, B, C and 2 more)"),
        (Summary(asked=1, skipped=4), "Checked 1 feed: nothing new, 4 skipped"),
        (Summary(asked=1, pages=PagesDone(came=2), ruled="Rules: 2 muted"), "Checked 1 feed: nothing new. Full text: 2 fetched. Rules: 2 muted"),
        (Summary(asked=1, new=1, ruled="Rules: 1 muted", found=(GAS, GAS)), "Checked 1 feed: 1 new. Rules: 1 muted. Gas: 2 new articles · Gas: 2 new articles"),
    ],
)  # fmt: skip
def test_a_summary_tells_what_there_is_to_tell(summary: Summary, words: str) -> None:
    assert str(summary) == words


@pytest.mark.parametrize(
    ("summary", "idle"),
    [
        (Summary(), True),
        (Summary(skipped=4), True),
        (Summary(asked=1), False),
        (Summary(pages=PagesDone(left=1)), False),
    ],
)
def test_a_refresh_is_idle_where_nothing_was_to_be_fetched(summary: Summary, idle: bool) -> None:
    assert summary.is_idle is idle


def test_each_feed_is_told_with_its_progress_and_texts_after_all(room: Room, server: Server) -> None:
    room.subscribe(paper(server, "pier", "Lamp", "Stairs"), paper(server, "quay", "Rope"))
    summary = room.refresh()
    kinds = [
        event.feed if isinstance(event, FeedRefreshed) else (event.job, event.done, event.total)
        for event in room.events
        if isinstance(event, FeedRefreshed | Progress)
    ]
    assert {kinds[0], kinds[2]} == {"pier", "quay"}
    assert [kinds[1], kinds[3], *kinds[4:6]] == [
        ("refreshing", 1, 2),
        ("refreshing", 2, 2),
        ("parsing", 1, 2),
        ("parsing", 2, 2),
    ]
    assert (summary.asked, summary.new, summary.updated, summary.skipped, summary.failures) == (
        2,
        3,
        0,
        0,
        (),
    )
    assert [article.text_state for article in room.articles()] == ["full"] * 3


def test_an_event_tells_what_a_feed_brought(room: Room, server: Server) -> None:
    url = paper(server, "pier", "Lamp", "Stairs")
    room.subscribe(url)
    room.refresh()
    (event,) = asked(room)
    assert (event.feed, event.url, event.outcome, event.new, event.updated) == (
        "pier",
        url,
        "2 entries",
        2,
        0,
    )
    assert (event.error, event.asked, event.next_at) == (None, True, NOW + timedelta(hours=1))
    assert event.next_why == "checked every 60 min"
    assert event.seconds >= 0
    paper(server, "pier", "Lamp", "Stairs", "Rope")
    room.refresh()
    assert [(event.new, event.updated) for event in asked(room)] == [(1, 0)]


def test_changed_articles_are_counted_with_their_feed(room: Room, server: Server) -> None:
    room.subscribe(paper(server, "pier", "Lamp"))
    room.refresh()
    server.text("/pier", rss("pier", item("Lamp", "https://pier.example/Lamp", "Another text.")), "text/xml")
    summary = room.refresh()
    assert [(event.new, event.updated) for event in asked(room)] == [(0, 1)]
    assert (summary.new, summary.updated) == (0, 1)


def test_twins_and_plain_news_are_counted_together(room: Room, server: Server) -> None:
    lamp = item("Lamp", "https://pier.example/1")
    twin = item("Lamp", "https://pier.example/1", "Twice told.")
    room.subscribe(
        server.text("/pier", rss("pier", lamp, twin, item("Rope", "https://pier.example/2")), "text/xml")
    )
    assert room.refresh().new == 2
    assert sorted(room.titles()) == ["Lamp", "Rope"]


def test_feeds_that_are_not_due_are_left_alone_in_silence(room: Room, server: Server) -> None:
    room.subscribe(paper(server, "pier", "Lamp"))
    room.refresh()
    summary = room.refresh(due=True)
    assert (summary.asked, summary.skipped, asked(room)) == (0, 1, [])
    assert server.count("/pier") == 1


def test_a_person_hears_why_a_feed_is_left_alone(room: Room, server: Server) -> None:
    url = server.on("/pier", Route(status=503, headers=(("Retry-After", "7200"),)))
    room.subscribe(url)
    room.refresh()
    summary = room.refresh()
    (event,) = asked(room)
    assert (summary.asked, summary.skipped) == (0, 1)
    assert (event.url, event.asked, event.outcome) == (url, False, "the server asked to wait until 14:00")
    assert (event.next_at, event.next_why) == (room.feed().next_at, room.feed().next_why)


def test_only_the_feeds_that_are_named_are_asked(room: Room, server: Server) -> None:
    room.subscribe(paper(server, "pier", "Lamp"), paper(server, "quay", "Rope"))
    run.run(room.session, [])
    assert (server.count("/pier"), server.count("/quay")) == (0, 0)
    run.run(room.session, [room.feed(2)])
    assert (server.count("/pier"), server.count("/quay")) == (0, 1)


def test_a_feed_without_an_address_is_no_feed_to_ask(room: Room) -> None:
    room.session.library.feeds.hold("https://pier.example/feed", "Imported", None, NOW)
    assert room.feed().url is None
    summary = room.refresh()
    assert (summary.asked, summary.skipped, asked(room)) == (0, 0, [])


def test_full_texts_can_be_left_for_another_time(room: Room, server: Server) -> None:
    lamp = server.on("/lamp", Route(body=page("Lamp lit", *SENTENCES).encode()))
    room.subscribe(
        server.text("/feed", rss("The Pier", item("Lamp lit", lamp, "The lamp burns …")), "text/xml")
    )
    assert room.refresh(full_text=False).pages == PagesDone()
    assert server.count("/lamp") == 0
    assert room.refresh().pages == PagesDone(came=1)
    assert any(isinstance(event, PageRead) for event in room.events)


def test_what_the_feeds_brought_is_told_before_full_texts(room: Room, server: Server) -> None:
    lamp = server.on("/lamp", Route(body=page("Lamp lit", *SENTENCES).encode()))
    room.subscribe(
        server.text("/feed", rss("The Pier", item("Lamp lit", lamp, "The lamp burns …")), "text/xml")
    )
    room.subscribe(server.url("/gone"))
    room.refresh()
    told = [event for event in room.events if isinstance(event, FeedsChecked | PageRead)]
    assert told[:1] == [FeedsChecked(asked=2, new=1, failed=1)]
    assert [type(event) for event in told[1:]] == [PageRead]


def test_what_killed_backups_and_restores_have_left_is_removed(room: Room) -> None:
    library = room.session.library.path
    left = [
        library.with_name(f"{library.stem}.{name}")
        for name in (
            "coming-20260101T000000.db",
            "backup-20260101T000000.db.part",
            "backup-2.db.part-journal",
        )
    ]
    for path in left:
        path.write_bytes(b"half")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    room.refresh()
    assert [path.name for path in left if path.exists()] == []


def test_one_refresh_at_a_time(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LOCK_WAIT_S", 0.0)
    path = room.session.library.path
    with Lock(path.with_name(f"{path.name}.refresh"), "refreshing"), pytest.raises(LibraryLocked):
        room.refresh()
    room.refresh()


def test_a_refresh_waits_a_while_for_another(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    acquire = Lock.acquire

    def noted(lock: Lock, wait: float = 0.0) -> None:
        waits.append(wait)
        acquire(lock, wait)

    monkeypatch.setattr(Lock, "acquire", noted)
    room.refresh()
    assert waits[0] == run.LOCK_WAIT_S > 0


def test_the_index_follows_and_a_copy_is_kept_each_week(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(type(room.session.library.sound), "backup_weekly", lambda _, now: kept.append(now))
    room.subscribe(paper(server, "pier", "Lamp"))
    room.refresh()
    assert not indexing.is_behind(room.session)
    assert kept == [NOW]


def test_a_copy_is_kept_also_where_the_index_cannot_be_written(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LibraryError("the search index cannot be written")

    kept: list[Any] = []
    monkeypatch.setattr(type(room.session.library.sound), "backup_weekly", lambda _, now: kept.append(now))
    monkeypatch.setattr(indexing, "catch_up", fail)
    room.subscribe(paper(server, "pier", "Lamp"))
    with pytest.raises(LibraryError, match="cannot be written"):
        room.refresh()
    assert kept == [NOW]


def test_a_backup_that_fails_is_told_and_ends_nothing(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LibraryError("there is no room for a backup", subject="/disk")

    monkeypatch.setattr(type(room.session.library.sound), "backup_weekly", fail)
    room.subscribe(paper(server, "pier", "Lamp"))
    heard: list[Any] = []
    assert run.run(room.session, listen=heard.append).new == 1
    assert Notice("The weekly backup failed: /disk: there is no room for a backup") in heard


@pytest.mark.parametrize(("is_known", "starts"), [(False, 1), (True, 0)])
def test_children_start_early_only_where_a_feed_is_sure_to_be_read(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch, is_known: bool, starts: int
) -> None:
    started: list[int] = []

    async def start(_: SandboxPool, items: int) -> None:
        started.append(items)

    room.subscribe(paper(server, "pier", "Lamp"))
    if is_known:
        room.refresh()
    monkeypatch.setattr(SandboxPool, "start", start)
    room.refresh()
    assert started == [1] * starts


def test_texts_wait_until_no_feed_has_come_for_a_while(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a lull that never ends by itself, texts are read when all feeds have come; with none, as they come."""
    order: list[str] = []
    real, entries = fetch_feed.ask, SandboxPool.entries

    async def ask(*given: Any) -> Any:
        decision = await real(*given)
        order.append("came")
        return decision

    async def read(*given: Any, **more: Any) -> Any:
        order.append("read" if more["in_spare_time"] else "read at once")
        return await entries(*given, **more)

    monkeypatch.setattr(fetch_feed, "ask", ask)
    monkeypatch.setattr(SandboxPool, "entries", read)
    monkeypatch.setattr(run, "LULL_S", 3600)
    room.subscribe(*(paper(server, f"pier{n}", "Lamp") for n in range(3)))
    room.refresh()
    assert order == ["came"] * 3 + ["read"] * 3
    server.text(
        "/pier0", rss("pier0", item("Lamp", "https://pier0.example/Lamp", "Another text.")), "text/xml"
    )
    order.clear()
    room.refresh()
    assert sorted(order) == ["came"] * 3 + ["read at once"]


def test_few_of_the_feeds_that_wait_are_unpacked(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_now = most = 0
    entries = SandboxPool.entries

    async def read(*given: Any, **more: Any) -> Any:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0)  # all others that may come in do so
        try:
            return await entries(*given, **more)
        finally:
            open_now -= 1

    monkeypatch.setattr(SandboxPool, "entries", read)
    monkeypatch.setattr(run, "LULL_S", 3600)
    monkeypatch.setattr(run, "UNPACKED", 2)
    room.subscribe(*(paper(server, f"pier{n}", "Lamp") for n in range(5)))
    room.refresh()
    assert most == 2


def test_what_waits_in_memory_is_counted_while_it_waits(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    real = fetch_feed.BackPressure.change

    def change(pressure: fetch_feed.BackPressure, size: int) -> None:
        sizes.append(size)
        real(pressure, size)

    monkeypatch.setattr(fetch_feed.BackPressure, "change", change)
    room.subscribe(paper(server, "pier", "Lamp"))
    room.refresh()
    (body, minus_body, html, minus_html) = sizes
    assert (body, html) == (-minus_body, -minus_html)
    assert body > html > 100


def test_what_the_run_ends_with_reaches_the_caller(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("mine")

    closed: list[object] = []
    real = batched_writes.BatchedWrites.close

    async def close(writes: batched_writes.BatchedWrites) -> None:
        closed.append(writes)
        await real(writes)

    monkeypatch.setattr(batched_writes.BatchedWrites, "close", close)
    monkeypatch.setattr(save_entries, "announce", broken)
    room.subscribe(paper(server, "pier", "Lamp"))
    with pytest.raises(AssertionError, match="mine"):
        room.refresh()
    assert len(closed) == 1
