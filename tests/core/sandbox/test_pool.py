from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.sandbox import pool, process
from reader.core.sandbox.limits import BATCH_CHARS, BATCH_ENTRIES, Limits
from reader.core.sandbox.pool import PAGES, QUEUE, SITES_LIMIT, Checkout, SandboxPool, SiteMemory, batches
from reader.core.sandbox.process import ChildProcess, Lost
from reader.errors import ExtractError, ParseError
from reader.model import Draft, Entry, ParsedFeed
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from reader.core.sandbox.framing import TaskAnswer
    from reader.core.sandbox.process import Job

TASKS = "tests.support.tasks"
ENDLESS = Limits(feed=3600, memory=100 * 2**20)
QUICK = Limits(feed=0.3, memory=100 * 2**20)
TRAPS = (b"regex",)
URL = "https://ann:secret@news.example/feed"

PAGE_URL = "https://www.quay.example/2024/bridge"


@pytest.fixture(autouse=True)
def _honest_items_have_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits hold for traps only: on a busy machine anything else may take longer."""
    ask = ChildProcess.ask

    async def patient(child: ChildProcess, job: Job) -> tuple[TaskAnswer, bytes]:
        is_trap = job.body in TRAPS or (job.task == "entries" and b"entry-regex" in job.body)
        return await ask(child, job if is_trap else replace(job, seconds=PATIENCE))

    monkeypatch.setattr(ChildProcess, "ask", patient)


@pytest.fixture
async def children() -> AsyncIterator[SandboxPool]:
    async with SandboxPool(1, limits=QUICK, tasks=TASKS) as found:
        yield found


async def pid(children: SandboxPool, body: bytes = b"") -> int:
    return int((await children.feed(body, URL)).feed.title)


async def failure(children: SandboxPool, body: bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        await children.feed(body, URL)
    return caught.value


async def test_bytes_go_in_and_values_come_back(children: SandboxPool) -> None:
    read = await children.feed(b"x" * 3_000_000, "https://news.example/", "text/xml")
    assert read.feed.description == "3000000 https://news.example/ text/xml"


async def test_one_process_serves_many_items(children: SandboxPool) -> None:
    assert len({await pid(children) for _ in range(5)}) == 1


async def test_a_fresh_process_after_so_many_items() -> None:
    async with SandboxPool(1, limits=Limits(items=2), tasks=TASKS) as children:
        assert len({await pid(children) for _ in range(5)}) == 3


async def test_what_computes_for_too_long_is_stopped_and_the_next_item_works(children: SandboxPool) -> None:
    before = await pid(children)
    error = await failure(children, b"regex")
    said = "needed more than 0.3 s of CPU time and was stopped"
    assert str(error) == f"https://ann:***@news.example/feed: {said}"
    assert await pid(children) != before
    async with asyncio.timeout(PATIENCE):
        while is_there(before):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        (b"memory", "needed more than 100 MB of memory and was stopped"),
        (b"libxml", "could not be read (XMLSyntaxError)"),
    ],
)
async def test_what_takes_too_much_memory_is_stopped(bomb: bytes, said: str) -> None:
    async with SandboxPool(1, limits=Limits(memory=100 * 2**20), tasks=TASKS) as children:
        before = await pid(children)
        assert (await failure(children, bomb)).message == said
        assert await pid(children) != before


@pytest.mark.parametrize(("end", "said"), [(b"crash", "SIGSEGV"), (b"exit", "exit 3")])
async def test_a_process_that_dies_costs_its_own_item_only(
    children: SandboxPool, end: bytes, said: str
) -> None:
    assert (await failure(children, end)).message == f"could not be read: the parser crashed ({said})"
    await pid(children)


async def test_an_idle_process_that_was_killed_is_replaced_unseen(children: SandboxPool) -> None:
    before = await pid(children)
    os.kill(before, signal.SIGKILL)
    assert await pid(children) != before


async def test_where_no_process_can_start_the_item_fails_in_words(
    children: SandboxPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert (await failure(children, b"")).message.startswith(
        "could not be read: the parser cannot be started (No such"
    )


async def test_a_task_that_is_not_there_fails_in_words() -> None:
    async with SandboxPool(1, tasks="tests.support.nowhere") as children:
        assert (await failure(children, b"")).message == "could not be read: the parser does not start"


async def test_errors_in_words_cross_the_pipe(children: SandboxPool) -> None:
    error = await failure(children, b"parse not a \x1b[2Jfeed")
    assert (error.message, error.subject, error.hint) == ("not a [2Jfeed", "there", "Look again")


async def test_a_feed_fails_as_a_feed_whatever_its_entries_raise(children: SandboxPool) -> None:
    assert (await failure(children, b"other")).message == "no article"


@pytest.mark.parametrize(("order", "name"), [(b"value", "ValueError"), (b"deep", "RecursionError")])
async def test_other_errors_are_named_without_what_they_say(
    children: SandboxPool, order: bytes, name: str
) -> None:
    assert (await failure(children, order)).message == f"could not be read ({name})"


async def test_an_answer_of_another_type_is_refused(children: SandboxPool) -> None:
    with pytest.raises(ExtractError, match="the parser failed"):
        await children.page(b"", "https://news.example/")


async def test_an_entry_that_hangs_costs_itself_alone(children: SandboxPool) -> None:
    read = await children.feed(b"entry-a entry-regex entry-b", URL)
    assert [draft.title for draft in read.drafts] == ["entry-a", "entry-regex", "entry-b"]
    assert [draft.text_state for draft in read.drafts] == ["full", "failed", "full"]
    assert read.drafts[1].reason == "The feed's text needed more than 0.3 s of CPU time and was stopped."
    assert [entry.html for entry in read.feed.entries] == ["", "", ""]


async def test_two_items_at_once_with_two_processes() -> None:
    async with SandboxPool(2, limits=ENDLESS, tasks=TASKS) as children:
        slow = asyncio.create_task(children.feed(b"sleep", URL))
        await asyncio.sleep(0)
        await pid(children)
        assert not slow.done()
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)


async def test_a_cancelled_item_leaves_a_pool_that_works(children: SandboxPool) -> None:
    before = await pid(children)
    waiting = asyncio.create_task(children.feed(b"sleep", URL))
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await pid(children) != before


@pytest.mark.parametrize("turns", [0, 1, 50])
async def test_leaving_ends_every_process_at_once(turns: int) -> None:
    async with SandboxPool(2, limits=ENDLESS, tasks=TASKS) as children:
        first = await pid(children)
        hanging = [asyncio.create_task(children.feed(b"regex", URL)) for _ in range(3)]
        for _ in range(turns):
            await asyncio.sleep(0.001)
    assert not is_there(first)
    assert all(isinstance(end, ParseError) for end in await asyncio.gather(*hanging, return_exceptions=True))


class Read(SandboxPool):
    """Reads every entry but those whose title starts with `bad`; knows what it was asked."""

    def __init__(self, *, seconds: float = 60, losses: int = 3) -> None:
        super().__init__(0, limits=Limits(entries=seconds, losses=losses))
        self.batches: list[list[str]] = []
        self.urls: set[tuple[str | None, bool]] = set()

    async def _batch(
        self, feed: ParsedFeed, url: str | None, *, in_spare_time: bool
    ) -> tuple[tuple[Draft, ...], float]:
        titles = [entry.title for entry in feed.entries]
        self.batches.append(titles)
        self.urls.add((url, in_spare_time))
        if any(title.startswith("bad") for title in titles):
            raise ParseError("took too long")
        return tuple(Draft(title=title) for title in titles), 1.0


def parsed(*titles: str) -> ParsedFeed:
    return ParsedFeed(
        title="News", entries=tuple(Entry(title=title, summary="In short.") for title in titles)
    )


async def test_every_entry_gets_its_draft_in_order() -> None:
    titles = [f"entry {number}" for number in range(2 * BATCH_ENTRIES + 1)]
    pool = Read()
    found = await pool.entries(parsed(*titles), URL, in_spare_time=True)
    assert [draft.title for draft in found] == titles
    assert [len(batch) for batch in pool.batches] == [BATCH_ENTRIES, BATCH_ENTRIES, 1]
    assert pool.urls == {(URL, True)}


async def test_a_failed_entry_keeps_its_summary_and_says_why() -> None:
    found = await Read().entries(parsed("a", "bad", "c"))
    assert [draft.text_state for draft in found] == ["full", "failed", "full"]
    assert (found[1].text, found[1].reason) == ("In short.", "The feed's text took too long.")


async def test_after_some_losses_the_rest_is_not_tried() -> None:
    pool = Read(losses=2)
    found = await pool.entries(parsed("bad 1", "b", "bad 3", "d"))
    assert [draft.title for draft in found] == ["bad 1", "b", "bad 3", "d"]
    assert [draft.text_state for draft in found] == ["failed", "full", "failed", "failed"]
    assert pool.batches[1:] == [["bad 1"], ["b"], ["bad 3"]]
    assert found[3].reason == "The feed's text was skipped, because other entries took too long."


async def test_after_so_much_computing_the_rest_is_not_tried() -> None:
    pool = Read(seconds=1.5)
    titles = [f"entry {number}" for number in range(2 * BATCH_ENTRIES + 1)]
    *read, last = await pool.entries(parsed(*titles))
    assert {draft.text_state for draft in read} == {"full"}
    assert (last.title, last.text_state, last.text) == (titles[-1], "failed", "In short.")
    assert len(pool.batches) == 2


async def test_a_batch_that_was_stopped_counts_with_all_that_it_may_take() -> None:
    pool = Read(seconds=9.5)
    found = await pool.entries(parsed("bad", "b"))
    assert [draft.text_state for draft in found] == ["failed", "failed"]
    assert pool.batches == [["bad", "b"]]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 2 * BATCH_CHARS), max_size=120))
def test_batches_hold_every_entry_once_and_are_bounded(sizes: list[int]) -> None:
    entries = [Entry(title=str(number), html="x" * size) for number, size in enumerate(sizes)]
    found = list(batches(entries))
    assert [entry for batch in found for entry in batch] == entries
    for batch in found:
        assert 0 < len(batch) <= BATCH_ENTRIES
        assert len(batch) == 1 or sum(len(entry.html) for entry in batch) <= BATCH_CHARS


def test_batches_are_filled_to_their_bounds() -> None:
    half = "x" * (BATCH_CHARS // 2)
    assert [len(batch) for batch in batches(Entry(title="a", html=half) for _ in range(5))] == [2, 2, 1]
    assert [len(batch) for batch in batches(Entry(title="a") for _ in range(101))] == [50, 50, 1]
    assert list(batches(())) == []


async def test_turns_are_taken_in_order_and_the_patient_come_last() -> None:
    turns, order = Checkout(["only"]), []
    thing = await turns.take()

    async def one(name: str, **how: bool) -> None:
        mine = await turns.take(**how)
        order.append(name)
        turns.give(mine)

    tasks = [asyncio.create_task(one("patient", last=True))]
    tasks += [asyncio.create_task(one("first")), asyncio.create_task(one("second", last=False))]
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


async def test_idle_things_are_handed_out_in_their_order_and_again() -> None:
    turns = Checkout(["one", "two"])
    assert [await turns.take(), await turns.take()] == ["one", "two"]
    turns.give("two")
    assert await turns.take() == "two"


class Held:
    """Stands for a child process: each job waits until it is let go."""

    def __init__(self, *_: object, **__: object) -> None:
        self.jobs: list[asyncio.Future[None]] = []

    async def ask(self, job: Job) -> tuple[TaskAnswer, bytes]:
        self.jobs.append(asyncio.get_running_loop().create_future())
        await self.jobs[-1]
        raise Lost("was let go")

    async def start(self) -> None:
        """It needs none."""

    async def close(self) -> None:
        """It has nothing."""


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Held]:
    """The children that were called in, in their order."""
    found: list[Held] = []

    def made(*_: object, **__: object) -> Held:
        found.append(Held())
        return found[-1]

    monkeypatch.setattr(process, "ChildProcess", made)
    monkeypatch.setattr(pool, "PATIENCE_S", PATIENCE)
    return found


async def waiting(children: SandboxPool, held: list[Held], kinds: Sequence[str]) -> int:
    """The number of children that were called in while one job of each kind is asked for."""

    async def ask(kind: str) -> object:
        return await (children.page(b"", PAGE_URL) if kind == "page" else children.parsed(b"", URL))

    jobs = [asyncio.create_task(ask(kind)) for kind in kinds]
    for _ in range(4):
        await asyncio.sleep(0)
    called = len(held)
    while any(not job.done() for job in jobs):
        for future in (future for child in held for future in child.jobs if not future.done()):
            future.set_result(None)
        await asyncio.sleep(0)
    await asyncio.gather(*jobs, return_exceptions=True)
    return called


@pytest.mark.parametrize(
    ("kinds", "called"),
    [
        ((), 0),
        (("feed",), 1),
        (("feed",) * (QUEUE + 1), 1),
        (("feed",) * (QUEUE + 2), 2),
        (("feed",) * 50, 2),
        (("page",) * (PAGES + 1), 1),
        (("page",) * (PAGES + 2), 2),
    ],
)
async def test_another_child_is_called_in_only_where_many_wait(
    held: list[Held], kinds: Sequence[str], called: int
) -> None:
    async with SandboxPool(2) as children:
        assert await waiting(children, held, kinds) == called


@pytest.mark.parametrize(("items", "called"), [(0, 0), (1, 1), (QUEUE, 1), (QUEUE + 1, 2), (500, 2)])
async def test_as_many_are_started_as_what_is_to_come_needs(
    held: list[Held], items: int, called: int
) -> None:
    async with SandboxPool(2) as children:
        await children.start(items)
        await children.start(items)
        assert len(held) == called


async def test_another_child_is_called_in_where_one_takes_long(
    held: list[Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "PATIENCE_S", 0.001)
    async with SandboxPool(2) as children:
        first, second = (asyncio.create_task(children.parsed(b"", URL)) for _ in range(2))
        while len(held) < 2 or not held[1].jobs:  # noqa: ASYNC110 - nobody tells of a job that a fake got
            await asyncio.sleep(0.001)
        for child in held:
            child.jobs[0].set_result(None)
        await asyncio.gather(first, second, return_exceptions=True)
        assert [len(child.jobs) for child in held] == [1, 1]


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "sites.json"


def test_a_site_is_known_again_by_its_host(path: Path) -> None:
    memory = SiteMemory(path)
    memory.learn(PAGE_URL, was_loose=True)
    memory.keep()
    assert SiteMemory(path).is_loose("https://quay.example/other")
    assert not SiteMemory(path).is_loose("https://pier.example/")
    assert [file.name for file in path.parent.iterdir()] == ["sites.json"]


def test_a_site_that_changed_is_forgotten(path: Path) -> None:
    for was_loose in (True, False):
        memory = SiteMemory(path)
        memory.learn(PAGE_URL, was_loose=was_loose)
        memory.keep()
    assert not SiteMemory(path).is_loose(PAGE_URL)


def test_nothing_is_written_where_nothing_was_learnt(path: Path) -> None:
    memory = SiteMemory(path)
    memory.learn(PAGE_URL, was_loose=False)
    memory.learn(None, was_loose=True)
    memory.keep()
    assert not path.parent.exists()


def test_the_latest_are_kept(path: Path) -> None:
    memory = SiteMemory(path)
    for number in range(SITES_LIMIT + 1):
        memory.learn(f"https://site{number}.example/", was_loose=True)
    memory.keep()
    assert not SiteMemory(path).is_loose("https://site0.example/")
    assert SiteMemory(path).is_loose(f"https://site{SITES_LIMIT}.example/")


@pytest.mark.parametrize("text", ["", "{", "{}", "[1, null]", "[" * 100_000, "\udcff"])
def test_an_odd_file_is_none(text: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert not SiteMemory(path).is_loose(PAGE_URL)


async def test_a_page_is_read_as_its_site_was_read_before() -> None:
    boxes = "".join(
        f'<div class="promo"><p>In year {n} the ground gave way again, and the engineers drew their plans anew by the light of their lamps.</p></div>'
        for n in range(12)
    )
    html = f"<html><body><article><h1>Bridge</h1><p>How a plan for four years became a work for nine, told by many.</p>{boxes}</article></body></html>"
    async with SandboxPool(1) as children:
        assert (await children.page(html.encode(), PAGE_URL)).was_loose
    async with SandboxPool(1) as children:
        assert children.memory.is_loose(PAGE_URL)


async def test_without_a_home_pages_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "BROADSHEET_CONFIG_DIR", "BROADSHEET_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.PlatformDirs.user_config_path", property(_homeless))
    monkeypatch.setattr("platformdirs.PlatformDirs.user_cache_path", property(_homeless))
    async with SandboxPool(1) as children:
        children.memory.learn(PAGE_URL, was_loose=True)
        page = await children.page(b"<h1>Bridge</h1><p>Open.</p>", PAGE_URL)
    assert page.draft.title == "Bridge"


def _homeless(_: object) -> None:
    raise RuntimeError("no home")
