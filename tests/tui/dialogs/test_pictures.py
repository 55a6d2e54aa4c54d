"""The pictures of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Picture
from reader.tui.dialogs.pictures import InText, PicturesScreen
from tests.support import browser
from tests.support.dialogs import OPEN, opened

if TYPE_CHECKING:
    import pytest

    from tests.tui.conftest import Open

PICTURES = (
    Picture(
        url="https://pier.example/tug.jpg",
        alt="a tug",
        caption="The tug \x1b[2J at work",
        credit="Ida Brandt",
    ),
    Picture(url="https://me:secret@cdn.example/2.png", alt="A map of the bank"),
    Picture(alt="One without an address"),
    Picture(url="https://pier.example/3.png"),
)


async def test_captions_credits_and_hosts_are_listed() -> None:
    async with opened(PicturesScreen(PICTURES, failed={})) as dialog:
        assert "4 pictures" in dialog.text
        assert dialog.lit.startswith("The tug [2J at work")
        assert "Ida Brandt" in dialog.text
        assert "A map of the bank" in dialog.text
        assert "(no caption)" in dialog.text
        assert "secret" not in dialog.text
        await dialog.press("j", "y")
        assert dialog.app.clipboard == "https://cdn.example/2.png"
        await dialog.press("j", "enter", "y")
        assert dialog.answer is OPEN
        assert dialog.app.clipboard == "https://cdn.example/2.png"
        await dialog.press("k", "enter")
        assert dialog.answer == PICTURES[1].url


async def test_one_is_opened_in_the_browser(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = browser.fake(monkeypatch)
    async with reader() as screen:
        await screen.press("g", "g", "enter", "P")
        assert screen.said == "This article has no pictures"
        await screen.press("escape", "g", "g", *["j"] * 5, "enter", "P")
        assert screen.opened == "Everything That Can Stand in an Article"
        assert isinstance(screen.app.screen, PicturesScreen)
        await screen.press("enter")
        assert len(asked) == 1
        assert asked[0].startswith("https://")
        assert screen.said == "Opening in the browser"


async def test_s_shows_them_in_the_text_or_says_why_not() -> None:
    async with opened(PicturesScreen(PICTURES, failed={"https://pier.example/tug.jpg": "damaged"})) as dialog:
        assert "show in the text" in dialog.text
        assert "Ida Brandt · not shown: damaged" in dialog.text
        await dialog.press("s")
        assert isinstance(dialog.answer, InText)
    async with opened(PicturesScreen(PICTURES, failed={}, are_shown=True, lack="No colours here")) as dialog:
        assert "hide in the text" in dialog.text
        await dialog.press("s")
        assert dialog.answer is OPEN
        assert [told.message for told in dialog.app._notifications] == ["No colours here"]
