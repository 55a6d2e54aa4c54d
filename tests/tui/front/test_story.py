"""A story in its dialog: what is taken out of it and brought in, undone, and marked there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.core import story_reports
from reader.core.session import Session
from reader.model import Related
from reader.query.tree import Everything
from reader.store.clusters import Groups
from reader.tui.dialogs.note import NoteScreen
from reader.tui.dialogs.story import ALONE, ALONE_YET, OTHERS, StoryScreen
from reader.tui.dialogs.tags import TagsScreen
from reader.tui.front import story
from reader.tui.index_updates import IndexUpdates
from reader.tui.worker_client import WorkerClient
from tests.support import browser, household
from tests.support.household import UNREAD
from tests.support.processes import PATIENCE
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import Article
    from tests.support.driver import Driver
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock

FERRY, ASHORE, TUG = UNREAD[:3]
"""The first two report one event; the third does not."""

STORY = ("g", "g", "T")
"""From the list to the story of the first article."""


def window(screen: Driver) -> StoryScreen:
    dialog = screen.app.screen
    assert isinstance(dialog, StoryScreen)
    return dialog


def reports(screen: Driver) -> list[str]:
    return [report.title for report in window(screen).story.reports]


def others(screen: Driver) -> list[str]:
    return [other.title for other in window(screen).story.others]


def under(screen: Driver) -> str:
    article = window(screen).current_article
    assert article is not None
    return article.title


def row(screen: Driver, title: str) -> str:
    """Both lines of a row."""
    at = next(at for at, line in enumerate(screen.lines) if title in line)
    return " ".join(" ".join(screen.lines[at : at + 2]).split())


def together(room: Path, *titles: str) -> None:
    """Make one story of the stories of these articles; each but the first is alone before."""
    with Session(household.places(room), clock=lambda: household.NOW) as session:
        known = session.library.articles.many(session.library.queries.ids(Everything()))
        ids = {article.title: article.id for article in known}
        for title in titles[1:]:
            session.library.stories.split([ids[title]], household.NOW)
        session.library.stories.join([ids[title] for title in titles], household.NOW)


@pytest.fixture
def three(room: Path) -> None:
    """The third article is in the story as well."""
    together(room, FERRY, TUG)


async def test_u_takes_the_last_change_back_in_the_dialog(reader: Open, three: None) -> None:
    async with reader() as screen:
        await screen.press(*STORY)
        before = reports(screen)
        assert sorted(before) == sorted([FERRY, ASHORE, TUG])
        assert under(screen) == FERRY
        await screen.press("g", "g")
        first = under(screen)
        await screen.press("minus")
        assert reports(screen) == before[1:]
        assert others(screen)[0] == under(screen) == first
        await screen.press("u")
        assert said(screen) == [f"“{first}” is in the story again · Ctrl-r to redo"]
        assert reports(screen) == before
        assert under(screen) == first
        await screen.press("ctrl+r")
        assert reports(screen) == before[1:]
        assert screen.said.startswith("Redone: split")


async def test_the_article_that_it_was_opened_on_leaves_it_and_comes_back(reader: Open, three: None) -> None:
    async with reader() as screen:
        await screen.press(*STORY, "minus")
        assert said(screen) == ["Removed from the story of the other 2 reports · u to undo"]
        assert sorted(reports(screen)) == sorted([ASHORE, TUG])
        assert "2 reports from 2 sources" in screen.text
        assert screen.text.index(OTHERS) < screen.text.index(FERRY)
        assert under(screen) == FERRY
        await screen.press("plus")
        assert said(screen) == ["Added to the story · u to undo"]
        assert sorted(reports(screen)) == sorted([FERRY, ASHORE, TUG])
        assert under(screen) == FERRY
        await screen.press("u")
        assert sorted(reports(screen)) == sorted([ASHORE, TUG])
        assert others(screen)[0] == under(screen) == FERRY
        await screen.press("u", "escape", "T")
        assert len(reports(screen)) == 3, "it is stored"


async def test_of_two_reports_none_stays_a_story(reader: Open) -> None:
    async with reader() as screen:
        await screen.press(*STORY, "minus")
        assert said(screen) == ["Removed from the story; the other report is alone now · u to undo"]
        assert ALONE in screen.text
        assert screen.foot.startswith(" Enter open   + add to the story   b bookmark")
        assert (reports(screen), under(screen)) == ([ASHORE], FERRY)
        await screen.press("minus")
        assert said(screen) == ["This article is not in the story"]
        await screen.press("g", "g")
        assert screen.foot.startswith(" Enter open   b bookmark"), "neither key does anything here"
        await screen.press("minus")
        assert said(screen) == ["This article is in no story"]
        await screen.press("plus")
        assert said(screen) == ["Select a related article, to make a story of both"]
        await screen.press("G", "plus")
        assert said(screen) == ["Now a story of 2 reports · u to undo"]
        assert sorted(reports(screen)) == sorted([FERRY, ASHORE])
        await screen.press("plus")
        assert said(screen) == ["This article is already in the story"]


async def test_with_an_article_come_all_reports_of_its_story(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together(room, UNREAD[3], TUG, UNREAD[4])
    real = story_reports.timeline

    def timeline(session: Session, article: Article) -> tuple[list[Article], list[Article]]:
        told, near = real(session, article)
        every = session.library.articles.many(session.library.queries.ids(Everything()))
        tug = next(one for one in every if one.title == TUG)
        return told, near if tug in told else [*near, tug]

    monkeypatch.setattr(story_reports, "timeline", timeline)
    async with reader() as screen:
        await screen.press(*STORY, "G")
        assert under(screen) == TUG
        await screen.press("plus")
        assert said(screen) == ["Added to the story, with 2 other reports of its own · u to undo"]
        assert len(reports(screen)) == 5
        assert under(screen) == TUG
        await screen.press("u")
        assert len(reports(screen)) == 2
        assert len(others(screen)) >= 3, "what was in it a moment ago can be brought back"


async def test_an_article_without_a_story_and_without_related_ones_is_told_of(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_reports, "timeline", lambda session, article: ([article], []))
    async with reader() as screen:
        await screen.press(*STORY)
        assert said(screen) == [ALONE]
        assert screen.app.screen is screen.news


@pytest.fixture
def comparing(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Articles are still being compared, until this is undone."""
    monkeypatch.setattr(story, "AGAIN_S", 0.01)
    with monkeypatch.context() as context:
        context.setattr(story_reports, "timeline", lambda session, article: ([article], []))
        context.setattr(story, "LOOKS", 1_000_000)
        context.setattr(Groups, "waits", lambda groups, article_id: True)
        context.setattr(WorkerClient, "is_busy", property(lambda _: True))
        yield context


