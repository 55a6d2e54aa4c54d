from __future__ import annotations

import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import Mock

import pytest

from reader.core import lists, search
from reader.core.events import (
    AccountSynced,
    AddDone,
    FeedRefreshed,
    FeedsChecked,
    JobDone,
    Notice,
    PageRead,
    Progress,
    Step,
)
from reader.core.session import Session
from reader.model import Feed, Subscription
from reader.tui.front.jobs import EVENTS_KEPT, FIRST_REFRESH_S, NEWS_S, RUNS, JobsPart
from reader.tui.front.state import Listing
from reader.tui.widgets.section_list import Section
from tests.support import household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeLibrary, FakeView, FakeWorker, state
from tests.support.papers import OG_ARTICLE, PROSE, item, page, rss
from tests.support.processes import PATIENCE, is_gone
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.events import Event
    from reader.demo.newsstand import Newsstand
    from reader.tui.front.list import ListPart
    from reader.tui.front.state import PaneName, State
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


async def test_a_cursor_that_nobody_has_moved_stays_on_the_newest_article(reader: Open, pier: Server) -> None:
    async with reader(size=(120, 20)) as screen:
        await screen.press("R")
        await screen.jobs()
        pier.text("/feed.xml", paper(*range(1, 28)), XML)
        await screen.press("R")
        await screen.jobs()
        assert screen.title == "Day 27 on the pier"
        assert screen.news.rows.scroll_offset.y == 0
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
    feeds = newsstand.subscriptions()[:2]
    async with reader(demo_feeds=feeds) as screen:
        assert "Demo" in screen.head
        await screen.jobs()
        assert len(screen.listed) > 5
        assert screen.news.rows.cursor == 0
        assert "Demo · Unread" in screen.head
        await screen.until(lambda: "SEARCHES" in screen.text)
        assert "▾ Lennet" in screen.text
        tagged = await screen.app.library.ask(lambda session: search.count(session, "tag:weather"), "read")
        assert tagged
        await screen.press("u")
        assert screen.said == "Nothing to undo"


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
        assert "stopped before it was finished" in screen.said
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
        Mock(),
        Mock(),
    )
    return jobs, view, worker, found


class MadeUpList:
    def __init__(self, *, is_untouched: bool = True) -> None:
        self.filled: list[str] = []
        self.is_untouched = is_untouched

    def emptiness(self, *, is_fetching: bool = False) -> str:
        return "fetching" if is_fetching else "nothing"

    async def refill(self) -> None:
        self.filled.append("again")

    def show_again(self) -> None:
        self.filled.append("from the start")


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


async def test_what_a_refresh_of_feeds_found_is_said_before_its_full_texts(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path, *[JobDone(job="refresh", summary="checked 60 feeds")] * 2)
    found = FeedsChecked(asked=60, new=214)
    worker.at_work = lambda: jobs.hear(found)
    jobs.action_refresh_all()
    await view.settle()
    assert view.words == ["60 feeds checked · 214 new", "Checked 60 feeds"]
    jobs.hear(Progress("fetching full text", 3, 200))
    assert state.running == "↻ 3/200 fetching full text · 60 feeds checked · 214 new"
    jobs.hear(JobDone(job="refresh", summary=""))
    jobs.hear(Progress("indexing", 3))
    assert state.running == "↻ 3 indexing"
    jobs._work("refresh", quiet=True)
    await view.settle()
    assert len(view.words) == 2, "nobody waits for it"


def test_an_account_that_fails_is_told_once_until_it_syncs_again(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path)
    failed = AccountSynced(account="home", outcome="no answer", error="no answer", hint="try again later")
    for event in (failed, failed, AccountSynced(account="home", outcome="nothing new"), failed):
        jobs.hear(event)
    assert view.said == [("home: no answer. Try again later.", True)] * 2


def test_news_of_a_sync_is_no_error(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path)
    jobs.hear(Notice("a feed moved", is_news=True))
    jobs.hear(Notice("the index is busy"))
    assert view.said == [("a feed moved", False), ("the index is busy", True)]


async def test_a_refresh_in_which_an_account_failed_ends_with_the_next_step(tmp_path: Path) -> None:
    done = JobDone(job="refresh", summary="home failed: no answer", hint="try again later")
    jobs, view, *_ = part(tmp_path, done)
    jobs.action_refresh_all()
    await view.settle()
    assert view.said == [("Home failed: no answer. Try again later.", True)]


