"""Saved searches among the sections: kept from a search, counted beside all else, opened, changed, moved, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, Mock, call

import pytest
from textual.actions import SkipAction
from textual.widgets import Input

from reader.core import lists, saved_searches
from reader.core.session import Session
from reader.errors import LibraryLocked
from reader.tui.dialogs.confirm import AskScreen
from reader.tui.dialogs.rules import RuleDecision, RulesScreen
from reader.tui.dialogs.saved import Form, SavedScreen
from reader.tui.front import saved_searches as saved_part
from reader.tui.front.saved_searches import SavedSearchesPart
from reader.tui.front.state import UNREAD as UNREAD_SECTION
from reader.tui.front.state import Listing
from reader.tui.library_threads import LibraryThreads
from reader.tui.widgets.section_list import Section
from tests.support import golden, household
from tests.support.fake_front import FakeApp, FakeView, state
from tests.support.household import NOW, UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.store.user_state.saved_searches import SavedSearch
    from tests.support.driver import Driver
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_part, "TALLY_S", 0.0)
    monkeypatch.setattr(saved_part, "SEEN_S", 0.0)


@pytest.fixture
def two(room: Path) -> Path:
    """Two saved searches; the second only has words that the library answers."""
    with Session(household.places(room), clock=lambda: NOW) as session:
        saved_searches.save(session, "Ferries", "ferry OR halcyon")
        saved_searches.save(session, "Morning papers", "feed:morgen")
    return room


def sections(screen: Driver) -> list[str]:
    """The left column, less its blanks."""
    rows = [line.partition("│")[0].strip("▌ ") for line in screen.lines[1:-1]]
    return [row for row in rows if row]


def counted(screen: Driver) -> list[str]:
    """The left column, each name with its number."""
    return [" ".join(line.split()) for line in sections(screen)]


async def to(screen: Driver, title: str) -> None:
    await screen.press("tab", "g", "g")
    while screen.news.sections.current is None or screen.news.sections.current.title != title:
        await screen.press("j")


def found(room: Path, query: str) -> int:
    with Session(household.places(room), clock=lambda: NOW) as session:
        return len(lists.saved(session, query, unread_only=True).ids)


@pytest.mark.usefixtures("two")
async def test_they_stand_between_the_sections_and_the_feeds_with_their_unread_articles(
    reader: Open, room: Path
) -> None:
    async with reader() as screen:
        ferries = found(room, "ferry OR halcyon")
        assert ferries > 1
        await screen.until(lambda: f"Ferries {ferries}" in counted(screen))
        shown = counted(screen)
        at = shown.index("SEARCHES")
        assert shown[at - 1].startswith("Continue reading")
        assert shown[at + 1 : at + 3] == [f"Ferries {ferries}", "Morning papers 5"]
        assert shown[at + 3] == "FEEDS"
        await screen.press("m")
        await screen.until(lambda: f"Ferries {ferries - 1}" in counted(screen))


@pytest.mark.usefixtures("two")
async def test_one_lists_its_unread_articles_or_all_and_stays_while_one_reads(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("m")
        await to(screen, "Ferries")
        unread = screen.listed
        assert unread
        assert set(unread) < set(UNREAD[1:])
        assert "Ferries, unread, newest first" in screen.text
        await screen.press("v")
        assert screen.listed == [UNREAD[0], *unread]
        await screen.press("v", "enter", "m", "j", "m")
        assert screen.listed == unread


async def test_one_that_asks_for_an_order_has_it_until_another_is_chosen(reader: Open, room: Path) -> None:
    with Session(household.places(room), clock=lambda: NOW) as session:
        saved_searches.save(session, "Long", "words:>0 sort:longest")
    async with reader() as screen:
        await to(screen, "Long")
        assert "Long, unread, longest first" in screen.text
        sizes = [screen.stored(title).words for title in screen.listed[:4]]
        assert sizes == sorted(sizes, reverse=True)
        await screen.press("enter", "S")
        assert "✓ Longest first" in screen.text
        await screen.press("g", "g", "enter")
        assert screen.said == "The query of this search has sort:longest; edit it with E in the sidebar"
        await screen.press("S", "g", "g", "j", "enter")
        assert "Long, unread, oldest first" in screen.text


async def test_a_search_is_saved_under_a_name(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry -seal")
        assert "Ctrl-s save" in screen.foot
        await screen.press("ctrl+s")
        assert "Save this search" in screen.text
        await screen.type("Boats")
        await screen.press("enter")
        assert screen.said == "Saved “Boats” to the sidebar · u to undo"
        assert "SEARCHES" in sections(screen)
        assert screen.news.state.listing.source == "ferry -seal"
        await screen.press("escape")
        await to(screen, "Boats")
        assert any("Ferry" in title for title in screen.listed)


async def test_s_saves_from_the_results_and_says_how_where_there_is_no_search(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("s")
        assert screen.said == "No search to save. Press / to search, then s to save it."
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("enter", "s")
        await screen.type("Boats")
        await screen.press("enter")
        counts = screen.news.state.counts
        assert counts is not None
        assert [one.name for one in counts.searches] == ["Boats"]
        await screen.press("u")
        assert screen.said == "Search “Boats” removed · Ctrl-r to redo"
        assert "SEARCHES" not in sections(screen)


@pytest.mark.usefixtures("two")
async def test_what_cannot_be_kept_is_said_in_the_dialog_and_nothing_typed_is_lost(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("ctrl+s")
        await screen.type("ferries")
        await screen.press("enter")
        assert "a saved search of this name already exists" in screen.text
        await screen.type("2")
        await screen.press("down", "end")
        await screen.type(" AND")
        await screen.press("enter")
        assert "AND needs a word after it (after “ferry”)." in screen.text
        await screen.press(*["backspace"] * 4, "down")
        await screen.type("tagg:x")
        await screen.press("enter")
        assert "Did you mean tag:NAME?" in screen.text
        await screen.press("escape")
        assert len(screen.news.state.counts.searches if screen.news.state.counts else ()) == 2


@pytest.mark.usefixtures("two")
async def test_name_query_and_what_it_does_are_changed_as_one_step(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await to(screen, "Morning papers")
        await screen.press("E", "end", *["backspace"] * 6)
        await screen.type("tide")
        await screen.press("down", "end", *["backspace"] * 6)
        await screen.type("slack")
        await screen.press("down")
        await screen.type("tag:early bookmark")
        await screen.press("enter")
        assert "Morning tide, unread" in screen.text
        assert len(screen.listed) == found(room, "feed:slack")
        with Session(household.places(room)) as session:
            assert [rule.does for rule in session.library.rules.all()] == ["tag:early", "bookmark"]
        await screen.press("E", "down", "down", "end", *["backspace"] * 9, "enter")
        with Session(household.places(room)) as session:
            assert [rule.does for rule in session.library.rules.all()] == ["tag:early"]
        await screen.press("u", "u")
        assert "Morning papers" in "".join(sections(screen))
        with Session(household.places(room)) as session:
            assert session.library.rules.all() == []


@pytest.mark.usefixtures("two")
async def test_one_is_moved_and_removed_and_comes_back(reader: Open) -> None:
    async with reader() as screen:
        await to(screen, "Ferries")
        await screen.press("J")
        at = sections(screen).index("SEARCHES")
        assert sections(screen)[at + 1].startswith("Morning papers")
        assert screen.news.sections.current is not None
        assert screen.news.sections.current.title == "Ferries"
        await screen.press("J", "K", "K")
        assert sections(screen)[at + 1].startswith("Ferries")
        await screen.press("D")
        assert screen.said == "Removed the search “Ferries” · u to undo"
        assert not any(line.startswith("Ferries") for line in sections(screen))
        assert "Unread, newest first" in screen.text
        await screen.press("u")
        assert sections(screen)[at + 1].startswith("Ferries")


async def test_a_query_that_cannot_be_read_any_more_is_marked_and_told(reader: Open, room: Path) -> None:
    with Session(household.places(room)) as session:
        session.library.saved.add("Old", "gas AND", NOW)
    async with reader() as screen:
        await screen.until(lambda: "Old !" in counted(screen))
        await to(screen, "Old")
        assert "AND needs a word after it" in screen.said
        assert screen.listed == []
        assert "This search is invalid. Press E on it in the sidebar to edit it." in screen.text


@pytest.mark.usefixtures("two")
async def test_searches_are_never_counted_on_the_lane_of_rows(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes: list[str] = []
    real_ask = LibraryThreads.ask

    async def ask(threads: LibraryThreads, work: object, lane: str = "read") -> object:
        if getattr(work, "func", None) is saved_searches.unread_count:
            lanes.append(lane)
        return await real_ask(threads, work, lane)  # type: ignore[arg-type]

    monkeypatch.setattr(LibraryThreads, "ask", ask)
    async with reader() as screen:
        await screen.until(lambda: lanes)
        await screen.press("m", "j", "m", "j", "b")
        assert set(lanes) == {"find"}


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("key", ["D", "J"])
async def test_what_cannot_be_removed_or_moved_is_told_once_and_stays(
    reader: Open, lock: Lock, key: str
) -> None:
    async with reader() as screen:
        await to(screen, "Ferries")
        await screen.until(lambda: len(screen.news.parts.sections.hits) == 2)
        before = screen.text
        lock()
        await screen.press(key)
        assert said(screen) == [LOCKED]
        assert screen.text == before


@pytest.mark.usefixtures("two")
async def test_the_first_is_not_moved_up_and_the_last_not_down(reader: Open) -> None:
    async with reader() as screen:
        await to(screen, "Ferries")
        await screen.press("K")
        at = sections(screen).index("SEARCHES")
        assert sections(screen)[at + 1].startswith("Ferries")
        await screen.press("j", "J")
        assert sections(screen)[at + 2].startswith("Morning papers")
        await screen.press("g", "g", "J")
        assert screen.said == "Select a saved search first"


# New articles of searches that notify


@pytest.fixture
def notified(room: Path) -> Path:
    """Of three searches that notify two found something since they were opened."""
    with Session(household.places(room), clock=lambda: NOW) as session:
        for name, query in (
            ("Ferries", "ferry OR halcyon"),
            ("Nothing", "zebra"),
            ("Der Morgen, all of it", "feed:morgen"),
        ):
            saved_searches.save(session, name, query, notify=True)
        session.library.saved.judged([], [(1, 1), (2, 1), (3, 3)])
    return room


@pytest.mark.usefixtures("notified")
@pytest.mark.parametrize("size", golden.SIZES)
async def test_one_that_found_new_articles_has_a_mark(reader: Open, size: str) -> None:
    async with reader(size=golden.SIZES[size]) as screen:
        await screen.until(lambda: len(screen.news.parts.sections.hits) == 3)
        await screen.press("shift+tab", "g", "g")
        golden.held(f"sections-notified-{size}", f"{screen.text}\n")


@pytest.mark.usefixtures("notified")
async def test_the_mark_stays_until_the_search_is_listed_whoever_looks_next(reader: Open) -> None:
    def marked() -> list[str]:
        return [one.title for one in screen.news.sections.sections if one.is_fresh]

    async with reader() as screen:
        assert marked() == ["Ferries", "Der Morgen, all of it"]
        await to(screen, "Ferries")
        await screen.until(lambda: marked() == ["Der Morgen, all of it"])
        await screen.press("enter", "/", *"feed:morgen", "enter")
        assert marked() == ["Der Morgen, all of it"]
    async with reader() as screen:
        assert marked() == ["Der Morgen, all of it"]


async def test_one_that_is_listed_when_it_finds_something_counts_as_opened(
    reader: Open, notified: Path
) -> None:
    async with reader() as screen:
        await to(screen, "Nothing")
        with Session(household.places(notified), clock=lambda: NOW) as session:
            session.library.saved.judged([], [(1, 2)])
        screen.news.recount()
        await screen.until(lambda: "Nothing ●" not in screen.text)
        with Session(household.places(notified), clock=lambda: NOW) as session:
            assert not session.library.saved.get(2).is_fresh


async def test_notifications_are_turned_on_and_off_with_what_a_search_does(reader: Open, two: Path) -> None:
    def notifies() -> bool:
        with Session(household.places(two)) as session:
            return session.library.saved.find("Morning papers").notify

    async with reader() as screen:
        await to(screen, "Morning papers")
        await screen.press("E", "down", "down", *"notify bookmark", "enter")
        assert notifies()
        await screen.press("E")
        assert "bookmark notify" in screen.text
        await screen.press("down", "down", "end", *["backspace"] * 7, "enter")
        assert not notifies()
        await screen.press("u")
        assert screen.said == "Notifications of “Morning papers” are on again · Ctrl-r to redo"
        assert notifies()


# The part alone


class Alone:
    """The part on a library of three saved searches, with a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        for name in ("One", "Two", "Three"):
            session.library.saved.add(name, name.lower(), household.NOW)
        self.state: Any = state()
        self.view = FakeView(self.state)
        self.view.bar.purpose = "search"
        self.app: Any = FakeApp(room, session=session)
        self.sections, self.listing = Mock(hits={}, count=AsyncMock()), Mock()
        self.part = SavedSearchesPart(self.view.view, self.state, self.app.app, self.sections, self.listing)
        self.count()

    def count(self) -> lists.Counts:
        self.state.counts = counts = lists.counts(self.session)
        return counts

    def at(self, number: int | None, *, pane: str = "sections") -> None:
        self.state.at = pane
        self.view.sections.current = Section("search", "S", kind="search", saved_id=number)

    async def do(self, act: str) -> None:
        getattr(self.part, act)()
        await self.view.settle()

    def names(self) -> list[str]:
        return [one.name for one in self.session.library.saved.all()]

    async def keep(self, form: Form) -> str | None:
        """What the last dialog would say of a form."""
        return await self.app.dialogs[-1]._keep(form)  # type: ignore[no-any-return]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


