"""Small writes share a commit; one that fails is undone alone, and a library that fails fails them all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest

from reader.core.refresh.batched_writes import MOST, BatchedWrites
from reader.core.sandbox.checkout import Checkout
from reader.errors import LibraryError
from reader.model import Subscription
from reader.store.library import Library
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as found:
        yield found


def subscribe(library: Library, number: int) -> int:
    return library.feeds.add(Subscription(url=f"https://paper.example/{number}"), NOW)[0].id


def names(library: Library) -> list[str]:
    return sorted(feed.url or "" for feed in library.feeds.all())


async def test_writes_are_done_in_order_and_give_what_they_give(library: Library) -> None:
    ledger = BatchedWrites(library)
    writes = [ledger.write(partial(subscribe, library, n)) for n in range(MOST * 2 + 3)]
    given = await asyncio.gather(*writes)
    assert given == sorted(given)
    assert len(names(library)) == MOST * 2 + 3


async def test_a_write_that_fails_is_undone_alone(library: Library) -> None:
    def broken() -> None:
        subscribe(library, 2)
        raise KeyError("mine")

    ledger = BatchedWrites(library)
    results = await asyncio.gather(
        ledger.write(lambda: subscribe(library, 1)),
        ledger.write(broken),
        ledger.write(lambda: subscribe(library, 3)),
        return_exceptions=True,
    )
    assert isinstance(results[1], KeyError)
    assert names(library) == ["https://paper.example/1", "https://paper.example/3"]


async def test_where_the_library_fails_all_of_the_commit_are_told(library: Library) -> None:
    def broken() -> None:
        library.database.run("INSERT INTO nowhere VALUES (1)")

    ledger = BatchedWrites(library)
    writes = [ledger.write(lambda: subscribe(library, 1)), ledger.write(broken)]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(result) for result in results] == [LibraryError, LibraryError]
    assert names(library) == []
    assert await ledger.write(lambda: subscribe(library, 4)) > 0


async def test_others_may_write_between_two_commits(library: Library) -> None:
    ledger = BatchedWrites(library)
    await ledger.write(lambda: subscribe(library, 1))
    with Library.open(library.path, busy=0.1) as other:
        assert subscribe(other, 2) > 0


async def test_turns_are_taken_in_order_and_the_patient_come_last() -> None:
    turns, order = Checkout(["only"]), []
    thing = await turns.take()

    async def one(name: str, *, last: bool = False) -> None:
        mine = await turns.take(last=last)
        order.append(name)
        turns.give(mine)

    tasks = [asyncio.create_task(one("patient", last=True))]
    tasks += [asyncio.create_task(one(name)) for name in ("first", "second")]
    await asyncio.sleep(0)
    turns.give(thing)
    await asyncio.gather(*tasks)
    assert order == ["first", "second", "patient"]


async def test_a_turn_that_nobody_waits_for_any_more_goes_to_the_next() -> None:
    turns = Checkout(["only"])
    thing = await turns.take()
    gone, there = asyncio.create_task(turns.take()), asyncio.create_task(turns.take())
    await asyncio.sleep(0)
    turns.give(thing)
    gone.cancel()
    assert await asyncio.wait_for(there, PATIENCE) == "only"
    with pytest.raises(asyncio.CancelledError):
        await gone