async def test_a_feed_of_a_server_is_synced_with_its_account(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary="one new"))
    state.counts = counts(Feed(id=8, title="Eight", account="home", server="Miniflux"))
    state.listing = Listing(Section("feed:8", "Eight", kind="feed", feed_id=8))
    jobs.action_refresh()
    await view.settle()
    assert worker.asked == [{"job": "refresh", "feeds": [8]}]
    assert view.words == ["Syncing home …", "One new"]


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
    assert len(view.timers) == 2, "the newsstand's first articles are listed before its last have come"


def test_while_the_newsstand_is_set_up_no_refresh_is_begun(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path)
    state.counts, state.is_stocking = counts(), True
    jobs.action_refresh_all()
    jobs.action_refresh()
    assert view.words == ["The newsstand is being set up; its articles are on their way"] * 2
    assert worker.asked == []


def test_the_last_events_are_kept(tmp_path: Path) -> None:
    jobs, *_ = part(tmp_path)
    for number in range(EVENTS_KEPT + 3):
        jobs.hear(Progress("refreshing", number))
    assert len(jobs._events) == EVENTS_KEPT == 500
    assert jobs._events[-1] == Progress("refreshing", EVENTS_KEPT + 2)


async def test_a_job_is_seen_from_its_start_to_its_end(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary="all well"))
    jobs.action_refresh_all()
    await view.settle()
    assert worker.asked == [{"job": "refresh"}]
    assert view.rows.emptied == ["fetching", "nothing"], "it is said while it is so"
    assert view.said == [("All well", False)]
    assert state.running == ""
    assert view.counted == 1
    assert view.started == [("jobs", False)]


async def test_a_job_that_fails_is_told_with_what_to_do(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path, JobDone(job="refresh", summary="", error="no net", hint="plug it in"))
    jobs.action_refresh_all()
    await view.settle()
    assert view.said == [("No net. Plug it in.", True)]


@pytest.mark.parametrize(
    ("failed", "said", "is_error"),
    [
        ("", "Checked 2 feeds: 3 new", False),
        ("some", "Checked 2 feeds: 3 new. Press ! for details.", False),
        ("all", "Checked 2 feeds: 3 new. Press ! for details.", True),
    ],
)
async def test_a_refresh_that_failed_has_the_colour_of_errors_and_tells_where_the_details_are(
    tmp_path: Path, failed: Any, said: str, is_error: bool
) -> None:
    jobs, view, *_ = part(tmp_path, JobDone(job="refresh", summary="checked 2 feeds: 3 new", failed=failed))
    jobs.action_refresh_all()
    await view.settle()
    assert view.said == [(said, is_error)]


async def test_what_the_jobs_page_shows_is_not_told_over_it(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path, JobDone(job="refresh", summary="checked 2 feeds", failed="all"))
    app = cast("FakeApp", jobs.app)

    async def shown(dialog: object) -> None:
        jobs.action_refresh_all()
        await view._tasks[-1]

    app.push_screen_wait = shown  # type: ignore[method-assign]
    with Session(app.places) as session:
        app.library = FakeLibrary(session)
        jobs.action_jobs()
        await view.settle()
    assert view.said == []


@pytest.mark.parametrize(
    ("minutes", "is_demo", "timers"), [(0, False, []), (30, True, []), (30, False, [1800])]
)
def test_refreshes_come_as_often_as_the_settings_say(
    tmp_path: Path, minutes: int, is_demo: bool, timers: list[int]
) -> None:
    view, app = FakeView(known := state()), FakeApp(tmp_path, refresh_every=minutes)
    app.is_demo = is_demo
    jobs = JobsPart(view.view, known, app.app, cast("ListPart", MadeUpList()), cast("Any", None), Mock())
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


def filled(jobs: JobsPart) -> list[str]:
    return cast("MadeUpList", jobs.listing).filled


async def test_news_is_listed_when_its_time_has_come_and_the_next_has_a_time_of_its_own(
    tmp_path: Path,
) -> None:
    jobs, view, *_ = part(tmp_path)
    came = FeedRefreshed(feed="A", url=None, outcome="", new=1)
    jobs.hear(came)
    view.timers[0].callback()
    await view.settle()
    assert (filled(jobs), view.counted) == (["again"], 1)
    assert view.started == [("news", True)]
    jobs.hear(came)
    assert len(view.timers) == 2


