from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core import saved_searches
from reader.errors import ArchiveError
from reader.model import Draft
from reader.tui import archive_client
from reader.tui.front import archive_search
from reader.tui.widgets.article_list import ArticleList
from tests.support import fake_archive, household
from tests.support.fake_archive import CONFIG, FakeArchive
from tests.support.household import UNREAD
from tests.support.processes import PATIENCE
from tests.tui.front.test_saved_searches import to

if TYPE_CHECKING:
    from reader.core.session import Session
    from tests.tui.conftest import Open

ROOT = Path(__file__).parents[3]
AWAY = "the server cannot be reached (connection refused)"


def draft(number: int, title: str) -> Draft:
    return Draft(
        title=title,
        url=f"https://paper.example/{number}",
        publication="The Paper",
        published=household.NOW - timedelta(days=number),
        markdown=f"A halcyon was seen again, for the {number}th time.",
        text=f"A halcyon was seen again, for the {number}th time.",
    )


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> FakeArchive:
    monkeypatch.setattr(archive_search, "TYPED_S", 0.0)
    found = FakeArchive([draft(1, "Newest Bird"), draft(2, "Middle Bird"), draft(3, "Oldest Bird")])
    fake_archive.install(monkeypatch, found)
    return found


async def test_the_archive_stands_under_the_own_results_newest_first_then_best_first(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        assert "Archive" not in screen.text
        await screen.type("halcyon")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert "Archive, newest first" in screen.text
        assert "3 found" in screen.text
        assert screen.text.index(UNREAD[1]) < screen.text.index("Archive") < screen.text.index("Newest Bird")
        assert archive.asked[-1] == ("date", 20, 0.5)
        await screen.press("enter")
        assert screen.focus == "list"
        assert archive.asked[-1] == ("relevance", 20, 5.0)
        assert "Archive, best match first" in screen.text
        assert screen.text.index("Oldest Bird") < screen.text.index("Newest Bird")


async def test_enter_makes_the_last_word_a_whole_one_in_the_archive_unless_that_finds_nothing(
    reader: Open, archive: FakeArchive
) -> None:
    archive.drafts = [draft(1, "A Quok"), draft(2, "A Quokka Alone")]
    async with reader(config=CONFIG) as screen:
        for typed, entered in (("quok", ["A Quok"]), ("quokk", ["A Quokka Alone"])):
            await screen.press("/", *typed)
            assert "A Quokka Alone" in screen.text
            await screen.press("enter")
            found = screen.news.parts.archive_search.found
            assert found
            assert [row.article.title for row in found.found] == entered
            await screen.press("escape", "escape")


async def test_movement_goes_on_into_the_archive_and_back(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "j", "j")
        assert screen.focus == "archive-list"
        await screen.press("j")
        assert screen.news.rows.cursor == 1
        await screen.press("k", "k")
        assert screen.focus == "list"
        await screen.press("escape")
        assert "Archive" not in screen.text
        assert screen.news.rows.size.height > 20


async def test_tab_leads_there_and_back_past_long_results(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "tab")
        assert screen.focus == "archive-list"
        await screen.press("shift+tab")
        assert screen.focus == "list"
        await screen.press("tab", "tab")
        assert screen.focus == "sections"


async def test_enter_goes_to_the_archive_where_the_library_has_nothing(
    reader: Open, archive: FakeArchive
) -> None:
    archive.drafts = [draft(1, "A Quokka Alone")]
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        await screen.type("quokka is:unread")
        assert screen.listed == []
        assert "A Quokka Alone" in screen.text
        await screen.press("enter")
        assert screen.focus == "archive-list"


async def test_what_is_in_the_library_does_not_stand_in_the_archive_too(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        own = await screen.app.library.ask(lambda session: session.library.articles.many([1])[0])
        archive.drafts = [draft(1, "Another"), Draft(title=own.title, url=own.url, text="halcyon")]
        await screen.press("/")
        await screen.type("halcyon")
        assert "2 found · 1 in your library" in screen.text
        await screen.press("enter", "tab", "j")
        assert screen.news.query_one("#archive-list", ArticleList).count == 1


async def test_a_server_that_is_away_is_said_in_a_line_and_asked_again_after_a_while(
    reader: Open, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        archive.errors = [ArchiveError(AWAY, subject="here/news", hint="check the address")]
        await screen.type("h")
        assert "Archive   The server cannot be reached (connection refused) · Enter asks again" in screen.text
        assert not screen.app._notifications
        asked = len(archive.asked)
        await screen.type("alcyon")
        assert len(archive.asked) == asked, "each try may be one with a wrong password"
        monkeypatch.setattr(archive_client, "RESTS_S", 0.0)
        await screen.type(" ")
        assert "Newest Bird" in screen.text
        assert archive.opened == 2, "its password may be another one by now"


async def test_enter_asks_a_server_that_failed_at_once(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        archive.errors = [ArchiveError(AWAY)]
        await screen.type("h")
        await screen.type("alcyon")
        assert "Newest Bird" not in screen.text
        await screen.press("enter")
        assert "Newest Bird" in screen.text
        archive.errors = [ArchiveError(AWAY)]
        await screen.press("tab", "r")
        assert "Archive   The server cannot be reached (connection refused) · r asks again" in screen.text
        assert screen.focus == "list"
        await screen.press("r")
        assert "Newest Bird" in screen.text


async def test_a_server_that_hangs_holds_no_key_and_the_next_key_ends_the_question(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        archive.hangs = True
        await screen.pilot.press(*"halcyo")
        await asyncio.to_thread(archive.hanging.wait, PATIENCE)
        await screen.pilot.press("n")
        await screen.until(lambda: archive.cancelled)
        await screen.until(lambda: "did not answer within 0.5 s · Enter waits longer" in screen.text)
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        archive.hangs = False
        await screen.press("enter")
        assert "Newest Bird" in screen.text


async def test_a_query_with_a_mistake_hides_the_archive(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.press("/")
        await screen.type("halcyon")
        assert "Newest Bird" in screen.text
        await screen.type(" (")
        assert "Archive" not in screen.text


async def test_a_mistake_in_the_config_file_is_said_there(reader: Open, archive: FakeArchive) -> None:
    async with reader(config="archive.adress = 'x'") as screen:
        await screen.press("/")
        assert "Archive   " in screen.text
        await screen.type("halcyon")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}


async def test_without_an_archive_nothing_changes(reader: Open, archive: FakeArchive) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "j", "j", "j")
        assert screen.focus == "list"
        assert "rchive" not in screen.text
        await screen.press("?")
        assert "ARCHIVE" not in screen.text
    assert not archive.opened


SEARCH = """
import asyncio, sys
from pathlib import Path
from reader.tui.app import Reader
from tests.support import household

async def search(room):
    app = Reader(household.places(room), now=lambda: household.NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"halcyon")
        while not app.front.bar.query("#said").first().content:
            await pilot.pause()
        await pilot.press("enter", "j")

asyncio.run(search(Path(sys.argv[1])))
print(*sorted(name for name in sys.modules if "archive" in name or name.startswith("asyncpg")))
"""


def test_without_an_archive_nothing_of_it_is_loaded(room: Path) -> None:
    script = [sys.executable, "-c", SEARCH, str(room)]
    done = subprocess.run(script, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == [
        "reader.tui.archive_client",
        "reader.tui.front.archive_reading",
        "reader.tui.front.archive_related",
        "reader.tui.front.archive_search",
    ]


async def test_below_a_saved_search_that_asks_the_archive_stands_what_is_there(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await screen.app.library.ask(_saved, "write")
        screen.news.recount()
        await screen.until(lambda: "At home" in screen.text)
        await to(screen, "Birds")
        await screen.until(lambda: "Newest Bird" in screen.text)
        assert "Archive, newest first" in screen.text
        assert archive.asked[-1] == ("date", 20, 5.0)
        await screen.press("j")
        await screen.until(lambda: "Archive" not in screen.text)


def _saved(session: Session) -> None:
    saved_searches.save(session, "Birds", "halcyon", archive=True)
    saved_searches.save(session, "At home", "halcyon")
