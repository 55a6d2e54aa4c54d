from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import AsyncMock, Mock, call

import pytest
from textual import events

from reader.core import lists
from reader.core.session import Session
from reader.store.library import Library
from reader.tui import toast
from reader.tui.front.marks import MarksPart
from reader.tui.front.searching import SEARCH_SECTION
from reader.tui.front.targets import Targets, TargetsPart
from reader.tui.front.view import NO_ARTICLE
from reader.tui.widgets.section_list import Section
from tests.support import household
from tests.support.articles import article
from tests.support.driver import untitled
from tests.support.fake_front import FakeApp, FakeList, FakeView, state
from tests.support.household import UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reader.tui.library_threads import Lane
    from tests.support.driver import Driver
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock

T = TypeVar("T")

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
        assert screen.said_untitled == "Bookmarked · u to undo"
        await screen.press("b")
        assert not screen.stored(UNREAD[0]).bookmarked


@pytest.mark.parametrize(("key", "mark"), [("m", "read"), ("b", "bookmarked")])
async def test_a_key_that_comes_before_the_change_of_the_last_one_takes_it_back(
    reader: Open, monkeypatch: pytest.MonkeyPatch, key: str, mark: str
) -> None:
    async with reader() as screen:
        library, begun = screen.app.library, threading.Event()
        ask, asked = library.ask, 0

        async def counted(work: Callable[[Session], T], lane: Lane = "read") -> T:
            nonlocal asked
            asked += lane == "write"
            if asked == 2:
                begun.set()
            return await ask(work, lane)

        monkeypatch.setattr(library, "ask", counted)
        library.post(lambda _: begun.wait())
        for _ in range(2):
            screen.app.post_message(events.Key(key, key))
        await screen.settle()
        assert not getattr(screen.stored(UNREAD[0]), mark)


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
        assert screen.said_untitled == "Marked as unread · u to undo"
        await screen.press("j", "j")
        assert not screen.stored(TUG).read
        await screen.press("m")
        assert screen.said_untitled == "Marked as read · u to undo"
        await screen.press("m", "q", "enter", "j")
        assert screen.stored(TUG).read


async def test_marks_in_the_wide_list_are_the_rows_though_another_article_was_read(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        await screen.press("j", "j", "enter", "shift+tab", "k", "b")
        assert screen.focus == "list"
        assert screen.stored(UNREAD[1]).bookmarked is False  # it was bookmarked before
        assert not screen.stored(TUG).bookmarked


def counted(screen: Driver) -> dict[str, int]:
    """The numbers beside the sections."""
    return {section.title: section.count for section in screen.news.sections.sections}


async def test_all_that_is_shown_is_marked_read_and_taken_back_at_once(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("A")
        assert screen.said == "25 articles marked as read · u to undo"
        assert "●" not in screen.text
        assert counted(screen)["Unread"] == 0
        await screen.press("u")
        assert screen.said == "25 articles are unread again · Ctrl-r to redo"
        assert screen.text.count("●") > 5
        assert counted(screen)["Unread"] == len(UNREAD)
        await screen.press("ctrl+r")
        assert screen.said.startswith("Redone: ")
        assert "●" not in screen.text
        await screen.press("u")
        assert not screen.stored(UNREAD[0]).read


async def test_undo_takes_back_what_the_message_tells_though_an_article_was_opened_since(
    reader: Open,
) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "D")
        assert screen.said_untitled == "Removed · u to undo"
        assert TUG not in screen.listed
        await screen.press("enter")
        opened = screen.title
        article = screen.news.state.open_article
        assert article is not None
        screen.news.parts.marks.mark_read(article)
        await screen.settle()
        assert screen.stored(opened).read
        await screen.press("u")
        assert screen.said == f"“{TUG}” is back in the library · Ctrl-r to redo"
        assert screen.stored(opened).read
        await screen.press("u")
        assert screen.said == f"“{opened}” is unread again · Ctrl-r to redo"


async def test_with_nothing_to_undo_it_says_so(reader: Open) -> None:
    async with reader() as screen:
        for _ in range(12):
            await screen.press("u")
        assert screen.said == "Nothing to undo"
        await screen.press("ctrl+r")
        assert screen.said.startswith("Redone")


async def test_a_removed_article_goes_and_comes_back_to_its_place(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "D")
        assert TUG not in screen.listed
        assert screen.title == UNREAD[3]
        assert "u to undo" in screen.said
        await screen.press("u")
        assert screen.listed[2] == screen.title == TUG
        await screen.press("j", "j", "tab", "tab", "u")
        assert screen.title != TUG


async def test_what_was_read_and_removed_comes_back_to_the_list_of_the_unread(reader: Open) -> None:
    async with reader() as screen:
        before = screen.listed
        await screen.press("j", "m", "D")
        assert UNREAD[1] not in screen.listed
        await screen.press("G", "u")
        assert screen.listed[:4] == before[:4]
        assert screen.title == UNREAD[1]
        assert screen.current.read
        await screen.press("ctrl+r")
        assert UNREAD[1] not in screen.listed


async def test_what_was_removed_does_not_come_back_into_another_section(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "D", "tab", "j", "j", "enter")
        before = screen.listed
        await screen.press("u")
        assert UNREAD[1] not in screen.listed or UNREAD[1] in before


async def test_removing_while_reading_leads_to_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "D")
        assert screen.focus == "list"
        assert UNREAD[0] not in screen.listed


