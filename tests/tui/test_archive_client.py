"""The way from the screen to the archive: a thread of its own, found in the config file."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, cast

import pytest

from reader.errors import ArchiveError, ArchiveSlow, UsageError
from reader.tui import archive_client
from reader.tui.archive_client import ArchiveClient
from tests.support import fake_archive
from tests.support.fake_archive import FakeArchive
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from reader.archive.protocol import Archive


class Library:
    """The library's threads, without a library."""

    async def ask(self, work: Callable[[Any], object]) -> object:
        return work(None)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> FakeArchive:
    found = FakeArchive()
    fake_archive.install(monkeypatch, found)
    return found


@pytest.fixture
async def client(tmp_path: Path, archive: FakeArchive) -> AsyncIterator[ArchiveClient]:
    del archive
    made = ArchiveClient(cast("Any", Library()), tmp_path)
    yield made
    await made.close()


async def thread(_: Archive) -> str:
    return threading.current_thread().name


async def texts(archive: Archive) -> int:
    return len(await archive.texts(()))


async def test_without_a_file_or_a_table_there_is_none(client: ArchiveClient, tmp_path: Path) -> None:
    assert not await client.look()
    (tmp_path / "config.toml").write_text('theme = "newsprint"')
    assert not await client.look()
    fake_archive.name(tmp_path)
    assert not await client.is_known(), "it is looked up once, until somebody searches"
    assert await client.look()
    assert client.is_set


async def test_it_is_opened_once_and_asked_in_a_thread_of_its_own(
    client: ArchiveClient, archive: FakeArchive, tmp_path: Path
) -> None:
    fake_archive.name(tmp_path)
    assert await client.is_known()
    assert archive.opened == 0
    assert await client.ask(thread) == "archive"
    assert await client.ask(thread) == "archive"
    assert archive.opened == 1
    await client.close()
    assert (archive.closed, client.is_set) == (1, False)
    assert "archive" not in {one.name for one in threading.enumerate()}


async def test_who_is_cancelled_cancels_the_question(
    client: ArchiveClient, archive: FakeArchive, tmp_path: Path
) -> None:
    fake_archive.name(tmp_path)
    await client.look()
    archive.hangs = True
    asked = asyncio.create_task(client.ask(texts))
    await asyncio.to_thread(archive.hanging.wait, PATIENCE)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    archive.hangs = False
    assert await client.ask(texts) == 0
    assert not client.rests


async def test_after_a_failure_it_rests_and_is_opened_anew(
    client: ArchiveClient, archive: FakeArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_archive.name(tmp_path)
    await client.look()
    archive.errors = [ArchiveError("the server does not let anna in")]
    with pytest.raises(ArchiveError):
        await client.ask(texts)
    assert client.rests
    assert str(client.failed) == "the server does not let anna in"
    monkeypatch.setattr(archive_client, "RESTS_S", 0.0)
    assert await client.ask(texts) == 0
    assert (archive.opened, client.failed) == (2, None)


async def test_a_slow_answer_is_no_failure(
    client: ArchiveClient, archive: FakeArchive, tmp_path: Path
) -> None:
    fake_archive.name(tmp_path)
    await client.look()
    archive.errors = [ArchiveSlow("the server did not answer within 0.5 s")]
    with pytest.raises(ArchiveSlow):
        await client.ask(texts)
    assert not client.rests
    assert await client.ask(texts) == 0
    assert archive.opened == 1


async def test_another_place_or_a_mistake_in_the_file_ends_it(
    client: ArchiveClient, archive: FakeArchive, tmp_path: Path
) -> None:
    fake_archive.name(tmp_path)
    await client.look()
    await client.ask(texts)
    (tmp_path / "config.toml").write_text('archive.address = "service:other"')
    assert await client.look()
    assert archive.closed == 1
    (tmp_path / "config.toml").write_text("archive = 1")
    with pytest.raises(UsageError, match="archive must be a table"):
        await client.look()
    assert not client.is_set


async def test_a_server_that_hangs_does_not_hold_the_reader_at_its_end(
    client: ArchiveClient, archive: FakeArchive, tmp_path: Path
) -> None:
    fake_archive.name(tmp_path)
    await client.look()
    archive.hangs = True
    asked = asyncio.create_task(client.ask(texts))
    await asyncio.to_thread(archive.hanging.wait, PATIENCE)
    await client.close()
    with pytest.raises(asyncio.CancelledError):
        await asked
