from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from reader.core.session import Session
from reader.model import Feed
from reader.tui.dialogs.feed import FeedChange, FeedScreen, FindFeed
from reader.tui.widgets.section_list import Section
from tests.support import household
from tests.support.dialogs import opened

if TYPE_CHECKING:
    from pathlib import Path

FEED = Feed(id=7, title="The [b]Pier[/b]", tags=("news", "news/world"))


async def test_it_begins_with_what_the_feed_has() -> None:
    feed = Feed(
        id=7,
        title="The [b]Pier[/b]",
        tags=("news", "news/world"),
        settings=(("full_text", "never"), ("interval", "90")),
    )
    async with opened(FeedScreen(feed)) as dialog:
        assert " The [b]Pier[/b]" in dialog.lines
        assert [field.value for field in dialog.app.screen.query(Input)] == [
            "The [b]Pier[/b]",
            "news, news/world",
            "90",
            "never",
        ]
        await dialog.press("escape")
        assert dialog.answer is None


@pytest.mark.parametrize(
    ("typed", "change"),
    [
        (
            ("  Pier ", "#a ,/b c/d/,  ## ,/,", "", ""),
            FeedChange(7, "Pier", ("a", "b c/d"), (("interval", None), ("full_text", None))),
        ),
        (
            (" ", "", "Never", "always"),
            FeedChange(7, None, (), (("interval", "never"), ("full_text", "always"))),
        ),
    ],
)
async def test_enter_answers_with_tidy_values(typed: tuple[str, ...], change: FeedChange) -> None:
    async with opened(FeedScreen(FEED)) as dialog:
        for field, text in zip(dialog.app.screen.query(Input), typed, strict=True):
            field.value = text
        await dialog.press("down", "enter")
        assert dialog.answer == change


async def test_what_does_not_fit_is_said_and_stays_in_its_field() -> None:
    async with opened(FeedScreen(FEED)) as dialog:
        field = dialog.app.screen.query_one("#interval", Input)
        field.value = "2"
        await dialog.press("enter")
        assert "Interval cannot be 2" in dialog.text
        assert field.value == "2"
        field.value = "5"
        await dialog.press("enter")
        assert dialog.answer == FeedChange(7, FEED.title, FEED.tags, (("interval", "5"), ("full_text", None)))


def test_a_change_is_written_whole(room: Path) -> None:
    with Session(household.places(room)) as session:
        feed = session.library.feeds.all()[0]
        FeedChange(feed.id, "Mine", ("a", "b/c"), (("interval", "never"), ("full_text", None))).apply(session)
        changed = session.library.feeds.get(feed.id)
        assert (changed.title, changed.tags, changed.is_paused) == ("Mine", ("a", "b/c"), True)
        session.library.undo.undo(1, household.NOW)
        undone = session.library.feeds.get(feed.id)
        assert (undone.title, undone.tags, undone.settings) == (feed.title, feed.tags, ()), "as one step"
        FeedChange(feed.id, None, ()).apply(session)
        changed = session.library.feeds.get(feed.id)
        assert (changed.title, changed.tags) == (feed.url, ()), (
            "its own title is none, so its address stands for it"
        )


SECTIONS = [
    Section("heading:sections", "SECTIONS", kind="heading"),
    Section("unread", "Unread", count=9),
    Section("folder:news", "news", kind="folder", count=3),
    Section("feed:1", "Überblick", kind="feed", depth=1, feed_id=1),
    Section("feed:2", "The Pier", kind="feed", depth=1, feed_id=2, count=3),
    Section("feed:3", "Pier News", kind="feed", feed_id=3),
]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("p", "i", "e", "r", "enter"), "feed:3"),
        (("p", "i", "e", "r", "down", "enter"), "feed:2"),
        (("u", "b", "e", "r", "b", "enter"), "feed:1"),
        (("n", "e", "w", "s", "enter"), "folder:news"),
        (("n", "e", "w", "s", "space", "p", "i", "enter"), "feed:2"),
        (("enter",), "feed:2"),
        (("x", "x", "enter", "backspace", "backspace", "enter"), "feed:2"),
        (("p", "escape"), None),
    ],
)
async def test_a_feed_or_folder_is_found_by_the_words_of_its_name(
    keys: tuple[str, ...], answer: str | None
) -> None:
    async with opened(FindFeed(SECTIONS, "feed:2")) as dialog:
        await dialog.press(*keys)
        assert dialog.answer == answer


async def test_a_name_that_nothing_has_is_said() -> None:
    async with opened(FindFeed(SECTIONS, "")) as dialog:
        await dialog.press("q", "z")
        assert "No feed or folder matches “qz”" in dialog.text
        assert "SECTIONS" not in dialog.text
        await dialog.press("enter")
        assert [one.message for one in dialog.app._notifications] == [
            "No match to go to. Type another part of a name."
        ]
