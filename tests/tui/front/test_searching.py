from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reader.core import lists
from tests.support.household import UNREAD
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    import pytest

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
        assert "nothing found" in screen.text
        assert screen.listed == []


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


async def test_arrows_move_among_the_results_while_one_types(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.press("down")
        assert screen.news.rows.cursor == 1
        assert screen.is_typing
        await screen.press("up", "enter", "enter")
        assert screen.opened is not None


async def test_a_mistake_is_pointed_at_while_the_list_stays(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.type(" (")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        await screen.press("backspace")
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


async def test_news_does_not_undo_a_filter(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("f")
        await screen.type("tug")
        await screen.news.parts.list.refill()
        await screen.settle()
        assert screen.listed == ["What the Tug Needs"]


async def test_find_marks_words_in_the_article(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter", "/")
        assert screen.is_typing
        await screen.type("crane")
        assert "found · ⏎ next" in screen.text
        await screen.press("enter")
        assert screen.focus == "article"
        assert screen.news.article.hit[0] == 1
        await screen.press("n", "n", "n")
        assert screen.news.article.hit[0] == 4
        await screen.press("p")
        assert screen.news.article.hit[0] == 3
        await screen.press("escape")
        assert screen.opened is not None
        assert screen.news.article.hit == (0, 0)
        await screen.press("/")
        await screen.type("zebra")
        assert "not in this article" in screen.text
        await screen.press("escape", "escape")
        assert screen.focus == "list"


async def test_a_find_ends_with_its_article(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "/")
        await screen.type("ferry")
        await screen.press("enter", "J")
        assert screen.opened == UNREAD[1]
        await screen.press("n")
        assert screen.opened == UNREAD[2]
        await screen.press("q")
        assert screen.focus == "list"


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
