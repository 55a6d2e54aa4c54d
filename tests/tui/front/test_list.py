"""The list of the front page: what it is called, how it is renewed, where the next unread article is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import lists
from reader.core.session import Session
from reader.errors import LibraryLocked
from reader.query.tree import Everything
from reader.tui.front.list import DENSE_BELOW, merged, renewed
from reader.tui.widgets.row_cache import RowCache
from tests.support import household
from tests.support.household import UNREAD
from tests.tui.front.conftest import LOCKED, said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.tui.conftest import Open


@pytest.mark.parametrize(
    ("old", "new", "at", "ids", "came"),
    [
        ([1, 2, 3], [1, 2, 3], 1, [1, 2, 3], 0),
        ([1, 2, 3], [9, 8, 1, 2, 3], 1, [9, 8, 1, 2, 3], 2),
        ([1, 2, 3], [9, 1, 8, 2, 3], 2, [9, 1, 8, 2, 3], 2),  # all that stands above the cursor
        ([1, 2, 3], [1, 2, 3, 9], 2, [1, 2, 3, 9], 0),
        ([1, 2, 3], [9, 1, 3], 2, [9, 1, 2, 3], 1),  # what was read stays behind what it stood behind
        ([1, 2, 3], [9, 3], 1, [1, 2, 9, 3], 0),
        ([1, 2, 3], [9], 7, [1, 2, 3, 9], 0),
        ([], [9, 8], None, [9, 8], 0),
    ],
)
def test_a_list_taken_again_keeps_its_rows_and_counts_what_came_above_the_cursor(
    old: list[int], new: list[int], at: int | None, ids: list[int], came: int
) -> None:
    found, counted = renewed(old, new, at)
    assert (list(found), counted) == (ids, came)


@pytest.mark.parametrize(
    ("new", "old", "ids"),
    [
        ([1, 4], [1, 2, 3, 4], [1, 2, 3, 4]),
        ([4], [1, 2, 4], [1, 2, 4]),
        ([], [1, 2], [1, 2]),
    ],
)
def test_rows_that_are_gone_stay_behind_the_row_that_they_stood_behind(
    new: list[int], old: list[int], ids: list[int]
) -> None:
    assert merged(new, old) == ids


# The next unread article


@pytest.mark.parametrize(
    ("at", "step", "place"),
    [
        (0, 1, 3),
        (2, 1, 3),
        (3, 1, 5),
        (5, 1, None),
        (5, -1, 3),
        (4, -1, 3),
        (3, -1, 0),
        (1, -1, 0),
        (0, -1, None),
    ],
)
def test_the_library_knows_the_next_unread_article(room: Path, at: int, step: int, place: int | None) -> None:
    with Session(household.places(room), clock=lambda: household.NOW) as session:
        ids: Sequence[int] = session.library.queries.ids(Everything())[:6]
        session.library.marks.read([ids[place] for place in (1, 2, 4)], household.NOW)
        assert lists.unread_beside(session, ids, at, step) == place


async def test_n_and_p_find_unread_articles_beyond_the_rows_that_are_here(
    reader: Open, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(household.places(room)) as session:
        ids = session.library.queries.ids(Everything())
        session.library.marks.read([*ids[1:20], *ids[21:26]], household.NOW)
    monkeypatch.setattr(RowCache, "row", lambda cache, index: None)
    async with reader() as screen:
        await screen.press("v", "g", "g")
        rows = screen.news.rows
        await screen.press("n")
        assert rows.cursor == 20
        await screen.press("n")
        assert rows.cursor == 26
        await screen.press("p")
        assert rows.cursor == 20
        await screen.press("p")
        assert rows.cursor == 0
        await screen.press("p")
        assert screen.said == "No unread article before this one"
        assert rows.cursor == 0


# What the list is called, and why it is empty


@pytest.mark.parametrize(
    ("keys", "title", "empty"),
    [
        (
            ("j", "j", "enter"),
            "Continue reading, latest first",
            "Nothing begun: what you stop reading half-way",
        ),
        (("k", "enter"), "Today, unread, newest first", ""),
        (("k", "enter", "v"), "Today, newest first", ""),
        (("j", "enter"), "Bookmarks, newest first", ""),
        (("enter", "v"), "All articles, newest first", ""),
        (("enter", "S"), "Unread, oldest first", ""),
        (("enter", "S", "S"), "Unread, longest first", ""),
        (("enter", "S", "S", "S"), "Unread, newest first", ""),
    ],
)
async def test_the_line_above_the_list_says_what_it_shows(
    reader: Open, keys: tuple[str, ...], title: str, empty: str
) -> None:
    async with reader() as screen:
        await screen.press("tab", *keys)
        assert title in screen.text
        assert empty in screen.text


async def test_an_empty_list_says_why(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("A", "tab", "j", "k", "enter")
        assert "All read. v shows what you have read, R fetches what is new." in screen.text
        await screen.press("b")
        await screen.press("u")
        await screen.press("tab", "j", "enter", "V", "G", "b")
        await screen.press("tab", "k", "j", "enter")
        assert "No bookmarks yet: b keeps an article here." in screen.text


async def test_an_empty_library_says_how_to_begin(reader: Open, room: Path) -> None:
    household.places(room).library.unlink()
    async with reader() as screen:
        part = screen.news.parts.list
        assert part.emptiness() == "Nothing here yet: a adds a feed or an article."
        assert part.emptiness(is_fetching=True) == "Fetching the first articles …"
        screen.news.state.is_stocking = True
        assert part.emptiness() == "Setting up the newsstand …"


async def test_a_search_has_the_order_that_it_asks_for(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter", "S")
        assert screen.said.startswith("A search goes by relevance: write sort:date")
        assert screen.news.state.listing.is_search


async def test_another_section_takes_the_place_of_a_search_but_keeps_the_order(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("S", "tab", "j", "enter")
        assert "Bookmarks, oldest first" in screen.text
        await screen.press("/", *"halcyon", "enter", "shift+tab", "k", "enter")
        assert not screen.news.bar.display
        assert "Unread, newest first" in screen.text
        await screen.press("escape")
        assert "Unread, newest first" in screen.text


async def test_what_came_in_above_is_told_until_it_was_seen(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await screen.press("j", "j")
        with Session(household.places(room)) as session:
            for number in (1, 2, 3):
                household.add(session, f"Just in {number}", f"Text {number}.", published=household.NOW)
        await screen.news.parts.list.refill()
        await screen.settle()
        assert "↑ 3 new" in screen.text
        for left in (3, 3, 2, 1):
            await screen.press("k")
            assert f"↑ {left} new" in screen.text
        await screen.press("k")
        assert "↑" not in screen.text
        assert screen.news.rows.cursor == 0


async def test_what_undo_brings_back_is_no_news(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "D", "j", "u")
        assert screen.listed == UNREAD
        assert "↑" not in screen.text


async def test_the_density_follows_the_height(reader: Open) -> None:
    async with reader(size=(120, DENSE_BELOW)) as screen:
        found = [screen.news.rows.dense]
        await screen.resize(120, DENSE_BELOW - 1)
        found.append(screen.news.rows.dense)
        await screen.press("Z")
        found.append(screen.news.rows.dense)
        await screen.resize(120, 20)
        found.append(screen.news.rows.dense)
        assert found == [False, True, False, False]


async def test_a_list_that_cannot_be_read_is_told_and_the_rows_stay(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*what: object, **how: object) -> lists.ListSnapshot:
        raise LibraryLocked(LOCKED)

    async with reader() as screen:
        monkeypatch.setattr(lists, "section", refused)
        await screen.press("S")
        assert said(screen) == [LOCKED]
        assert screen.listed == UNREAD
