from __future__ import annotations

from reader.tui.dialogs.themes import ThemesScreen
from tests.support.dialogs import Opened, opened
from tests.support.screen import THEMES, Harness


def worn(dialog: Opened) -> tuple[str, str]:
    return dialog.app.theme, dialog.app.paint.theme.name


def choosing(app: Harness) -> ThemesScreen:
    return ThemesScreen(THEMES, app.paint.theme.name, app.wear)


async def test_the_cursor_wears_what_it_stands_on() -> None:
    async with opened(choosing, theme="lamplight") as dialog:
        assert dialog.lit.split() == ["•", "lamplight", "dark"]
        await dialog.press("j")
        assert worn(dialog) == ("sepia", "sepia")
        await dialog.press("enter")
        assert dialog.answer == "sepia"
        assert worn(dialog) == ("sepia", "sepia")


async def test_escape_brings_the_old_one_back() -> None:
    async with opened(choosing, theme="lamplight") as dialog:
        await dialog.press("k", "escape")
        assert dialog.answer is None
        assert worn(dialog) == ("lamplight", "lamplight")