@pytest.mark.parametrize(
    "event",
    [Progress("indexing", 1, 9), Progress("building the index", 1, 9), JobDone(job="add", summary="")],
)
def test_an_index_that_may_have_grown_is_told_once_for_a_while(tmp_path: Path, event: Event) -> None:
    jobs, view, *_ = part(tmp_path)
    grown = Mock()
    jobs.indexed.connect(grown)
    jobs.hear(Progress("refreshing", 1, 9))
    assert view.timers == []
    for _ in range(3):
        jobs.hear(event)
    assert [timer.seconds for timer in view.timers] == [NEWS_S]
    view.timers[0].callback()
    assert grown.call_count == 1
    jobs.hear(event)
    assert len(view.timers) == 2


def test_a_list_from_the_start_is_counted_anew(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path)
    jobs.list_again()
    assert (filled(jobs), view.counted) == (["from the start"], 1)


def test_without_refreshes_by_themselves_none_is_the_first(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path, refresh_every=0)
    jobs.begin()
    assert view.timers == []


def test_another_setting_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path, refresh_every=10)
    app: Any = jobs.app
    jobs.refresh_by_itself()
    app.settings = replace(app.settings, refresh_every=20)
    jobs.refresh_by_itself()
    assert [(timer.seconds, timer.is_stopped) for timer in view.timers] == [(600, True), (1200, False)]
    app.settings = replace(app.settings, refresh_every=0)
    jobs.refresh_by_itself()
    assert view.timers[1].is_stopped
    assert jobs.next_refresh is None


@pytest.mark.parametrize(("is_untouched", "lists"), [(True, "from the start"), (False, "again")])
async def test_the_demo_fills_its_library_and_then_lists_it(
    tmp_path: Path, is_untouched: bool, lists: str
) -> None:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        done = JobDone(job="refresh", summary="")
        view, worker = FakeView(known := state()), FakeWorker(replace(done, gave_way=True), done)
        app = FakeApp(tmp_path, worker, session, refresh_every=10)
        app.is_demo, app.demo_feeds = (
            True,
            [Subscription(url=f"http://127.0.0.1/{name}.xml", tags=("papers",)) for name in "ab"],
        )
        jobs = JobsPart(
            view.view,
            known,
            app.app,
            cast("ListPart", MadeUpList(is_untouched=is_untouched)),
            cast("Any", None),
            Mock(),
        )
        jobs.begin()
        asked = worker.do

        async def do(job: str, **arguments: Any) -> JobDone:
            assert known.is_stocking
            assert filled(jobs) == []
            return await asked(job, **arguments)

        worker.do = do  # type: ignore[method-assign]
        await view.settle()
        feeds = session.library.feeds.all()
        assert [(feed.url, feed.tags) for feed in feeds] == [(one.url, one.tags) for one in app.demo_feeds]
        assert session.library.saved.all()
        assert app.library is not None
        assert app.library.lanes == ["write", "write", "write"]
        assert session.library.undo.undo(1, household.NOW) == []
    assert worker.asked == [{"job": "refresh"}, {"job": "refresh", "is_patient": True, "feeds": []}]
    assert not known.is_stocking
    assert (app.stockings, filled(jobs), view.counted) == (1, [lists], 1)
    assert view.timers == []
    assert view.started == [("jobs", False)]


def test_the_first_frame_says_that_the_newsstand_is_set_up(tmp_path: Path) -> None:
    for is_demo in (True, False):
        view, app = FakeView(known := state()), FakeApp(tmp_path)
        app.is_demo = is_demo
        JobsPart(view.view, known, app.app, cast("ListPart", MadeUpList()), cast("Any", None), Mock())
        assert known.is_stocking == is_demo, "before the first list is read"


async def test_a_newsstand_that_cannot_be_set_up_is_no_longer_waited_for(tmp_path: Path) -> None:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        view = FakeView(known := state())
        app = FakeApp(tmp_path, FakeWorker(), session)
        app.is_demo = True
        jobs = JobsPart(view.view, known, app.app, cast("ListPart", MadeUpList()), cast("Any", None), Mock())
        jobs.begin()
        with pytest.raises(IndexError):
            await view.settle()
    assert not known.is_stocking
    assert app.stockings == 0


async def test_the_sign_stays_while_another_job_runs(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="a", summary=""), JobDone(job="b", summary=""))
    state.running = "↻ 3/4 refreshing"
    asked, seen = worker.do, []

    async def do(job: str, **arguments: Any) -> JobDone:
        seen.append((state.running, view.heads))
        return await asked(job, **arguments)

    worker.do = do  # type: ignore[method-assign]
    worker.is_busy = True
    await jobs.done("a", at=3)
    assert (state.running, view.heads) == (RUNS, 2)
    worker.is_busy = False
    state.running = ""
    await jobs.done("b")
    assert (state.running, view.heads) == ("", 4)
    assert seen == [("↻ 3/4 refreshing", 1), (RUNS, 3)]
    assert worker.asked == [{"job": "a", "at": 3}, {"job": "b"}]


