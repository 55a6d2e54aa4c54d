from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from reader.core.session import Session
from reader.model import Feed
from reader.tui.dialogs.feed import FeedChange, FeedScreen
from tests.support import household
from tests.support.dialogs import opened

if TYPE_CHECKING:
    from pathlib import Path

FEED = Feed(id=7, title="The [b]Pier[/b]", tags=("news", "news/world"))


async def test_it_begins_with_what_the_feed_has() -> None:
    async with opened(FeedScreen(FEED)) as dialog:
        assert " The [b]Pier[/b]" in dialog.lines
        assert [field.value for field in dialog.app.screen.query(Input)] == [
            "The [b]Pier[/b]",
            "news, news/world",
        ]
        await dialog.press("escape")
        assert dialog.answer is None


@pytest.mark.parametrize(
    ("title", "tags", "change"),
    [
        ("  Pier ", "#a ,/b c/d/,  ## ,/,", FeedChange(7, "Pier", ("a", "b c/d"))),
        (" ", "", FeedChange(7, None, ())),
    ],
)
async def test_enter_answers_with_tidy_names(title: str, tags: str, change: FeedChange) -> None:
    async with opened(FeedScreen(FEED)) as dialog:
        for field, text in zip(dialog.app.screen.query(Input), (title, tags), strict=True):
            field.value = text
        await dialog.press("down", "enter")
        assert dialog.answer == change


def test_a_change_is_written_whole(room: Path) -> None:
    with Session(household.places(room)) as session:
        feed = session.library.feeds.all()[0]
        FeedChange(feed.id, "Mine", ("a", "b/c")).apply(session)
        changed = session.library.feeds.get(feed.id)
        assert (changed.title, changed.tags) == ("Mine", ("a", "b/c"))
        FeedChange(feed.id, None, ()).apply(session)
        changed = session.library.feeds.get(feed.id)
        assert (changed.title, changed.tags) == (feed.url, ()), (
            "its own title is none, so its address stands for it"
        )
