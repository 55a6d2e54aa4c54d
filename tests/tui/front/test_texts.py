"""The other texts of an article: the feed's beside the page's, those before an edit."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import AsyncMock, Mock, call

import pytest

from reader.core.events import AddDone, JobDone
from reader.core.session import Session
from reader.errors import LibraryLocked
from reader.markdown import dialect
from reader.model import Draft, Revision
from reader.query.tree import Everything
from reader.tui.dialogs import changes
from reader.tui.dialogs.changes import ChangesScreen, Comparison, compared
from reader.tui.dialogs.why import of_article
from reader.tui.front.texts import TextsPart
from reader.tui.widgets.block_view import BlockView
from tests.support import household
from tests.support.articles import article, prose
from tests.support.dialogs import opened
from tests.support.fake_front import FakeApp, FakeList, FakeView, state
from tests.support.papers import OG_ARTICLE, PROSE, page
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.errors import BroadsheetError
    from reader.model import Article, TextOrigin
    from reader.tui.front.state import PaneName
    from tests.support.server import Server
    from tests.tui.conftest import Open

TITLE = "Where the Whale Is"
URL = "https://own.example/whale"


def add(
    room: Path,
    text: str,
    origin: TextOrigin = "feed",
    url: str | None = URL,
    hours: float = 0,
    title: str = TITLE,
) -> None:
    """A text of the article, which came in so many hours from now."""
    content = dialect.contents(text)
    draft = Draft(title=title, url=url, markdown=text, text=content.text, text_origin=origin)
    with Session(household.places(room)) as session:
        session.library.articles.save(draft, now=household.NOW + timedelta(hours=hours))


async def test_x_shows_the_other_text_and_it_stays_so(reader: Open, room: Path) -> None:
    add(room, "The feed says this.")
    add(room, "The page says that.", "page")
    async with reader() as screen:
        await screen.press("enter")
        assert "The page says that." in screen.text
        assert "full page" in screen.text
        await screen.press("x")
        assert "The feed says this." in screen.text
        assert "feed text" in screen.text
        assert screen.said == "Showing the feed's text · x switches back"
        await screen.press("q", "enter")
        assert "The feed says this." in screen.text
        await screen.press("x")
        assert "The page says that." in screen.text


async def test_x_in_the_list_changes_the_text_beside_it(reader: Open, room: Path) -> None:
    add(room, "The feed says this.")
    add(room, "The page says that.", "page")
    async with reader(size=(200, 50)) as screen:
        await screen.until(lambda: "The page says that." in screen.text)
        await screen.settle()
        await screen.press("x")
        await screen.until(lambda: "The feed says this." in screen.text)
        assert "feed text" in screen.text
        assert screen.app.key_context() == "list"


async def test_x_in_the_list_is_told(reader: Open, room: Path) -> None:
    add(room, "The feed says this.")
    add(room, "The page says that.", "page")
    async with reader() as screen:
        await screen.press("x")
        assert screen.opened is None
        assert screen.stored(TITLE).text_origin == "feed"


async def test_a_page_that_is_not_here_is_fetched(reader: Open, room: Path, server: Server) -> None:
    address = server.text("/story.html", page(TITLE, PROSE, head=OG_ARTICLE))
    add(room, "The feed says this.", url=address)
    async with reader() as screen:
        await screen.press("enter", "x")
        assert screen.said == "Fetching the page …"
        await screen.jobs()
        assert "lighthouse" in screen.text
        assert screen.opened == TITLE
        await screen.press("x")
        assert "The feed says this." in screen.text


async def test_a_page_that_is_another_article_now_is_told(reader: Open, room: Path, server: Server) -> None:
    other = server.text("/other.html", page("Another Story", PROSE, head=OG_ARTICLE))
    add(
        room,
        "The feed says this.",
        url=server.redirect("/story.html", other),
    )
    async with reader() as screen:
        await screen.press("enter", "x")
        await screen.jobs()
        assert screen.said == "Its address now leads to another article, which was added"
        assert "The feed says this." in screen.text


async def test_a_page_that_does_not_come_is_told(reader: Open, room: Path, server: Server) -> None:
    add(room, "The feed says this.", url=server.url("/nothing"))
    async with reader() as screen:
        await screen.press("enter", "x")
        await screen.jobs()
        assert (
            screen.said
            == f"Could not fetch the page from 127.0.0.1:{server.port}: the server answered HTTP 404 (not found)"
        )
        assert "The feed says this." in screen.text


@pytest.mark.parametrize(
    ("origin", "url", "words"), [("page", URL, "No feed has this article"), ("file", None, "has no address")]
)
async def test_where_there_is_no_other_text_it_says_so(
    reader: Open, room: Path, origin: TextOrigin, url: str | None, words: str
) -> None:
    add(room, "Only this.", origin, url)
    async with reader() as screen:
        await screen.press("enter", "x")
        assert words in screen.said


async def test_w_shows_what_changed(reader: Open, room: Path) -> None:
    add(room, "The whale is in the bay.\n\nIt sleeps.", hours=-1.5)
    add(room, "The whale is in the harbour.\n\nIt sleeps.", hours=-1)
    add(room, "The whale was in the harbour.\n\nIt sleeps.", hours=-0.5, title="Where the Whale Was")
    async with reader(size=(100, 30)) as screen:
        await screen.press("w")
        assert "What changed in Where the Whale Was" in screen.text
        assert "~ The whale [-is-]{+was+} in the harbour." in screen.text
        assert "~ Where the Whale [-Is-]{+Was+}" in screen.text
        assert "▸ Version 2, 13:05 to 13:35; since then 2 words added, 2 removed" in screen.text
        await screen.press("left")
        assert "~ The whale [-is-]{+was+} in the [-bay-]{+harbour+}." in screen.text
        assert "▸ First version, until 13:05" in screen.text
        await screen.press("left", "right", "right")
        assert "▸ Version 2" in screen.text
        await screen.press("escape")
        assert screen.app.screen is screen.news


async def test_w_says_where_nothing_was_edited(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("w")
        assert screen.said == "Not edited since it arrived"
    add(room, "The feed says this.")
    add(room, "The feed says another thing.", hours=1)
    add(room, "The page says that.", "page", hours=1)
    async with reader() as screen:
        await screen.press("w")
        assert screen.said == "Only the feed's text was edited · x switches to it"


async def test_a_long_comparison_holds_no_key_and_ends_with_its_dialog(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(room, "The whale is in the bay.", hours=-1.5)
    add(room, "The whale is in the harbour.", hours=-1)
    overs: list[Callable[[], bool]] = []
    go_on = threading.Event()
    real = changes.compared

    def compared(
        article: Article, markdown: str, before: Revision, is_over: Callable[[], bool]
    ) -> Comparison:
        overs.append(is_over)
        go_on.wait(PATIENCE)
        return real(article, markdown, before, is_over)

    monkeypatch.setattr(changes, "compared", compared)
    monkeypatch.setattr(changes, "SLOW_S", 0.001)
    async with reader(size=(100, 30)) as screen:
        await screen.pilot.press("w")
        async with asyncio.timeout(PATIENCE):
            while "; comparing …" not in screen.text:
                await screen.pilot.pause()
        assert not overs[0]()
        await screen.pilot.press("escape")
        async with asyncio.timeout(PATIENCE):
            while screen.app.screen is not screen.news or not overs[0]():
                await screen.pilot.pause()
        go_on.set()
        await screen.press("w")
        assert "The whale is in the [-bay-]{+harbour+}." in screen.text
        assert "comparing" not in screen.text


async def test_a_long_comparison_is_scrolled_within_the_screen() -> None:
    old = Revision("page", "The Lock", prose(1500), household.NOW)
    new = "\n\n".join(f"{part} It is {number}." for number, part in enumerate(prose(1500).split("\n\n")))

    async def compare(before: Revision) -> Comparison:
        return compared(article(), new, before, lambda: False)

    dialog = ChangesScreen(article(), [old] * 9, compare, household.NOW)
    async with opened(dialog, size=(80, 24)) as screen:
        assert sum("Version" in line for line in screen.lines) == 5
        assert "▸ Version 9" in screen.text
        assert screen.lines[-1].startswith(" j k scroll")
        before = screen.text
        await screen.press("j")
        assert screen.text != before
        await screen.press("k")
        assert screen.text == before
        await screen.press("G")
        end = screen.text
        assert "It is" in end
        await screen.press("j", "pagedown")
        assert screen.text == end
        await screen.press(*["left"] * 12)
        assert "▸ First version," in screen.text
        view = screen.app.screen.query_one(BlockView)
        assert view.size.height > 8


# The part alone


class Alone:
    """The part on a library of the test's own, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session, self.room = session, room
        self.state = state()
        self.view = FakeView(self.state, FakeList())
        self.app = FakeApp(room, session=session)
        self.reading = Mock()
        self.jobs = Mock(done=AsyncMock(), list_news=AsyncMock())
        self.part = TextsPart(self.view.view, self.state, self.app.app, self.reading, self.jobs)

    def open(self, *texts: tuple[TextOrigin, str], url: str | None = URL) -> Article:
        """An article of these texts, which is open."""
        for hours, (origin, text) in enumerate(texts):
            add(self.room, text, origin, url, hours)
        (id_,) = self.session.library.queries.ids(Everything())
        self.state.open_article = self.session.library.articles.get(id_)
        self.state.is_reading = True
        assert self.state.open_article is not None
        return self.state.open_article

    async def do(self, act: str) -> None:
        getattr(self.part, f"action_{act}")()
        await self.view.settle()

    @property
    def lanes(self) -> list[str]:
        assert self.app.library is not None
        return self.app.library.lanes


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


