from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, cast

import pytest

from reader.core import lists
from reader.core.events import FeedRefreshed, JobDone, Notice, PageRead, Progress, Step
from reader.core.session import Session
from reader.model import Subscription
from reader.tui.front.jobs import EVENTS_KEPT, FIRST_REFRESH_S, NEWS_S, JobsPart
from tests.support import household
from tests.support.fake_front import FakeApp, FakeView, FakeWorker, state
from tests.support.papers import OG_ARTICLE, PROSE, item, page, rss
from tests.support.processes import PATIENCE, is_gone
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from reader.core.events import Event
    from reader.demo.newsstand import Newsstand
    from reader.tui.front.list import ListPart
    from reader.tui.front.state import State
    from tests.support.server import Server
    from tests.tui.conftest import Open

XML = "application/rss+xml"


def paper(*days: int) -> str:
    """A feed of one notice a day, which differ by a word."""
    return rss(
        "The Pier",
        *(
            item(f"Day {day} on the pier", f"https://pier.example/{day}", f"{PROSE} {day}", day=day)
            for day in days
        ),
    )


@pytest.fixture
def pier(server: Server, room: Path) -> Server:
    """A library that knows a loopback feed only, of five days."""
    places = household.places(room)
    places.library.unlink()
    with Session(places) as session:
        session.library.feeds.add(
            Subscription(url=server.text("/feed.xml", paper(1, 2, 3, 4, 5), XML), title="The Pier"),
            household.NOW,
        )
    return server


async def test_a_refresh_brings_articles_and_says_what_came(reader: Open, pier: Server) -> None:
    async with reader() as screen:
        await screen.press("R")
        await screen.jobs()
        assert screen.listed == [f"Day {day} on the pier" for day in (5, 4, 3, 2, 1)]
        assert "5 new" in screen.said
        assert "The Pier              5" in screen.text
        assert screen.head.split()[1:3] == ["Unread", "5"]


async def test_new_articles_come_in_above_while_the_cursors_row_stays_where_it_is(
    reader: Open, pier: Server
) -> None:
    pier.text("/feed.xml", paper(*range(1, 26)), XML)
    async with reader(size=(120, 20)) as screen:
        await screen.press("R")
        await screen.jobs()
        await screen.press("j", "j")
        title, at = screen.title, next(at for at, line in enumerate(screen.lines) if "▌" in line)
        pier.text("/feed.xml", paper(*range(1, 28)), XML)
        await screen.press("R")
        await screen.jobs()
        assert screen.title == title
        assert screen.news.rows.cursor == 4
        assert next(at for at, line in enumerate(screen.lines) if "▌" in line) == at
        assert "Unread, newest first   ↑ 2 new" in screen.text
        await screen.press("g", "g")
        assert screen.title == "Day 27 on the pier"
        assert "↑" not in screen.text


async def test_keys_are_answered_while_a_refresh_runs(reader: Open, pier: Server) -> None:
    gate = threading.Event()

    def slow(seen: object) -> Route:
        gate.wait(PATIENCE)
        return Route(body=paper(1, 2).encode(), headers=(("Content-Type", XML),))

    pier.on("/feed.xml", slow)
    async with reader() as screen:
        await screen.pilot.press("R")
        await screen.until(lambda: pier.seen)
        assert "↻" in screen.head
        await screen.pilot.press("Z")
        await screen.pilot.press("tab", "j")
        await screen.pilot.pause()
        assert screen.focus == "sections"
        gate.set()
        await screen.jobs()
        assert "↻" not in screen.head


async def test_a_feed_that_fails_is_seen_in_head_and_sections(reader: Open, pier: Server) -> None:
    pier.on("/feed.xml", Route(status=500))
    async with reader() as screen:
        await screen.press("R")
        await screen.jobs()
        assert "1 failing" in screen.head
        assert "The Pier !" in screen.text
        await screen.press("tab", "G", "i")
        assert "500" in screen.text


