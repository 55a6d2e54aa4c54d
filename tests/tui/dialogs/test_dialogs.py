"""What holds for every dialog: hostile text, small terminals, the way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.config.keys import Bindings
from reader.core.events import AddDone, JobDone, Notice, Step
from reader.core.subscriptions import Starter
from reader.model import Article, Feed
from reader.tui.article.links import NumberedLink
from reader.tui.dialogs.add import AddScreen
from reader.tui.dialogs.confirm import AskScreen
from reader.tui.dialogs.help import Help
from reader.tui.dialogs.import_file import ImportScreen
from reader.tui.dialogs.jobs import JobsScreen
from reader.tui.dialogs.links import LinksScreen
from reader.tui.dialogs.starters import StartersScreen
from reader.tui.dialogs.tags import TagsScreen
from reader.tui.dialogs.welcome import WelcomeScreen
from reader.tui.dialogs.why import WhyScreen, of_article, of_feed
from reader.tui.widgets.choice_list import ChoiceList
from tests.support.dialogs import OPEN, opened
from tests.support.job_client import FakeJobClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

ODD = "\x1b]0;title\x07\x1b[31m[bold]odd[/bold] [@click=app.quit]x[/] \x9b2J\x00 \u202eright 長い題名 " * 4
URL = "https://odd.example/" + "a" * 300
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
FEED = Feed(
    id=1,
    title=ODD,
    url=URL,
    site_url=URL,
    tags=(ODD, ODD),
    state="failing",
    failures=3,
    outcome=ODD,
    next_at=NOW,
    next_why=ODD,
    last_tried=NOW,
)
ARTICLE = Article(
    id=1,
    uid="a" * 16,
    title=ODD,
    fetched=NOW,
    url=URL,
    canonical=URL + "b",
    feeds=(ODD,),
    publication=ODD,
    text_state="failed",
    reason=ODD,
    tags=(ODD[:80],),
)
FAILED = JobDone(job="add", summary="", error=ODD, hint=ODD)

DIALOGS: dict[str, Callable[[], Screen[Any]]] = {
    "add": lambda: AddScreen(FakeJobClient(FAILED), URL),
    "ask": lambda: AskScreen(f"Remove {ODD}?", ODD),
    "import": lambda: ImportScreen(FakeJobClient(FAILED), URL),
    "jobs": lambda: JobsScreen([Notice(ODD), FAILED, Step("adding", ODD)], [FEED] * 20, lambda: NOW),
    "links": lambda: LinksScreen([NumberedLink(number, ODD, URL) for number in range(1, 40)]),
    "starters": lambda: StartersScreen([Starter("odd", ODD, f"{URL}{number}", "en") for number in range(30)]),
    "tags": lambda: TagsScreen([ARTICLE], [(f"{ODD[:60]}{number}", number) for number in range(30)]),
    "why-article": lambda: WhyScreen(of_article(ARTICLE, [replace(ARTICLE, id=2)] * 9, NOW)),
    "why-feed": lambda: WhyScreen(of_feed(FEED, NOW)),
}


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
@pytest.mark.parametrize("name", DIALOGS)
async def test_odd_text_is_only_text_and_everything_has_room(name: str, size: tuple[int, int]) -> None:
    async with opened(DIALOGS[name](), size=size, theme="lamplight") as dialog:
        await dialog.press("enter" if name in ("add", "import") else "down")
        assert dialog.text.replace("\n", "").isprintable()
        assert "[bold]odd[/bold]" in dialog.text
        rules = [at for at, line in enumerate(dialog.lines) if line == "─" * size[0]]
        assert len(rules) == 2, "the band is whole"
        assert rules[1] < size[1] - 1
        assert dialog.lines[-1].strip(), "and the foot line is free"


@pytest.mark.parametrize("name", DIALOGS)
async def test_escape_leads_out_of_each(name: str) -> None:
    async with opened(DIALOGS[name]()) as dialog:
        assert dialog.answer is OPEN
        await dialog.press("escape")
        assert dialog.answer in (None, False)


@pytest.mark.parametrize("dialog", [DIALOGS["links"], lambda: WelcomeScreen(Bindings({}), lambda: NOW)])
async def test_a_double_click_is_one_answer(dialog: Callable[[], Screen[Any]]) -> None:
    async with opened(dialog()) as found:
        rows = found.app.screen.query_one(ChoiceList)
        rows.post_message(ChoiceList.Opened(rows, 0))
        rows.post_message(ChoiceList.Opened(rows, 0))
        await found.settle()
        assert len(found.answers) == 1
        assert len(found.app.screen_stack) == 1


async def test_work_that_ends_behind_the_help_does_not_close_the_help() -> None:
    added = AddDone(kind="feed", id=1, title="Der Morgen", outcome="new")
    screen = AddScreen(FakeJobClient())
    async with opened(screen) as dialog:
        await dialog.press("f1")
        screen.ended(JobDone(job="add", summary="", result=added))
        await dialog.settle()
        assert isinstance(dialog.app.screen, Help)
        assert dialog.answer is OPEN
        await dialog.press("escape")
        assert dialog.answer == (added,)
        assert len(dialog.app.screen_stack) == 1
