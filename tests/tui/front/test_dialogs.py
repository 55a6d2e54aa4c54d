"""Ways into the library: what fails is told, and what has come is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from unittest.mock import AsyncMock, MagicMock, Mock, call

import pytest
from textual.widgets import Input

from reader.core import lists, subscriptions, upkeep
from reader.core.events import AddDone, JobDone
from reader.core.session import Session
from reader.errors import LibraryLocked
from reader.model import Subscription
from reader.store.accounts import AccountGiven
from reader.tui import terminal, toast
from reader.tui.dialogs.export_feeds import REPLACES
from reader.tui.dialogs.welcome import WelcomeScreen
from reader.tui.front.dialogs import DialogsPart
from reader.tui.front.view import NO_ARTICLE
from reader.tui.worker_client import WorkerClient
from tests.support import household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeList, FakeView, state
from tests.support.household import UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        assert screen.said.endswith(f"{UNREAD[0]}” · F to subscribe to this site's feed"), (
            "one line, for the foot"
        )


async def test_a_theme_that_is_chosen_is_named(reader: Open) -> None:
    async with reader() as screen:
        await screen.app.run_action("themes")
        await screen.settle()
        await screen.press("j", "enter")
        assert screen.said == f"Theme: {screen.app.settings.theme} · saved {screen.app.saved_where}"


async def test_a_theme_is_chosen_by_its_name_in_the_palette(reader: Open) -> None:
    async with reader() as screen:
        await screen.press(":")
        assert "THEMES" not in screen.text, "they come with what is typed"
        await screen.type("lamplight")
        assert "theme: dark" in screen.text
        await screen.press("enter")
        assert screen.said == f"Theme: lamplight · saved in {toast.path(screen.app.config_file)}"
        assert screen.app.theme == screen.app.settings.theme == "lamplight"


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
    with Session(household.places(room)) as session:
        household.add(session, "From a file", "Its text.", url=None, published=household.NOW)
    async with reader() as screen:
        await screen.press("g", "g", "F")
        assert screen.said == "This article has no address"


# The part alone


async def test_the_ways_in_are_there_until_the_library_has_an_article(
    reader: Open, room: Path, jobs: list[str]
) -> None:
    household.only_failing(room)
    async with reader(size=(80, 24)) as screen:
        assert "a add   i import   s starters   d demo   R refresh" in screen.foot
        assert "d for the demo newsstand" in screen.text
        for key, said in (("s", "Starter feeds"), ("i", "Import feeds or articles"), ("a", "Add a feed")):
            await screen.press(key)
            assert said in screen.text
            await screen.press("escape")
        await screen.press("b")
        assert screen.said == "b does nothing here. ? shows all keys."
        with Session(household.places(room)) as session:
            household.add(session, "The first article", "Text.")
        screen.news.recount()
        await screen.settle()
        assert screen.app.key_context() == "list"
        assert "demo" not in screen.foot
    assert jobs == []


async def test_the_demo_opens_from_a_library_whose_first_feed_failed(reader: Open, room: Path) -> None:
    household.only_failing(room)
    async with reader() as screen:
        await screen.pilot.press("d")
        await screen.pilot.pause()
    assert screen.app.return_value == terminal.TO_DEMO


class Alone:
    """The part on a library of the test's own, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        self.state = state()
        self.view = FakeView(self.state, FakeList())
        self.app = FakeApp(room, session=session)
        self.sections = Mock(show_feed=AsyncMock(return_value=True), count=AsyncMock())
        self.reading, self.jobs = Mock(), Mock(list_news=AsyncMock(), held=MagicMock())
        self.part = DialogsPart(
            self.view.view, self.state, self.app.app, self.sections, self.reading, self.jobs
        )

    def subscribe(self) -> None:
        self.session.library.feeds.add(Subscription(url="https://a.example/feed", title="A"), household.NOW)
        self.session.library.database.run("INSERT INTO feed (title, added_at) VALUES ('Of an import', 0)")

    async def do(self, act: str) -> None:
        getattr(self.part, f"action_{act}")()
        await self.view.settle()

    async def greet(self) -> list[str]:
        """The names of the dialogs that a welcome leads to."""
        self.part.greet(lists.counts(self.session))
        await self.view.settle()
        return [type(dialog).__name__ for dialog in self.app.dialogs]

    @property
    def lanes(self) -> list[str]:
        assert self.app.library is not None
        return self.app.library.lanes


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


def added(kind: str = "article", **more: Any) -> AddDone:
    given: dict[str, Any] = {"kind": kind, "id": 5, "title": "A", "outcome": "new"}
    return AddDone(**given | more)


async def test_an_article_that_was_added_is_opened_and_counted(alone: Alone) -> None:
    alone.app.answers = [(added(site_feed="https://a.example/feed"),)]
    await alone.do("add")
    assert alone.view.words == ["Added “A” · F to subscribe to this site's feed · u to undo"]
    assert alone.view.counted == 1
    assert alone.reading.read_article.call_args_list == [call(5)]
    assert alone.jobs.fetch_texts.call_count == 0
    assert alone.view.started == [("dialog", False)]
    await alone.do("add")
    assert alone.reading.read_article.call_count == 1, "the dialog was left"


