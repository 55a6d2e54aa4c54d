"""A refresh that is killed, and two at once: nothing is lost, nothing comes twice."""

from __future__ import annotations

import signal
import sys
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.faults import proof
from tests.support import processes
from tests.support.papers import PROSE, SENTENCES, item, page, rss
from tests.support.server import Route, Server, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.server import Seen
    from tests.support.shell import Shell

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="hosts of 127/8 and /proc, as Linux has them")

NUMBERS = ("one", "two", "three", "four", "five")
ITEMS = 4
WORDS = [f"{number}lamp{n}" for number in NUMBERS for n in range(ITEMS)]


def feed(number: str) -> Route:
    items = (
        item(f"Lamp {n} of {number}", f"https://{number}.example/{n}", f"{number}lamp{n} {PROSE}")
        for n in range(ITEMS)
    )
    return Route(
        body=rss(number, *items).encode(), headers=(("Content-Type", "text/xml"),), etag=f'"{number}"'
    )


class Hosts:
    """Five hosts with a feed each; those that are held give no answer until `free`."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self._servers = dict(zip(NUMBERS, servers, strict=True))
        self._asked = threading.Semaphore(0)

    def hold(self, numbers: Sequence[str]) -> None:
        for number in numbers:
            self._servers[number].on("/feed", self._hang, feed(number))

    def _hang(self, _: Seen) -> Route:
        self._asked.release()
        return Route(hangs=True)

    def wait_for_requests(self, count: int) -> None:
        """Wait until so many held feeds have been asked."""
        for _ in range(count):
            assert self._asked.acquire(timeout=processes.PATIENCE)

    def opml(self) -> str:
        rows = (
            f'<outline text="{number}" xmlUrl="{server.url("/feed", host=f"127.0.0.{at}")}"/>'
            for at, (number, server) in enumerate(self._servers.items(), 2)
        )
        return f'<opml version="2.0"><body>{"".join(rows)}</body></opml>'


@pytest.fixture
def hosts(shell: Shell) -> Iterator[Hosts]:
    """Subscribed to, and not yet fetched."""
    with ExitStack() as stack:
        servers = [stack.enter_context(running(f"127.0.0.{at}")) for at in range(2, 2 + len(NUMBERS))]
        for number, server in zip(NUMBERS, servers, strict=True):
            server.on("/feed", feed(number))
        found = Hosts(servers)
        assert shell("import", shell.file("feeds.opml", found.opml())).code == 0
        yield found


@pytest.mark.parametrize("before", [0, 1, 3, 5])
def test_a_killed_refresh_is_made_good_by_the_next(shell: Shell, hosts: Hosts, before: int) -> None:
    held = NUMBERS[before:]
    hosts.hold(held)
    with processes.worker(shell.library) as worker:
        worker.do(job="refresh")
        for _ in range(before):
            worker.event("feed")
        hosts.wait_for_requests(len(held))
        started = processes.children(worker.pid)
        worker.kill()
    assert all(processes.is_gone(child) for child in started)
    assert int(shell("count", "").out) >= before * ITEMS
    with processes.worker(shell.library) as worker:
        worker.do(job="refresh")
        assert worker.event("done")["error"] is None
    proof.is_whole(shell, WORDS)


DIES = """
import os, signal
import reader.core.refresh.save_entries as keeping
left, finish = [{at}], keeping.finish
def finish_or_die(*given):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return finish(*given)
keeping.finish = finish_or_die
from reader.core.worker.worker import main
main()
"""


@pytest.mark.parametrize("at", [0, 1, 4])
def test_articles_that_were_listed_before_the_kill_get_their_texts(
    shell: Shell, hosts: Hosts, at: int
) -> None:
    with processes.worker(shell.library, DIES.format(at=at)) as worker:
        worker.do(job="refresh")
        assert worker.ended() == -signal.SIGKILL
    assert shell("refresh").code == 0
    proof.is_whole(shell, WORDS)


def test_a_page_that_was_being_fetched_at_the_kill_is_fetched_by_the_next(
    shell: Shell, server: Server
) -> None:
    asked = threading.Semaphore(0)

    def hang(_: Seen) -> Route:
        asked.release()
        return Route(hangs=True)

    text = Route(body=page("Lamp lit", *SENTENCES).encode(), headers=(("Content-Type", "text/html"),))
    server.on("/lamp", hang, text)
    entry = item("Lamp lit", server.url("/lamp"), "The lamp burns again …")
    url = server.text("/feed", rss("The Pier", entry), "text/xml")
    shell("import", shell.file("feeds.opml", f'<opml><body><outline xmlUrl="{url}"/></body></opml>'))
    assert shell("feeds", "set", "1", "full_text=always").code == 0
    with processes.worker(shell.library) as worker:
        worker.do(job="refresh")
        assert asked.acquire(timeout=processes.PATIENCE)
        worker.kill()
    assert [row["text_state"] for row in shell.rows("list")] == ["teaser"]
    assert shell("refresh").code == 0
    assert [row["text_state"] for row in shell.rows("list")] == ["full"]
    assert len(shell.rows("search", "pigeons")) == 1
    proof.is_sound(shell)


def test_a_second_refresh_waits_for_the_first_and_brings_nothing_twice(
    shell: Shell, hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts.hold(NUMBERS[4:])
    with processes.worker(shell.library) as worker:
        worker.do(job="refresh")
        hosts.wait_for_requests(1)
        monkeypatch.setattr("reader.core.refresh.run.LOCK_WAIT_S", 0.0)
        refused = shell("refresh")
        assert (refused.code, refused.out) == (4, "")
        assert f"process {worker.pid} (refreshing)" in refused.err
        monkeypatch.setattr("reader.core.refresh.run.LOCK_WAIT_S", processes.PATIENCE)
        sleep = time.sleep

        def killed_while_we_wait(seconds: float) -> None:
            worker.kill()
            sleep(seconds)

        monkeypatch.setattr("reader.store.lock.time.sleep", killed_while_we_wait)
        assert shell("refresh").code == 0
    proof.is_whole(shell, WORDS)


def test_the_worker_ends_by_itself_when_nobody_speaks_to_it_any_more(shell: Shell, hosts: Hosts) -> None:
    with processes.worker(shell.library) as worker:
        worker.do(job="refresh")
        worker.event("done")
        assert worker.close() == 0
    proof.is_whole(shell, WORDS)