async def test_each_search_is_counted_and_one_that_fails_holds_no_other(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(session: Session, saved: SavedSearch) -> int:
        if saved.name == "Two":
            raise LibraryLocked("locked")
        return saved.id * 10

    monkeypatch.setattr(saved_searches, "unread_count", count)
    for _ in range(2):
        alone.part.count(alone.count())
        await alone.view.settle()
    assert alone.sections.hits == {1: 10, 3: 30}
    assert alone.sections.put.call_count == alone.listing.titled.call_count == 2
    assert alone.view.started == [("tally", True)] * 2
    assert set(alone.app.library.lanes) == {"find"}
    for number in (1, 2, 3):
        alone.session.library.saved.remove(number, household.NOW)
    alone.part.count(alone.count())
    await alone.view.settle()
    assert alone.sections.put.call_count == 2, "there is none"


@pytest.mark.parametrize(
    ("is_focused", "purpose", "is_bound", "hints"),
    [
        (True, "search", True, (("Ctrl-s", "save"),)),
        (False, "search", True, ()),
        (True, "filter", True, ()),
        (True, "search", False, ()),
    ],
)
def test_who_types_a_search_is_told_how_to_save_it(
    alone: Alone, is_focused: bool, purpose: str, is_bound: bool, hints: tuple[tuple[str, str], ...]
) -> None:
    alone.view.focused = alone.view.bar.field if is_focused else alone.view.rows
    alone.view.bar.purpose = purpose
    if not is_bound:
        alone.app.dispatcher = Mock()
        alone.app.dispatcher.bindings.keys.return_value = []
    assert alone.part.hints() == hints


async def test_what_is_typed_is_saved_else_what_is_listed(alone: Alone) -> None:
    await alone.do("action_save_search")
    alone.state.listing = Listing(Section("search", "Search"), source="ferry")
    alone.view.focused, alone.view.bar.field.value = alone.view.bar.field, "  "
    await alone.do("action_save_search")
    assert alone.view.words == [
        "No search to save. Press / to search, then s to save it.",
        "Type a search first, then save it",
    ]
    assert alone.app.dialogs == []
    alone.view.bar.field.value = "ferry boat"
    await alone.do("action_save_search")
    alone.view.focused = alone.view.rows
    alone.app.answers = [Form("Boats", "ferry")]
    await alone.do("action_save_search")
    typed, listed = alone.app.dialogs
    assert (typed._form, listed._form) == (
        Form("ferry boat", "ferry boat"),
        Form("ferry", "ferry"),
    )
    assert alone.view.words[2:] == ["Saved “Boats” to the sidebar · u to undo"]
    assert alone.view.counted == 1
    assert alone.view.started == [("dialog", False)] * 2


async def test_the_query_is_offered_as_the_name(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry -seal")
        await screen.press("ctrl+s", "enter")
        assert screen.said == "Saved “ferry -seal” to the sidebar · u to undo"


async def test_ctrl_s_saves_from_the_results_as_s_does(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("enter", "ctrl+s")
        assert "Save this search" in screen.text


async def test_a_search_is_saved_with_the_words_that_were_found(alone: Alone) -> None:
    household.add(alone.session, "A ferry", "It sails at noon.")
    alone.state.listing = Listing(Section("search", "Search"), source="fery sails")
    await alone.do("action_save_search")
    (dialog,) = alone.app.dialogs
    assert dialog._form == Form("ferry sails", "ferry sails")
    assert await dialog._count("ferry sails") == "It has “ferry” instead of “fery”. Matches 1 article now"
    assert await dialog._count("ferry") == "Matches 1 article now", "the query is another one"


async def test_a_form_is_kept_or_says_what_is_wrong(alone: Alone) -> None:
    alone.state.listing = Listing(Section("search", "Search"), source="ferry")
    await alone.do("action_save_search")
    assert await alone.keep(Form("Four", "ferry", "mute tag:sea")) is None
    assert alone.names()[3:] == ["Four"]
    assert not alone.session.library.saved.get(4).notify
    assert [rule.does for rule in alone.session.library.rules.all()] == ["mute", "tag:sea"]
    assert alone.app.library.lanes == ["find", "count", "write"]
    assert (await alone.keep(Form("Five", "(ferry")) or "").startswith("The query: ")
    assert await alone.keep(Form("one", "ferry")) == (
        "One: a saved search of this name already exists. Choose another name, or rename that one."
    )
    assert len(alone.names()) == 4


@pytest.mark.parametrize("what", ["listed", "other", "searched", "moved on", "uncounted", "old"])
async def test_what_is_listed_is_seen(alone: Alone, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    saved = alone.session.library.saved
    (article,) = (household.add(alone.session, "Ferry", "Text."),)
    if what != "old":
        saved.notify(2, household.NOW, on=True)
        saved.judged([], [(article, 2)])
    alone.count()
    alone.state.listing = Listing(Section("search:2", "Two", saved_id=1 if what == "other" else 2))
    if what == "searched":
        alone.state.listing = Listing(alone.state.listing.section, source="ferry")
    if what == "uncounted":
        alone.state.counts = None

    async def passing(seconds: float) -> None:
        assert seconds == saved_part.SEEN_S
        if what == "moved on":
            alone.state.listing = Listing(UNREAD_SECTION)

    monkeypatch.setattr("reader.tui.front.saved_searches.asyncio.sleep", passing)
    alone.part.see()
    await alone.view.settle()
    assert alone.view.started == ([("seen", True)] if what in ("listed", "moved on") else [])
    assert saved.get(2).is_fresh == (what not in ("listed", "old"))
    assert alone.app.library.lanes == (["write"] if what == "listed" else [])
    assert alone.sections.count.await_count == (what == "listed")


@pytest.mark.parametrize("listed", [2, 1])
async def test_a_search_that_was_changed_is_listed_anew_where_it_is_listed(alone: Alone, listed: int) -> None:
    alone.session.library.rules.add("mute", household.NOW, saved_id=2)
    alone.session.library.rules.add("read", household.NOW, saved_id=2)
    section = Section("search:2", "Two", saved_id=2)
    alone.view.sections.sections = [Section("search:1", "One", saved_id=1), section]
    alone.state.listing = Listing(Section("x", "", saved_id=listed))
    alone.at(2)
    before = Form("Two", "two", "mute read")
    for answer in (None, before):
        alone.app.answers = [answer]
        await alone.do("action_edit_feed")
    assert alone.app.dialogs[0]._form == before
    assert alone.app.dialogs[0]._heading == "Two"
    assert alone.sections.count.await_count == 0
    alone.app.answers = [Form("Two", "other", "mute")]
    await alone.do("action_edit_feed")
    assert alone.sections.count.await_count == 1
    assert alone.listing.show_section.call_args_list == ([call(section)] if listed == 2 else [])
    assert await alone.keep(Form("Two", "other", "mute")) is None
    assert [(one.name, one.query) for one in alone.session.library.saved.all()][1] == ("Two", "other")


async def test_a_search_is_meant_in_the_sections_only(alone: Alone) -> None:
    alone.at(2)
    found = alone.part.under_cursor()
    assert found is not None
    assert found.name == "Two"
    for number, pane in ((9, "sections"), (2, "middle")):
        alone.at(number, pane=pane)
        assert alone.part.under_cursor() is None
        for act in (alone.part.action_edit_feed, alone.part.action_remove):
            with pytest.raises(SkipAction):
                act()
        await alone.do("action_search_down")
    alone.at(2)
    alone.state.counts = None
    assert alone.part.under_cursor() is None
    alone.count()
    alone.view.sections.current = None
    assert alone.part.under_cursor() is None
    assert alone.view.words == ["Select a saved search first"] * 2


@pytest.mark.parametrize("is_listed", [True, False])
async def test_a_search_is_taken_away(alone: Alone, is_listed: bool) -> None:
    alone.at(2)
    alone.state.listing = Listing(Section("x", "", saved_id=2 if is_listed else 1))
    await alone.do("action_remove")
    assert alone.names() == ["One", "Three"]
    assert alone.view.words == ["Removed the search “Two” · u to undo"]
    assert alone.listing.show_section.call_args_list == ([call(UNREAD_SECTION)] if is_listed else [])
    assert (alone.view.counted, alone.app.library.lanes) == (1, ["write"])
    assert alone.view.started == [("marks", False)]


@pytest.mark.parametrize(
    ("number", "act", "names"),
    [
        (2, "down", ["One", "Three", "Two"]),
        (2, "up", ["Two", "One", "Three"]),
        (3, "up", ["One", "Three", "Two"]),
        (1, "down", ["Two", "One", "Three"]),
        (1, "up", None),
        (3, "down", None),
    ],
)
async def test_a_search_is_moved_by_one_place(
    alone: Alone, number: int, act: str, names: list[str] | None
) -> None:
    alone.at(number)
    await alone.do(f"action_search_{act}")
    assert alone.names() == (names or ["One", "Two", "Three"])
    assert alone.sections.count.await_count == bool(names)
    assert alone.app.library.lanes == (["write"] if names else [])
    assert alone.view.started == [("marks", False)]
    place = number + (1 if act == "down" else -1)
    moved = f"Moved “{['One', 'Two', 'Three'][number - 1]}” to place {place} · u to undo"
    ended = (
        f"“{['One', 'Two', 'Three'][number - 1]}” is the {'last' if act == 'down' else 'first'} saved search"
    )
    assert alone.view.words == [moved if names else ended]


# Rules


async def test_rules_are_made_edited_paused_and_removed_out_of_the_palette(reader: Open, room: Path) -> None:
    def rules() -> list[tuple[str, str, bool]]:
        with Session(household.places(room)) as session:
            return [(rule.query, rule.does, rule.enabled) for rule in session.library.rules.all()]

    async def over(kind: type[object]) -> None:
        await screen.until(lambda: isinstance(screen.app.screen, kind))

    async with reader() as screen:
        await screen.press(":", *"rules", "enter", "enter")
        await over(SavedScreen)
        await screen.type("ferry AND")
        await screen.press("down", *"mute", "enter")
        assert "The query: AND needs a word after it" in screen.text
        await screen.press("up", "end", *["backspace"] * 4, "enter")
        await over(AskScreen)
        assert "Apply the rule to the " in screen.text
        await screen.press("n")
        await over(RulesScreen)
        assert screen.said == "Rule saved · u to undo"
        assert rules() == [("ferry", "mute", True)]
        await screen.press("j", "enter")
        await over(SavedScreen)
        await screen.press("down", *["backspace"] * 4, *"tag:sea", "enter")
        await over(AskScreen)
        await screen.press("n")
        await over(RulesScreen)
        assert rules() == [("ferry", "tag:sea", True)]
        await screen.press("j", "space")
        await over(RulesScreen)
        assert screen.said == "Rule off · u to undo"
        assert rules() == [("ferry", "tag:sea", False)]
        await screen.press("space")
        await over(RulesScreen)
        assert screen.said == "Rule on · u to undo"
        await screen.press("D")
        await over(RulesScreen)
        assert screen.said == "Rule removed · u to undo"
        assert rules() == []
        await screen.press("escape", "u")
        assert rules() == [("ferry", "tag:sea", True)]


async def test_a_new_rule_says_what_it_matches_and_is_applied_to_that_in_one_step(reader: Open) -> None:
    async def over(kind: type[object]) -> None:
        await screen.until(lambda: isinstance(screen.app.screen, kind))

    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter", ":", *"rules", "enter", "enter")
        await over(SavedScreen)
        await screen.until(lambda: "Matches 2 articles now" in screen.text)
        await screen.press("down", *"read tag:boats", "enter")
        await over(AskScreen)
        assert "Apply the rule to the 2 articles it matches now?" in screen.text
        assert "read tag:boats: halcyon" in screen.text
        await screen.press("y")
        await over(RulesScreen)
        assert screen.said == "Applied to 2 articles · u to undo"
        await screen.press("escape")
        assert "2 found · 0 unread" in screen.text
        assert screen.stored(UNREAD[0]).tags == ("boats",)
        await screen.press("u")
        assert "2 found · 2 unread" in screen.text
        assert screen.stored(UNREAD[0]).tags == ()


async def test_what_a_new_rule_mutes_is_gone_from_the_list(alone: Alone) -> None:
    ids = [household.add(alone.session, f"Ferry {number}", "Text.") for number in (1, 2)]
    alone.app.answers = [RuleDecision("edit"), Form("", "title:ferry", "mute"), True]
    await alone.do("action_rules")
    (gone,) = alone.listing.remove.call_args.args
    assert sorted(gone) == ids
    assert all(article.muted for article in alone.session.library.articles.many(ids))
    assert alone.view.words == ["Rule saved · u to undo", "Applied to 2 articles · u to undo"]


async def test_a_query_is_counted_while_it_is_typed_and_mistakes_wait_for_enter(alone: Alone) -> None:
    household.add(alone.session, "Ferry", "Text.")
    alone.app.answers = [RuleDecision("edit")]
    await alone.do("action_rules")
    count = alone.app.dialogs[1]._count
    assert [await count(source) for source in ("title:ferry", "title:zebra", "title:", " ")] == [
        "Matches 1 article now",
        "Matches 0 articles now",
        "",
        "",
    ]


async def test_a_rule_of_a_saved_search_is_edited_with_that(alone: Alone) -> None:
    alone.session.library.rules.add("mute", household.NOW, saved_id=2)
    (rule,) = alone.session.library.rules.all()
    alone.app.answers = [RuleDecision("edit", rule)]
    await alone.do("action_rules")
    assert alone.view.words == ["This rule belongs to the saved search “Two”; edit it with E in the sidebar"]
    first, second = alone.app.dialogs
    assert isinstance(second, RulesScreen)
    assert (first._at, second._at) == (0, 1), "the cursor is where it was"


async def test_a_new_rule_begins_with_the_search_that_is_listed(alone: Alone) -> None:
    alone.state.listing = Listing(Section("search", "Search"), source="ferry")
    alone.app.answers = [RuleDecision("edit"), None]
    await alone.do("action_rules")
    form = alone.app.dialogs[1]
    assert isinstance(form, SavedScreen)
    assert form._form == Form("", "ferry")
    assert alone.view.words == [], "nothing was saved"
    assert (await form._keep(Form("", "ferry", "")) or "").startswith("A rule needs something to do.")
    assert await form._keep(Form("", "ferry", "mute read")) is None
    assert [rule.does for rule in alone.session.library.rules.all()] == ["mute", "read"]


@pytest.mark.parametrize(
    "keys", [("f", *"gale"), ("enter", "/", *"gale"), ("/", *"gale", "enter", "enter", "/", "x")]
)
async def test_what_is_typed_to_filter_or_find_is_not_saved(reader: Open, keys: tuple[str, ...]) -> None:
    async with reader() as screen:
        await screen.press(*keys, "ctrl+s")
        assert said(screen) == ["Only a search of the library can be saved"]
        assert screen.app.screen is screen.news


async def test_a_search_is_saved_before_its_results_are_there(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", "ctrl+s")
        assert said(screen) == ["Type a search first, then save it"]
        await screen.pilot.press(*"gale", "ctrl+s")
        await screen.settle()
        assert isinstance(screen.app.screen, SavedScreen)
        assert screen.app.screen.query_one("#query", Input).value == "gale"