@pytest.mark.parametrize("is_reading", [True, False])
async def test_a_feed_that_was_added_is_listed(alone: Alone, is_reading: bool) -> None:
    alone.state.is_reading = is_reading
    alone.app.answers = [(added("feed", new=3),)]
    await alone.do("add")
    assert alone.view.words == ["Subscribed to A: 3 articles · u to undo"]
    assert alone.sections.show_feed.await_args_list == [call(5)]
    assert alone.reading.leave_article.call_count == is_reading
    assert alone.view.entered == [alone.view.rows]
    assert alone.view.started == [("dialog", False), ("came", True)]
    assert alone.view.counted == 0
    assert alone.jobs.fetch_texts.call_count == 1


@pytest.mark.parametrize(
    ("account", "error", "words"),
    [
        ("", None, ("Subscribed to A: 0 articles · u to undo", False)),
        ("home", None, ("Miniflux at rss.example fetches A from now on", False)),
        ("home", "no answer", ("No answer. Try again later.", True)),
    ],
)
async def test_where_there_are_accounts_it_is_asked_who_fetches_a_new_feed(
    alone: Alone, account: str, error: str | None, words: tuple[str, bool]
) -> None:
    given = AccountGiven(
        name="home", interface="miniflux", url="https://rss.example", user="ann", login="ann", secret="env:X", server="Miniflux",
    )  # fmt: skip
    alone.session.library.accounts.add(given, household.NOW)
    summary = "" if error else "Miniflux at rss.example fetches A from now on"
    done = JobDone(job="adopt", summary=summary, error=error, hint="try again later" if error else None)
    alone.app.dialog_worker.answers = [done]
    alone.app.answers = [(added("feed"),), account]
    await alone.do("add")
    assert alone.app.dialogs[1]._names == ("", "home")
    assert alone.app.dialog_worker.asked == (
        [{"job": "adopt", "feeds": [5], "account": "home"}] if account else []
    )
    assert alone.view.said == [words]
    assert alone.sections.show_feed.await_count == 1


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ((added(), added("feed"), added("feed")), "Added 2 feeds and 1 article"),
        ((added(), added(outcome="updated")), "Added 2 articles"),
        ((added("feed"), added(outcome="same")), "Added 1 feed · 1 already in the library"),
        ((added(outcome="same"), added("feed", outcome="same")), "2 already in the library"),
    ],
)
async def test_several_that_were_added_are_counted_and_listed(
    alone: Alone, came: tuple[AddDone, ...], said: str
) -> None:
    alone.app.answers = [came]
    await alone.do("add")
    assert alone.view.words == [said]
    assert alone.jobs.list_news.await_count == 1
    assert alone.jobs.fetch_texts.call_count == 1
    assert alone.reading.read_article.call_count == 0
    assert alone.sections.show_feed.await_count == 0


async def test_a_feed_that_is_not_among_the_sections_changes_nothing(alone: Alone) -> None:
    alone.sections.show_feed.return_value = False
    alone.state.is_reading = True
    alone.app.answers = [(added("feed"),)]
    await alone.do("add")
    assert alone.view.entered == []
    assert alone.reading.leave_article.call_count == 0


@pytest.mark.parametrize("refresh", [True, False])
async def test_what_was_imported_is_listed_and_its_feeds_fetched_where_one_wants_that(
    alone: Alone, refresh: bool
) -> None:
    alone.app.answers = [refresh]
    await alone.do("import_feeds")
    assert alone.jobs.list_again.call_count == 1
    assert alone.jobs.fetch_new.call_count == refresh
    assert alone.jobs.held.mock_calls == [call(), call().__enter__(), call().__exit__(None, None, None)]
    assert alone.sections.count.await_count == refresh
    assert alone.view.started == [("dialog", False)]


async def test_starters_that_were_chosen_are_subscribed_to(alone: Alone) -> None:
    alone.subscribe()
    offered = subscriptions.starters()
    subscriptions.subscribe_starters(alone.session, offered[1:2])
    chosen = [offered[0]]
    alone.app.answers = [chosen]
    await alone.do("starters")
    assert chosen[0].url in {feed.url for feed in alone.session.library.feeds.all()}
    assert alone.lanes == ["read", "write"]
    assert alone.sections.count.await_count == 1
    assert alone.jobs.fetch_new.call_count == 1
    (dialog,) = alone.app.dialogs
    assert dialog._there == {offered[1]}
    await alone.do("starters")
    assert alone.jobs.fetch_new.call_count == 1, "none was chosen"