async def test_a_job_without_advice_ends_with_its_error(tmp_path: Path) -> None:
    jobs, view, *_ = part(tmp_path, JobDone(job="refresh", summary="", error="no net"))
    jobs.action_refresh_all()
    await view.settle()
    assert view.said == [("No net", True)]
    assert filled(jobs) == ["again"]


@pytest.mark.parametrize("is_known", [False, True])
async def test_the_jobs_page_has_the_events_and_the_feeds(tmp_path: Path, is_known: bool) -> None:
    jobs, view, _, state = part(tmp_path)
    app = cast("FakeApp", jobs.app)
    if is_known:
        state.counts = counts(feed(1, state="failing"), feed(2))
    jobs.hear(Notice("a line"))
    with Session(app.places) as session:
        app.library = FakeLibrary(session)
        jobs.action_jobs()
        await view.settle()
    (dialog,) = app.dialogs
    assert dialog._events == [Notice("a line")]
    assert len(dialog._failing) == is_known
    assert view.started == [("dialog", False)]


def feed(id_: int, *, url: str | None = "https://a.example/feed.xml", **more: Any) -> Feed:
    return Feed(id=id_, url=url, title=f"Feed {id_}", **more)


def counts(*feeds: Feed) -> lists.Counts:
    return lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=feeds)


@pytest.mark.parametrize(
    ("feeds", "asked"),
    [((feed(1, url=None),), []), ((feed(1, url=None), feed(2)), [{"job": "refresh"}])],
)
async def test_only_feeds_with_an_address_are_refreshed(
    tmp_path: Path, feeds: tuple[Feed, ...], asked: list[dict[str, str]]
) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary=""))
    state.counts = counts(*feeds)
    jobs.action_refresh_all()
    await view.settle()
    assert worker.asked == asked


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        ("sections", {"job": "refresh", "feeds": [7]}),
        ("middle", {"job": "refresh", "feeds": [8]}),
    ],
)
async def test_a_refresh_is_of_the_feed_under_the_cursor_or_of_the_one_that_is_listed(
    tmp_path: Path, at: PaneName, asked: dict[str, object]
) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary="one new"))
    view.sections.current = Section("feed:7", "Seven", kind="feed", feed_id=7)
    state.listing = Listing(Section("feed:8", "Eight", kind="feed", feed_id=8))
    state.open_article = article(url="https://a.example/1")
    state.at = at
    jobs.action_refresh()
    await view.settle()
    assert worker.asked == [asked]
    title = "Seven" if at == "sections" else "Eight"
    assert view.words == [f"Checking {title} …", "One new"]


async def test_what_waits_for_another_job_says_so(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary="one new"))
    state.listing = Listing(Section("feed:8", "Eight", kind="feed", feed_id=8))
    worker.is_busy = True
    jobs.action_refresh()
    await view.settle()
    assert view.words[0] == "Waiting for the running job, then checking Eight …"


@pytest.mark.parametrize("section", [None, Section("today", "Today")])
async def test_elsewhere_a_refresh_is_of_all(tmp_path: Path, section: Section | None) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="refresh", summary=""))
    view.sections.current, state.at = section, "sections"
    jobs.action_refresh()
    await view.settle()
    assert worker.asked == [{"job": "refresh"}]


@pytest.mark.parametrize(
    ("leaves", "result", "error", "opens", "said"),
    [
        (False, AddDone(kind="article", id=5, title="A", outcome="updated"), None, [5], []),
        (
            True,
            AddDone(kind="article", id=5, title="A", outcome="updated"),
            None,
            [],
            [("Updated “A”", False)],
        ),
        (False, None, "no net", [], [("Could not fetch the page: no net", True)]),
        (
            False,
            AddDone(kind="article", id=5, title="A", outcome="same"),
            "odd",
            [],
            [("Could not fetch the page: odd", True)],
        ),
        (False, None, None, [], [("Could not fetch the page", True)]),
    ],
)
async def test_an_open_article_is_fetched_again_and_shown_to_who_stayed(
    tmp_path: Path,
    leaves: bool,
    result: AddDone | None,
    error: str | None,
    opens: list[int],
    said: list[tuple[str, bool]],
) -> None:
    jobs, view, worker, state = part(tmp_path, JobDone(job="add", summary="", result=result, error=error))
    read: list[int] = []
    jobs.reading = cast("Any", Mock(read_article=read.append))
    state.open_article, state.is_reading = article(url="https://a.example/1"), True
    jobs.action_refresh()
    if leaves:
        asked = worker.do

        async def do(job: str, **arguments: Any) -> JobDone:
            state.open_article = article(id=2)
            return await asked(job, **arguments)

        worker.do = do  # type: ignore[method-assign]
    await view.settle()
    assert worker.asked == [{"job": "add", "target": "https://a.example/1", "wanted": "article"}]
    assert read == opens
    assert view.said == [("Fetching the article …", False), *said]
    assert view.counted == 1
    assert view.started == [("jobs", False)]


