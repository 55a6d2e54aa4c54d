from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from reader.core.session import Session
from reader.model import Subscription
from tests.support import household
from tests.support.papers import OG_ARTICLE, PROSE, item, page, rss
from tests.support.processes import PATIENCE, is_gone
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from reader.demo.newsstand import Newsstand
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
        await screen.until(lambda: screen.opened)
        assert screen.opened == "The Whale in a Cap"
        assert "lighthouse" in screen.text


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
        process = screen.app.office._process
        assert process is not None
        await screen.pilot.press("Q")
    assert is_gone(process.pid)
    names = {thread.name for thread in threading.enumerate()}
    assert not {name for name in names if name.startswith("desk-")}


async def test_a_worker_that_dies_is_said_and_the_next_job_has_another(reader: Open, pier: Server) -> None:
    pier.on("/feed.xml", Route(hangs=True))
    async with reader() as screen:
        await screen.pilot.press("R")
        await screen.until(lambda: pier.seen)
        process = screen.app.office._process
        assert process is not None
        os.kill(process.pid, 9)
        await screen.jobs()
        assert "ended before it was done" in screen.said
        pier.text("/feed.xml", paper(1), XML)
        await screen.press("R")
        await screen.jobs()
        assert "Day 1 on the pier" in screen.listed
