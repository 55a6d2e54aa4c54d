from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import ArchiveError
from reader.model import Draft
from reader.tui.front import archive_search
from reader.tui.widgets.article_list import ArticleList
from tests.support import browser, fake_archive, household
from tests.support.fake_archive import CONFIG, FakeArchive
from tests.support.household import UNREAD
from tests.tui.front.conftest import said

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

LONG = "A halcyon was seen again.\n\n" + "The tide came in, and the tide went out.\n\n" * 60


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> FakeArchive:
    monkeypatch.setattr(archive_search, "TYPED_S", 0.0)
    found = FakeArchive(
        [
            Draft(
                title=title,
                url=f"https://paper.example/{at}",
                publication="The Paper",
                published=household.NOW - timedelta(days=3 - at),
                markdown=LONG,
                text=LONG,
            )
            for at, title in enumerate(("Third Bird", "Second Bird", "First Bird"))
        ]
    )
    fake_archive.install(monkeypatch, found)
    return found


async def go(screen: Driver, *keys: str) -> None:
    """Into the archive's results of a search, best first: First Bird, Second Bird, Third Bird."""
    await screen.press("/")
    await screen.type("halcyon")
    await screen.press("enter", "tab", *keys)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_a_result_is_read_and_says_that_it_is_not_kept(
    reader: Open, archive: FakeArchive, size: tuple[int, int]
) -> None:
    async with reader(size, config=CONFIG) as screen:
        await go(screen, "enter")
        assert "First Bird" in screen.text
        assert "in the archive, not in your library · c keeps a copy" in screen.text
        assert ("Keep a copy to see" in screen.text) == (size[0] > 80), "where the panel is beside the text"
        assert "1 of 3 in the archive" in screen.head
        assert screen.news.article.hit == (0, 1), "the words of the search are marked"
        await screen.press("J")
        assert "2 of 3 in the archive" in screen.head
        await screen.press("K", "K")
        assert said(screen) == ["This is the archive's first result"]
        await screen.press("q")
        assert screen.focus == "archive-list"
        assert "Keep a copy to see" not in screen.text
        await screen.press("k", "enter")
        assert screen.opened in UNREAD[:2]
        assert "not in your library" not in screen.text
        await screen.press("q", "escape")
        assert screen.listed[:2] == UNREAD[:2]


async def test_keys_of_the_library_do_nothing_to_an_article_that_is_not_kept(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen, "enter")
        before = await screen.app.library.ask(lambda session: session.library.articles.many(range(1, 50)))
        await screen.press("e", "N", "H", "D", "t", "x")
        assert "2 of 3" not in screen.head
        assert before == await screen.app.library.ask(
            lambda session: session.library.articles.many(range(1, 50))
        )
        assert all("does nothing here" in text or "only in" in text for text in said(screen))


async def test_a_copy_is_kept_and_stands_in_the_own_results(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen, "j", "c")
        assert said(screen) == ["Kept in your library"]
        assert archive.bookmarked == [archive.place(1)]
        await screen.until(lambda: "Second Bird" in screen.listed)
        assert screen.focus == "archive-list"
        assert screen.text.count("Second Bird") == 1
        kept = await screen.app.library.ask(
            lambda session: session.library.articles.by_url("https://paper.example/1")
        )
        assert kept


async def test_an_article_that_is_read_is_the_librarys_once_it_is_kept(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen, "enter", "c")
        assert screen.opened == "First Bird"
        assert "not in your library" not in screen.text
        await screen.press("b")
        assert "★ bookmarked" in screen.text


async def test_a_copy_is_kept_though_the_archive_cannot_be_told(reader: Open, archive: FakeArchive) -> None:
    async def refused(*_: object) -> None:
        raise ArchiveError("this server is a replica and takes no changes", hint="name the primary, too")

    mark = archive.mark
    archive.mark = refused  # type: ignore[method-assign, assignment]
    async with reader(config=CONFIG) as screen:
        await go(screen, "c")
        (told,) = said(screen)
        assert told.startswith("Kept in your library\nNot yet bookmarked in the archive: ")
        archive.mark = mark  # type: ignore[method-assign]
        await screen.press("c")
        assert set(archive.bookmarked) == {archive.place(1), archive.place(2)}


async def test_what_is_opened_is_read_there_also_where_the_archive_was_away(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen, "enter")
        assert archive.read == [archive.place(2)]
        row = screen.news.query_one("#archive-list", ArticleList).current
        assert row is not None
        assert row.read
        mark = archive.mark

        async def away(*_: object) -> None:
            raise ArchiveError("the server cannot be reached")

        archive.mark = away  # type: ignore[method-assign, assignment]
        await screen.press("J")
        assert archive.read == [archive.place(2)]
        archive.mark = mark  # type: ignore[method-assign]
        await screen.press("J")
        assert set(archive.read) == {archive.place(at) for at in range(3)}


async def test_the_keys_of_marks_set_those_of_the_archive_and_take_them_back(
    reader: Open, archive: FakeArchive
) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen, "b")
        assert said(screen)[-1] == "Bookmarked in the archive"
        await screen.press("m")
        assert said(screen)[-1] == "Marked as read in the archive"
        assert (archive.bookmarked, archive.read) == ([archive.place(2)], [archive.place(2)])
        row = screen.news.query_one("#archive-list", ArticleList).current
        assert row is not None
        assert (row.read, row.bookmarked) == (True, True)
        await screen.press("b")
        assert said(screen)[-1] == "No longer bookmarked in the archive"
        await screen.press("m")
        assert said(screen)[-1] == "Marked as unread in the archive"
        assert (archive.bookmarked, archive.read) == ([], [])
        await screen.press("enter")
        assert archive.read == [archive.place(2)]
        await screen.press("b", "m")
        assert (archive.bookmarked, archive.read) == ([archive.place(2)], [])


async def test_a_mark_waits_while_the_archive_is_away(reader: Open, archive: FakeArchive) -> None:
    async def away(*_: object) -> None:
        raise ArchiveError("the server cannot be reached")

    mark = archive.mark
    archive.mark = away  # type: ignore[method-assign, assignment]
    async with reader(config=CONFIG) as screen:
        await go(screen, "b")
        assert said(screen) == ["Bookmarked in the archive, once it answers: The server cannot be reached"]
        await screen.press("b")
        archive.mark = mark  # type: ignore[method-assign]
        await screen.press("m")
        assert (archive.bookmarked, archive.read) == ([], [archive.place(2)])


async def test_what_is_gone_or_cannot_be_read_is_said(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen)
        drafts, archive.drafts = archive.drafts, ()
        await screen.press("enter", "c")
        assert said(screen)[0] == "This article is no longer in the archive"
        archive.drafts = drafts
        archive.errors = [ArchiveError("the server cannot be reached", subject="here/news")]
        await screen.press("enter")
        assert said(screen)[-1] == "here/news: the server cannot be reached"
        assert screen.focus == "archive-list"


async def test_its_address_is_opened_and_copied(
    reader: Open, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = browser.fake(monkeypatch)
    async with reader(config=CONFIG) as screen:
        await go(screen, "y")
        assert screen.app.clipboard == "https://paper.example/2"
        await screen.press("o", "enter", "o")
        assert opened == ["https://paper.example/2"] * 2


async def test_space_reads_on_to_the_archives_next_result(reader: Open, archive: FakeArchive) -> None:
    async with reader(config=CONFIG) as screen:
        await go(screen, "enter", "G", "space")
        assert "2 of 3 in the archive" in screen.head
