"""Workers: what feeds bring is filed with its pages, and kills neither lose nor double anything."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.config.archive_place import ArchivePlace
from reader.core.archive import access, work
from reader.core.sandbox.process import ChildProcess
from reader.core.session import local_now
from reader.model import Subscription
from tests.support import near
from tests.support.papers import PROSE, SENTENCES, item, page, rss
from tests.support.processes import PATIENCE, PYTHON, RUN, environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.archive.protocol import Archive, CheckFinding, State
    from reader.core.archive.work import FeedFiled
    from reader.model import Draft
    from tests.support.real_postgres import RealPostgres
    from tests.support.server import Server


class Newsroom:
    """An archive with feeds, and a config folder that names it."""

    def __init__(self, config: Path, place: ArchivePlace) -> None:
        self.config, self.place = config, place

    def subscribe(self, urls: Sequence[str]) -> None:
        async def subscribed(archive: Archive) -> None:
            await archive.init(local_now())
            await archive.subscribe([Subscription(url=url) for url in urls])

        access.run(self.place, subscribed)

    def work(self) -> list[FeedFiled]:
        events: list[FeedFiled] = []
        work.work(self.config, local_now, events.append, once=True)
        return events

    def state(self) -> State:
        return access.run(self.place, lambda archive: archive.state())

    def check(self) -> list[CheckFinding]:
        return access.run(self.place, lambda archive: archive.check())

    def texts(self, *names: str) -> list[Draft]:
        async def found(archive: Archive) -> list[Draft]:
            places = [await archive.named(name) for name in names]
            return await archive.texts([place for place in places if place is not None])

        return access.run(self.place, found)


@pytest.fixture
def newsroom(tmp_path: Path, postgres: RealPostgres, database: str) -> Newsroom:
    place = ArchivePlace(postgres.address("postgres", database))
    config = tmp_path / "config"
    access.remember(config, place)
    return Newsroom(config, place)


@pytest.fixture
def _near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)


@pytest.mark.usefixtures("_near")
def test_a_feed_is_filed_with_the_pages_that_it_shortens(newsroom: Newsroom, server: Server) -> None:
    teaser = item("The lamp", server.url("/lamp"), f"{SENTENCES[0]} Read more…")
    feed = server.text("/feed", rss("The Pier", item("The pier", server.url("/pier")), teaser))
    server.text("/lamp", page("The lamp", PROSE, "Nobody climbs it now."))
    newsroom.subscribe([feed, server.url("/gone")])
    events = {event.url: event for event in newsroom.work()}
    filed = events[feed].put
    assert filed is not None
    assert (filed.new, events[feed].error) == (2, None)
    assert "404" in (events[server.url("/gone")].error or "")
    pier, lamp = newsroom.texts(server.url("/pier"), server.url("/lamp"))
    assert (pier.text_origin, lamp.text_origin) == ("feed", "page")
    assert "Nobody climbs it now." in lamp.text
    assert lamp.feeds == ("The Pier",)
    assert newsroom.work() == []
    assert newsroom.state().due == 0


@pytest.mark.usefixtures("_near")
def test_a_feed_that_did_not_change_is_not_read_again(
    newsroom: Newsroom, server: Server, postgres: RealPostgres
) -> None:
    feed = server.text("/feed", rss("The Pier", item("The pier", server.url("/pier"))))
    newsroom.subscribe([feed])
    newsroom.work()
    name = newsroom.place.address.rpartition("/")[2]
    postgres.sql("UPDATE broadsheet.feed SET next_at = '-infinity'", database=name)
    (again,) = newsroom.work()
    assert again.outcome == "nothing new"
    server.text(
        "/feed", rss("The Pier", item("The pier", server.url("/pier")), item("New", server.url("/new")))
    )
    postgres.sql("UPDATE broadsheet.feed SET next_at = '-infinity'", database=name)
    (changed,) = newsroom.work()
    assert changed.put is not None
    assert replace(changed.put, places=()) == type(changed.put)(new=1, known=1)


ENTRIES = 15
KILLS = int(os.environ.get("BROADSHEET_WORKERS_KILLED") or 10)
"""Workers that are killed, two at a time: `make torture-archive` kills more."""

FEEDS = KILLS // 2 + 1 + 2 * (KILLS // 20)


def test_killed_workers_lose_nothing_and_double_nothing(
    newsroom: Newsroom, server: Server, postgres: RealPostgres
) -> None:
    every: set[str] = set()
    feeds = []
    for number in range(FEEDS):
        # The last five entries of a feed are the first of the next one, on another day.
        links = [server.url(f"/{number * 10 + entry}") for entry in range(ENTRIES)]
        every |= set(links)
        items = [item(f"Story {link}", link, day=1 + number) for link in links]
        feeds.append(server.text(f"/feed{number}", rss(f"Paper {number}", *items)))
    newsroom.subscribe(feeds)
    database = newsroom.place.address.rpartition("/")[2]

    def start() -> subprocess.Popen[bytes]:
        command = [*PYTHON, "-c", RUN, "archive", "work", "--once"]
        return subprocess.Popen(
            command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    pause = threading.Event()
    killed = interrupted = 0
    for kill in range(KILLS // 2):
        workers = [start(), start()]
        for _ in range(int(PATIENCE / 0.05)):
            leased = postgres.sql(
                "SELECT count(*) FROM broadsheet.feed WHERE leased_until > now()", database=database
            )
            if int(leased) > kill % 2 or all(worker.poll() is not None for worker in workers):
                break
            pause.wait(0.05)
        pause.wait(0.1 * (kill % 5))
        for worker in workers:
            killed += worker.poll() is None
            worker.kill()
            worker.wait()
        freed = postgres.sql(
            "WITH freed AS (UPDATE broadsheet.feed SET leased_until = '-infinity' WHERE leased_until > now() RETURNING id)"
            " SELECT count(*) FROM freed",
            database=database,
        )
        interrupted += int(freed)
    # What `make torture-archive` shows.
    sys.stdout.write(f"{killed} workers killed, {interrupted} feeds taken from them\n")
    assert interrupted > 0
    worker = start()
    assert worker.wait(timeout=PATIENCE) == 0
    state = newsroom.state()
    assert (state.articles, state.due) == (len(every), 0)
    assert [finding for finding in newsroom.check() if finding.wrong] == []
    stands = postgres.sql("SELECT count(*) FROM broadsheet.appearance", database=database)
    assert int(stands) == FEEDS * ENTRIES
    assert postgres.sql("SELECT DISTINCT state FROM broadsheet.feed", database=database) == "ok"