async def test_the_other_text_of_an_open_article_is_shown(alone: Alone) -> None:
    article = alone.open(("feed", "The feed says this."), ("page", "The page says that."))
    assert article.text_origin == "page"
    await alone.do("other_text")
    assert alone.view.said == [("Showing the feed's text · x switches back", False)]
    assert alone.reading.show_anew.call_args_list == [call(article.id)]
    assert alone.reading.read_ahead.call_count == 1
    assert alone.jobs.list_news.await_count == 0
    assert alone.lanes == ["read", "write"]
    assert alone.view.started == [("text", False)]
    assert alone.session.library.articles.content(article.id).markdown == "The feed says this."


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("narrow", "Opens with the feed's text from now on · x switches back"),
        ("medium", "Opens with the feed's text from now on · x switches back"),
        ("wide", "Showing the feed's text · x switches back"),
    ],
)
async def test_only_a_text_that_is_on_the_screen_is_said_to_be_shown(
    alone: Alone, layout: str, said: str
) -> None:
    alone.open(("feed", "The feed says this."), ("page", "The page says that."))
    alone.view.layout_name = layout
    alone.part.action_other_text()
    alone.state.is_reading = False
    await alone.view.settle()
    assert alone.view.words == [said]


@pytest.mark.parametrize("is_reading", [True, False])
async def test_the_other_text_of_an_article_that_is_not_open_is_listed(
    alone: Alone, is_reading: bool
) -> None:
    article = alone.open(("feed", "The feed says this."), ("page", "The page says that."))
    alone.part.action_other_text()
    alone.state.is_reading = is_reading
    if is_reading:
        alone.state.open_article = None
    await alone.view.settle()
    assert alone.jobs.list_news.await_count == 1
    assert alone.session.library.articles.content(article.id).markdown == "The feed says this."