async def test_a_site_feed_is_looked_for_by_address(alone: Alone) -> None:
    alone.subscribe()
    await alone.do("site_feed")
    alone.state.open_article, alone.state.is_reading = article(url=None), True
    await alone.do("site_feed")
    assert alone.view.words == [NO_ARTICLE, "This article has no address"]
    alone.state.open_article = article(url="https://a.example/1")
    await alone.do("site_feed")
    assert alone.jobs.list_news.await_count == 0
    alone.app.answers = [added("feed", outcome="same")]
    await alone.do("site_feed")
    assert alone.view.words[2:] == ["Already subscribed to A"]
    assert alone.jobs.list_news.await_count == 1
    assert alone.view.started == [("dialog", False)] * 3
    assert len(alone.app.dialogs) == 2


async def test_a_library_with_something_in_it_has_no_welcome(alone: Alone) -> None:
    alone.subscribe()
    assert await alone.greet() == []


async def test_the_demo_has_no_welcome(alone: Alone) -> None:
    alone.app.is_demo = True
    assert await alone.greet() == []


@pytest.mark.parametrize(("way", "to"), [("demo", "to_demo"), ("quit", "leave"), (None, "leave")])
async def test_the_welcome_leads_out(alone: Alone, way: str | None, to: str) -> None:
    out = {name: Mock() for name in ("to_demo", "leave")}
    for name, mock in out.items():
        setattr(alone.app, name, mock)
    alone.app.answers = [way]
    assert await alone.greet() == ["WelcomeScreen"]
    assert {name: mock.call_count for name, mock in out.items() if mock.call_count} == {to: 1}
    assert alone.view.started == [("welcome", False)]


async def test_the_welcome_leads_in_until_something_is_there(alone: Alone) -> None:
    cast("Any", alone.app).leave = Mock()
    alone.app.answers = ["add", None, "import", False, "starters", [], "add", (added("feed"),), "quit"]
    ways = ["AddScreen", "ImportScreen", "StartersScreen", "AddScreen"]
    found = await alone.greet()
    assert found == [name for way in ways for name in ("WelcomeScreen", way)] + ["WelcomeScreen"]
    assert alone.jobs.list_again.call_count == 1
    alone.app.dialogs.clear()
    alone.app.answers = ["import", True]
    alone.jobs.list_again.side_effect = alone.subscribe
    assert await alone.greet() == ["WelcomeScreen", "ImportScreen"]


async def test_a_way_that_fails_is_told_and_leads_back_to_the_welcome(alone: Alone) -> None:
    cast("Any", alone.app).leave = Mock()
    alone.jobs.list_again.side_effect = LibraryLocked("locked")
    alone.app.answers = ["import", False, "quit"]
    assert await alone.greet() == ["WelcomeScreen", "ImportScreen", "WelcomeScreen"]
    assert alone.view.said == [(str(LibraryLocked("locked")), True)]


async def test_the_numbers_of_the_library_are_shown(alone: Alone) -> None:
    alone.subscribe()
    alone.state.counts = lists.counts(alone.session)
    await alone.do("statistics")
    (dialog,) = alone.app.dialogs
    assert dialog._numbers == upkeep.numbers(alone.session)
    assert [feed.title for feed in dialog._feeds] == ["A", "Of an import"]
    assert alone.lanes == ["find"]


async def test_feeds_are_written_into_a_file_that_is_replaced_only_where_one_wants_that(
    alone: Alone, tmp_path: Path
) -> None:
    alone.subscribe()
    path = str(file := tmp_path / "new" / "feeds.opml")

    def put(text: str) -> None:
        file.write_text(text, "utf-8")

    def held() -> str:
        return file.read_text("utf-8")

    alone.app.answers = [path]
    await alone.do("export_feeds")
    (dialog,) = alone.app.dialogs
    assert dialog._text.endswith("/feeds.opml")
    assert dialog._hidden == 0
    assert alone.view.words == [toast.with_path("0 feeds exported", path, alone.view.width)], (
        "the dialog alone has it written"
    )
    assert await dialog._write(path, False) is None
    assert "https://a.example/feed" in held()
    put("mine")
    assert await dialog._write(path, False) == REPLACES
    assert held() == "mine"
    assert await dialog._write(path, True) is None
    assert "https://a.example/feed" in held()
    assert "this is a folder" in (await dialog._write(str(tmp_path), False) or "")
    assert "annot be made" in (await dialog._write(f"{path}/x/feeds.opml", False) or "")
    assert set(alone.lanes) == {"read", "find"}


async def test_feeds_are_exported_out_of_the_palette(reader: Open, room: Path) -> None:
    async with reader(config=f'export.folder = "{room}/notes"') as screen:
        await screen.press(":", *"export feeds", "enter")
        assert screen.app.screen.query_one(Input).value == f"{room}/notes/feeds.opml"
        await screen.press("enter")
        number = sum(
            feed.url is not None
            for feed in (screen.news.state.counts.feeds if screen.news.state.counts else ())
        )
        file = f"{room}/notes/feeds.opml"
        assert screen.said == toast.with_path(f"{number} feeds exported", file, screen.news.width)
        await screen.press(":", *"export feeds", "enter", "enter")
        assert REPLACES in screen.text
        await screen.press("enter", ":", *"statist", "enter")
        assert "Largest feeds" in screen.text