async def test_r_refreshes_the_feed_under_the_cursor(reader: Open, pier: Server) -> None:
    async with reader() as screen:
        await screen.press("tab", "G", "r")
        await screen.jobs()
        assert "Day 5 on the pier" in screen.listed


async def test_a_feed_is_added_by_its_address(reader: Open, pier: Server) -> None:
    other = pier.text("/other.xml", rss("Dunes", item("Sand", "https://dunes.example/1")), XML)
    async with reader() as screen:
        await screen.press("a")
        await screen.type(other)
        await screen.pilot.press("enter")
        await screen.until(lambda: "Sand" in screen.listed)
        assert "Dunes" in screen.text
        assert screen.focus == "list"


async def test_a_page_is_added_and_opens(reader: Open, pier: Server) -> None:
    address = pier.text("/story.html", page("The Whale in a Cap", PROSE, head=OG_ARTICLE))
    async with reader() as screen:
        await screen.press("a")
        await screen.type(address)
        await screen.pilot.press("enter")
        await screen.until(lambda: "lighthouse" in screen.text)
        assert screen.opened == "The Whale in a Cap"


async def test_a_related_page_that_is_not_here_is_fetched_and_opened(
    reader: Open, pier: Server, room: Path
) -> None:
    address = pier.text("/story.html", page("The Whale in a Cap", PROSE, head=OG_ARTICLE))
    with Session(household.places(room)) as session:
        household.add(session, "Where the Whale Is", f"{PROSE}\n\n**Related:** [The Whale]({address})")
    async with reader() as screen:
        await screen.press("enter", "tab", "enter")
        await screen.jobs()
        assert screen.opened == "The Whale in a Cap"
        await screen.press("[")
        assert screen.opened == "Where the Whale Is"


async def test_the_demo_stocks_itself_and_says_that_it_is_one(
    reader: Open, room: Path, newsstand: Newsstand
) -> None:
    household.places(room).library.unlink()
    feeds = newsstand.feed_urls()[:2]
    async with reader(demo_feeds=feeds) as screen:
        assert "Demo" in screen.head
        await screen.jobs()
        assert len(screen.listed) > 5
        assert screen.news.rows.cursor == 0
        assert "Demo · Unread" in screen.head
        await screen.until(lambda: "SEARCHES" in screen.text)
        assert "#weather" in screen.text


async def test_a_worker_goes_with_the_reader(reader: Open, pier: Server) -> None:
    async with reader() as screen:
        await screen.press("R")
        await screen.jobs()
        process = screen.app.worker._process
        assert process is not None
        await screen.pilot.press("Q")
    assert is_gone(process.pid)
    names = {thread.name for thread in threading.enumerate()}
    assert not {name for name in names if name.startswith("library-")}


async def test_a_worker_that_dies_is_said_and_the_next_job_has_another(reader: Open, pier: Server) -> None:
    pier.on("/feed.xml", Route(hangs=True))
    async with reader() as screen:
        await screen.pilot.press("R")
        await screen.until(lambda: pier.seen)
        process = screen.app.worker._process
        assert process is not None
        os.kill(process.pid, 9)
        await screen.jobs()
        assert "ended before it was done" in screen.said
        pier.text("/feed.xml", paper(1), XML)
        await screen.press("R")
        await screen.jobs()
        assert "Day 1 on the pier" in screen.listed


def part(room: Path, *answers: JobDone, **settings: Any) -> tuple[JobsPart, FakeView, FakeWorker, State]:
    """The part alone: a made-up list and reading, a worker that answers at once."""
    view, worker, found = FakeView(known := state()), FakeWorker(*answers), known
    jobs = JobsPart(
        view.view,
        known,
        FakeApp(room, worker, **settings).app,
        cast("ListPart", MadeUpList()),
        cast("Any", None),
    )
    return jobs, view, worker, found


class MadeUpList:
    def emptiness(self, *, is_fetching: bool = False) -> str:
        return "fetching" if is_fetching else "nothing"

    async def refill(self) -> None:
        pass