async def test_an_article_of_its_page_alone_is_not_fetched(alone: Alone) -> None:
    alone.open(("page", "The page says that."))
    await alone.do("other_text")
    assert alone.view.said == [("No feed has this article's text; this is the page's", False)]
    assert alone.jobs.done.await_count == 0


async def test_without_an_address_there_is_no_other_text(alone: Alone) -> None:
    alone.open(("feed", "The feed says this."), url=None)
    await alone.do("other_text")
    assert alone.view.said == [("This article has no address to fetch a page from", False)]
    assert alone.jobs.done.await_count == 0


@pytest.mark.parametrize(
    ("comes", "error", "said", "is_error"),
    [
        (True, None, "Showing the page's text · x switches back", False),
        (False, None, "No text was found on the page", False),
        (False, "no net", "Could not fetch the page: no net", True),
    ],
)
async def test_a_page_is_fetched_as_an_article_and_chosen(
    alone: Alone, comes: bool, error: str | None, said: str, is_error: bool
) -> None:
    article = alone.open(("feed", "The feed says this."))

    async def done(job: str, **arguments: object) -> JobDone:
        if comes:
            add(alone.room, "The page says that.", "page", hours=1)
            alone.session.library.articles.choose_text(article.id, "feed")
        found = AddDone(kind="article", id=article.id, title=TITLE, outcome="updated")
        return JobDone(job="add", summary="", error=error, result=None if error else found)

    alone.jobs.done.side_effect = done
    await alone.do("other_text")
    assert alone.jobs.done.await_args_list == [call("add", target=URL, wanted="article")]
    assert alone.jobs.tell_start.call_args_list == [call("fetching the page")]
    assert alone.view.said == [(said, is_error)]
    assert alone.view.counted == 1
    assert alone.view.started == [("text", False), ("jobs", False)]
    assert alone.reading.show_anew.call_count == comes
    assert alone.reading.read_ahead.call_count == (not error)


