from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import ArchiveError
from reader.model import Draft
from tests.support import fake_archive, household
from tests.support.fake_archive import CONFIG, FakeArchive
from tests.support.household import UNREAD

if TYPE_CHECKING:
    from tests.tui.conftest import Open

FERRY = (
    "The ferry Halcyon ran aground off Brannock Head in the night, and the coastguard brought 214 people ashore. "
    "A sandbank had moved, the harbour office at Port Lennet said. The tug came with the tide."
)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> FakeArchive:
    report = Draft(
        title="Halcyon on the Sand off Brannock Head",
        url="https://courier.example/halcyon",
        publication="The Courier",
        published=household.NOW - timedelta(hours=5),
        lang="en",
        markdown=FERRY,
        text=FERRY,
    )
    found = FakeArchive([report])
    fake_archive.install(monkeypatch, found)
    return found


async def test_the_archives_related_articles_stand_below_the_librarys(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader((140, 60), config=CONFIG) as screen:
        await screen.press("enter")
        assert screen.opened == UNREAD[0]
        assert screen.text.index("Same story") < screen.text.index("Archive")
        panel = screen.news.related
        await screen.press("tab", "G")
        assert panel.archived_at(panel.cursor) == 0
        await screen.press("enter")
        assert "in the archive, not in your library · c keeps a copy" in screen.text
        assert "in the archive" in screen.head
        await screen.press("J", "q")
        assert screen.opened == UNREAD[0], "back to the article that it is related to"
        assert screen.news.state.unkept is None


async def test_a_related_article_is_kept(reader: Open, archive: FakeArchive) -> None:
    async with reader((140, 60), config=CONFIG) as screen:
        await screen.press("enter", "tab", "G", "enter", "c")
        assert screen.opened == archive.drafts[0].title
        assert archive.bookmarked == [archive.place(0)]


async def test_it_is_said_in_the_panel_why_the_archive_is_silent(reader: Open, archive: FakeArchive) -> None:
    archive.errors = [ArchiveError("the server cannot be reached", subject="here/news")]
    async with reader((140, 60), config=CONFIG) as screen:
        await screen.press("enter")
        assert "The server cannot be reached" in screen.text
        assert not screen.app._notifications
        await screen.press("J")
        assert "The server cannot be reached" in screen.text, "it rests, and still says so"
        assert len(archive.asked) == 1


async def test_the_cursor_in_the_list_asks_nothing(reader: Open, archive: FakeArchive) -> None:
    async with reader((200, 50), config=CONFIG) as screen:
        await screen.press("j", "j")
        assert screen.news.state.open_article is not None
        assert archive.opened == 0
