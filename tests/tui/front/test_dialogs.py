"""Ways into the library: what fails is told, and what has come is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import subscriptions
from reader.core.events import AddDone, JobDone
from reader.errors import LibraryLocked
from reader.tui import terminal
from reader.tui.dialogs.welcome import WelcomeScreen
from reader.tui.worker_client import WorkerClient
from tests.support import household
from tests.support.household import UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock

STARTERS = (":", *"starter", "enter", "space", "enter")


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that were asked of the workers; an addition gives the first article."""
    found: list[str] = []

    async def do(worker: WorkerClient, job: str, **arguments: object) -> JobDone:
        del worker, arguments
        found.append(job)
        added = AddDone(kind="article", id=1, title=UNREAD[0], outcome="same", site_feed="https://a.example/")
        return JobDone(job=job, summary="", result=added if job == "add" else None)

    monkeypatch.setattr(WorkerClient, "do", do)
    return found


async def test_starters_that_cannot_be_kept_are_told_once_and_not_fetched(
    reader: Open, lock: Lock, jobs: list[str]
) -> None:
    async with reader() as screen:
        sections = list(screen.news.sections.sections)
        lock()
        await screen.press(*STARTERS)
        assert said(screen) == [LOCKED]
        assert list(screen.news.sections.sections) == sections
        assert "refresh" not in jobs


async def test_starters_are_subscribed_to_and_fetched(reader: Open, jobs: list[str]) -> None:
    async with reader() as screen:
        before = len(screen.news.sections.sections)
        await screen.press(*STARTERS)
        assert len(screen.news.sections.sections) > before
        assert "refresh" in jobs


async def test_an_article_that_was_added_opens_and_its_sites_feed_is_told(
    reader: Open, jobs: list[str]
) -> None:
    async with reader() as screen:
        await screen.press("a", "x", "enter")
        assert jobs[-1] == "add"
        assert screen.opened == UNREAD[0]
        assert screen.said == "This site has a feed: https://a.example/ · a adds it"


async def test_the_welcome_stays_until_something_is_in_the_library(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch, jobs: list[str]
) -> None:
    household.places(room).library.unlink()
    subscribe = subscriptions.subscribe_starters

    def refused(*what: object) -> None:
        monkeypatch.setattr(subscriptions, "subscribe_starters", subscribe)
        raise LibraryLocked(LOCKED)

    monkeypatch.setattr(subscriptions, "subscribe_starters", refused)
    async with reader() as screen:
        assert isinstance(screen.app.screen, WelcomeScreen)
        await screen.press("s", "space", "enter")
        assert said(screen) == [LOCKED]
        await screen.until(lambda: isinstance(screen.app.screen, WelcomeScreen))
        await screen.press("s", "space", "enter")
        await screen.until(lambda: "refresh" in jobs)


@pytest.mark.parametrize(("key", "code"), [("d", terminal.TO_DEMO), ("q", 0)])
async def test_the_welcome_leads_to_the_demo_and_out(reader: Open, room: Path, key: str, code: int) -> None:
    household.places(room).library.unlink()
    async with reader() as screen:
        await screen.pilot.press(key)
        await screen.pilot.pause()
    assert (screen.app.return_value or screen.app.return_code) == code


async def test_an_article_without_an_address_has_no_site(reader: Open, room: Path) -> None:
    from reader.core.session import Session

    with Session(household.places(room)) as session:
        household.add(session, "From a file", "Its text.", url=None, published=household.NOW)
    async with reader() as screen:
        await screen.press("g", "g", "F")
        assert screen.said == "This article has no address, and so no site"
