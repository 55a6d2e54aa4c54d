from __future__ import annotations

from reader.tui.article.links import NumberedLink
from reader.tui.dialogs.links import LinksScreen
from tests.support.dialogs import OPEN, opened

LINKS = [
    NumberedLink(number, f"Link {number}", f"https://u:secret@site{number}.example/")
    for number in range(1, 31)
]


async def test_enter_opens_the_link_under_the_cursor() -> None:
    async with opened(LinksScreen(LINKS)) as dialog:
        await dialog.press("j", "j", "enter")
        assert dialog.answer == LINKS[2]


async def test_a_digit_opens_the_link_of_that_number() -> None:
    async with opened(LinksScreen(LINKS)) as dialog:
        await dialog.press("7")
        assert dialog.answer == LINKS[6]


async def test_a_digit_without_a_link_does_nothing() -> None:
    async with opened(LinksScreen(LINKS[:2])) as dialog:
        await dialog.press("7")
        assert dialog.answer is OPEN


async def test_a_click_opens() -> None:
    async with opened(LinksScreen(LINKS[:3])) as dialog:
        await dialog.pilot.click(
            offset=(10, next(y for y, row in enumerate(dialog.lines) if "Link 2" in row))
        )
        await dialog.settle()
        assert dialog.answer == LINKS[1]


async def test_y_copies_the_address_without_its_password() -> None:
    async with opened(LinksScreen(LINKS)) as dialog:
        await dialog.press("j", "y")
        assert dialog.app.clipboard == "https://site2.example/"
        assert dialog.answer is OPEN


async def test_numbers_titles_and_sites_stand_in_columns() -> None:
    async with opened(LinksScreen(LINKS)) as dialog:
        assert f"▌ 1 Link 1{'site1.example':>69}" in dialog.lines
        await dialog.press("G")
        assert f"▌30 Link 30{'site30.example':>68}" in dialog.lines
