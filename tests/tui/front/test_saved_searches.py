"""Saved searches among the sections: kept from a search, counted beside all else, opened, changed, moved, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import lists, saved_searches
from reader.core.session import Session
from reader.index.index import Index
from reader.tui.front import saved_searches as saved_part
from reader.tui.library_threads import LibraryThreads
from tests.support import household
from tests.support.household import NOW, UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from pathlib import Path

    from reader.query.tree import Node
    from tests.support.driver import Driver
    from tests.tui.conftest import Open
    from tests.tui.front.conftest import Lock


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_part, "TALLY_S", 0.0)


@pytest.fixture
def two(room: Path) -> Path:
    """Two saved searches; the second only has words that the library answers."""
    with Session(household.places(room), clock=lambda: NOW) as session:
        saved_searches.save(session, "Ferries", "ferry OR halcyon")
        saved_searches.save(session, "Morning papers", "feed:morgen")
    return room


def sections(screen: Driver) -> list[str]:
    """The left column, less its blanks."""
    return [line[:24].strip("▌ ") for line in screen.lines[1:-1] if line[:24].strip()]


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
        assert screen.said == "Saved: Boats is among the sections"
        assert "SEARCHES" in sections(screen)
        assert screen.news.state.listing.source == "ferry -seal"
        await screen.press("escape")
        await to(screen, "Boats")
        assert any("Ferry" in title for title in screen.listed)


async def test_s_saves_from_the_results_and_says_how_where_there_is_no_search(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("s")
        assert screen.said == "Search first: / finds, s then saves it"
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("enter", "s")
        await screen.type("Boats")
        await screen.press("enter")
        counts = screen.news.state.counts
        assert counts is not None
        assert [one.name for one in counts.searches] == ["Boats"]
        await screen.press("u")
        assert screen.said == "Undone: saved the search “Boats”"
        assert "SEARCHES" not in sections(screen)


@pytest.mark.usefixtures("two")
async def test_what_cannot_be_kept_is_said_in_the_dialog_and_nothing_typed_is_lost(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("ctrl+s")
        await screen.type("ferries")
        await screen.press("enter")
        assert "there is a saved search of that name already" in screen.text
        await screen.type("2")
        await screen.press("down", "end")
        await screen.type(" AND")
        await screen.press("enter")
        assert "AND has nothing after it" in screen.text
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
        assert screen.said == "Removed the search Ferries · u brings it back"
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
        assert "AND has nothing after it" in screen.said
        assert screen.listed == []
        assert "This search cannot be read: E in the sections changes it." in screen.text


@pytest.mark.usefixtures("two")
async def test_counting_asks_the_index_once_for_each_search_and_never_on_the_lane_of_rows(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    lanes: list[str] = []
    real_ids, real_ask = Index.ids, LibraryThreads.ask

    def ids(index: Index, tree: Node) -> set[int]:
        asked.append(str(tree))
        return real_ids(index, tree)

    async def ask(threads: LibraryThreads, work: object, lane: str = "read") -> object:
        if "SavedSearchCounts" in getattr(work, "__qualname__", ""):
            lanes.append(lane)
        return await real_ask(threads, work, lane)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "ids", ids)
    monkeypatch.setattr(LibraryThreads, "ask", ask)
    async with reader() as screen:
        await screen.until(lambda: asked)
        await screen.press("m", "j", "m", "j", "b")
        assert len(asked) == 1
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
        assert screen.said == "Put the cursor on a saved search first"
