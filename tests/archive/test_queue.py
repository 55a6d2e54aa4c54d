"""Feeds belong to one worker at a time, hosts get one request at a time, and who was too slow saves nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.archive.protocol import FeedTry, LeasedFeed
from reader.errors import LeaseLost
from reader.model import Subscription
from reader.query.parse import parse
from tests.archive.conftest import NOW
from tests.support.made_up_papers import drafts

if TYPE_CHECKING:
    from reader.archive.postgres import PostgresArchive
    from tests.support.real_postgres import RealPostgres

TRIED = FeedTry(
    state="ok", outcome="3 entries", next_at=NOW + timedelta(days=9_000), etag="x", title="The Pier"
)


def feeds(count: int) -> list[Subscription]:
    return [Subscription(url=f"https://pier.example/{number}/feed") for number in range(count)]


async def test_a_feed_is_added_once(archive: PostgresArchive) -> None:
    assert await archive.subscribe(feeds(3)) == 3
    assert await archive.subscribe([*feeds(4), *feeds(4)]) == 1
    assert (await archive.state()).due == 4


async def test_no_feed_has_two_workers(archive: PostgresArchive) -> None:
    await archive.subscribe(feeds(6))
    leased = [one for one in await asyncio.gather(*(archive.lease() for _ in range(9))) if one]
    assert len({one.id for one in leased}) == len(leased) == 6
    assert await archive.lease() is None
    await archive.give_back(leased[0])
    again = await archive.lease()
    assert again is not None
    assert (again.id, again.lease) == (leased[0].id, leased[0].lease + 1)


async def _leased(archive: PostgresArchive) -> LeasedFeed:
    leased = await archive.lease()
    assert leased is not None
    return leased


async def test_what_came_is_filed_and_the_feed_rests(archive: PostgresArchive) -> None:
    await archive.subscribe(feeds(1))
    leased = await _leased(archive)
    assert (leased.url, leased.known.state) == ("https://pier.example/0/feed", "new")
    assert (await archive.done(leased, TRIED, drafts(3), NOW)).new == 3
    assert await archive.lease() is None
    state = await archive.state()
    assert (state.articles, state.due) == (3, 0)
    page = await archive.search(
        parse("feed:pier", NOW).tree,
        order="date", limit=9, deadline=60, now=NOW,
    )  # fmt: skip
    assert page.count == 3


async def test_who_lost_the_lease_saves_nothing(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    await archive.subscribe(feeds(1))
    slow = await _leased(archive)
    postgres.sql("UPDATE broadsheet.feed SET leased_until = '-infinity'", database=database)
    quick = await _leased(archive)
    with pytest.raises(LeaseLost):
        await archive.done(slow, TRIED, drafts(3), NOW)
    assert (await archive.state()).articles == 0
    await archive.give_back(slow)
    assert await archive.lease() is None
    assert (await archive.done(quick, TRIED, drafts(3), NOW)).new == 3


async def test_a_failed_feed_keeps_what_was_known(archive: PostgresArchive) -> None:
    await archive.subscribe(feeds(1))
    failed = FeedTry(
        state="failing", outcome="too slow", failures=1, next_at=NOW - timedelta(days=1), etag="x"
    )
    await archive.done(await _leased(archive), failed, (), NOW)
    known = (await _leased(archive)).known
    assert (known.state, known.failures, known.etag) == ("failing", 1, "x")


async def test_only_what_is_not_whole_is_wanted(archive: PostgresArchive) -> None:
    papers = drafts(20)
    await archive.put(papers, NOW)
    addresses = [draft.url or "" for draft in papers]
    whole = await archive.whole([*addresses, "https://pier.example/new"])
    # Papers are of the origin "page": what was tried is not tried again.
    assert whole == set(addresses)


async def test_all_workers_take_turns_at_a_host(archive: PostgresArchive) -> None:
    waits = [await archive.turn("pier.example", 100.0) for _ in range(3)]
    assert waits[0] == 0
    assert 90 < waits[1] <= 100
    assert 190 < waits[2] <= 200
    assert await archive.turn("dunes.example", 100.0) == 0
