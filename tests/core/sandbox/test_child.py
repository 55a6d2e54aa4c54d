"""The process that reads hostile bytes: what it answers, how it ends, and what it leaves in the log."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from reader import log
from reader.core.sandbox import framing
from reader.core.sandbox.framing import decode
from reader.core.sandbox.pool import SandboxPool
from reader.core.sandbox.process import ChildProcess, Job
from reader.errors import ParseError
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TASKS = "tests.support.tasks"
URL = "https://ann:s3cret@news.example/feed?key=s3cret"


@pytest.fixture
def logged(tmp_path: Path) -> Callable[[], str]:
    """Gives what stands in the log by now."""

    def read() -> str:
        file = tmp_path / "cache" / log.NAME
        return file.read_text() if file.exists() else ""

    return read


async def test_a_failure_within_a_task_leaves_its_trace(logged: Callable[[], str]) -> None:
    async with SandboxPool(1, tasks=TASKS) as children:
        with pytest.raises(ParseError, match=r"could not be read \(AttributeError\)"):
            await children.feed(b"attribute", URL)
    told = logged().splitlines()
    assert told[0].endswith(" reader.core.sandbox.child] doing a task https://news.example/feed")
    assert told[1] == "  AttributeError: 'bytes' object has no attribute 'title_of_the_feed'"
    assert any("reader/core/sandbox/child.py" in line for line in told)
    assert any("tests/support/tasks/feed.py" in line for line in told)
    assert "s3cret" not in logged()


async def test_errors_in_words_are_no_unexpected_failure(logged: Callable[[], str]) -> None:
    async with SandboxPool(1, tasks=TASKS) as children:
        with pytest.raises(ParseError):
            await children.feed(b"parse no feed", URL)
    assert logged() == ""


async def test_a_task_that_cannot_be_imported_leaves_its_trace(logged: Callable[[], str]) -> None:
    async with SandboxPool(1, tasks="tests.support.nowhere") as children:
        with pytest.raises(ParseError):
            await children.feed(b"", URL)
    told = logged()
    assert "] serving tasks\n  ModuleNotFoundError: 'tests.support.nowhere'" in told


def test_a_child_ends_when_its_parent_is_gone() -> None:
    command = [sys.executable, "-m", "reader.core.sandbox.child", TASKS, str(2**28)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin
        child.stdin.close()
        assert child.wait(PATIENCE) == 0


def test_a_child_at_work_ends_itself_when_nobody_stops_it() -> None:
    command = [sys.executable, "-m", "reader.core.sandbox.child", TASKS, str(2**28)]
    request = framing.TaskRequest(
        task="feed", arguments={"url": None, "content_type": None}, seconds=20.0, patience=-1.8
    )
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin
        framing.write(child.stdin, request, b"regex")
        assert child.wait(PATIENCE) == -signal.SIGALRM


def test_a_child_that_computes_for_too_long_ends_whatever_it_is_at() -> None:
    command = [sys.executable, "-m", "reader.core.sandbox.child", TASKS, str(2**28)]
    request = framing.TaskRequest(
        task="feed", arguments={"url": None, "content_type": None}, seconds=0.1, patience=PATIENCE
    )
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin
        framing.write(child.stdin, request, b"regex")
        assert child.wait(PATIENCE) == -signal.SIGPROF


def test_a_child_that_is_idle_is_not_ended_by_the_time_of_its_last_task() -> None:
    command = [sys.executable, "-m", "reader.core.sandbox.child", TASKS, str(2**28)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin
        assert child.stdout
        for patience in (-1.98, 20.0):
            framing.write(
                child.stdin, framing.TaskRequest(task="limits", arguments={}, seconds=20.0, patience=patience)
            )
            assert child.stdout.read(8)[:4] != b""
            time.sleep(0.05)
        child.stdin.close()
        assert child.wait(PATIENCE) == 0


async def test_a_task_is_done_within_limits() -> None:
    child = ChildProcess(TASKS, memory=2**26, items=9)
    _, body = await child.ask(Job("limits", {}, b"", 20.0))
    await child.close()
    soft, hard, memory, alarm = decode(tuple[int, ...], body)
    assert (soft, hard, alarm) == (0, 0, 20 * 12 + 2)
    if sys.platform == "linux":
        assert 0 < memory <= 2**26


async def test_noise_of_libraries_gets_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    async with SandboxPool(1, tasks=TASKS) as children:
        first = await children.feed(b"shout", URL)
        assert (await children.feed(b"", URL)).feed.title == first.feed.title
    assert capfd.readouterr() == ("", "")