@pytest.mark.parametrize(
    ("result", "is_other"),
    [
        (AddDone(kind="article", id=4711, title="Another", outcome="new"), True),
        (None, False),
    ],
)
async def test_an_address_that_leads_elsewhere_is_told(
    alone: Alone, result: AddDone | None, is_other: bool
) -> None:
    alone.open(("feed", "The feed says this."))
    alone.jobs.done.return_value = JobDone(job="add", summary="", result=result)
    await alone.do("other_text")
    other = ("Its address now leads to another article, which was added", True)
    assert alone.view.said == [other if is_other else ("No text was found on the page", False)]


async def test_changes_are_of_the_text_that_is_shown(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    article = alone.open(
        ("feed", "The feed says this."), ("feed", "The feed says more."), ("page", "The page says that.")
    )
    await alone.do("changes")
    assert alone.view.words == ["Only the feed's text was edited · x switches to it"]
    assert alone.app.dialogs == []
    await alone.do("other_text")
    alone.state.open_article = alone.session.library.articles.get(article.id)
    await alone.do("changes")
    (dialog,) = alone.app.dialogs
    assert [one.markdown for one in dialog._earlier] == ["The feed says this."]
    assert dialog._article == alone.state.open_article
    assert dialog._now == household.NOW
    seen: list[tuple[object, ...]] = []

    def compared(article: Article, markdown: str, before: Revision, is_over: Callable[[], bool]) -> str:
        seen.append((article, markdown, before, is_over()))
        monkeypatch.setattr(alone, "is_over", is_over, raising=False)
        return "compared"

    monkeypatch.setattr(changes, "compared", compared)
    await alone.do("changes")
    dialog = alone.app.dialogs[1]
    assert await dialog._compare(dialog._earlier[0]) == "compared"
    assert seen == [(alone.state.open_article, "The feed says more.", dialog._earlier[0], False)]
    assert cast("Any", alone).is_over(), "nobody waits for it any more"
    assert alone.lanes[-1] == "find"
    assert set(alone.view.started) == {("dialog", False), ("text", False)}


async def test_a_comparison_that_fails_is_told(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    alone.open(("feed", "The feed says this."), ("feed", "The feed says more."))
    monkeypatch.setattr(changes, "compared", Mock(side_effect=LibraryLocked("locked")))
    await alone.do("changes")
    (dialog,) = alone.app.dialogs
    failed: list[BroadsheetError] = []
    monkeypatch.setattr(alone.view, "fail", failed.append)
    assert await dialog._compare(dialog._earlier[0]) is None
    assert [str(error) for error in failed] == [str(LibraryLocked("locked"))]


async def test_a_text_that_was_not_edited_has_no_changes(alone: Alone) -> None:
    alone.open(("feed", "The feed says this."), ("page", "The page says that."))
    await alone.do("changes")
    assert alone.view.words == ["Not edited since it arrived"]


@pytest.mark.parametrize(("at", "has_target", "is_told"), [
    ("text", True, False), ("sections", True, True), ("middle", False, True),
])  # fmt: skip
async def test_why_needs_an_article(alone: Alone, at: PaneName, has_target: bool, is_told: bool) -> None:
    if has_target:
        alone.open(("feed", "The feed says this."))
    alone.state.at = at
    await alone.do("why")
    assert alone.view.words == (["Select a feed or an article first"] if is_told else [])
    assert alone.view.started == ([] if is_told else [("dialog", False)])
    if not is_told:
        (dialog,) = alone.app.dialogs
        article = alone.state.open_article
        assert article is not None
        assert dialog._why == of_article(article, [], household.NOW, ())