async def test_a_page_that_comes_when_nobody_reads_is_told(tmp_path: Path) -> None:
    result = AddDone(kind="article", id=5, title="A", outcome="new")
    jobs, view, *_ = part(tmp_path, JobDone(job="add", summary="", result=result))
    jobs.fetch_page("https://a.example/1")
    await view.settle()
    assert view.words[-1] == "Added “A”"


def test_an_article_without_an_address_cannot_be_fetched(tmp_path: Path) -> None:
    jobs, view, _, state = part(tmp_path)
    state.open_article, state.is_reading = article(url=None), True
    jobs.action_refresh()
    assert view.words == ["This article has no address, so it cannot be fetched again"]
    assert view.started == []


async def test_without_feeds_there_is_nothing_to_refresh(tmp_path: Path) -> None:
    jobs, view, worker, state = part(tmp_path)
    state.counts = lists.Counts(today=0, unread=0, bookmarks=0, begun=0, total=0, feeds=())
    jobs.action_refresh_all()
    assert view.words == ["No feeds yet. Press a to add one."]
    assert worker.asked == []


async def test_no_refresh_comes_by_itself_while_a_dialog_asks(tmp_path: Path) -> None:
    done = JobDone(job="refresh", summary="")
    jobs, view, worker, _ = part(tmp_path, done, done)
    with jobs.held():
        with jobs.held():
            jobs._refresh_due()
        jobs._refresh_due()
    await view.settle()
    assert worker.asked == []
    jobs._refresh_due()
    await view.settle()
    assert worker.asked == [{"job": "refresh", "due": True}]


async def test_a_second_press_asks_no_host_again(tmp_path: Path) -> None:
    done = JobDone(job="refresh", summary="all well")
    jobs, view, worker, _ = part(tmp_path, done, done)
    jobs.action_refresh_all()
    jobs.action_refresh_all()
    await view.settle()
    assert view.words == ["A refresh is already running", "All well"]
    assert worker.asked == [{"job": "refresh"}]
    jobs.action_refresh_all()
    await view.settle()
    assert len(worker.asked) == 2


async def test_what_has_just_come_is_fetched_and_nothing_that_was_asked_lately(tmp_path: Path) -> None:
    jobs, view, worker, _ = part(tmp_path, JobDone(job="refresh", summary="all well"))
    jobs.fetch_new()
    await view.settle()
    assert worker.asked == [{"job": "refresh", "due": True}]
    assert view.words == ["All well"]


async def test_whole_texts_are_fetched_without_a_word(tmp_path: Path) -> None:
    jobs, view, worker, _ = part(tmp_path, JobDone(job="refresh", summary="Full text: 3 fetched"))
    jobs.fetch_texts()
    await view.settle()
    assert worker.asked == [{"job": "refresh", "is_patient": True, "feeds": []}]
    assert view.words == []


async def test_what_gave_way_goes_on_after_what_was_asked_meanwhile(tmp_path: Path) -> None:
    cut = JobDone(job="refresh", summary="checked 1 feed", gave_way=True)
    still = JobDone(job="refresh", summary="Full text: 1 fetched", gave_way=True)
    whole = JobDone(job="refresh", summary="Full text: 2 fetched")
    jobs, view, worker, _ = part(tmp_path, cut, still, whole)
    jobs.action_refresh_all()
    await view.settle()
    rest = {"job": "refresh", "is_patient": True, "feeds": []}
    assert worker.asked == [{"job": "refresh"}, rest, rest]
    assert view.words == ["Checked 1 feed"]


async def test_a_refresh_that_asked_nothing_is_not_told(tmp_path: Path) -> None:
    jobs, view, _, _ = part(tmp_path, JobDone(job="refresh", summary=""))
    jobs.fetch_new()
    await view.settle()
    assert view.words == []