@pytest.mark.parametrize(
    ("event", "running"),
    [
        (Progress("refreshing", 3, 1_200), "↻ 3/1,200 refreshing"),
        (Progress("indexing", 1_000), "↻ 1,000 indexing"),
        (Step("adding", "asking example.com"), "↻ asking example.com"),
        (JobDone(job="index", summary=""), ""),
        (Notice("a line"), "before"),
        (PageRead(article_id=1, title="A", url="https://a.example/"), "before"),
    ],
)
def test_the_head_line_follows_what_the_worker_tells(tmp_path: Path, event: Event, running: str) -> None:
    jobs, view, _, state = part(tmp_path)
    state.running = "before"
    jobs.hear(event)
    assert state.running == running
    assert view.heads == 1


def test_what_feeds_bring_is_listed_once_for_all_that_come_in_the_meantime(tmp_path: Path) -> None:
    jobs, view, _, state = part(tmp_path)
    jobs.hear(FeedRefreshed(feed="A", url=None, outcome="nothing new"))
    assert view.timers == []
    for new, updated in ((1, 0), (0, 1), (3, 0)):
        jobs.hear(FeedRefreshed(feed="A", url=None, outcome="", new=new, updated=updated))
    assert [timer.seconds for timer in view.timers] == [NEWS_S]
    state.is_stocking = True
    jobs._news_due = None
    jobs.hear(FeedRefreshed(feed="A", url=None, outcome="", new=1))
    assert len(view.timers) == 1


def test_the_last_events_are_kept(tmp_path: Path) -> None:
    jobs, *_ = part(tmp_path)
    for number in range(EVENTS_KEPT + 3):
        jobs.hear(Progress("refreshing", number))
    assert len(jobs._events) == EVENTS_KEPT
    assert jobs._events[-1] == Progress("refreshing", EVENTS_KEPT + 2)


async def test_a_job_is_seen_from_its_start_to_its_end(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary="all well"))
    jobs.action_refresh_all()
    await view.settle()
    assert worker.asked == [{"job": "refresh"}]
    assert view.rows.empty == "fetching"
    assert view.said == [("All well", False)]
    assert state.running == ""
    assert view.counted == 1
    assert view.started == [("jobs", False)]


async def test_a_job_that_fails_is_told_with_what_to_do(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path, JobDone(job="refresh", summary="", error="no net", hint="plug it in"))
    jobs.action_refresh_all()
    await view.settle()
    assert view.said == [("no net. plug it in", True)]


@pytest.mark.parametrize(
    ("minutes", "is_demo", "timers"), [(0, False, []), (30, True, []), (30, False, [1800])]
)
def test_refreshes_come_as_often_as_the_settings_say(
    tmp_path: Path, minutes: int, is_demo: bool, timers: list[int]
) -> None:
    view, app = FakeView(known := state()), FakeApp(tmp_path, refresh_every=minutes)
    app.is_demo = is_demo
    jobs = JobsPart(view.view, known, app.app, cast("ListPart", MadeUpList()), cast("Any", None))
    jobs.refresh_by_itself()
    assert [timer.seconds for timer in view.timers] == timers
    assert (jobs.next_refresh is None) == (timers == [])


async def test_a_refresh_that_comes_by_itself_waits_for_no_busy_worker_and_says_nothing(
    tmp_path: Path,
) -> None:
    jobs, view, worker, _ = part(tmp_path, JobDone(job="refresh", summary="3 new"), refresh_every=10)
    jobs.begin()
    assert [timer.seconds for timer in view.timers] == [FIRST_REFRESH_S, 600]
    worker.is_busy = True
    view.timers[0].callback()
    assert view.started == []
    worker.is_busy = False
    view.timers[0].callback()
    await view.settle()
    assert worker.asked == [{"job": "refresh", "due": True}]
    assert view.said == []


async def test_without_feeds_there_is_nothing_to_refresh(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path)
    state.counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=())
    jobs.action_refresh_all()
    assert view.words == ["No feeds yet: a adds one"]
    assert worker.asked == []
