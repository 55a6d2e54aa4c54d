"""The screen's side of the worker process: one worker, each job its own answer, nothing left alive."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.events import Event, JobDone
from reader.model import Subscription
from reader.store.library import Library
from reader.tui import worker_client
from reader.tui.worker_client import ENDED, REST_S, WorkerClient
from tests.support.papers import SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.support.server import Server


HTML = (("Content-Type", "text/html"),)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[asyncio.subprocess.Process]:
    """The worker processes that were started."""
    found: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def counted(*words: Any, **how: Any) -> asyncio.subprocess.Process:
        process = await start(*words, **how)
        found.append(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)
    return found


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture
async def client(
    tmp_path: Path, workers: list[asyncio.subprocess.Process], heard: list[Event]
) -> AsyncIterator[WorkerClient]:
    """A client on an empty library; when it is closed no worker is alive."""
    Library.open(tmp_path / "library.db").close()
    client = WorkerClient(tmp_path / "library.db", heard.append)
    yield client
    await client.close()
    assert not [worker.pid for worker in workers if is_alive(worker.pid)]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(happens: Callable[[], bool]) -> None:
    for _ in iter(happens, True):
        await asyncio.sleep(0.002)


async def busy_with(client: WorkerClient, server: Server) -> asyncio.Task[JobDone]:
    """A job that goes on until it is ended: a server that does not answer."""
    server.on("/silent", Route(hangs=True))
    job = asyncio.create_task(client.do("add", target=server.url("/silent")))
    await until(lambda: bool(server.seen))
    return job


async def test_two_jobs_asked_at_once_have_one_worker_and_each_its_own_answer(
    client: WorkerClient, workers: list[asyncio.subprocess.Process]
) -> None:
    sung, indexed = await asyncio.gather(client.do("sing"), client.do("index"))
    assert (sung.job, sung.error) == ("sing", "there is no job “sing”")
    assert (indexed.job, indexed.summary, indexed.error) == ("index", "0 articles indexed", None)
    assert len(workers) == 1


async def test_the_worker_goes_by_the_settings_of_its_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    spawn = asyncio.create_subprocess_exec

    async def heard_by(*words: str, env: dict[str, str], **more: Any) -> asyncio.subprocess.Process:
        given.append(env["BROADSHEET_CONFIG_DIR"])
        return await spawn(*words, env=env, **more)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", heard_by)
    Library.open(tmp_path / "library.db").close()
    client = WorkerClient(tmp_path / "library.db", lambda _: None, tmp_path / "demo")
    await client.do("index")
    await client.close()
    assert given == [str(tmp_path / "demo")]


async def test_every_later_job_has_the_same_worker(
    client: WorkerClient, workers: list[asyncio.subprocess.Process]
) -> None:
    assert [(await client.do(job)).job for job in ("index", "sing", "index")] == ["index", "sing", "index"]
    assert len(workers) == 1


async def test_after_a_minute_without_a_job_no_worker_is_left_and_the_next_job_has_another(
    client: WorkerClient, workers: list[asyncio.subprocess.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    wait, minute = loop.call_later, []

    def call_later(delay: float, callback: Callable[..., Any], *args: Any, **how: Any) -> asyncio.TimerHandle:
        handle = wait(delay, callback, *args, **how)
        if delay == REST_S:
            minute.append(handle)
        return handle

    monkeypatch.setattr(loop, "call_later", call_later)
    await client.do("index")
    await client.do("index")
    assert [handle.cancelled() for handle in minute] == [True, False]  # each job puts the end off
    minute[-1]._callback()  # type: ignore[attr-defined]  # the clock stands at a minute later
    await until(lambda: not is_alive(workers[0].pid))
    assert (await client.do("index")).error is None
    assert len(workers) == 2


async def test_it_is_busy_from_the_question_to_the_answer(client: WorkerClient, heard: list[Event]) -> None:
    busy = [client.is_busy]
    job = asyncio.create_task(client.do("reindex"))
    await asyncio.sleep(0)
    busy.append(client.is_busy)
    done = await job
    assert [*busy, client.is_busy] == [False, True, False]
    assert heard[-1] == done


async def test_an_answer_with_another_id_is_not_taken(client: WorkerClient) -> None:
    job = asyncio.create_task(client.do("index"))
    await asyncio.sleep(0)
    await until(lambda: bool(client._waiting))
    client._hear(JobDone(job="sing", summary="of another worker", id=99))
    assert (await job).job == "index"


async def test_who_gives_up_while_queueing_ends_nobody_elses_job(
    client: WorkerClient, workers: list[asyncio.subprocess.Process]
) -> None:
    first = asyncio.create_task(client.do("index"))
    second = asyncio.create_task(client.do("sing"))
    third = asyncio.create_task(client.do("reindex"))
    await asyncio.sleep(0)
    second.cancel()
    assert ((await first).job, (await third).job) == ("index", "reindex")
    assert len(workers) == 1


async def refreshing(client: WorkerClient, server: Server, library: Path) -> asyncio.Task[JobDone]:
    """A refresh that is at a full text whose server does not answer, and will the next time."""
    server.on("/lamp", Route(hangs=True), Route(body=page("Lamp lit", *SENTENCES).encode(), headers=HTML))
    teaser = item("Lamp lit", server.url("/lamp"), "The lamp is lit …")
    feed = server.text("/feed", rss("The Pier", teaser), "application/rss+xml")
    with Library.open(library) as opened:
        opened.feeds.add(Subscription(url=feed), datetime(2026, 11, 24, tzinfo=UTC))
    job = asyncio.create_task(client.do("refresh"))
    await until(lambda: server.count("/lamp") == 1)
    return job


async def test_full_texts_give_way_to_what_is_asked_and_go_on_after_it(
    client: WorkerClient, server: Server, tmp_path: Path, heard: list[Event]
) -> None:
    job = await refreshing(client, server, tmp_path / "library.db")
    asked = asyncio.create_task(client.do("index"))
    assert (await job).gave_way
    rest = asyncio.create_task(client.do("refresh", is_patient=True, feeds=[]))
    later = asyncio.create_task(client.do("sing"))
    assert (await asked).error is None
    assert (await rest).summary == "Full text: 1 fetched"
    assert [event.job for event in heard if isinstance(event, JobDone)] == [
        "refresh", "index", "sing", "refresh",
    ]  # fmt: skip
    assert (await later).job == "sing"


async def test_a_patient_job_interrupts_nobody(client: WorkerClient, server: Server) -> None:
    job = await busy_with(client, server)
    patient = asyncio.create_task(client.do("index", is_patient=True))
    gone = asyncio.create_task(client.do("sing"))
    await asyncio.sleep(0)
    gone.cancel()
    await client.cancel()
    assert (await job).error == ENDED
    assert (await patient).error is None


async def test_a_cancelled_job_ends_its_worker_and_the_next_job_has_another(
    client: WorkerClient, server: Server, workers: list[asyncio.subprocess.Process], heard: list[Event]
) -> None:
    job = await busy_with(client, server)
    queued = asyncio.create_task(client.do("index"))
    job.cancel()
    await asyncio.wait([job])
    assert heard[-1] == JobDone(job="add", summary="", error=ENDED, id=1)
    assert (await queued).summary == "0 articles indexed"
    assert job.cancelled()
    assert len(workers) == 2
    assert not is_alive(workers[0].pid)


async def test_cancel_ends_what_is_under_way_with_words(
    client: WorkerClient, server: Server, heard: list[Event]
) -> None:
    job = await busy_with(client, server)
    await client.cancel()
    ended = JobDone(job="add", summary="", error=ENDED, id=1)
    assert await job == ended
    assert heard[-1] == ended, "whoever shows that it is under way hears of its end"
    assert (await client.do("index")).error is None


async def test_a_worker_that_dies_ends_its_job_only(
    client: WorkerClient, server: Server, workers: list[asyncio.subprocess.Process]
) -> None:
    job = await busy_with(client, server)
    queued = asyncio.create_task(client.do("index"))
    os.kill(workers[0].pid, signal.SIGKILL)
    assert (await job).error == ENDED
    assert (await queued).error is None


async def test_why_a_worker_cannot_begin_is_the_answer(client: WorkerClient, tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("no library at all, and long enough to be looked at " * 40)
    done = await client.do("index")
    assert done.error
    assert done.error != ENDED


async def test_closing_ends_what_runs_and_what_is_queued(
    client: WorkerClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_client, "END_S", 0.01)
    job = await busy_with(client, server)
    queued = asyncio.create_task(client.do("index"))
    await client.close()
    assert [(await one).error for one in (job, queued)] == [ENDED, ENDED]


async def test_closing_while_a_worker_starts_leaves_none(client: WorkerClient) -> None:
    job = asyncio.create_task(client.do("index"))
    await asyncio.sleep(0)
    await client.close()
    await job
    assert (await client.do("index")).error == ENDED
