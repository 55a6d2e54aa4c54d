from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core.events import FeedChoice, FeedRefreshed, JobDone, Notice, Progress, Step
from reader.model import Feed, Link
from reader.tui.dialogs.job_line import running
from reader.tui.dialogs.jobs import ENDED_SHOWN, JobsScreen, told
from reader.tui.widgets.facts import Fact, FactList
from tests.support.articles import article
from tests.support.dialogs import opened

if TYPE_CHECKING:
    from reader.core.events import Event

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)

FEEDS = [
    Feed(id=1, title="Well", url="https://well.example/", state="ok"),
    Feed(
        id=2,
        title="The Pier",
        url="https://pier.example/",
        state="failing",
        failures=3,
        outcome="HTTP 500",
        next_at=NOW + timedelta(hours=4),
        next_why="failed 3 times in a row, waiting 4 h",
    ),
    Feed(id=3, title="Old Mill", url="https://mill.example/", state="gone", outcome="HTTP 410"),
]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Progress("refreshing", 3, 40), "refreshing: 3 of 40"),
        (Progress("importing", 1500), "importing: 1,500"),
        (Step("adding", "asking pier.example"), "adding: asking pier.example"),
        (FeedRefreshed(feed="The Pier", url=None, outcome="ok"), "refreshing: The Pier"),
        (JobDone(job="refresh", summary=""), ""),
        (Notice("something"), ""),
    ],
)
def test_what_runs_in_words(event: Event, words: str) -> None:
    assert running([event]) == words


def test_a_notice_ends_no_job_and_an_end_does() -> None:
    begun = Progress("refreshing", 3, 40)
    assert running([begun, Notice("something")]) == "refreshing: 3 of 40"
    assert running([begun, JobDone(job="refresh", summary="")]) == ""
    assert running([]) == ""


def test_what_ended_is_told_the_latest_first_and_not_for_ever() -> None:
    ends = [JobDone(job="refresh", summary=f"{number} feeds checked") for number in range(9)]
    failed = JobDone(job="add", summary="", error="no answer")
    facts = told([*ends, failed, Notice("the index is busy")])
    assert facts[:4] == [
        Fact("Running", "nothing"),
        Fact("Ended", "the index is busy", "warn"),
        Fact("", "add: no answer", "bad"),
        Fact("", "refresh: 8 feeds checked"),
    ]
    assert len(facts) == 1 + ENDED_SHOWN


def test_what_ended_without_a_word_is_left_out() -> None:
    idle, done = JobDone(job="refresh", summary=""), JobDone(job="refresh", summary="Checked 1 feed: 3 new")
    assert told([done, idle]) == [Fact("Running", "nothing"), Fact("Ended", "refresh: Checked 1 feed: 3 new")]


async def test_a_server_that_fails_is_listed_once_for_all_its_feeds() -> None:
    away = Feed(id=8, title="There", account="home", server="Miniflux at rss.example", sync_error="no answer")
    feeds = [*FEEDS, away, replace(away, id=9)]
    async with opened(JobsScreen([], feeds, lambda: NOW)) as dialog:
        assert " 1 server and 2 feeds failing" in dialog.lines
        assert dialog.text.count("Miniflux at rss.example") == 1
        assert "There" not in dialog.text
        assert "no answer" in dialog.text
        await dialog.press("enter")
        assert "not synced: no answer" in dialog.text
        assert "broadsheet sync status home" in dialog.text


def test_news_is_no_warning() -> None:
    assert told([Notice("a feed moved", is_news=True)])[1] == Fact("Ended", "a feed moved", "ink")


async def test_failing_feeds_are_listed_and_enter_says_why() -> None:
    async with opened(JobsScreen([], FEEDS, lambda: NOW)) as dialog:
        assert " 2 feeds failing" in dialog.lines
        assert "Well" not in dialog.text
        assert " HTTP 410" in dialog.lines
        assert dialog.lit.split() == ["The", "Pier", "3", "failures"]
        assert "HTTP 500 · next try 18:05" in dialog.text
        await dialog.press("enter")
        assert " State         failing: 3 times in a row" in dialog.lines
        assert "Jobs" not in dialog.text
        await dialog.press("q")
        assert " 2 feeds failing" in dialog.lines


async def test_where_nothing_fails_it_says_so() -> None:
    async with opened(JobsScreen([], FEEDS[:1], lambda: NOW)) as dialog:
        assert " No feed or page has failed." in dialog.lines
        assert "why" not in dialog.lines[-1]
        await dialog.press("enter", "j", "q")
        assert dialog.answer is None