COMPARING = "Comparing articles · Esc cancels"


async def waits(screen: Driver, *keys: str, saying: str = COMPARING) -> None:
    """Press keys that lead to a wait for a story."""
    await screen.press(*keys)
    await screen.pilot.press("T")
    async with asyncio.timeout(PATIENCE):
        while said(screen) != [saying]:
            await screen.pilot.pause()


async def test_a_story_opens_once_articles_are_compared(reader: Open, comparing: pytest.MonkeyPatch) -> None:
    async with reader() as screen:
        await waits(screen, "g", "g", "enter")
        comparing.undo()
        await screen.until(lambda: isinstance(screen.app.screen, StoryScreen))
        assert len(reports(screen)) == 2
        assert said(screen) == [], "there is nothing to wait for any more"


async def test_esc_ends_the_waiting_for_a_story_alone(reader: Open, comparing: pytest.MonkeyPatch) -> None:
    async with reader() as screen:
        await waits(screen, "g", "g", "enter")
        await screen.press("escape")
        assert said(screen) == ["The story is not opened · articles are still being compared"]
        assert screen.opened == FERRY
        comparing.undo()
        await screen.settle()
        assert screen.app.screen is screen.news
        await screen.press("escape")
        assert not screen.news.state.is_reading


async def test_a_story_does_not_open_over_what_one_went_on_to(
    reader: Open, comparing: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        await waits(screen, "g", "g", "enter")
        await screen.press("J")
        assert screen.opened == ASHORE
        comparing.undo()
        await screen.settle()
        assert screen.app.screen is screen.news
        await screen.press("escape")
        assert not screen.news.state.is_reading, "nothing waits that Esc would end"


async def test_what_is_not_compared_for_long_is_not_waited_for(
    reader: Open, comparing: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        comparing.setattr(story, "LOOKS", 3)
        await screen.press("g", "g", "enter")
        await screen.pilot.press("T")
        await screen.until(
            lambda: said(screen) == ["No other report yet · articles are still being compared"]
        )


async def test_a_dialog_that_opens_before_the_article_is_compared_says_so(
    reader: Open, comparing: pytest.MonkeyPatch
) -> None:
    def timeline(session: Session, article: Article) -> tuple[list[Article], list[Article]]:
        every = session.library.articles.many(session.library.queries.ids(Everything()))
        return [article], [one for one in every if one.title == TUG]

    async with reader() as screen:
        comparing.setattr(story, "LOOKS", 3)
        comparing.setattr(story_reports, "timeline", timeline)
        await screen.press("g", "g", "enter")
        await screen.pilot.press("T")
        await screen.until(lambda: isinstance(screen.app.screen, StoryScreen))
        await screen.settle()
        assert ALONE_YET in screen.text
        assert ALONE not in screen.text


async def test_a_story_that_is_known_opens_though_the_index_is_behind(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(IndexUpdates, "done", lambda index: asyncio.Event().wait())
    async with reader() as screen:
        await screen.press("g", "g")
        await screen.pilot.press("T")
        await screen.until(lambda: isinstance(screen.app.screen, StoryScreen))


async def test_a_story_waits_for_the_index(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    written = asyncio.Event()
    monkeypatch.setattr(story, "AGAIN_S", 0.01)
    monkeypatch.setattr(story, "LOOKS", 1_000_000)
    monkeypatch.setattr(IndexUpdates, "done", lambda index: written.wait())
    timeline = story_reports.timeline
    monkeypatch.setattr(
        story_reports,
        "timeline",
        lambda session, article: timeline(session, article) if written.is_set() else ([article], []),
    )
    async with reader() as screen:
        await waits(screen, "g", "g", saying="Indexing new articles · Esc cancels")
        written.set()
        await screen.until(lambda: isinstance(screen.app.screen, StoryScreen))


async def test_marks_are_made_and_shown_in_the_dialog(reader: Open) -> None:
    async with reader() as screen:
        await screen.press(*STORY)
        assert "★" not in row(screen, FERRY)
        await screen.press("b")
        assert screen.said_untitled == "Bookmarked · u to undo"
        assert "★" in row(screen, FERRY)
        assert screen.stored(FERRY).bookmarked
        await screen.press("m")
        assert screen.said_untitled == "Marked as read · u to undo"
        assert "●" not in row(screen, FERRY)
        await screen.press("u", "u")
        assert said(screen) == [f"“{FERRY}” is no longer bookmarked · Ctrl-r to redo"]
        assert "★" not in row(screen, FERRY)
        assert "●" in row(screen, FERRY)
        await screen.press("t")
        assert isinstance(screen.app.screen, TagsScreen)
        await screen.press(*"brannock", "enter")
        assert said(screen) == ["Tagged #brannock · u to undo"]
        assert "#brannock" in row(screen, FERRY)
        await screen.press("N")
        assert isinstance(screen.app.screen, NoteScreen)
        await screen.press(*"ask", "ctrl+s")
        await screen.until(lambda: "✎ #brannock" in row(screen, FERRY))
        assert under(screen) == FERRY


async def test_keys_typed_ahead_go_into_the_dialog_that_one_opens(reader: Open) -> None:
    async with reader() as screen:
        await screen.press(*STORY)
        await screen.pilot.press("t", *"undo", "enter")
        await screen.settle()
        assert screen.stored(FERRY).tags == ("undo",)
        await screen.pilot.press("minus", "u", "minus", "plus")
        await screen.settle()
        assert sorted(reports(screen)) == sorted([FERRY, ASHORE])


async def test_a_report_is_exported_and_its_address_copied_and_opened(
    reader: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = browser.fake(monkeypatch)
    async with reader(config=f'export.folder = "{tmp_path / "notes"}"') as screen:
        await screen.press(*STORY, "g", "g", "e")
        await screen.until(lambda: screen.said.startswith("Exported"))
        assert [file.suffix for file in (tmp_path / "notes").iterdir()] == [".md"]
        await screen.press("y")
        assert (screen.said, screen.app.clipboard) == ("Address copied", "https://morgen.example/ashore")
        await screen.press("o")
        assert opened == ["https://morgen.example/ashore"]
        assert isinstance(screen.app.screen, StoryScreen)


async def test_a_removed_report_leaves_the_dialog_and_what_is_read_stays_open(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "enter", "T", "g", "g", "D")
        assert screen.said_untitled == "Removed · u to undo"
        assert reports(screen) == [FERRY]
        assert screen.opened == FERRY
        await screen.press("u")
        assert said(screen) == [f"“{ASHORE}” is back in the library · Ctrl-r to redo"]
        assert sorted(reports(screen)) == sorted([FERRY, ASHORE])
        await screen.press("g", "g", "D", "D")
        assert screen.app.screen is screen.news, "nothing is left of it"
        assert screen.opened is None


async def test_what_stands_beside_the_article_follows_once_the_dialog_is_closed(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "enter")
        await screen.until(lambda: screen.news.state.related)
        groups = {row.article.title: row.group for row in screen.news.state.related if row.article}
        assert groups[ASHORE] == "story"
        await screen.press("T", "minus", "q")
        groups = {row.article.title: row.group for row in screen.news.state.related if row.article}
        assert groups[ASHORE] == "background"


def beside(screen: Driver) -> dict[str, str]:
    """The groups of the related articles of the one that is open."""
    return {row.article.title: row.group for row in screen.news.state.related if row.article}


async def test_what_stands_beside_the_article_follows_what_is_undone_and_redone(
    reader: Open, room: Path
) -> None:
    with Session(household.places(room), clock=lambda: household.NOW) as session:
        known = session.library.articles.many(session.library.queries.ids(Everything()))
        ashore = next(article.id for article in known if article.title == ASHORE)
        session.library.stories.split([ashore], household.NOW)
    async with reader() as screen:
        await screen.press("g", "g", "enter")
        await screen.until(lambda: screen.news.state.related)
        assert beside(screen)[ASHORE] == "background"
        await screen.press("T", "G", "plus")
        await screen.until(lambda: beside(screen)[ASHORE] == "story")
        assert isinstance(screen.app.screen, StoryScreen), "while the dialog is open"
        await screen.press("u")
        await screen.until(lambda: beside(screen)[ASHORE] == "background")
        await screen.press("ctrl+r")
        await screen.until(lambda: beside(screen)[ASHORE] == "story")
        await screen.press("escape", "u")
        await screen.until(lambda: beside(screen)[ASHORE] == "background")
        assert "Same story" not in screen.text
        await screen.press("ctrl+r")
        await screen.until(lambda: beside(screen)[ASHORE] == "story")


async def test_a_report_that_is_only_of_the_story_leaves_the_panel_with_it(
    reader: Open, three: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.core import related

    real = related.related

    def near(session: Session, article: Article) -> tuple[Related, ...]:
        stories = session.library.stories
        own = stories.of([article.id])[article.id]
        told = session.library.articles.many(stories.reports([own])[own])
        tug = [one for one in told if one.title == TUG and one.id != article.id]
        return tuple(Related(group="story", why=("tug",), score=0.5, article=one) for one in tug) + tuple(
            row for row in real(session, article) if row.article and row.article.title != TUG
        )

    monkeypatch.setattr(related, "related", near)
    async with reader() as screen:
        await screen.press("g", "g", "enter")
        await screen.until(lambda: TUG in beside(screen))
        await screen.press("T", "g", "g")
        while under(screen) != TUG:
            await screen.press("j")
        await screen.press("minus")
        await screen.until(lambda: TUG not in beside(screen))


async def test_a_selection_in_the_list_is_not_what_keys_mean_in_the_dialog(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "j", "j", "j", "V", "j", "g", "g", "T", "b")
        assert screen.said_untitled == "Bookmarked · u to undo"
        assert not screen.stored(UNREAD[3]).bookmarked


async def test_enter_opens_an_article_of_it(reader: Open) -> None:
    async with reader() as screen:
        await screen.press(*STORY, "enter")
        assert screen.opened == FERRY


async def test_its_keys_are_listed_and_done_from_there(reader: Open) -> None:
    async with reader(size=(120, 60)) as screen:
        await screen.press(*STORY)
        assert screen.foot.startswith(" Enter open   - remove from the story   b bookmark")
        await screen.press("?")
        assert "add the article to the story" not in screen.text
        for words in ("remove the article from the story", "undo the last change", "write a note"):
            assert words in screen.text
        assert "search the library" not in screen.text
        await screen.press(*"from the story", "enter")
        assert said(screen) == ["Removed from the story; the other report is alone now · u to undo"]


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
        await screen.press(*STORY, *keys)
        assert said(screen) == [LOCKED]
        assert len(reports(screen)) == 2
