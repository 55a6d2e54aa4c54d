from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.tui import external_programs
from tests.support.household import UNREAD

if TYPE_CHECKING:
    from tests.tui.conftest import Open

FERRY, _, TUG = UNREAD[:3]


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in the browser."""
    found: list[str] = []
    monkeypatch.setattr(external_programs, "open_url", found.append)
    return found


async def test_a_link_to_an_article_of_the_library_opens_it_here(reader: Open, browsed: list[str]) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "1")
        assert screen.opened == FERRY
        assert browsed == []
        await screen.press("[")
        assert screen.opened == TUG


async def test_another_link_opens_in_the_browser(reader: Open, browsed: list[str]) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "2")
        assert browsed == ["https://tugs.example/strong"]
        assert screen.said == "Opened in the browser"
        assert screen.opened == TUG
        await screen.press("#", "2", "enter")
        assert browsed == ["https://tugs.example/strong"] * 2
        await screen.press("#", "9", "9", "enter")
        assert screen.said == "There is no link 99"


async def test_the_list_of_links_opens_the_chosen_one(reader: Open, browsed: list[str]) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "L")
        assert "tugs.example" in screen.text
        await screen.press("down", "enter")
        assert browsed == ["https://tugs.example/strong"]
        assert screen.focus == "article"


async def test_o_opens_the_article_itself_and_capital_o_marks_it_read(
    reader: Open, browsed: list[str]
) -> None:
    async with reader() as screen:
        await screen.press("o")
        assert browsed == ["https://gazette.example/ferry"]
        assert not screen.stored(FERRY).read
        await screen.press("O")
        assert len(browsed) == 2
        assert screen.stored(FERRY).read


async def test_a_browser_that_cannot_start_is_said_in_a_line(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str) -> None:
        raise UsageError(
            "no browser could be started", subject="xdg-open", hint="set $BROWSER, or copy with y"
        )

    monkeypatch.setattr(external_programs, "open_url", fail)
    async with reader() as screen:
        await screen.press("o")
        assert "no browser could be started" in screen.said
        assert "y" in screen.said


async def test_the_outline_goes_to_a_heading(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter", "'")
        assert "What was done" in screen.text
        await screen.press("down", "enter")
        assert screen.focus == "article"
        assert "What was" in screen.lines[2]
