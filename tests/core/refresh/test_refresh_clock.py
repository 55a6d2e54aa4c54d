"""Clocks that jump: no storm of requests, no feed that is never asked again, no negative ages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.dates.iso import ago
from tests.core.conftest import NOW
from tests.support.papers import SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from tests.core.conftest import Room
    from tests.support.server import Server

DAY = timedelta(days=1)
BODY = Route(body=rss("The Pier", item("Lamp lit", "https://pier.example/1")).encode())


@pytest.mark.parametrize("jump", [-DAY, -365 * DAY, 50 * 365 * DAY, timedelta(minutes=-5)])
@pytest.mark.parametrize(
    "answer", [BODY, Route(status=500), Route(status=503, headers=(("Retry-After", "3600"),))]
)
def test_after_a_jump_a_feed_is_asked_at_most_once_an_interval(
    room: Room, server: Server, jump: timedelta, answer: Route
) -> None:
    room.subscribe(server.on("/feed", answer))
    room.refresh(due=True)
    room.now = NOW + jump
    before = server.count("/feed")
    for _ in range(12):  # an hour, as cron would
        room.refresh(due=True)
        room.forward(minutes=5)
    assert server.count("/feed") - before <= 1
    for _ in range(30):
        room.forward(hours=1)
        room.refresh(due=True)
    assert server.count("/feed") - before >= 2
    assert len(room.articles()) <= 1


@pytest.mark.parametrize("jump", [-DAY, 50 * 365 * DAY])
def test_ages_are_never_negative_and_nothing_is_lost(room: Room, server: Server, jump: timedelta) -> None:
    room.subscribe(server.on("/feed", BODY))
    room.refresh()
    room.now = NOW + jump
    room.refresh()
    feed = room.feed()
    assert feed.last_tried is not None
    assert feed.next_at is not None
    assert feed.next_at - room.now == timedelta(hours=1)
    assert room.titles() == ["Lamp lit"]
    room.now = NOW
    assert "-" not in ago(feed.last_tried, room.now)
    assert "-" not in ago(room.articles()[0].fetched, room.now - DAY)


def test_a_page_that_was_queued_under_a_wrong_clock_is_fetched(room: Room, server: Server) -> None:
    lamp = server.on("/lamp", Route(status=500), Route(body=page("Lamp lit", *SENTENCES).encode()))
    room.subscribe(
        server.text("/feed", rss("The Pier", item("Lamp lit", lamp, "The lamp burns again …")), "text/xml")
    )
    room.now = NOW + 50 * 365 * DAY
    room.refresh()
    room.now = NOW
    assert room.refresh().pages.came == 1


def test_a_wait_set_under_a_wrong_clock_does_not_hold_for_ever(room: Room, server: Server) -> None:
    room.now = NOW + 50 * 365 * DAY
    room.subscribe(server.on("/feed", Route(status=503, headers=(("Retry-After", "3600"),)), BODY))
    room.refresh()
    room.now = NOW
    assert room.refresh(due=True).new == 1
