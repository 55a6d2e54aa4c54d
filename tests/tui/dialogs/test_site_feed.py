"""The feeds of an article's site, offered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.core.events import AddDone, FeedChoice, JobDone, Step
from reader.model import Link
from reader.tui.dialogs.site_feed import SiteFeedScreen
from reader.tui.worker_client import WorkerClient
from tests.support.articles import article
from tests.support.dialogs import opened
from tests.support.household import UNREAD
from tests.support.job_client import FakeJobClient

if TYPE_CHECKING:
    import pytest

    from tests.tui.conftest import Open

PIER = article(id=7, url="https://pier.example/lamp")
FOUND = JobDone(
    job="site",
    summary="2 feeds",
    result=FeedChoice(
        choices=(
            Link("https://pier.example/feed", "All \x1b[2Jnews"),
            Link("https://pier.example/sport", None),
        )
    ),
)
NEW = AddDone(kind="feed", id=3, title="The Pier", outcome="new", new=4)
FAILED = JobDone(job="site", summary="", error="pier.example: names no feed", hint="look at the address")


async def test_it_looks_at_once_and_the_one_chosen_is_subscribed_to() -> None:
    client = FakeJobClient(FOUND, JobDone(job="add", summary="", result=NEW))
    async with opened(SiteFeedScreen(client, PIER, [])) as dialog:
        assert client.asked == [{"job": "site", "article": 7}]
        assert "Feeds of pier.example" in dialog.text
        assert "2 feeds. Enter subscribes." in dialog.text
        assert dialog.lit == "All [2Jnews"
        await dialog.press("j", "enter")
        assert client.asked[1] == {"job": "add", "target": "https://pier.example/sport", "wanted": "feed"}
        assert dialog.answer == NEW


async def test_one_stays_where_one_is_and_reads_that_it_was_subscribed_to(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = JobDone(job="refresh", summary="")
    answers = {"site": FOUND, "add": JobDone(job="add", summary="", result=NEW), "refresh": texts}

    async def do(client: WorkerClient, job: str, **arguments: object) -> JobDone:
        del client, arguments
        return answers[job]

    monkeypatch.setattr(WorkerClient, "do", do)
    async with reader() as screen:
        await screen.press("g", "g", "enter", "F", "enter")
        assert screen.said == "Subscribed to The Pier: 4 articles"
        assert (screen.opened, screen.focus) == (UNREAD[0], "article")


async def test_after_an_addition_while_one_reads_the_list_is_seen(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def do(client: WorkerClient, job: str, **arguments: object) -> JobDone:
        del client, arguments
        return JobDone(job=job, summary="", result=replace(NEW, id=1))

    monkeypatch.setattr(WorkerClient, "do", do)
    async with reader() as screen:
        await screen.press("g", "g", "enter", "a")
        await screen.type("pier.example")
        await screen.press("enter")
        assert (screen.opened, screen.focus) == (None, "list")
        assert screen.news.rows.display


async def test_what_one_has_already_is_told() -> None:
    client = FakeJobClient(FOUND)
    async with opened(SiteFeedScreen(client, PIER, ["HTTPS://Pier.example/feed"])) as dialog:
        assert dialog.lit.split() == ["All", "[2Jnews", "subscribed"]


async def test_a_failure_says_why_and_esc_ends_it() -> None:
    async with opened(SiteFeedScreen(FakeJobClient(FAILED), PIER, [])) as dialog:
        assert "pier.example: names no feed" in dialog.text
        assert "Look at the address" in dialog.text
        await dialog.press("escape")
        assert dialog.answer is None


async def test_esc_ends_the_look_and_leaves() -> None:
    client = FakeJobClient()
    async with opened(SiteFeedScreen(client, PIER, [])) as dialog:
        dialog.app.screen.hear(Step("looking", "asking pier.example"))  # type: ignore[attr-defined]
        await dialog.settle()
        assert "Looking: asking pier.example …" in dialog.text
        await dialog.press("escape")
        assert client.cancelled == 1
        assert dialog.answer is None
