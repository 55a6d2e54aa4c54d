"""One child process: started when needed, stopped at its limits, replaced when it may be spoilt."""

from __future__ import annotations

import asyncio
import os
import signal
import struct
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.core.sandbox import process
from reader.core.sandbox.framing import TaskAnswer, decode
from reader.core.sandbox.process import ChildProcess, Job, Lost
from reader.model import ParsedFeed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

TASKS = "tests.support.tasks"
MEMORY = 100 * 2**20


@pytest.fixture
async def child() -> AsyncIterator[ChildProcess]:
    found = ChildProcess(TASKS, memory=MEMORY, items=3)
    yield found
    await found.close()


def job(order: bytes = b"", seconds: float = 20.0) -> Job:
    return Job("feed", {"url": "u", "content_type": None}, order, seconds)


async def pid(child: ChildProcess) -> int:
    answer, body = await child.ask(job())
    assert answer.error == ""
    assert answer.seconds < 20
    return int(decode(ParsedFeed, body).title)


async def lost(child: ChildProcess, order: bytes, seconds: float = 20.0) -> Lost:
    with pytest.raises(Lost) as caught:
        await child.ask(job(order, seconds))
    return caught.value


def is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


async def test_arguments_and_bytes_reach_the_task(child: ChildProcess) -> None:
    _, body = await child.ask(job(b"x" * 2_000_000))
    assert decode(ParsedFeed, body).description == "2000000 u None"


async def test_a_process_serves_so_many_items_and_is_replaced(child: ChildProcess) -> None:
    numbers = [await pid(child) for _ in range(7)]
    assert len(set(numbers[:3])) == len(set(numbers[3:6])) == 1
    assert len(set(numbers)) == 3


async def test_an_error_in_words_costs_no_process(child: ChildProcess) -> None:
    before = await pid(child)
    answer, body = await child.ask(job(b"parse no feed"))
    said = TaskAnswer(error="said", message="no feed", subject="there", hint="Look again")
    assert (replace(answer, seconds=0.0), body) == (said, b"")
    assert await pid(child) == before


async def test_a_process_that_raised_anything_else_is_replaced(child: ChildProcess) -> None:
    before = await pid(child)
    answer, _ = await child.ask(job(b"value"))
    assert (answer.error, answer.message) == ("broken", "ValueError")
    assert await pid(child) != before


async def test_too_much_computing_is_the_items_fault(child: ChildProcess) -> None:
    before = await pid(child)
    error = await lost(child, b"regex", 0.25)
    said = "needed more than 0.25 s of CPU time and was stopped"
    assert (str(error), error.by_item) == (said, True)
    assert await pid(child) != before
    assert is_gone(before)


async def test_waiting_too_long_may_be_the_machines_fault(
    child: ChildProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await pid(child)
    monkeypatch.setattr(process, "PATIENCE", 0.5)
    error = await lost(child, b"sleep", 0.5)
    said = "took more than 0.25 s and was stopped; try again later"
    assert (str(error), error.by_item) == (said, False)
    assert await pid(child) != before
    assert is_gone(before)


async def test_a_tasks_computing_is_told(child: ChildProcess) -> None:
    answer, _ = await child.ask(job(b"compute 0.2"))
    assert 0.2 <= answer.seconds < 20


async def test_too_much_memory_is_the_items_fault(child: ChildProcess) -> None:
    error = await lost(child, b"memory")
    assert (str(error), error.by_item) == ("needed more than 100 MB of memory and was stopped", True)


@pytest.mark.parametrize(("order", "end"), [(b"crash", "SIGSEGV"), (b"exit", "exit 3")])
async def test_a_death_at_work_is_the_items_fault(child: ChildProcess, order: bytes, end: str) -> None:
    error = await lost(child, order)
    assert (str(error), error.by_item) == (f"could not be read: the parser crashed ({end})", True)
    await pid(child)


async def test_a_death_in_idleness_is_nobodys(child: ChildProcess) -> None:
    before = await pid(child)
    os.kill(before, signal.SIGKILL)
    assert await pid(child) not in (before, 0)


async def test_a_start_that_fails_is_the_machines_fault(
    child: ChildProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    await child.start()  # is told of by the job
    error = await lost(child, b"")
    assert str(error).startswith("could not be read: the parser cannot be started (No such")
    assert not error.by_item


async def test_a_start_that_takes_too_long_is_the_machines_fault(
    child: ChildProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "START_S", 0.0)
    error = await lost(child, b"")
    assert (str(error), error.by_item) == ("could not be read: the parser did not start in time", False)


async def test_tasks_that_are_not_there_are_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[object] = []
    real = asyncio.create_subprocess_exec

    async def start(*given: object, **more: object) -> object:
        starts.append(given)
        return await real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    child = ChildProcess("tests.support.nowhere", memory=MEMORY, items=3)
    error = await lost(child, b"")
    await child.close()
    assert (str(error), error.by_item) == ("could not be read: the parser does not start", False)
    assert len(starts) == 2


@pytest.mark.parametrize(
    "answer", [struct.pack(">II", 2**31, 0), struct.pack(">II", 2, 2**31), struct.pack(">II", 2, 0) + b"[]"]
)
async def test_a_broken_answer_costs_the_process(
    child: ChildProcess, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    before = await pid(child)
    real = ChildProcess._finished

    async def finished(child: ChildProcess, found: asyncio.subprocess.Process, job: Job) -> object:
        pipe = asyncio.StreamReader()
        pipe.feed_data(answer)
        with monkeypatch.context() as patch:
            patch.setattr(process, "_pipe", lambda _: pipe)
            return await real(child, found, job)

    with monkeypatch.context() as patch:
        patch.setattr(ChildProcess, "_finished", finished)
        error = await lost(child, b"")
    assert (str(error), error.by_item) == ("could not be read: the parser failed", False)
    assert await pid(child) != before


async def test_a_cancelled_job_costs_the_process(child: ChildProcess) -> None:
    before = await pid(child)
    waiting = asyncio.create_task(child.ask(job(b"sleep")))
    await asyncio.sleep(0.02)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await pid(child) != before


async def test_it_can_be_started_ahead_and_only_once(child: ChildProcess) -> None:
    await child.start()
    assert child._process is not None
    before = child._process.pid
    await child.start()
    assert await pid(child) == before


async def test_a_closed_child_is_gone_and_takes_no_job(child: ChildProcess) -> None:
    before = await pid(child)
    hanging = asyncio.create_task(child.ask(job(b"regex", 60)))
    await asyncio.sleep(0.02)
    await child.close()
    assert is_gone(before)
    with pytest.raises(Lost):
        await hanging
    assert str(await lost(child, b"")) == "was cancelled"
    await child.start()
    assert child._process is None


@pytest.mark.parametrize(
    ("code", "name"), [(0, "exit 0"), (3, "exit 3"), (-9, "SIGKILL"), (-99, "signal 99")]
)
def test_ends_have_names(code: int, name: str) -> None:
    assert process._end(code) == name


def test_a_process_of_ours_finds_what_this_one_finds_but_nothing_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, module in (("checkout", "lamp_of_checkout"), ("here", "lamp_of_here")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{module}.py").touch()
    monkeypatch.setattr(sys, "path", ["", str(tmp_path / "checkout"), *sys.path])
    monkeypatch.chdir(tmp_path / "here")
    code = "import importlib.util as u; print(*(bool(u.find_spec(f'lamp_of_{n}')) for n in ('checkout', 'here')))"
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code], env=process.environment(), capture_output=True, check=True
    )
    assert ended.stdout.split() == [b"True", b"False"]
