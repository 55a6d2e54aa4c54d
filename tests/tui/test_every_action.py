"""Every row of the table of actions does something on the screen where it says that it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.config.actions import ACTIONS, ARCHIVE, CONTEXTS, Action, Context
from reader.core.events import JobDone
from reader.model import Draft
from reader.tui import external_programs
from reader.tui.dialogs.welcome import WelcomeScreen
from reader.tui.front import archive_search
from reader.tui.worker_client import WorkerClient
from tests.support import browser, fake_archive, household
from tests.support.fake_archive import FakeArchive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.driver import Driver
    from tests.tui.conftest import Open

ELSEWHERE = {
    ("open", "article"): "needs a row below the text: test_related",
    ("choose", "dialog"): "the dialogs' own tests",
    ("fold", "sections"): "needs a folder: test_sections",
    ("mute", "article"): "takes away the article that the others need: test_marks",
    ("remove", "story"): "takes away the article that the others need: test_story",
    ("previous_heading", "article"): "needs two headings above: test_reading",
    ("side_right", "article"): "needs a wide table: the article's own tests",
    ("side_left", "article"): "needs a wide table: the article's own tests",
    ("side_right", "archived"): "needs a wide table: the article's own tests",
    ("side_left", "archived"): "needs a wide table: the article's own tests",
    ("previous_heading", "archived"): "needs two headings above: test_reading",
    ("next_pane", "typing"): "test_sections and the dialogs' own tests",
    ("previous_pane", "typing"): "test_sections and the dialogs' own tests",
}

PRESSED = {"digit": "2", "# number enter": "# 2 enter"}

ARRANGED: dict[Context, tuple[str, ...]] = {
    "front": ("g", "g", "j", "j"),
    "list": ("g", "g", "j", "j"),
    "sections": ("g", "g", "j", "j", "tab", "g", "g", "j", "j", "j", "j", "j"),
    "article": ("g", "g", "j", "j", "enter", "g", "g", "}"),
    "related": ("g", "g", "j", "j", "enter", "tab", "g", "g", "j"),
    "story": ("g", "g", "j", "j", "T", "g", "g", "j", "j"),
    "archive": ("/", "t", "h", "e", "enter", "G", "j", "j"),
    "archived": ("/", "t", "h", "e", "enter", "G", "j", "j", "enter"),
    "unfilled": (),
    "choosing": ("g", "g", "j", "j", "enter", "H", "j", "l"),
    "welcome": ("down",),
    "dialog": ("g", "g", "j", "j", "enter", "L", "down"),
    "typing": ("/", "t", "h", "e", "down"),
}
"""Keys that lead from the list into each context, with room to move both ways."""


SHARED = (
    "The goat said nothing.\n\n## The pier\n\nThe [first](https://one.example/) and the [second](https://two.example/) plank."
    + "\n\nThe tide came in, and the tide went out." * 40
    + "\n\n## The end\n\nThe goat left."
)
"""A text of the archive with what every action needs."""


def rows(context: Context) -> list[Action]:
    return [
        action for action in ACTIONS if context in action.contexts and (action.id, context) not in ELSEWHERE
    ]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What left the screen: addresses for the browser, jobs for the worker."""
    found: list[str] = []

    async def do(office: WorkerClient, job: str, **arguments: object) -> JobDone:
        del office
        found.append(job)
        return JobDone(job=job, summary="Checked 3 feeds: nothing new")

    def on_screen(app: object, words: list[str], environ: object) -> int:
        del app, environ
        found.append(words[0])
        return 0

    monkeypatch.setattr(WorkerClient, "do", do)
    found = browser.fake(monkeypatch)
    monkeypatch.setattr(external_programs, "on_screen", on_screen)
    return found


def looks(screen: Driver, done: list[str]) -> tuple[object, ...]:
    """All that a key can change."""
    app = screen.app
    article = screen.news.article
    return (
        screen.text,
        screen.focus,
        [notice.identity for notice in app._notifications],
        app.clipboard,
        len(done),
        (article.position, article.progress, article.hit),
        article._page.choosing.span if article._page and article._page.choosing else None,
    )


async def arrange(screen: Driver, context: Context) -> None:
    """From wherever the last action led to."""
    app, news = screen.app, screen.news
    while app.screen is not news and not isinstance(app.screen, WelcomeScreen):
        await screen.press("escape")
    if context == "welcome" and app.screen is news:
        assert news.state.counts is not None
        news.parts.dialogs.greet(news.state.counts)
        await screen.settle()
    if context != "welcome":
        news.parts.searching._left.clear()
        if news.state.is_reading:
            news.parts.reading.leave_article()
        news.state.is_zoomed = False
        news.state.shows_all = True  # what an action marked read stays in the list
        news.parts.list.show_section(news.sections.sections[1 if context == "unfilled" else 2])
        news.recount()
        news.enter(news.rows)
        await screen.settle()
    app.clear_notifications()
    app.dispatcher.reset()
    await screen.press(*ARRANGED[context])


@pytest.mark.parametrize("context", CONTEXTS)
async def test_every_action_does_something(
    reader: Open, room: Path, done: list[str], monkeypatch: pytest.MonkeyPatch, context: Context
) -> None:
    if context == "welcome":
        household.places(room).library.unlink()
    elif context == "unfilled":
        household.only_failing(room)
    monkeypatch.setattr(archive_search, "TYPED_S", 0.0)
    shared = [
        Draft(title=f"The Goat {n}", url=f"https://goat.example/{n}", markdown=SHARED, text=SHARED)
        for n in range(9)
    ]
    fake_archive.install(monkeypatch, FakeArchive(shared))
    silent = []
    config = {"config": fake_archive.CONFIG} if context in ARCHIVE else {}
    async with reader(size=(110, 24), **config) as screen:
        app = screen.app
        monkeypatch.setattr(app, "exit", lambda *args, **more: done.append("exit"))
        for action in rows(context):
            await arrange(screen, context)
            assert app.key_context() == ("list" if context == "front" else context), action.id
            before = looks(screen, done)
            if action.keys:
                await screen.press(*PRESSED.get(key := action.keys[0], key).split(" "))
            else:
                await app.perform(action.id)
            await screen.settle()
            if looks(screen, done) == before:
                silent.append(action.id)
            elif done and done[-1] == "exit":
                done.clear()
    assert {*silent} <= {
        "redraw"
    }  # what it draws stood there before; that it is written again is seen elsewhere


def test_what_is_tested_elsewhere_is_in_the_table() -> None:
    known = {(action.id, context) for action in ACTIONS for context in action.contexts}
    assert set(ELSEWHERE) <= known


def test_each_context_has_its_way(reader: Callable[..., object]) -> None:
    del reader
    assert set(ARRANGED) == set(CONTEXTS)