async def test_where_nothing_fails_the_keys_are_with_what_ended() -> None:
    ends = [
        JobDone(job="add", summary="", error=f"the server of number {at} is away " * 12) for at in range(5)
    ]
    async with opened(JobsScreen(ends, (), lambda: NOW), size=(80, 16)) as dialog:
        assert isinstance(dialog.app.focused, FactList)
        before = dialog.text
        await dialog.press("j")
        assert dialog.text != before
        await dialog.press("G")
        assert "number 0" in dialog.text


async def test_full_texts_that_failed_are_listed_and_enter_says_why() -> None:
    lost = article(
        title="Lamp lit",
        url="https://pier.example/lamp",
        feeds=("The Pier",),
        text_state="failed",
        reason="No full text: HTTP 503.",
        full_text_error="HTTP 503",
        full_text_next=NOW + timedelta(hours=1),
    )
    texts = [
        lost,
        replace(lost, id=2, title="Buoy painted", url="https://quay.example/buoy", full_text_next=None),
    ]
    screen = JobsScreen([], FEEDS, lambda: NOW, texts, texts_count=12)
    async with opened(screen, size=(100, 36)) as dialog:
        assert " 2 feeds failing · 12 pages could not be fetched, in all refreshes so far" in dialog.lines
        assert "The Pier · pier.example: HTTP 503" in dialog.text
        assert "The Pier · quay.example: HTTP 503" in dialog.text
        assert "next try 15:05" in dialog.text
        assert " 10 more: search for is:failed" in dialog.lines
        await dialog.press("j", "j", "enter")
        assert " at 15:05; R tries now" in dialog.text
        await dialog.press("q", "j", "enter")
        assert " only by hand: r in the article fetches it again" in dialog.text


async def test_pages_that_failed_for_one_cause_are_one_row_that_says_why_of_the_newest() -> None:
    lost = [
        article(
            id=number,
            title=f"Lamp {number} lit",
            url="https://pier.example/lamp",
            feeds=(f"Pier {number}",),
            text_state="failed",
            reason=reason,
            full_text_error=reason,
            full_text_next=NOW + timedelta(hours=number) if number > 1 else None,
        )
        for number, reason in [(1, "no network"), (7, "HTTP 503"), *((n, "no network") for n in (2, 3, 4, 5))]
    ]
    async with opened(JobsScreen([], [], lambda: NOW, lost), size=(100, 36)) as dialog:
        assert " 6 pages could not be fetched, in all refreshes so far" in dialog.lines
        assert dialog.lit.startswith("5 pages: no network")
        assert "next try 16:05" in dialog.lit
        assert "Pier 1, Pier 2, Pier 3 and 2 other feeds" in dialog.text
        assert "Lamp 7 lit" in dialog.text
        assert " to list each page: search for is:failed" in dialog.lines
        await dialog.press("enter")
        assert "Lamp 1 lit" in dialog.text


async def test_pages_of_one_host_that_failed_for_one_cause_are_one_row() -> None:
    hosts = ["pier.example", "quay.example", "www.pier.example"]
    lost = [
        article(
            id=at,
            title=f"Lamp {at} lit",
            url=f"https://{name}/lamp",
            feeds=("The Pier",),
            text_state="failed",
            full_text_error="HTTP 503",
        )
        for at, name in enumerate(hosts)
    ]
    async with opened(JobsScreen([], [], lambda: NOW, lost), size=(100, 36)) as dialog:
        assert dialog.lit.startswith("2 pages: HTTP 503")
        assert "The Pier · pier.example" in dialog.text
        assert "Lamp 1 lit" in dialog.text
        assert "Lamp 2 lit" not in dialog.text
        assert " to list each page: search for is:failed" in dialog.lines


async def test_it_follows_the_events_of_the_worker() -> None:
    events: list[Event] = []
    screen = JobsScreen(events, FEEDS, lambda: NOW)
    async with opened(screen) as dialog:
        assert " Running  nothing" in dialog.lines
        events.append(Progress("refreshing", 3, 40))
        screen.hear(events[-1])
        await dialog.settle()
        assert " Running  refreshing: 3 of 40" in dialog.lines


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_many_failing_feeds_leave_the_foot_line_free(size: tuple[int, int]) -> None:
    feeds = [
        Feed(id=n, title=f"Feed {n}", state="failing", failures=n, outcome="HTTP 500") for n in range(50)
    ]
    async with opened(JobsScreen([], feeds, lambda: NOW), size=size) as dialog:
        await dialog.press("G")
        assert dialog.lit.startswith("Feed 49")
        assert dialog.lines[-1].startswith(" Enter why")
        assert "Running  nothing" in dialog.text


def test_a_page_with_several_feeds_is_no_failure() -> None:
    asked = FeedChoice(choices=(Link(url="http://a.example/feed"), Link(url="http://a.example/other")))
    done = JobDone(job="add", summary="", error="several feeds", result=asked)
    assert told([done])[1] == Fact("Ended", "add: 2 feeds to choose from")
