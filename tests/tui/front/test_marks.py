from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from reader.core import lists
from tests.support.household import UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.driver import Driver
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock

TUG = "What the Tug Needs"


def row(screen: Driver, title: str) -> str:
    """The first line of an article's row."""
    return next(line for line in screen.lines if title in line)


async def test_m_marks_read_and_unread_again(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("m")
        assert screen.stored(UNREAD[0]).read
        assert "●" not in row(screen, UNREAD[0])
        assert screen.news.rows.cursor == 0
        await screen.press("m")
        assert not screen.stored(UNREAD[0]).read
        assert "● Ferry" in row(screen, UNREAD[0])


async def test_b_bookmarks_and_says_so(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("b")
        assert screen.stored(UNREAD[0]).bookmarked
        assert "★" in screen.lines[5]
        assert screen.said == "Bookmarked"
        await screen.press("b")
        assert not screen.stored(UNREAD[0]).bookmarked


async def test_marks_while_reading_are_the_open_articles(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "b", "m")
        assert screen.stored(TUG).bookmarked
        assert screen.stored(TUG).read
        await screen.press("m")
        assert not screen.stored(TUG).read


async def test_what_was_marked_unread_by_hand_stays_so_while_one_scrolls(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "j", "m")
        assert screen.said == "Marked unread"
        await screen.press("j", "j")
        assert not screen.stored(TUG).read
        await screen.press("m")
        assert screen.said == "Marked read"
        await screen.press("m", "q", "enter", "j")
        assert screen.stored(TUG).read


async def test_marks_in_the_wide_list_are_the_rows_though_another_article_was_read(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        await screen.press("j", "j", "enter", "shift+tab", "k", "b")
        assert screen.focus == "list"
        assert screen.stored(UNREAD[1]).bookmarked is False  # it was bookmarked before
        assert not screen.stored(TUG).bookmarked


async def test_all_that_is_shown_is_marked_read_and_taken_back_at_once(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("A")
        assert screen.said == "25 articles marked read · u takes it back"
        assert "●" not in screen.text
        assert "Unread                 " in screen.text
        await screen.press("u")
        assert screen.said.startswith("Undone: ")
        assert screen.text.count("●") > 5
        assert f"Unread               {len(UNREAD)}" in screen.text
        await screen.press("ctrl+r")
        assert screen.said.startswith("Done again: ")
        assert "●" not in screen.text
        await screen.press("u")
        assert not screen.stored(UNREAD[0]).read


async def test_with_nothing_to_undo_it_says_so(reader: Open) -> None:
    async with reader() as screen:
        for _ in range(12):
            await screen.press("u")
        assert screen.said == "Nothing to undo"
        await screen.press("ctrl+r")
        assert screen.said.startswith("Done again")


async def test_a_removed_article_goes_and_comes_back_to_its_place(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "D")
        assert TUG not in screen.listed
        assert screen.title == UNREAD[3]
        assert "u brings it back" in screen.said
        await screen.press("u")
        assert screen.listed[2] == TUG
        assert screen.title == UNREAD[3]


async def test_removing_while_reading_leads_to_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "D")
        assert screen.focus == "list"
        assert UNREAD[0] not in screen.listed


async def test_export_names_the_file(reader: Open, room: Path) -> None:
    folder = room / "kept"
    async with reader(config=f'theme = "newsprint"\nexport.folder = "{folder}"') as screen:
        await screen.press("j", "j", "e")
        assert str(folder) in screen.said
        written = next(folder.rglob("*.md"))
        assert str(written) in screen.said
        assert "What the Tug Needs" in written.read_text("utf-8")
        await screen.press("enter", "e")
        assert "already" in screen.said


async def test_copies_go_to_the_terminals_clipboard(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("y")
        assert screen.app.clipboard == "https://gazette.example/ferry"
        assert screen.said == "Address copied"
        await screen.press("Y")
        assert 'title: "Ferry Halcyon Runs Aground' in screen.app.clipboard
        assert screen.said == "Copied as Markdown"


async def test_tags_are_changed_by_a_dialog_and_shown_in_the_row(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("t")
        await screen.type("sea/ferries")
        await screen.press("enter", "escape")
        assert screen.stored(UNREAD[0]).tags == ("sea/ferries",)
        assert "#sea/ferries" in screen.lines[5]
        await screen.press("u")
        assert screen.stored(UNREAD[0]).tags == ()


async def test_a_change_is_kept_though_one_quits_at_once(reader: Open) -> None:
    async with reader() as screen:
        await screen.pilot.press("b", "Q")
        driver = screen
    assert driver.stored(UNREAD[0]).bookmarked


@pytest.mark.parametrize("keys", [("D",), ("enter", "D"), ("V", "j", "D")])
async def test_a_removal_that_fails_is_told_once_and_removes_no_row(
    reader: Open, lock: Lock, keys: tuple[str, ...]
) -> None:
    async with reader() as screen:
        lock()
        await screen.press("g", "g", *keys)
        assert said(screen) == [LOCKED]
        assert screen.listed == UNREAD
        assert (screen.opened is not None) == ("enter" in keys)
        assert screen.stored(UNREAD[0]).title == UNREAD[0]


@pytest.mark.parametrize("key", ["m", "b", "A", "u", "ctrl+r"])
async def test_a_mark_that_fails_is_told_once_and_shown_nowhere(reader: Open, lock: Lock, key: str) -> None:
    async with reader() as screen:
        await screen.press("g", "g")
        before = screen.text
        lock()
        await screen.press(key)
        assert said(screen) == [LOCKED]
        assert screen.text == before


async def test_another_process_that_writes_is_told_and_nothing_is_removed(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.app.library.ask(
            lambda session: session.library.database.row("PRAGMA busy_timeout = 20"), "write"
        )
        with closing(sqlite3.connect(room / "library.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await screen.press("D")
            assert len(said(screen)) == 1
            assert "another process is writing to the library" in screen.said
            assert screen.listed == UNREAD
        await screen.press("D")
        assert screen.listed == UNREAD[1:]


@pytest.mark.parametrize(("keys", "is_read"), [(("A",), True), (("V", "j", "A"), False)])
async def test_copies_of_all_that_is_shown_are_marked_read_with_it_but_a_selection_is_itself(
    reader: Open, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], is_read: bool
) -> None:
    async with reader() as screen:
        copy = screen.stored("An Article That Was Read").id
        await screen.app.library.ask(lambda session: session.library.marks.unread([copy], session.now()))
        monkeypatch.setattr(lists, "with_copies", lambda session, ids: [*ids, copy])
        await screen.press("g", "g", *keys)
        assert screen.stored("An Article That Was Read").read == is_read
        assert screen.stored(UNREAD[0]).read
