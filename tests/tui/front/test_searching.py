from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import AsyncMock, Mock, call

import pytest

from reader.core import lists, names, other_scripts, search, suggestions
from reader.core.session import Session
from reader.errors import LibraryLocked, QueryError
from reader.query.tree import And, Everything, Text
from reader.store.search.relax import Relaxation
from reader.tui.dialogs.help import Help
from reader.tui.dialogs.query_help import QueryHelp
from reader.tui.front import searching
from reader.tui.front.searching import SEARCH_SECTION, SearchPart
from reader.tui.front.state import UNREAD as UNREAD_SECTION
from reader.tui.front.state import Listing
from reader.tui.wording import NOT_INDEXED
from tests.support import household
from tests.support.fake_front import FakeApp, FakeLibrary, FakeList, FakeView, state
from tests.support.household import UNREAD
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tui.conftest import Open


async def test_results_come_while_one_types_with_their_count(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        assert screen.is_typing
        await screen.type("halcyon")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert "2 found · 2 unread" in screen.text
        assert "sandbank" in screen.text
        await screen.type(" zebra")
        assert "No article has all the words · “zebra” missing from all 2 found · " in screen.text
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        await screen.type(" is:read")
        assert "Nothing found. halcyon alone: 2 · zebra alone: 0 · is:read alone: " in screen.text
        assert screen.listed == []


async def test_a_word_is_found_at_each_letter(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("san")
        for letter in "dban":
            await screen.type(letter)
            assert UNREAD[0] in screen.listed


async def test_what_is_typed_ahead_goes_into_the_field(reader: Open) -> None:
    from textual import events

    async with reader() as screen:
        for key in "/quail":
            screen.app.post_message(events.Key(key if key != "/" else "slash", key))
        await screen.settle()
        assert screen.news.bar.field.value == "quail"
        assert screen.app.is_running


async def test_escape_brings_list_and_cursor_back(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "j", "/")
        before = screen.title
        await screen.type("halcyon")
        assert screen.listed != UNREAD
        await screen.press("escape")
        assert screen.title == before
        assert screen.listed[:6] == UNREAD[:6]
        assert screen.focus == "list"
        assert "Unread, newest first" in screen.text
        assert screen.head.split()[1] == "Unread"


async def test_enter_goes_into_the_results_and_escape_still_leads_back(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter")
        assert screen.focus == "list"
        assert screen.news.rows.count == 2
        await screen.press("j", "enter")
        assert screen.opened in UNREAD[:2]
        await screen.press("q")
        assert screen.news.rows.count == 2
        assert screen.news.rows.cursor == 1
        await screen.press("escape")
        assert screen.news.rows.count == len(UNREAD)
        assert screen.app.is_running


ALL_BEGUN = ["Council counts its bridges", "Everything That Can Stand in an Article"]
"""What has words that begin with “count”; the first one has that word."""


async def test_enter_makes_the_last_word_a_whole_one(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"count")
        assert screen.listed == ALL_BEGUN
        assert "2 found" in screen.text
        await screen.press("enter")
        assert screen.listed == ALL_BEGUN[:1]
        assert "1 found" in screen.text
        assert screen.focus == "list"
        await screen.press("m")
        assert "1 found · 0 unread" in screen.text, "it is counted as it is listed"
        await screen.press("/")
        assert screen.news.bar.field.value == "count"
        assert screen.listed == ALL_BEGUN[:1]
        await screen.press("enter")
        assert (screen.focus, screen.listed) == ("list", ALL_BEGUN[:1])
        await screen.press("escape")
        assert screen.news.rows.count == len(UNREAD)


async def test_what_is_typed_ahead_acts_on_the_first_result_of_the_whole_word(reader: Open) -> None:
    from tests.tui.test_typing_ahead import burst

    async with reader() as screen:
        await burst(screen, "/", *"count", "enter", "b")
        await screen.settle()
        assert screen.listed == ALL_BEGUN[:1]
        assert screen.stored(ALL_BEGUN[0]).bookmarked
        await burst(screen, "escape", "/", *"count", "enter", "enter")
        await screen.settle()
        assert screen.opened == ALL_BEGUN[0]


async def test_words_that_only_begin_so_stay_where_the_word_itself_finds_nothing(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"sandb")
        before = screen.listed
        assert "2 found" in screen.text
        await screen.press("enter")
        assert screen.listed == before
        assert "Only words that begin with “sandb” · 2 found · 2 unread" in screen.text
        await screen.press("D")
        assert screen.listed == before[1:]
        assert "Only words that begin with “sandb” · 1 found · 1 unread" in screen.text


async def test_enter_goes_to_the_row_that_was_chosen_among_words_that_begin_so(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"count", "down", "enter")
        assert (screen.title, screen.focus) == (ALL_BEGUN[1], "list")
        assert screen.listed == ALL_BEGUN


async def test_all_that_is_found_by_a_whole_word_is_marked_read(reader: Open) -> None:
    async with reader(config='theme = "newsprint"\nconfirm.mark_all = false') as screen:
        await screen.press("/", *"count", "enter", "A")
        assert screen.stored(ALL_BEGUN[0]).read
        assert screen.said == "1 article marked as read · u to undo"


async def test_arrows_move_among_the_results_while_one_types(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("down")
        assert screen.news.rows.cursor == 1
        assert screen.is_typing
        await screen.press("up", "enter", "enter")
        assert screen.opened is not None


async def test_a_mistake_is_pointed_at_while_the_list_stays_and_fades(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.type(" (")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        faded = [screen.news.rows._is_faded]
        await screen.press("backspace")
        assert [*faded, screen.news.rows._is_faded] == [True, False]
        await screen.type("is:blue")
        at = next(at for at, line in enumerate(screen.lines) if "halcyon is:blue" in line)
        place = screen.lines[at].index("is:blue")
        pointer = screen.lines[at + 1].index("^")
        assert pointer == place + len("is:")


async def test_an_emptied_field_shows_the_list_as_it_was(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "/")
        await screen.type("ha")
        await screen.press("backspace", "backspace")
        assert screen.listed[:6] == UNREAD[:6]
        assert screen.title == UNREAD[1]


async def test_a_newer_query_takes_the_place_of_an_older(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, gate, asked = lists.search, threading.Event(), []

    def slow(session: object, source: str, **how: int) -> object:
        asked.append(source)
        gate.wait(PATIENCE)
        return search(session, source, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(lists, "search", slow)
    async with reader() as screen:
        await screen.press("/")
        for key in "halcyon":
            await screen.pilot.press(key)
        gate.set()
        await screen.settle()
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert len(asked) < len("halcyon")
        assert asked[-1] == "halcyon"


async def test_a_search_that_ends_after_escape_changes_nothing(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, gate = lists.search, threading.Event()

    def slow(session: object, source: str, **how: int) -> object:
        gate.wait(PATIENCE)
        return search(session, source, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(lists, "search", slow)
    async with reader() as screen:
        await screen.press("/")
        for key in ("h", "a", "escape"):
            await screen.pilot.press(key)
        gate.set()
        await screen.settle()
        assert screen.listed[:6] == UNREAD[:6]


async def test_an_opened_result_has_its_hits_marked_and_n_goes_through_them(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("/")
        await screen.type("crane")
        await screen.press("enter", "enter")
        article = screen.news.article
        assert article.hit[1] > 1
        await screen.press("n")
        assert article.hit[0] == 1
        await screen.press("n")
        assert article.hit[0] == 2
        await screen.press("p")
        assert article.hit[0] == 1


async def test_a_search_from_the_sections_and_from_an_article(reader: Open) -> None:
    for size in ((60, 20), (120, 36), (200, 50)):
        async with reader(size=size) as screen:
            await screen.press("tab" if size[0] < 160 else "shift+tab", "/")
            assert screen.is_typing
            await screen.type("halcyon")
            assert screen.news.rows.count == 2
            assert "2 found" in screen.text
            await screen.press("escape")
            assert screen.focus == "list"


@pytest.mark.parametrize("size", [(80, 12), (120, 12), (200, 12)])
async def test_escape_from_a_search_begun_in_an_article_leads_back_into_it(
    reader: Open, size: tuple[int, int]
) -> None:
    async with reader(size=size) as screen:
        await screen.press("j", "enter", "J", "pagedown")
        place, before = screen.news.article.position, screen.opened
        assert place
        await screen.press("s")
        assert screen.is_typing
        await screen.type("halcyon")
        await screen.press("enter", "enter")
        assert screen.opened not in (None, before)
        await screen.press("escape", "escape")
        assert (screen.opened, screen.news.article.position) == (before, place)
        assert screen.focus == "article"
        await screen.press("left_square_bracket")
        assert screen.opened == UNREAD[1], "the way back among opened articles is there still"
        await screen.press("escape")
        assert screen.news.rows.count == len(UNREAD)
        assert screen.focus == "list"


async def test_a_search_begun_in_a_result_leads_back_into_that_and_to_the_results(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "j", "enter", "s")
        before = screen.title
        await screen.type("quail")
        await screen.press("escape")
        assert screen.opened == before
        await screen.press("escape")
        assert screen.news.bar.field.value == "halcyon"
        assert "2 found" in screen.text
        assert screen.news.rows.cursor == 1
        await screen.press("escape")
        assert screen.news.rows.count == len(UNREAD)


async def test_a_search_begun_in_a_filtered_list_leads_back_to_its_titles(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("f")
        await screen.type("tug")
        await screen.press("enter", "enter", "s", "escape")
        assert screen.opened == "What the Tug Needs"
        await screen.press("escape")
        assert screen.listed == ["What the Tug Needs"]
        assert screen.news.bar.field.value == "tug"
        await screen.press("escape")
        assert screen.news.rows.count == len(UNREAD)


async def test_the_filter_keeps_the_titles_that_hold_the_words(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "f")
        await screen.type("tug")
        assert screen.listed == ["What the Tug Needs"]
        assert "1 of 25" in screen.text
        await screen.press("enter", "enter")
        assert screen.opened == "What the Tug Needs"
        await screen.press("q", "escape")
        assert screen.news.rows.count == len(UNREAD)
        assert screen.title == "What the Tug Needs"


async def test_enter_in_a_filter_that_finds_nothing_says_how_it_ends(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("f")
        await screen.type("zzz")
        await screen.press("enter")
        assert screen.said == "No title to go to · Esc ends the filter"
        await screen.press("escape")
        assert screen.listed[0] == UNREAD[0]


async def test_news_does_not_undo_a_filter(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("f")
        await screen.type("tug")
        await screen.news.parts.list.refill()
        await screen.settle()
        assert screen.listed == ["What the Tug Needs"]


async def test_a_search_that_is_changed_is_written_anew_or_gone_on_with(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "/")
        await screen.type("ferry")
        assert screen.news.bar.field.value == "ferry"
        await screen.press("enter", "/", "end")
        await screen.type(" quail")
        assert screen.news.bar.field.value == "ferry quail"


# The help of a query


@pytest.mark.parametrize("keys", [("f1",), ("question_mark",)])
async def test_the_query_language_is_shown_in_place_and_an_example_taken(
    reader: Open, keys: tuple[str, ...]
) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("/")
        assert "F1 query help" in screen.foot
        await screen.press(*keys)
        assert isinstance(screen.app.screen, QueryHelp)
        assert "gas OR oil" in screen.text
        await screen.type("bookmarked")
        await screen.press("enter")
        assert screen.is_typing
        assert screen.news.bar.field.value == "is:bookmarked"
        assert screen.news.state.listing.source == "is:bookmarked"
        await screen.type(" ")
        await screen.press("f1")
        await screen.type("words in the title")
        await screen.press("enter")
        await screen.type("ferry")
        assert screen.news.bar.field.value == "is:bookmarked title:ferry"


async def test_leaving_the_help_leaves_the_query_as_it_was(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon?")
        await screen.press("left", "f1", "down", "escape")
        assert screen.news.bar.field.value == "halcyon?"
        assert screen.news.bar.field.cursor_position == len("halcyon")
        assert screen.is_typing
        await screen.press("escape", "/", *"ferry", "enter", "/", "question_mark")
        assert isinstance(screen.app.screen, QueryHelp)
        await screen.press("escape")
        assert screen.news.bar.field.value == "ferry"
        assert screen.news.state.listing.source == "ferry"


async def test_other_fields_and_panes_have_the_help_of_keys(reader: Open) -> None:
    async with reader() as screen:
        for keys in (("f",), ("escape", "j", "j", "enter", "/"), ("escape", "escape")):
            await screen.press(*keys, "f1")
            assert isinstance(screen.app.screen, Help)
            await screen.press("escape")
        await screen.press("/", "f1", "f1")
        assert isinstance(screen.app.screen, Help)


async def test_an_example_can_be_typed_ahead(reader: Open) -> None:
    from tests.tui.test_typing_ahead import burst

    async with reader() as screen:
        await burst(screen, "/", "?", *"not read yet", "enter", " ", *"halcyon", "enter", "b")
        await screen.settle()
        assert screen.news.bar.field.value == "is:unread halcyon"
        assert screen.focus == "list"
        assert screen.stored(screen.listed[0]).bookmarked


# The part alone


class Alone:
    """The part on a library of three articles, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        self.ids = [household.add(session, f"Number {number}", "Text.") for number in (1, 2, 3)]
        self.state = state(*self.ids)
        self.rows = FakeList(*self.ids)
        self.rows.cursor = 1
        self.view = FakeView(self.state, self.rows)
        self.app = FakeApp(room, session=session)
        self.index, self.listing, self.reading = AsyncMock(), Mock(), Mock()
        self.index.is_late.return_value = False
        self.index.ask = AsyncMock(side_effect=self._asked)
        self.is_whole = True
        self.part = SearchPart(
            self.view.view, self.state, self.app.app, self.index, self.listing, self.reading
        )

    @property
    def library(self) -> FakeLibrary:
        assert self.app.library is not None
        return self.app.library

    async def _asked(self, work: Any, _: float | None = None) -> tuple[object, bool]:
        return await self.library.ask(work, "find"), self.is_whole

    @property
    def said(self) -> list[str]:
        return [said.args[0] for said in self.view.bar.say.call_args_list]

    def can_restore(self) -> bool:
        return self.part.can_restore

    async def type(self, text: str, purpose: str = "search") -> None:
        self.view.bar.field.value, self.view.focused = text, self.view.bar.field
        self.part.typed(text, cast("Any", purpose))
        await self.view.settle()


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alone]:
    monkeypatch.setattr(searching, "TYPED_S", 0)
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


def found(*ids: int, total: int | None = None, unread: int = 0, muted: int = 0) -> lists.ListSnapshot:
    return lists.ListSnapshot(ids=ids, total=len(ids) if total is None else total, unread=unread, muted=muted)


def finds(monkeypatch: pytest.MonkeyPatch, answer: lists.ListSnapshot | Exception) -> Mock:
    search = Mock(side_effect=[answer])
    monkeypatch.setattr(lists, "search", search)
    monkeypatch.setattr(lists, "entered", search)
    return search


async def test_a_search_opens_the_bar_on_the_query_that_is_shown(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = Mock()
    monkeypatch.setattr(lists, "ready", ready)
    alone.state.listing = Listing(SEARCH_SECTION, source="ferry")
    alone.part.action_search()
    await alone.view.settle()
    assert alone.view.bar.open.call_args == call("search", "ferry")
    assert alone.view.entered == [alone.view.bar.field]
    assert alone.view.list_title.display is False
    assert alone.reading.set_aside.call_count == 0
    assert sorted(alone.view.started) == [("learn", True), ("ready", False)]
    assert ready.call_args == call(alone.session)
    assert alone.index.done.await_count == 1
    assert alone.library.lanes == ["find", "count"]


async def test_a_search_from_an_article_sets_it_aside_and_an_index_that_is_not_ready_is_not_told(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "ready", Mock(side_effect=LibraryLocked("locked")))
    alone.state.is_reading = True
    alone.part.action_search()
    await alone.view.settle()
    assert alone.reading.set_aside.call_count == 1
    alone.state.is_reading = False
    alone.part.restore()
    assert alone.reading.set_aside.return_value.call_count == 1


async def test_names_of_the_library_complete_a_query(alone: Alone) -> None:
    alone.session.library.tags.change(alone.ids[:1], ("sea",), (), household.NOW)
    alone.part.action_search()
    await alone.view.settle()
    assert alone.view.bar.field.known == names.known(alone.session)
    assert alone.view.bar.field.known.tags == ["sea"]


@pytest.mark.parametrize("act", ["search", "filter"])
async def test_list_and_cursor_are_as_they_were_before_the_first_search(alone: Alone, act: str) -> None:
    before = alone.state.listing
    assert not alone.can_restore()
    getattr(alone.part, f"action_{act}")()
    alone.state.listing, alone.rows.cursor = Listing(SEARCH_SECTION, source="ferry"), 0
    alone.part.action_search()
    await alone.view.settle()
    assert alone.can_restore()
    alone.state.is_reading = True
    assert not alone.can_restore()
    alone.state.is_reading = False
    alone.part.restore()
    assert alone.listing.restore.call_args == call(before, at=alone.ids[1], snippets=False)
    assert alone.listing.titled.call_count == 1
    assert alone.listing.catch_up.call_count == 1
    assert alone.view.cancelled == ["search"]
    assert alone.view.bar.close.call_count == 1
    assert alone.view.list_title.display is True
    assert alone.view.entered[-1] is alone.rows
    assert not alone.can_restore()


async def test_a_section_in_place_of_a_search_leaves_nothing_to_go_back_to(alone: Alone) -> None:
    alone.part.action_filter()
    alone.part.forget()
    assert not alone.can_restore()
    assert alone.view.cancelled == ["search"]
    assert alone.view.bar.close.call_count == 1
    assert alone.view.list_title.display is True
    assert alone.listing.restore.call_count == 0


async def test_results_are_asked_for_by_the_screen(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = found(*alone.ids, unread=2)
    search = finds(monkeypatch, answer)
    await alone.type("ferry")
    assert search.call_args == call(alone.session, source="ferry", first=7, length=55, is_typed=True)
    assert alone.listing.put_search.call_args == call(
        Listing(SEARCH_SECTION, source="ferry", ids=answer.ids, tree=answer.tree), answer, at=None
    )
    assert alone.said == ["3 found · 2 unread · newest first"]
    assert alone.library.lanes == ["find"] * 2, "the second is for a feed of that name"
    assert (alone.index.ask.await_count, alone.index.done.await_count) == (1, 0)
    assert alone.view.started == [("search", True)]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (found(1, 2, total=1_234, unread=5, muted=6),
         "1,234 found · 5 unread · 6 muted · newest first · 2 listed"),
        (replace(found(1, 2, total=1_234), folded=3, is_ranked=True),
         "1,234 found, 3 copies folded · 0 unread · best match first · 5 listed"),
        (replace(found(1, 2, total=5), folded=3), "5 found, 3 copies folded · 0 unread · newest first"),
        (replace(found(1, 2), is_ranked=True, order="longest"), "2 found · 0 unread · longest first"),
        (found(1, total=1), "1 found · 0 unread"),
        (replace(found(1, 2), is_ranked=True, relaxed=Relaxation(1, (), {}, {2: ("gale",)}, 0, 2)),
         "Only 1 of 2 has all the words · 0 unread"),
        (replace(found(1, 2), is_ranked=True,
                 relaxed=Relaxation(0, ("a", "b"), {"c": "d"}, {1: ("a", "b"), 2: ("a", "b", "e")}, 2, 2)),
         "Searched for “d” instead of “c” · no article has all the words · “a” and “b” missing from all 2 found · 0 unread"),
        (replace(found(1, 2), folded=1, relaxed=Relaxation(1, (), {}, {2: ("gale",)}, 0, 3)),
         "Only 1 of 3 has all the words · 1 copy folded · 0 unread"),
        (replace(found(1, 2), is_ranked=True, relaxed=Relaxation(2, (), {"c": "d"}, {}, 0, 2)),
         "Searched for “d” instead of “c” · 2 found · 0 unread"),
        (found(total=0, muted=1_000), "Nothing found. 1,000 muted articles: add is:muted to see them."),
    ],
)  # fmt: skip
async def test_the_bar_counts_what_was_found(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, answer: lists.ListSnapshot, said: str
) -> None:
    finds(monkeypatch, answer)
    monkeypatch.setattr(lists, "suggestion", Mock(return_value=None))
    await alone.type("ferry")
    assert alone.said == [said]


async def test_another_word_is_looked_for_only_where_nothing_was_found(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggestion = Mock(return_value="ferry")
    monkeypatch.setattr(lists, "suggestion", suggestion)
    finds(monkeypatch, found(total=0, muted=2))
    await alone.type("fery")
    muted = "2 muted articles: add is:muted to see them."
    assert alone.said == [f"Nothing found. {muted}", f"Nothing found. {muted} Did you mean ferry?"]
    assert suggestion.call_args == call(alone.session, tree=Everything())
    assert alone.library.lanes == ["find"] * 6
    finds(monkeypatch, found(*range(search.FEW)))
    await alone.type("ferry")
    assert suggestion.call_count == 1


@pytest.mark.parametrize(
    ("other", "said"),
    [(search.Alone("iphone", 1_000), ["1 found · 0 unread. Did you mean iphone? 1,000 found"]), (None, [])],
)
async def test_a_likelier_word_is_named(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, other: search.Alone | None, said: list[str]
) -> None:
    monkeypatch.setattr(searching, "SUGGESTS_S", 0)
    likelier = Mock(return_value=other)
    monkeypatch.setattr(suggestions, "likelier", likelier)
    tree = Text("any", "iphonne")
    finds(monkeypatch, replace(found(1), tree=tree))
    await alone.type("iphonne")
    assert alone.said == ["1 found · 0 unread", *said]
    assert likelier.call_args == call(alone.session, tree=tree, found=1)
    alone.view.focused, alone.view.bar.purpose = alone.view.bar.field, "search"
    assert alone.part.hints()[0] == ("Enter", "go to results"), "they stay"
    finds(monkeypatch, replace(found(1, total=search.FEW), tree=tree))
    await alone.type("iphonne")
    assert likelier.call_args == call(alone.session, tree=tree, found=search.FEW), "whatever is found"
    finds(monkeypatch, replace(found(1), tree=And((tree, tree))))
    await alone.type("iphonne iphonne")
    assert likelier.call_count == 2


async def test_a_likelier_word_leaves_a_count_that_has_changed_meanwhile(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SUGGESTS_S", 0)
    tree = Text("any", "iphonne")
    before, after = (replace(found(1), tree=tree, unread=unread) for unread in (1, 0))

    def likelier(*_: object, **__: object) -> search.Alone:
        alone.part._line.count("iphonne", after, is_late=False)  # the row was read
        return search.Alone("iphone", 1_000)

    monkeypatch.setattr(suggestions, "likelier", likelier)
    finds(monkeypatch, before)
    await alone.type("iphonne")
    offer = ". Did you mean iphone? 1,000 found"
    assert alone.said[-1] == f"1 found · 0 unread{offer}"
    alone.part._line.count("iphonne", before, is_late=False)
    assert alone.said[-1] == f"1 found · 1 unread{offer}", "the offer stays"


async def test_a_name_in_other_scripts_is_named_and_taken_with_tab(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SUGGESTS_S", 0)
    offered = other_scripts.OtherScripts(("Путин", "بوتين"), "putin OR Путин OR بوتين", 3)
    written = Mock(return_value=offered)
    monkeypatch.setattr(other_scripts, "also_written", written)
    tree = Text("any", "putin")
    finds(monkeypatch, replace(found(1, total=search.FEW), tree=tree))
    assert not alone.part.widen(), "nothing is offered yet"
    await alone.type("putin")
    assert alone.said[-1] == "10 found · 0 unread · newest first · 1 listed. 3 more written Путин, بوتين"
    assert written.call_args == call(alone.session, tree=tree)
    alone.view.focused, alone.view.bar.purpose = alone.view.bar.field, "search"
    assert alone.part.hints()[:2] == (
        ("Enter", "go to results"),
        ("Tab", "search for putin OR Путин OR بوتين"),
    )
    assert alone.part.widen()
    assert alone.view.bar.field.write.call_args.args[0].text == offered.query
    alone.view.bar.field.value = offered.query
    assert not alone.part.widen(), "it is looked for already"


async def test_a_name_that_is_found_in_other_scripts_only_is_taken_with_enter(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = other_scripts.OtherScripts(("Путин",), "Путин", 3)
    monkeypatch.setattr(other_scripts, "also_written", Mock(return_value=offered))
    finds(monkeypatch, replace(found(total=0), tree=Text("any", "putin")))
    await alone.type("putin")
    assert alone.said[-1] == "Nothing found. Did you mean Путин?"
    alone.view.focused, alone.view.bar.purpose = alone.view.bar.field, "search"
    assert alone.part.hints()[0] == ("Enter", "search for Путин")
    assert not alone.part.widen(), "Enter does it"


async def test_or_in_capitals_is_named_once_and_not_in_later_searches(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SUGGESTS_S", 0)
    joined = Mock(return_value=search.Alone("gas OR oil", 12))
    monkeypatch.setattr(suggestions, "joined_by_or", joined)
    monkeypatch.setattr(suggestions, "feed_named", Mock(return_value=None))
    enough = found(*range(search.FEW))
    alone.part.action_search()
    await alone.view.settle()
    for typed in ("gas or oi", "gas or oil"):
        finds(monkeypatch, enough)
        await alone.type(typed)
        assert joined.call_args == call(alone.session, source=typed, found=search.FEW)
        assert alone.said[-1].endswith(". Did you mean gas OR oil? 12 found")
    finds(monkeypatch, enough)
    await alone.type("gas and oil")
    assert joined.call_count == 2, "the word is not in it"
    alone.part.action_search()
    await alone.view.settle()
    finds(monkeypatch, enough)
    await alone.type("gas or oil")
    assert joined.call_count == 2, "the reader knows"


@pytest.mark.parametrize("source", ["pier", "pier or quay"])
async def test_enter_takes_another_query_where_nothing_was_found(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    other = search.Alone("feed:pier", 12) if source == "pier" else search.Alone("pier OR quay", 12)
    monkeypatch.setattr(suggestions, "feed_named", Mock(return_value=other if source == "pier" else None))
    monkeypatch.setattr(suggestions, "joined_by_or", Mock(return_value=other))
    finds(monkeypatch, found(total=0))
    await alone.type(source)
    assert f"Did you mean {other.part}?" in alone.said[-1]
    alone.view.focused, alone.view.bar.purpose = alone.view.bar.field, "search"
    assert alone.part.hints()[0] == ("Enter", f"search for {other.part}")


async def test_the_feed_whose_name_was_typed_is_named(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("gazette")
        assert "Did you mean feed:gazette? " in screen.text


async def test_where_nothing_else_can_be_said_there_is_advice(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "suggestion", Mock(return_value=None))
    finds(monkeypatch, found(total=0))
    await alone.type("zzzqq")
    assert alone.said == ["Nothing found.", "Nothing found. Try other words."]
    finds(monkeypatch, found(total=0))
    await alone.type('"zzz qq"')
    assert alone.said[-1] == "Nothing found. Try fewer or other words."


async def test_each_part_is_counted_alone_where_all_find_nothing(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "suggestion", Mock(return_value="number"))
    await alone.type("is:unread is:bookmarked")
    told = "is:unread alone: 3 · is:bookmarked alone: 0"
    assert alone.said == [
        "Nothing found.",
        f"Nothing found. {told}",
        f"Nothing found. Did you mean number? {told}",
    ]
    assert alone.library.lanes == ["find"] * 8, "a question each: the next letter's search comes in between"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("is:", "is: unread · read · bookmarked · tagged · full · failed · edited · muted"),
        ("ferry has:", "has: note · highlight · output · picture · video"),
        ("#", "tag: sea"),
        ("ferry author:", "author: words in the name of an author or agency"),
        ("-title:", "title: words in the title"),
        ('author:"', "author: words in the name of an author or agency"),
    ],
)
async def test_the_values_of_a_field_are_named_while_it_has_none(alone: Alone, typed: str, said: str) -> None:
    alone.session.library.tags.change(alone.ids[:1], ("sea",), (), household.NOW)
    alone.view.bar.field.known = names.known(alone.session)
    await alone.type(typed)
    assert alone.said == [said]
    assert alone.view.bar.point.call_count == 0


async def test_a_mistake_before_the_last_field_is_told_all_the_same(alone: Alone) -> None:
    alone.view.bar.field.known = None
    await alone.type("foo:x is:")
    assert alone.view.bar.point.call_args.args[0] == 0
    assert alone.said == []


@pytest.mark.parametrize("text", ["is:x", "author: ferry", "author: ", "is:unread:"])
async def test_a_field_that_is_finished_is_a_mistake(alone: Alone, text: str) -> None:
    await alone.type(text)
    assert alone.view.bar.point.call_count == 1
    assert alone.said == []


@pytest.mark.parametrize(("hint", "more"), [("", ""), ("close it", ". Close it.")])
async def test_the_place_of_a_mistake_is_pointed_at(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, hint: str, more: str
) -> None:
    finds(monkeypatch, QueryError("this bracket is open", subject="a (", position=2, hint=hint))
    alone.view.bar.field.known = None
    await alone.type("a (")
    assert alone.view.bar.point.call_args == call(2, f"This bracket is open{more}")
    assert alone.rows.fade.call_count == 1
    assert alone.listing.put_search.call_count == 0


async def test_the_list_is_emptied_under_a_mistake_that_stands(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon (")
        assert screen.listed, "most mistakes are a query that is not yet typed to the end"
        screen.news.parts.searching._empty("halcyon (")
        await screen.settle()
        assert searching.NO_RESULTS in screen.text
        assert screen.listed == []
        assert "Enter" not in screen.foot
        await screen.press(*["backspace"] * len("halcyon ("))
        await screen.type("halcyon")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert "Enter go to results" in screen.foot


def test_what_is_typed_meanwhile_empties_nothing(alone: Alone) -> None:
    alone.part._wrong, alone.view.bar.field.value = "a (", "a (b"
    alone.part._empty("a (")
    assert alone.listing.put_search.call_count == 0


async def test_enter_takes_the_word_that_was_perhaps_meant(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyin is:unread")
        assert "Did you mean halcyon?" in screen.text
        assert "Enter search for halcyon is:unread" in screen.foot
        await screen.press("enter")
        assert screen.news.bar.field.value == "halcyon is:unread"
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert not screen.is_typing


async def test_keys_after_enter_on_a_wrong_query_wait_for_nothing(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon (")
        await screen.press("enter")
        assert screen.said == "No results: this query cannot be read yet"
        await screen.press("backspace", "backspace")
        assert screen.news.bar.field.value == "halcyon"
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        await screen.press("enter")
        assert not screen.is_typing


async def test_a_search_that_fails_says_why(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch, LibraryLocked("the library is locked"))
    await alone.type("a")
    assert alone.view.bar.say.call_args == call("The library is locked", is_wrong=True)
    assert alone.listing.put_search.call_count == 0


async def test_without_words_the_list_is_as_it_was(alone: Alone) -> None:
    await alone.type("  ")
    assert alone.said == [""]
    assert alone.listing.restore.call_count == 0
    before = alone.state.listing
    alone.part.action_filter()
    await alone.type("")
    assert alone.listing.restore.call_args == call(before, at=alone.ids[1])
    assert alone.can_restore(), "Esc still leads out of the field"


async def test_a_filter_counts_rows_and_names_the_copies_behind_them(alone: Alone) -> None:
    alone.state.listing = replace(alone.state.listing, folded=35)
    alone.part.action_filter()
    await alone.type("2", "filter")
    assert alone.said == ["1 of 3 · 35 copies folded"]


async def test_a_filter_looks_at_all_that_was_listed(alone: Alone) -> None:
    alone.part.action_filter()
    assert alone.view.bar.open.call_args == call("filter", "")
    await alone.type("2", "filter")
    known = alone.session.library.articles.many
    assert alone.listing.put_filtered.call_args == call([alone.ids[1]], known([alone.ids[1]]), words="2")
    alone.state.listing = Listing(UNREAD_SECTION, ids=[alone.ids[1]])
    await alone.type("number 3", "filter")
    assert alone.listing.put_filtered.call_args == call(
        [alone.ids[2]], known([alone.ids[2]]), words="number 3"
    )
    await alone.type(" ", "filter")
    assert alone.listing.put_filtered.call_args == call(tuple(alone.ids), known(alone.ids), words="")
    assert alone.said == ["1 of 3", "1 of 3", "3 of 3"]
    assert alone.view.started == [("search", True)] * 3
    assert alone.library.lanes == ["read"] * 3


def test_enter_goes_from_the_bar_to_what_was_found(alone: Alone) -> None:
    alone.view.bar.field.value = ""
    alone.part.submitted()
    assert alone.view.entered == [alone.rows]
    alone.rows.ids = ()
    alone.part.submitted()
    assert alone.view.entered == [alone.rows], "an empty list takes no keys"
    assert alone.view.words == [], "nothing was asked for"


@pytest.mark.parametrize("is_typed_ahead", [True, False])
async def test_enter_leaves_the_keys_in_the_field_where_the_bar_says_that_nothing_was_found(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, is_typed_ahead: bool
) -> None:
    monkeypatch.setattr(searching, "SUGGESTS_S", 0)
    monkeypatch.setattr(lists, "suggestion", Mock(return_value=None))
    finds(monkeypatch, found())
    alone.view.bar.field.value, alone.view.bar.purpose, alone.rows.ids = "election", "search", ()
    if is_typed_ahead:
        alone.part.submitted()
        assert alone.part.is_settling
    await alone.type("election")
    if not is_typed_ahead:
        alone.part.submitted()
    assert alone.said[0] == "Nothing found."
    assert alone.view.words == [], "a message would cover the key that the foot line offers"
    assert not alone.part.is_settling
    assert alone.app.drop_keys.call_count == is_typed_ahead
    assert alone.view.entered == []


@pytest.mark.parametrize("is_typed_ahead", [True, False])
async def test_enter_waits_for_what_an_index_that_grows_may_give(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, is_typed_ahead: bool
) -> None:
    finds(monkeypatch, found())
    alone.index.is_late.return_value = True
    alone.view.bar.field.value, alone.view.bar.purpose, alone.rows.ids = "ferry", "search", ()
    alone.listing.put_search.side_effect = lambda listing, *_, **__: setattr(alone.state, "listing", listing)
    if is_typed_ahead:
        alone.part.submitted()
    await alone.type("ferry")
    if not is_typed_ahead:
        alone.part.submitted()
    assert alone.part.is_settling, "the keys behind it are for the results"
    assert alone.view.words == []
    assert alone.app.drop_keys.call_count == 0
    finds(monkeypatch, found(1))
    alone.rows.ids = (1,)
    alone.part.look_again()
    await alone.view.settle()
    assert alone.view.entered == [alone.rows]
    assert not alone.part.is_settling


async def test_enter_leaves_the_keys_to_the_list_where_the_index_takes_long(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found())
    alone.index.is_late.return_value = True
    alone.view.bar.field.value, alone.view.bar.purpose, alone.rows.ids = "ferry", "search", ()
    alone.listing.put_search.side_effect = lambda listing, *_, **__: setattr(alone.state, "listing", listing)
    await alone.type("ferry")
    alone.part.submitted()
    leaves = alone.view.timers[-1]
    assert leaves.seconds == searching.LEAVES_S
    alone.view.bar.field.value = "ferry boat"
    leaves.callback()
    assert alone.view.entered == [], "another query has keys of its own"
    alone.view.bar.field.value = "ferry"
    leaves.callback()
    assert (alone.view.entered, alone.part.is_settling) == ([alone.rows], False)
    leaves.callback()
    assert alone.view.entered == [alone.rows], "it has left"


def test_the_foot_line_says_where_enter_leads(alone: Alone) -> None:
    assert alone.part.hints() == ()
    alone.view.focused = alone.view.bar.field
    alone.view.bar.purpose = "search"
    assert alone.part.hints() == (("Enter", "go to results"), ("F1", "query help"))
    alone.view.bar.purpose = "filter"
    assert alone.part.hints() == (("Enter", "go to list"),)


async def test_the_foot_line_says_which_key_takes_a_completion(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("gas sit")
        assert "→ Tab take site:" in screen.foot
        await screen.press("tab")
        assert screen.news.bar.field.value == "gas site:"
        assert "→ Tab take site: " not in screen.foot


@pytest.mark.parametrize(
    ("at", "is_shown", "is_steered"),
    [("middle", True, True), ("middle", False, False), ("sections", True, False)],
)
def test_the_arrows_move_the_lists_cursor_while_one_types_above_it(
    alone: Alone, at: str, is_shown: bool, is_steered: bool
) -> None:
    alone.state.at = cast("Any", at)
    alone.view.bar.display = is_shown
    alone.rows.refresh = Mock()  # type: ignore[method-assign]
    alone.part.entered()
    assert alone.rows.is_steered is is_steered
    assert alone.rows.refresh.call_count == 1


def test_the_arrows_move_the_cursor_or_the_text(alone: Alone) -> None:
    alone.part.action_move_down()
    assert alone.rows.cursor == 2
    alone.part.action_move_up()
    alone.part.action_move_up()
    assert alone.rows.cursor == 0
    alone.state.is_reading = True
    alone.part.action_move_down()
    alone.part.action_move_up()
    alone.part.action_move_up()
    assert alone.rows.cursor == 0
    assert alone.view.article.step.call_args_list == [call(1), call(-1), call(-1)]


@pytest.mark.parametrize(("has_keys_ahead", "waits"), [(False, [0.75]), (True, [0.5, 0.75])])
async def test_a_search_waits_for_letters_that_are_typed_ahead_only_and_for_another_word(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, has_keys_ahead: bool, waits: list[float]
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(searching, "TYPED_S", 0.5)
    monkeypatch.setattr(searching, "SUGGESTS_S", 0.75)
    monkeypatch.setattr(searching, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(lists, "suggestion", Mock(return_value=None))
    finds(monkeypatch, found(total=0))
    alone.app.has_keys_ahead = has_keys_ahead
    await alone.type("zebra")
    await asyncio.sleep(0)
    assert slept == waits


# Marks in a search, and its unread articles alone


async def test_v_in_a_search_narrows_it_to_unread_articles_and_widens_it_again(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "m", "j")
        stays = screen.title
        await screen.press("v")
        assert screen.news.bar.field.value == "halcyon is:unread"
        assert screen.listed == [stays]
        assert "1 found · 1 unread" in screen.text
        assert screen.focus == "list"
        await screen.press("v")
        assert screen.news.bar.field.value == "halcyon"
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert screen.title == stays
        assert screen.head.split()[1] == "Search"
        await screen.press("escape")
        assert "Unread, newest first" in screen.text
        assert not screen.news.state.shows_all


async def test_a_search_for_unread_articles_alone_says_that_v_has_nothing_to_leave_out(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"is:unread", "enter", "v")
        assert screen.said == "This search shows unread articles only · / to edit it"
        assert screen.news.bar.field.value == "is:unread"


async def test_the_count_of_a_search_follows_the_marks(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("enter", "m")
        assert "2 found · 1 unread" in screen.text
        await screen.press("u")
        assert "2 found · 2 unread" in screen.text
        await screen.press("A")
        assert "2 found · 0 unread" in screen.text
        await screen.press("u", "m")
        assert "2 found · 1 unread" in screen.text
        at = screen.title
        await screen.press("D")
        assert "1 found · 1 unread" in screen.text
        assert at not in screen.listed
        await screen.press("u")
        assert "2 found · 1 unread" in screen.text
        assert at in screen.listed


async def test_the_line_says_that_the_only_result_was_removed_and_that_it_is_back(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"lamp", "enter")
        assert "1 found" in screen.text
        await screen.press("D")
        assert screen.listed == []
        assert "Nothing found. Try other words." in screen.text
        assert "1 found" not in screen.text
        await screen.press("u")
        assert screen.listed == ["A lamp, a list and a loud voice"]
        assert "1 found" in screen.text


async def test_rows_and_line_say_anew_which_words_are_missing(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"tug crane", "enter")
        assert "Only 1 of 20 has all the words" in screen.text
        told = screen.text.count("missing: tug")
        assert told
        await screen.press("D")
        assert "No article has all the words · “tug” missing from most of the 19 found" in screen.text
        assert "missing: tug" not in screen.text
        await screen.press("u")
        assert "Only 1 of 20 has all the words" in screen.text
        assert screen.text.count("missing: tug") == told


async def test_a_line_parts_the_rows_that_have_all_words_from_the_others(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"ferry correction", "enter")
        count, [line] = screen.news.rows.count, [line for line in screen.lines if "without “" in line]
        at = screen.lines.index(line)
        assert "───" in line
        assert screen.listed[1] in screen.lines[at + 1]
        await screen.press("j")
        assert screen.title == screen.listed[1], "the cursor goes past it"
        await screen.press("Z")
        assert "without “" not in screen.text
        assert "missing: " in screen.text
        await screen.press("Z", "k", "D")
        assert "without “" not in screen.text, "no row has all words"
        await screen.press("u")
        assert "without “" in screen.text
        assert screen.news.rows.count == count
        await screen.press("escape")
        assert "without “" not in screen.text


async def test_a_kept_row_that_lacks_a_word_is_counted_with_those_that_do(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"tug crane is:unread", "enter")
        for key in ("j", "m", "A"):
            assert "Only 1 of 16 has all the words" in screen.text
            await screen.press(key)
        assert "Only 1 of 16 has all the words · 0 unread" in screen.text


async def test_what_a_search_for_unread_articles_has_listed_stays_and_is_counted(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon is:unread", "enter", "A")
        assert "2 found · 0 unread" in screen.text
        assert "listed" not in screen.text, "all are"
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        await screen.press("u")
        assert "2 found · 2 unread" in screen.text


async def test_what_is_being_typed_is_not_overwritten_by_the_count(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found(*alone.ids, unread=2))
    alone.state.listing = Listing(SEARCH_SECTION, source="ferry", ids=alone.ids)
    alone.view.bar.field.value = "ferry ("
    alone.part.renew()
    await alone.view.settle()
    assert alone.said == []
    assert alone.listing.renew_search.call_count == 1
    assert alone.library.lanes == ["find"]
    alone.state.listing = Listing(UNREAD_SECTION)
    alone.part.renew()
    await alone.view.settle()
    assert alone.listing.renew_search.call_count == 1


async def test_articles_that_come_in_stand_among_the_results(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found(*alone.ids, unread=2))
    alone.part.take_news()
    await alone.view.settle()
    assert alone.listing.renew_search.call_count == alone.index.done.await_count == 0, (
        "nothing is searched for"
    )
    alone.state.listing = Listing(SEARCH_SECTION, source="ferry", ids=())
    alone.view.bar.field.value = "ferry"
    alone.part.take_news()
    await alone.view.settle()
    assert alone.index.done.await_count == 1
    assert alone.listing.renew_search.call_count == 1
    assert alone.said == ["3 found · 2 unread · newest first"]


async def test_what_is_not_indexed_yet_is_not_called_missing(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found())
    alone.index.is_late.return_value = True
    await alone.type("ferry")
    assert alone.said == [NOT_INDEXED]


async def test_an_index_that_takes_long_answers_by_what_it_has(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found(1, 2))
    alone.is_whole = False
    alone.index.is_late.return_value = True
    alone.view.bar.field.value = "ferry"
    alone.listing.put_search.side_effect = lambda listing, *_, **__: setattr(alone.state, "listing", listing)
    await alone.type("ferry")
    assert [one.args[1] for one in alone.index.ask.await_args_list] == [searching.WAITS_S]
    finds(monkeypatch, found(1, 2, 3))
    alone.part.look_again()
    await alone.view.settle()
    alone.index.is_late.return_value = False
    finds(monkeypatch, found(1, 2, 3))
    alone.part.look_again()
    await alone.view.settle()
    alone.part.look_again()
    await alone.view.settle()
    assert alone.said == [
        "2 found · 0 unread · newest first · still indexing",
        "3 found · 0 unread · newest first · still indexing",
        "3 found · 0 unread · newest first",
    ]
    assert alone.listing.put_search.call_count == 1, "no row moves under the cursor"


async def test_a_search_that_takes_long_says_that_it_goes_on(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found(1, 2))
    alone.view.bar.field.value = "ferry"
    await alone.type("ferry")
    (slow,) = alone.view.timers
    assert slow.seconds == searching.SLOW_S
    answered = list(alone.said)
    slow.callback()
    assert alone.said == answered, "it has its answer"
    alone.part.typed("ferry boat", "search")
    alone.view.bar.field.value = "ferry boat"
    alone.part._go_on("ferry boat")
    assert alone.said == [*answered, "Searching …"]
    alone.part._go_on("ferry")
    assert alone.said == [*answered, "Searching …"], "that is not asked for any more"


@pytest.mark.parametrize("told", ["take_news", "look_again"])
async def test_what_was_not_indexed_yet_is_searched_for_again(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setattr(searching, "SUGGESTS_S", 0)
    monkeypatch.setattr(lists, "suggestion", Mock(return_value=None))
    finds(monkeypatch, found())
    alone.index.is_late.return_value = True
    alone.view.bar.field.value = "ferry"
    alone.listing.put_search.side_effect = lambda listing, *_, **__: setattr(alone.state, "listing", listing)
    await alone.type("ferry")
    finds(monkeypatch, found())
    getattr(alone.part, told)()
    await alone.view.settle()
    assert alone.said == [NOT_INDEXED] * 2, "it is still behind"
    alone.index.is_late.return_value = False
    finds(monkeypatch, found())
    getattr(alone.part, told)()
    await alone.view.settle()
    assert alone.said[2:] == ["Nothing found.", "Nothing found. Try other words."]
    search = finds(monkeypatch, found(1))
    alone.part.look_again()
    await alone.view.settle()
    assert search.call_count == 0, "it was answered for good"


async def test_what_is_indexed_at_last_stands_among_the_results(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, found())
    alone.index.is_late.return_value = True
    alone.view.bar.field.value = "ferry"
    alone.listing.put_search.side_effect = lambda listing, *_, **__: setattr(alone.state, "listing", listing)
    await alone.type("ferry")
    finds(monkeypatch, found(*alone.ids))
    alone.part.look_again()
    await alone.view.settle()
    assert alone.said[-1] == "3 found · 0 unread · newest first"
    assert alone.state.listing.ids == tuple(alone.ids)


async def test_what_comes_in_during_a_search_is_in_the_list_that_esc_leads_back_to(reader: Open) -> None:
    async with reader() as screen:
        before = screen.news.rows.count
        await screen.press("/")
        with Session(screen.app.places, clock=lambda: household.NOW) as session:
            household.add(session, "Lamp Relit", "The lamp is lit again.")
        screen.news.parts.jobs.list_again()
        await screen.settle()
        assert screen.is_typing
        assert screen.news.rows.count == before + 1
        await screen.type("halcyon")
        with Session(screen.app.places, clock=lambda: household.NOW) as session:
            household.add(session, "Halcyon Sold", "The Halcyon has another owner.")
        screen.news.parts.jobs.list_again()
        await screen.settle()
        await screen.jobs()
        assert screen.is_typing
        assert "Halcyon Sold" in screen.listed
        assert "3 found" in screen.text
        await screen.press("escape")
        assert screen.title == UNREAD[0]
        await screen.press("g", "g")
        assert set(screen.listed[:2]) == {"Halcyon Sold", "Lamp Relit"}


async def test_a_search_without_hits_says_only_that(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("A", "/")
        await screen.type("halcyon title:zebra")
        screen.news.recount()
        await screen.settle()
        assert "Nothing found. halcyon alone: 2 · title:zebra alone: 0" in screen.text
        assert "Press v" not in screen.text
        await screen.press("escape", "f")
        await screen.type("zebra")
        screen.news.recount()
        await screen.settle()
        assert "0 of 25" in screen.text
        assert "Press v" not in screen.text


async def test_a_search_says_its_order(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        for query, order in (
            ("halcyon", "best match first"),
            ("halcyon sort:oldest", "oldest first"),
            ("is:unread", "newest first"),
            ("is:unread sort:relevance", "newest first"),
        ):
            await screen.press("ctrl+u")
            await screen.type(query)
            assert f"unread · {order}" in screen.text


@pytest.mark.parametrize(("written", "waits"), [("ferry sort:oldest", True), ("ferry", False)])
def test_keys_wait_for_the_results_of_a_query_that_is_rewritten(
    alone: Alone, written: str, waits: bool
) -> None:
    alone.view.bar.field.value = "ferry"
    alone.part.rewrite(written)
    assert alone.view.bar.field.write.call_args.args[0] == (written, len(written), len(written))
    assert alone.part.is_settling == waits
