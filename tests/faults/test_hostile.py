"""Hostile pages, feeds and servers through the real command line: each ends as an item or with its reason."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.sandbox.process import ChildProcess
from reader.fetch.client import Client, FetchSettings
from tests.faults import plain, proof
from tests.support import hostile, near, processes
from tests.support.papers import PROSE, SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.fetch.response import Response
    from tests.support.processes import Cost
    from tests.support.server import Server
    from tests.support.shell import Shell

    Record = Callable[[str, object], None]

MEGABYTE = 2**20
MORE_MEMORY = 300 * MEGABYTE
"""What the whole program may take above what an honest page or feed costs."""

MOST_SECONDS = 30
"""Seconds of processors for all hostile pages, or feeds, together."""

PATIENT = f"""
from reader.core.sandbox import limits, pool
pool.SandboxPool.__init__.__kwdefaults__["limits"] = limits.Limits(feed=60, page=60)
{processes.RUN}
"""
"""The program with limits that a busy machine does not reach."""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")


def serve(server: Server, bodies: Iterable[str], kind: str) -> list[str]:
    data = (body.encode("utf-8", "surrogatepass") for body in bodies)
    return [server.text(f"/{number}", body, kind) for number, body in enumerate(data)]


def subscribe(shell: Shell, urls: Iterable[str]) -> None:
    rows = "".join(f'<outline text="A feed" xmlUrl="{url}"/>' for url in urls)
    assert shell("import", shell.file("a.opml", f'<opml version="2.0"><body>{rows}</body></opml>')).code == 0


def is_within_bounds(cost: Cost, usual: Cost, record: Record) -> None:
    more = cost.memory - usual.memory
    record("measured", f"{cost.seconds:.1f} s, {more / MEGABYTE:+.0f} MB")
    assert cost.seconds < MOST_SECONDS
    assert more < MORE_MEMORY


@on_linux
def test_every_hostile_page_gives_its_honest_text(server: Server, record_property: Record) -> None:
    honest = server.text("/honest", page("Lamp lit", *SENTENCES))
    _, usual = processes.measured("extract", honest)
    urls = serve(server, hostile.PAGES.values(), "text/html")
    ended, cost = processes.measured("extract", *urls, honest, "--json", code=PATIENT)
    plain.is_clean(ended)
    names = [*hostile.PAGES, "the honest one"]
    lost = [
        (name, row["error"])
        for name, row in zip(names, ended.rows, strict=True)
        if hostile.LAMP not in (row["text"] or "")
    ]
    assert lost == []
    assert {seen.path for seen in server.seen} == {"/honest", *(f"/{n}" for n in range(len(urls)))}
    is_within_bounds(cost, usual, record_property)


@on_linux
def test_every_hostile_feed_gives_its_honest_entry_and_holds_no_other(
    shell: Shell, server: Server, record_property: Record
) -> None:
    honest = server.text("/honest", rss("The Pier", item("Rail painted", "https://pier.example/1", PROSE)))
    _, usual = processes.measured("preview", honest)
    urls = serve(server, hostile.FEEDS.values(), "application/rss+xml")
    subscribe(shell, [*urls, honest])
    ended, cost = processes.measured("refresh", "--json", code=PATIENT)
    plain.is_clean(ended)
    assert ended.code == 3
    outcomes = {row["url"]: row for row in ended.rows}
    for name, url in zip(hostile.FEEDS, urls, strict=True):
        outcome = outcomes[url]
        if name in hostile.NO_FEEDS:
            assert outcome["error"].startswith("not a feed"), name
        else:
            assert outcome["error"] is None, (name, outcome)
            assert outcome["new"] >= 1, name
    assert outcomes[honest]["new"] == 1
    assert len(shell.rows("search", 'title:"lamp lit"', "--limit", "0")) == len(urls) - len(hostile.NO_FEEDS)
    for argv in (["list"], ["list", "--json"], ["search", "lighthouse"], ["feeds"], ["opml"]):
        plain.is_clean(shell(*argv))
    urls_kept = [row["url"] or "https:" for row in shell.rows("list", "--limit", "0")]
    assert all(url.startswith(("http:", "https:")) for url in urls_kept)
    proof.is_sound(shell)
    is_within_bounds(cost, usual, record_property)


@on_linux
def test_packed_bombs_are_refused_within_bounds(
    shell: Shell, server: Server, record_property: Record
) -> None:
    honest = server.text("/honest", rss("The Pier", item("Lamp lit", "https://pier.example/1")))
    _, usual = processes.measured("preview", honest)
    packed = (("Content-Encoding", "gzip"),)
    bombs = {
        "bomb": Route(body=hostile.bomb(100), headers=packed),
        "bomb in a bomb": Route(body=hostile.bomb(100, layers=2), headers=packed),
        "packed file": Route(body=hostile.bomb(100, layers=2)),
        "large": Route(body=b"<rss>" + b" " * (16 * MEGABYTE)),
    }
    urls = [server.on(f"/{number}", route) for number, route in enumerate(bombs.values())]
    subscribe(shell, [*urls, honest])
    ended, cost = processes.measured("refresh", "--json", code=PATIENT)
    outcomes = {row["url"]: row for row in ended.rows}
    assert all("15 MiB" in outcomes[url]["error"] for url in urls), outcomes
    assert outcomes[honest]["new"] == 1
    is_within_bounds(cost, usual, record_property)
    plain.is_told(processes.command("add", urls[2]), 3, "15 MiB")
    plain.is_told(processes.command("add", urls[3]), 3, "15 MiB")


def test_an_endless_drip_costs_its_own_feed_only(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = rss("The Pier", item("Lamp lit", "https://pier.example/1")).encode()
    urls = [server.on("/drip", Route(body=body, drip=40)), server.on("/hangs", Route(hangs=True))]
    subscribe(shell, [*urls, server.text("/feed", body, "text/xml")])

    class Hurried(Client):
        """Waits for those two no longer than half a second; on a busy machine an honest answer may take more."""

        async def get(self, url: str, **given: Any) -> Response:
            total = 0.5 if url in urls else processes.PATIENCE
            async with Client(FetchSettings(total=total)) as client:
                return await client.get(url, **given)

    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr("reader.fetch.client.Client", Hurried)
    answer = shell("refresh", "--json")
    assert answer.code == 3
    errors = {row["url"]: row["error"] for row in answer.rows}
    assert all("too slow" in errors[url] for url in urls)
    assert [row["title"] for row in shell.rows("list")] == ["Lamp lit"]
