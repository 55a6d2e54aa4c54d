from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.core import childprocess, frames
from reader.core.childprocess import Child
from reader.core.children import Children, Limits
from reader.errors import ExtractError, ParseError
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from reader.core.childprocess import Job

TASKS = "tests.support.tasks"
ENDLESS = Limits(feed=3600, memory=100 * 2**20)
QUICK = Limits(feed=0.3, memory=100 * 2**20)
TRAPS = (b"regex", b"sleep")
URL = "https://ann:secret@news.example/feed"


@pytest.fixture(autouse=True)
def _honest_items_have_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits hold for traps only: on a busy machine anything else may take longer."""
    ask = Child.ask

    async def patient(child: Child, job: Job) -> tuple[frames.Header, bytes]:
        is_trap = job.body in TRAPS or (job.task == "entries" and b"entry-sleep" in job.body)
        return await ask(child, job if is_trap else replace(job, seconds=PATIENCE))

    monkeypatch.setattr(Child, "ask", patient)


@pytest.fixture
async def children() -> AsyncIterator[Children]:
    async with Children(1, limits=QUICK, tasks=TASKS) as found:
        yield found


async def pid(children: Children, body: bytes = b"") -> int:
    return int((await children.feed(body, URL)).feed.title)


async def failure(children: Children, body: bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        await children.feed(body, URL)
    return caught.value


async def test_bytes_go_in_and_values_come_back(children: Children) -> None:
    read = await children.feed(b"x" * 3_000_000, "https://news.example/", "text/xml")
    assert read.feed.description == "3000000 https://news.example/ text/xml"


async def test_one_process_serves_many_items(children: Children) -> None:
    assert len({await pid(children) for _ in range(5)}) == 1


async def test_a_fresh_process_after_so_many_items() -> None:
    async with Children(1, limits=Limits(items=2), tasks=TASKS) as children:
        assert len({await pid(children) for _ in range(5)}) == 3


@pytest.mark.parametrize("trap", [b"regex", b"sleep"])
async def test_what_takes_too_long_is_stopped_and_the_next_item_works(
    children: Children, trap: bytes
) -> None:
    before = await pid(children)
    error = await failure(children, trap)
    assert str(error) == "https://ann:***@news.example/feed: took longer than 0.3 s and was stopped"
    assert await pid(children) != before
    async with asyncio.timeout(PATIENCE):
        while is_there(before):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        (b"memory", "needed more than 100 MB and was stopped"),
        (b"libxml", "could not be read (XMLSyntaxError)"),
    ],
)
async def test_what_takes_too_much_memory_is_stopped(bomb: bytes, said: str) -> None:
    async with Children(1, limits=Limits(memory=100 * 2**20), tasks=TASKS) as children:
        before = await pid(children)
        assert (await failure(children, bomb)).message == said
        assert await pid(children) != before


@pytest.mark.parametrize(("end", "said"), [(b"crash", "SIGSEGV"), (b"exit", "exit 3")])
async def test_a_process_that_dies_costs_its_own_item_only(children: Children, end: bytes, said: str) -> None:
    assert (await failure(children, end)).message == f"could not be read: its process ended ({said})"
    await pid(children)


async def test_an_idle_process_that_was_killed_is_replaced_unseen(children: Children) -> None:
    before = await pid(children)
    os.kill(before, signal.SIGKILL)
    assert await pid(children) != before


async def test_where_no_process_can_start_the_item_fails_in_words(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert (await failure(children, b"")).message.startswith(
        "could not be read: no process can be started (No such"
    )


async def test_a_task_that_is_not_there_fails_in_words() -> None:
    async with Children(1, tasks="tests.support.nowhere") as children:
        assert (
            await failure(children, b"")
        ).message == "could not be read: the process for it does not start"


async def test_errors_in_words_cross_the_pipe(children: Children) -> None:
    error = await failure(children, b"parse not a \x1b[2Jfeed")
    assert (error.message, error.subject, error.hint) == ("not a [2Jfeed", "there", "Look again")


async def test_a_feed_fails_as_a_feed_whatever_its_entries_raise(children: Children) -> None:
    assert (await failure(children, b"other")).message == "no article"


@pytest.mark.parametrize(("order", "name"), [(b"value", "ValueError"), (b"deep", "RecursionError")])
async def test_other_errors_are_named_without_what_they_say(
    children: Children, order: bytes, name: str
) -> None:
    assert (await failure(children, order)).message == f"could not be read ({name})"


async def test_noise_of_libraries_gets_nowhere(children: Children, capfd: pytest.CaptureFixture[str]) -> None:
    assert await pid(children, b"shout") == await pid(children)
    assert capfd.readouterr() == ("", "")


async def test_an_answer_of_another_type_is_refused(children: Children) -> None:
    with pytest.raises(ExtractError, match="broken answer"):
        await children.page(b"", "https://news.example/")


async def test_an_entry_that_hangs_costs_itself_alone(children: Children) -> None:
    read = await children.feed(b"entry-a entry-sleep entry-b", URL)
    assert [draft.title for draft in read.drafts] == ["entry-a", "entry-sleep", "entry-b"]
    assert [draft.text_state for draft in read.drafts] == ["full", "failed", "full"]
    assert read.drafts[1].reason == "The feed's text: took longer than 0.3 s and was stopped."
    assert [entry.html for entry in read.feed.entries] == ["", "", ""]


async def test_two_items_at_once_with_two_processes() -> None:
    async with Children(2, limits=ENDLESS, tasks=TASKS) as children:
        slow = asyncio.create_task(children.feed(b"sleep", URL))
        await asyncio.sleep(0)
        await pid(children)
        assert not slow.done()
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)


async def test_a_cancelled_item_leaves_a_pool_that_works(children: Children) -> None:
    before = await pid(children)
    waiting = asyncio.create_task(children.feed(b"sleep", URL))
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await pid(children) != before


@pytest.mark.parametrize("turns", [0, 1, 50])
async def test_leaving_ends_every_process_at_once(turns: int) -> None:
    async with Children(2, limits=ENDLESS, tasks=TASKS) as children:
        first = await pid(children)
        hanging = [asyncio.create_task(children.feed(b"regex", URL)) for _ in range(3)]
        for _ in range(turns):
            await asyncio.sleep(0.001)
    assert not is_there(first)
    assert all(isinstance(end, ParseError) for end in await asyncio.gather(*hanging, return_exceptions=True))


def test_a_child_ends_when_its_parent_is_gone() -> None:
    command = [sys.executable, "-m", "reader.core.child", TASKS, str(2**28)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin
        child.stdin.close()
        assert child.wait(PATIENCE) == 0


def test_a_child_at_work_ends_itself_when_nobody_stops_it() -> None:
    command = [sys.executable, "-m", "reader.core.child", TASKS, str(2**28)]
    header = {"task": "feed", "arguments": {"url": None, "content_type": None}, "seconds": -1.8}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin
        frames.write(child.stdin, header, b"regex")
        assert child.wait(PATIENCE) == -signal.SIGALRM


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
        [sys.executable, "-P", "-c", code],
        env=childprocess.environment(),
        capture_output=True,
        check=True,
    )
    assert ended.stdout.split() == [b"True", b"False"]


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