async def test_export_names_the_file(reader: Open, room: Path) -> None:
    folder = room / "kept"
    async with reader(config=f'theme = "newsprint"\nexport.folder = "{folder}"') as screen:
        await screen.press("j", "j", "e")
        written = next(folder.rglob("*.md"))
        assert screen.said == toast.with_path("Exported", written, screen.news.width)
        assert "What the Tug Needs" in written.read_text("utf-8")
        await screen.press("enter", "e")
        assert screen.said == toast.with_path("Already exported, unchanged", written, screen.news.width)
        assert "\n" not in screen.said


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
        await screen.press("enter")
        assert screen.stored(UNREAD[0]).tags == ("sea/ferries",)
        assert "#sea/ferries" in screen.lines[5]
        await screen.press("u")
        assert screen.stored(UNREAD[0]).tags == ()


async def test_a_bookmark_is_shown_in_the_head_of_the_open_article(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("enter")
        assert "★" not in screen.text
        await screen.press("b")
        assert "★ bookmarked" in screen.text
        await screen.press("u")
        assert "★" not in screen.text


async def test_tags_are_shown_in_the_head_of_the_open_article_as_well(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("enter", "t")
        await screen.type("sea, ferries")
        await screen.press("enter")
        assert "#ferries · #sea" in screen.text
        await screen.press("u")
        assert "#ferries" not in screen.text


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


# The part alone


class Alone:
    """The part on a library of three articles, the first two of which have rows on the screen."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        self.ids = [household.add(session, f"Number {n}", f"{'Text ' * n}.") for n in (1, 2, 3)]
        self.state: Any = state(*self.ids)
        self.rows: Any = FakeList(*self.ids)
        self.rows.cache.cached_ids = lambda: self.ids[:2]
        self.view = FakeView(self.state, self.rows)
        self.app: Any = FakeApp(room, session=session)
        self.listing, self.reading = Mock(refill=AsyncMock()), Mock()
        self.related = Mock(rows=Mock(ids=[]))
        targets = TargetsPart(self.view.view, self.state, self.app.app)
        self.part = MarksPart(self.view.view, self.state, self.app.app, targets, self.listing, self.related)
        self.part.left.connect(self.reading.leave_article)
        self.stepped = Mock()
        self.part.stepped.connect(self.stepped)

    def select(self, first: int, last: int) -> None:
        self.rows.cursor = first
        self.rows.selection.begin()
        self.rows.cursor = last

    def open(self, number: int) -> None:
        self.state.open_article = self.session.library.articles.get(self.ids[number])
        self.state.is_reading = True

    async def do(self, act: str) -> None:
        getattr(self.part, f"action_{act}")()
        await self.view.settle()

    def those(self, what: str) -> list[int]:
        """The numbers of the articles that have a mark."""
        found = {one.id: one for one in self.session.library.articles.many(self.ids)}
        return [n for n, id_ in enumerate(self.ids) if id_ in found and getattr(found[id_], what)]

    def drawn(self) -> list[int]:
        """The numbers of the rows that were drawn anew."""
        return [self.ids.index(drawn.args[0].id) for drawn in self.rows.update.call_args_list]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


async def test_a_mark_on_one_row_says_what_it_did(alone: Alone) -> None:
    await alone.do("toggle_read")
    assert (alone.those("read"), alone.drawn()) == ([0], [0])
    assert alone.view.words == ["Marked as read: “The Lock at Ostmoor Is Open” · u to undo"]
    assert (alone.view.heads, alone.view.counted) == (1, 1)
    assert alone.app.library.lanes == ["write"]
    assert alone.view.started == [("marks", False)]
    assert alone.state.stays_unread is None
    alone.rows.__class__ = type("Marked", (FakeList,), {"current": property(
        lambda rows: alone.session.library.articles.get(rows.current_id)
    )})  # fmt: skip
    await alone.do("toggle_read")
    assert (alone.those("read"), alone.view.words[1:]) == (
        [],
        ["Marked as unread: “Number 1” · u to undo"],
    )
    assert alone.state.stays_unread == alone.ids[0]


async def test_a_mark_on_the_open_article_is_told_and_seen_in_it(alone: Alone) -> None:
    alone.open(2)
    await alone.do("toggle_read")
    assert alone.state.open_article.read
    assert alone.drawn() == [2], "it has no row on the screen, but is open"
    await alone.do("toggle_read")
    assert not alone.state.open_article.read
    assert alone.state.stays_unread == alone.ids[2]
    assert [*map(untitled, alone.view.words)] == [
        "Marked as read · u to undo",
        "Marked as unread · u to undo",
    ]


async def test_marks_on_a_selection_are_counted(alone: Alone) -> None:
    alone.session.library.marks.read(alone.ids[1:2], household.NOW)
    alone.select(0, 2)
    await alone.do("toggle_read")
    assert (alone.those("read"), alone.drawn()) == ([0, 1, 2], [0, 1])
    alone.select(0, 1)
    await alone.do("toggle_read")
    assert alone.those("read") == [2]
    assert alone.state.stays_unread is None
    alone.select(0, 0)
    await alone.do("bookmark")
    alone.select(0, 2)
    await alone.do("bookmark")
    assert alone.those("bookmarked") == [0, 1, 2]
    alone.select(0, 2)
    await alone.do("bookmark")
    assert alone.those("bookmarked") == []
    assert alone.view.words == [
        "2 articles marked as read · u to undo",
        "2 articles marked as unread · u to undo",
        "1 article bookmarked · u to undo",
        "2 articles bookmarked · u to undo",
        "Bookmark removed from 3 articles · u to undo",
    ]


async def test_a_bookmark_is_told(alone: Alone) -> None:
    alone.open(0)
    bookmarked: list[Sequence[int]] = []
    alone.part.bookmarked.connect(bookmarked.append)
    await alone.do("bookmark")
    assert alone.those("bookmarked") == [0]
    assert [*map(list, bookmarked)] == [[alone.ids[0]]]
    await alone.do("bookmark")
    assert len(bookmarked) == 1
    assert alone.those("bookmarked") == []
    assert [*map(untitled, alone.view.words)] == ["Bookmarked · u to undo", "Bookmark removed · u to undo"]
    assert alone.view.started == [("marks", False)] * 2


async def test_undo_offers_redo_where_the_line_has_room(alone: Alone) -> None:
    for alone.view.width in (54, 55):
        await alone.do("bookmark")
        await alone.do("undo")
    said = "“Number 1” is no longer bookmarked"
    assert alone.view.words[1::2] == [said, f"{said} · Ctrl-r to redo"]


async def test_undo_names_an_article_as_its_row_does(alone: Alone) -> None:
    code = household.add(alone.session, "“`round()` and the ferry”", "Text.")
    alone.session.library.marks.read([code], alone.session.now())
    await alone.do("undo")
    assert alone.view.words == ["““round() and the ferry”” is unread again · Ctrl-r to redo"]


@pytest.mark.parametrize("offers_undo", [True, False])
async def test_what_was_marked_without_a_word_is_undone_last_while_a_message_stands(
    alone: Alone, offers_undo: bool
) -> None:
    await alone.do("bookmark")
    article = alone.session.library.articles.get(alone.ids[1])
    assert article is not None
    alone.part.mark_read(article)
    await alone.view.settle()
    alone.app.offers_undo = offers_undo
    await alone.do("undo")
    assert (alone.those("bookmarked"), alone.those("read")) == (([], [1]) if offers_undo else ([0], []))


async def test_an_article_is_marked_read_without_a_word(alone: Alone) -> None:
    article = alone.session.library.articles.get(alone.ids[1])
    assert article is not None
    alone.part.mark_read(article)
    await alone.view.settle()
    assert (alone.those("read"), alone.drawn(), alone.view.words) == ([1], [1], [])
    assert alone.view.started == [("marks", False)]


async def test_more_that_are_read_than_are_shown_are_named_as_copies(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "with_copies", lambda session, ids: [*ids, alone.ids[2]])
    alone.state.listing = alone.state.listing.__class__(alone.state.listing.section, ids=alone.ids[:1])
    await alone.do("mark_all_read")
    assert alone.view.words == ["1 article and 1 copy marked as read · u to undo"]
    (undone,) = alone.session.library.undo.undo(1, household.NOW)
    assert undone.endswith("” and 1 copy as read"), "undo counts them so, too"


async def test_all_that_is_shown_is_read_with_its_copies_but_a_selection_by_itself(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "with_copies", lambda session, ids: [*ids, alone.ids[2]])
    alone.state.listing = alone.state.listing.__class__(alone.state.listing.section, ids=alone.ids[:2])
    alone.select(0, 0)
    await alone.do("mark_all_read")
    assert alone.those("read") == [0]
    alone.rows.selection.end()
    await alone.do("mark_all_read")
    assert alone.those("read") == [0, 1, 2]
    assert alone.view.words == [
        "1 article marked as read · u to undo",
        "1 article and 1 copy marked as read · u to undo",
    ]
    assert alone.view.started == [("marks", False)] * 2
    alone.state.listing = alone.state.listing.__class__(alone.state.listing.section)
    await alone.do("mark_all_read")
    assert alone.view.words[2:] == ["Nothing is listed here"]


async def test_tags_are_what_the_dialog_answers(alone: Alone) -> None:
    alone.session.library.tags.change(alone.ids[:1], ("sea", "old"), (), household.NOW)
    alone.select(0, 1)
    alone.app.answers = [(("new",), ("old",))]
    await alone.do("tags")
    found = alone.session.library.articles.many(alone.ids)
    assert {one.id: one.tags for one in found} == {
        alone.ids[0]: ("new", "sea"),
        alone.ids[1]: ("new",),
        alone.ids[2]: (),
    }
    assert alone.drawn() == [0, 1]
    assert alone.view.started == [("dialog", False), ("marks", False)]
    await alone.do("tags")
    assert alone.view.started[2:] == [("dialog", False)], "nothing is to be changed"
    assert len(alone.app.dialogs) == 2
    alone.rows.selection.end()
    alone.app.answers = [(("far out", "sea"), ()), ((), ("sea",))]
    await alone.do("tags")
    await alone.do("tags")
    assert alone.view.words == [
        "Tagged #new, removed #old (2 articles) · u to undo",
        "Tagged #far out #sea · u to undo",
        "Removed #sea · u to undo",
    ]


@pytest.mark.parametrize("is_reading", [True, False])
async def test_what_is_removed_goes_from_the_list(alone: Alone, is_reading: bool) -> None:
    alone.open(1)
    alone.state.is_reading = is_reading
    await alone.do("remove")
    gone = 1 if is_reading else 0
    assert alone.session.library.articles.many([alone.ids[gone]]) == []
    assert alone.listing.remove.call_args_list == [call([alone.ids[gone]])]
    assert alone.reading.leave_article.call_count == is_reading
    assert [*map(untitled, alone.view.words)] == ["Removed · u to undo"]
    assert (alone.view.counted, alone.app.library.lanes) == (1, ["write"])
    assert alone.view.started == [("marks", False)]


@pytest.mark.parametrize(
    ("last", "said_"),
    [
        (0, "1 article removed from the library · u to undo"),
        (2, "3 articles removed from the library · u to undo"),
    ],
)
async def test_a_selection_is_removed(alone: Alone, last: int, said_: str) -> None:
    alone.select(0, last)
    await alone.do("remove")
    assert alone.view.words == [said_]
    assert alone.listing.remove.call_args_list == [call(alone.ids[: last + 1])]


async def test_what_is_muted_goes_from_the_list_and_is_left(alone: Alone) -> None:
    alone.open(1)
    await alone.do("mute")
    assert (alone.those("muted"), alone.listing.remove.call_args_list) == ([1], [call([alone.ids[1]])])
    assert alone.reading.leave_article.call_count == 1
    assert [*map(untitled, alone.view.words)] == ["Muted · u to undo"]
    alone.state.is_reading = False
    alone.select(0, 1)
    await alone.do("mute")
    assert (alone.those("muted"), alone.view.words[1:]) == ([0, 1], ["1 article muted · u to undo"])
    assert not alone.rows.selection.ids, "the rows that were selected are gone"


async def test_where_all_are_muted_they_are_unmuted_and_stay(alone: Alone) -> None:
    alone.session.library.marks.mute(alone.ids, household.NOW)
    alone.open(1)
    await alone.do("mute")
    assert alone.those("muted") == [0, 2]
    assert [*map(untitled, alone.view.words)] == ["Unmuted · u to undo"]
    alone.listing.remove.assert_not_called()
    alone.reading.leave_article.assert_not_called()


@pytest.mark.parametrize("act", ["mute", "remove"])
async def test_what_is_hidden_again_goes_from_the_list_again(alone: Alone, act: str) -> None:
    await alone.do(act)
    await alone.do("undo")
    assert alone.listing.remove.call_count == 1
    await alone.do("redo")
    assert alone.listing.remove.call_args_list[1:] == [call([alone.ids[0]])]


async def test_undo_and_redo_are_one_step_each_and_seen(alone: Alone) -> None:
    alone.open(0)
    await alone.do("bookmark")
    await alone.do("bookmark")
    alone.rows.update.reset_mock()
    counts, heads = alone.view.counted, alone.view.heads
    await alone.do("undo")
    assert alone.those("bookmarked") == [0]
    assert alone.state.open_article.bookmarked
    assert sorted(alone.drawn()) == [0, 1]
    assert (alone.view.counted, alone.view.heads) == (counts + 1, heads + 1)
    assert alone.stepped.call_count == 1
    assert alone.listing.refill.await_args_list == [call(is_news=False)]
    assert alone.app.library.lanes[-2:] == ["write", "read"]
    await alone.do("redo")
    assert alone.those("bookmarked") == []
    await alone.do("redo")
    await alone.do("undo")
    await alone.do("undo")
    await alone.do("undo")
    assert alone.view.words[2:] == [
        "“Number 1” is bookmarked again · Ctrl-r to redo",
        "Redone: removed the bookmark from “Number 1”",
        "Nothing to redo",
        "“Number 1” is bookmarked again · Ctrl-r to redo",
        "“Number 1” is no longer bookmarked · Ctrl-r to redo",
        "Nothing to undo",
    ]
    assert alone.stepped.call_count == 4
    assert set(alone.view.started) == {("marks", False)}


async def test_where_nothing_is_meant_nothing_is_done_and_that_is_told(alone: Alone) -> None:
    alone.rows.ids = ()
    for act in ("toggle_read", "bookmark", "tags", "remove"):
        await alone.do(act)
    assert alone.view.words == [NO_ARTICLE] * 4
    alone.state.listing = replace(alone.state.listing, ids=())
    await alone.do("mark_all_read")
    assert alone.view.words[4:] == ["Nothing is listed here"]
    assert alone.view.started == []
    assert Targets(()).one is None


async def test_in_the_sections_everything_in_the_one_under_the_cursor_is_marked(alone: Alone) -> None:
    alone.state.at = "sections"
    alone.view.sections.current = alone.state.listing.section
    alone.listing.ids_of = AsyncMock(return_value=[alone.ids[2]])
    await alone.do("mark_all_read")
    assert alone.those("read") == [0, 1, 2], "it is the one that is listed"
    alone.session.library.marks.unread(alone.ids, household.NOW)
    alone.view.sections.current = other = Section("feed:9", "Pier")
    await alone.do("mark_all_read")
    assert alone.listing.ids_of.await_args_list == [call(other)]
    assert alone.those("read") == [2]
    alone.listing.ids_of.return_value = []
    await alone.do("mark_all_read")
    assert alone.view.words[2:] == ["No unread articles in Pier"]


@pytest.mark.parametrize("is_sure", [True, False])
async def test_who_wants_to_be_asked_before_all_is_marked_is_asked(alone: Alone, is_sure: bool) -> None:
    alone.app.settings = replace(alone.app.settings, confirm_mark_all=True)
    alone.app.answers = [is_sure]
    await alone.do("mark_all_read")
    (dialog,) = alone.app.dialogs
    assert (dialog._question, dialog._detail) == ("Mark everything in Unread as read?", "3 articles")
    assert alone.those("read") == ([0, 1, 2] if is_sure else [])
    alone.session.library.marks.unread(alone.ids, household.NOW)
    alone.select(0, 0)
    await alone.do("mark_all_read")
    assert len(alone.app.dialogs) == 1, "what is selected is meant"
    assert alone.those("read") == [0]


async def test_all_that_a_search_finds_is_marked_however_many_its_list_holds(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "SEARCH_LIMIT", 1)
    listed = lists.search(alone.session, "text").ids
    assert len(listed) == 1
    alone.state.listing = replace(alone.state.listing, source="text", section=SEARCH_SECTION, ids=listed)
    await alone.do("mark_all_read")
    assert (alone.those("read"), alone.view.words) == ([0, 1, 2], ["3 articles marked as read · u to undo"])
    alone.app.settings = replace(alone.app.settings, confirm_mark_all=True)
    alone.app.answers = [False]
    await alone.do("mark_all_read")
    (dialog,) = alone.app.dialogs
    assert (dialog._question, dialog._detail) == ("Mark everything found as read?", "3 articles")


@pytest.mark.parametrize(
    ("act", "marked", "named"),
    [("mark_below_read", [1, 2], "this and all below"), ("mark_above_read", [0, 1], "this and all above")],
)
async def test_all_from_the_cursor_on_are_read_in_one_step_that_is_asked_for_where_one_wants_it(
    alone: Alone, act: str, marked: list[int], named: str
) -> None:
    alone.rows.cursor = 1
    await alone.do(act)
    assert (alone.those("read"), alone.view.words) == (marked, ["2 articles marked as read · u to undo"])
    alone.session.library.undo.undo(1, household.NOW)
    assert alone.those("read") == []
    alone.app.settings = replace(alone.app.settings, confirm_mark_all=True)
    alone.app.answers = [False]
    await alone.do(act)
    (dialog,) = alone.app.dialogs
    assert (dialog._question, dialog._detail) == (f"Mark {named} as read?", "2 articles")
    assert alone.those("read") == []


async def test_an_empty_list_has_no_row_to_mark_from(alone: Alone) -> None:
    alone.state.listing = replace(alone.state.listing, ids=())
    await alone.do("mark_below_read")
    assert alone.view.words == [NO_ARTICLE]


async def test_what_another_process_changes_is_shown(reader: Open, room: Path) -> None:
    async with reader() as screen:
        screen.news.parts.marks.look_for_others()
        await screen.settle()
        ids = [screen.stored(title).id for title in UNREAD[:3]]
        with Session(household.places(room)) as session:
            session.library.marks.read(ids[:1], session.now())
            session.library.marks.bookmark(ids[:1], session.now())
            session.library.marks.remove(ids[2:], session.now())
        screen.news.parts.marks.look_for_others()
        await screen.settle()
        assert "●" not in row(screen, UNREAD[0])
        assert "★" in screen.lines[5]
        assert UNREAD[2] not in screen.listed
        assert (screen.title, screen.said) == (UNREAD[0], "")


async def test_an_open_article_that_another_process_removed_is_left(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("enter")
        screen.news.parts.marks.look_for_others()
        await screen.settle()
        with Session(household.places(room)) as session:
            session.library.marks.remove([screen.stored(UNREAD[0]).id], session.now())
        screen.news.parts.marks.look_for_others()
        await screen.settle()
        assert (screen.opened, screen.focus) == (None, "list")
        assert screen.said == "This article was removed elsewhere · u to undo"
        await screen.press("u")
        assert UNREAD[0] in screen.listed


async def test_while_the_worker_works_the_marks_in_view_are_followed_and_the_rest_later(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter((1, 1, 2, 2))
    monkeypatch.setattr(Library, "others_changes", lambda _: next(numbers))
    alone.app.worker.is_busy = True
    for _ in range(2):
        alone.part.look_for_others()
        await alone.view.settle()
    assert not alone.rows.update.called
    alone.session.library.marks.bookmark(alone.ids[:1], household.NOW)
    alone.part.look_for_others()
    await alone.view.settle()
    assert [one.args[0].bookmarked for one in alone.rows.update.call_args_list] == [True, False, False]
    assert not alone.listing.refill.called
    alone.app.worker.is_busy = False
    alone.part.look_for_others()
    await alone.view.settle()
    alone.listing.refill.assert_awaited_once_with(is_news=False)


async def test_an_article_whose_text_is_awaited_is_left_to_who_waits_for_it(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter((1, 2))
    monkeypatch.setattr(Library, "others_changes", lambda _: next(numbers))
    alone.app.worker.is_busy = True
    alone.state.open_article = waits = article(id=alone.ids[0], text_state="pending")
    for _ in range(2):
        alone.part.look_for_others()
        await alone.view.settle()
    assert alone.state.open_article is waits
    assert [one.args[0].id for one in alone.rows.update.call_args_list] == alone.ids[1:]


async def test_a_related_article_is_marked_in_its_panel(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        await screen.press("enter", "tab")
        await screen.until(lambda: screen.focus == "related")
        related = screen.news.related.current
        assert related is not None
        assert related.title != screen.opened
        await screen.press("b", "m")
        stored = screen.stored(related.title)
        assert (stored.bookmarked, stored.read) == (not related.bookmarked, not related.read)
        assert screen.news.related.current == stored
        await screen.press("u", "u")
        assert screen.news.related.current == related
        assert screen.stored(UNREAD[0]).bookmarked is False


@pytest.mark.parametrize(
    "keys", [["b"], ["m"], ["e"], ["T"], ["D"], ["t", "x", "enter"], ["N", "x", "ctrl+s"]]
)
async def test_an_article_that_another_process_removed_is_not_changed(
    reader: Open, room: Path, keys: list[str]
) -> None:
    async with reader() as screen:
        await screen.press("enter")
        article = screen.stored(UNREAD[0])
        with Session(household.places(room)) as session:
            session.library.marks.remove([article.id], session.now())
            last = session.library.undo.last()
        await screen.press(*keys)
        assert screen.said == "This article is no longer in the library"
        with Session(household.places(room)) as session:
            assert session.library.undo.last() == last
