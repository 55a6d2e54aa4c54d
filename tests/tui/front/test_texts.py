"""The other texts of an article: the feed's beside the page's, those before an edit."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import story_reports
from reader.core.session import Session
from reader.markdown import dialect
from reader.model import Draft, Revision
from reader.query.tree import Everything
from reader.tui.dialogs import changes
from reader.tui.dialogs.changes import ChangesScreen, Comparison, ComparisonView, compared
from reader.tui.dialogs.story import StoryScreen
from tests.support import household
from tests.support.articles import article, prose
from tests.support.dialogs import opened
from tests.support.household import UNREAD
from tests.support.papers import OG_ARTICLE, PROSE, page
from tests.support.processes import PATIENCE
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.model import Article, TextOrigin
    from tests.support.server import Server
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock

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
        assert screen.said == "This is the feed's text · x shows the other"
        await screen.press("q", "enter")
        assert "The feed says this." in screen.text
        await screen.press("x")
        assert "The page says that." in screen.text


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
        assert screen.said == "Its address leads to another article now, which was added"
        assert "The feed says this." in screen.text


async def test_a_page_that_does_not_come_is_told(reader: Open, room: Path, server: Server) -> None:
    add(room, "The feed says this.", url=server.url("/nothing"))
    async with reader() as screen:
        await screen.press("enter", "x")
        await screen.jobs()
        assert screen.said.startswith("Not fetched:")
        assert "The feed says this." in screen.text


@pytest.mark.parametrize(
    ("origin", "url", "words"), [("page", URL, "no feed gave one"), ("file", None, "has no address")]
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
        assert "▸ text 2, from 13:05, until 13:35; since then 2 words came, 2 went" in screen.text
        await screen.press("left")
        assert "~ The whale [-is-]{+was+} in the [-bay-]{+harbour+}." in screen.text
        assert "▸ text 1, as it came in, until 13:05" in screen.text
        await screen.press("left", "right", "right")
        assert "▸ text 2" in screen.text
        await screen.press("escape")
        assert screen.app.screen is screen.news


async def test_w_says_where_nothing_was_edited(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("w")
        assert screen.said == "This text was not edited since it came in"
    add(room, "The feed says this.")
    add(room, "The feed says another thing.", hours=1)
    add(room, "The page says that.", "page", hours=1)
    async with reader() as screen:
        await screen.press("w")
        assert screen.said == "Only the feed's text was edited · x shows it"


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
        assert sum("until" in line for line in screen.lines) == 5
        assert "▸ text 9" in screen.text
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
        assert "▸ text 1," in screen.text
        view = screen.app.screen.query_one(ComparisonView)
        assert view.size.height > 8


@pytest.mark.parametrize("keys", [("G", "plus"), ("j", "minus")])
async def test_a_story_that_cannot_be_changed_is_told_once(
    reader: Open, lock: Lock, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    def timeline(session: Session, article: Article) -> tuple[list[Article], list[Article]]:
        ids = session.library.queries.ids(Everything())
        found = session.library.articles.many(ids[:3])
        return found[:2], found[2:]

    monkeypatch.setattr(story_reports, "timeline", timeline)
    async with reader() as screen:
        lock()
        await screen.press("g", "g", "T", *keys)
        assert said(screen) == [LOCKED]
        assert screen.app.screen is screen.news


async def test_a_story_is_changed_and_shown_again_and_an_article_of_it_opened(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "T", "minus")
        await screen.until(lambda: isinstance(screen.app.screen, StoryScreen))
        assert said(screen) == ["Taken out of the story · u takes it back"]
        assert "1 report from 1 source" in screen.text
        await screen.press("enter")
        assert screen.opened == UNREAD[0]
        await screen.press("q", "u")
        assert screen.said.startswith("Undone: ")
        await screen.press("T")
        assert "2 reports from 2 sources" in screen.text
