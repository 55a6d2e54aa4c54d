"""Small writes share a commit; one that fails is undone alone, and a library that fails fails them all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from reader import log
from reader.core.refresh import batched_writes
from reader.core.refresh.batched_writes import MOST, BatchedWrites
from reader.errors import LibraryError
from reader.model import Subscription
from reader.store.library import Library

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


async def test_writesare_done_in_order_and_give_what_they_give(library: Library) -> None:
    writes = BatchedWrites(library)
    asked = [writes.write(partial(subscribe, library, n)) for n in range(MOST * 2 + 3)]
    given = await asyncio.gather(*asked)
    assert given == sorted(given)
    assert len(names(library)) == MOST * 2 + 3


async def test_a_write_that_fails_is_undone_alone(library: Library) -> None:
    def broken() -> None:
        subscribe(library, 2)
        raise KeyError("mine")

    writes = BatchedWrites(library)
    results = await asyncio.gather(
        writes.write(lambda: subscribe(library, 1)),
        writes.write(broken),
        writes.write(lambda: subscribe(library, 3)),
        return_exceptions=True,
    )
    assert isinstance(results[1], KeyError)
    assert names(library) == ["https://paper.example/1", "https://paper.example/3"]


async def test_where_the_library_fails_all_of_the_commit_are_told(library: Library) -> None:
    def broken() -> None:
        library.database.run("INSERT INTO nowhere VALUES (1)")

    writes = BatchedWrites(library)
    asked = [writes.write(lambda: subscribe(library, 1)), writes.write(broken)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(result) for result in results] == [LibraryError, LibraryError]
    assert names(library) == []
    assert await writes.write(lambda: subscribe(library, 4)) > 0


async def test_what_fails_is_logged(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_folder", lambda: tmp_path)

    def fails(error: Exception) -> None:
        raise error

    writes = BatchedWrites(library)
    with pytest.raises(AttributeError):
        await writes.write(lambda: fails(AttributeError("lamp")))
    told = (tmp_path / log.NAME).read_text()
    assert "] writing to the library\n  AttributeError\n" in told
    assert "committing" not in told
    with pytest.raises(LibraryError):
        await writes.write(lambda: fails(LibraryError("lamp")))
    told = (tmp_path / log.NAME).read_text()
    assert "] committing writes to the library\n  LibraryError" in told
    assert told.count("] writing") == 1


async def test_others_may_write_between_two_commits(library: Library) -> None:
    writes = BatchedWrites(library)
    await writes.write(lambda: subscribe(library, 1))
    with Library.open(library.path, busy=0.1) as other:
        assert subscribe(other, 2) > 0


async def test_a_write_waits_a_moment_for_others(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batched_writes, "WAIT_S", 0.5)
    sizes: list[int] = []
    real = BatchedWrites._commit

    async def commit(writes: BatchedWrites, batch: list[Any]) -> None:
        sizes.append(len(batch))
        await real(writes, batch)

    monkeypatch.setattr(BatchedWrites, "_commit", commit)
    writes = BatchedWrites(library)
    first = asyncio.create_task(writes.write(lambda: subscribe(library, 1)))
    for _ in range(3):
        await asyncio.sleep(0)
    await asyncio.gather(first, writes.write(lambda: subscribe(library, 2)))
    assert sizes == [2]
    sizes.clear()
    await asyncio.gather(*(writes.write(partial(subscribe, library, n)) for n in range(MOST + 1)))
    assert sizes == [MOST, 1]


async def test_what_is_not_committed_is_given_up(library: Library) -> None:
    writes = BatchedWrites(library)
    waiting = asyncio.create_task(writes.write(lambda: subscribe(library, 1)))
    await asyncio.sleep(0)
    await writes.close()
    await asyncio.sleep(0.05)
    assert names(library) == []
    assert not waiting.done()
    waiting.cancel()
    await writes.close()


async def test_other_tasks_run_between_two_writes(library: Library) -> None:
    order: list[str] = []

    async def other() -> None:
        while len(order) < 3:
            await asyncio.sleep(0)
            if order[-1:] == ["write"]:
                order.append("other")

    writes = BatchedWrites(library)
    beside = asyncio.create_task(other())
    await asyncio.gather(*(writes.write(lambda: order.append("write")) for _ in range(2)))
    await beside
    assert order[:3] == ["write", "other", "write"]
