from __future__ import annotations

from reader.core.subscriptions import Starter
from reader.tui.dialogs.starters import StartersScreen
from tests.support.dialogs import OPEN, opened

NEWS = [
    Starter("news", f"Paper {number}", f"https://paper{number}.example/feed", "en") for number in (1, 2, 3)
]
CODE = [
    Starter("code", "Compilers", "https://compilers.example/feed", "en"),
    Starter("code", "Analyses", "https://analyses.example/feed", "fr"),
]


async def test_space_ticks_and_enter_answers_with_what_is_ticked() -> None:
    async with opened(StartersScreen([*NEWS, *CODE])) as dialog:
        assert " Starter feeds: choose what you want to read" in dialog.lines
        await dialog.press(" ", "j", "j", "j", " ")
        assert " 2 feeds chosen" in dialog.lines
        assert " ✓ Paper 1" in dialog.lines
        await dialog.press("enter")
        assert dialog.answer == (NEWS[0], CODE[0])


async def test_space_again_takes_the_tick_away() -> None:
    async with opened(StartersScreen(NEWS)) as dialog:
        await dialog.press(" ", " ")
        assert "▌· Paper 1" in dialog.lines


async def test_enter_without_a_tick_takes_the_row_under_the_cursor() -> None:
    async with opened(StartersScreen(NEWS)) as dialog:
        await dialog.press("j", "enter")
        assert dialog.answer == (NEWS[1],)


async def test_a_ticks_the_subject_and_then_unticks_it() -> None:
    async with opened(StartersScreen([*NEWS, *CODE])) as dialog:
        await dialog.press("j", "a")
        assert " 3 feeds chosen" in dialog.lines
        await dialog.press("G", " ")
        assert " 4 feeds chosen" in dialog.lines
        await dialog.press("k", "k", "a", "enter")
        assert dialog.answer == (CODE[1],)


async def test_a_click_ticks_and_answers_nothing() -> None:
    async with opened(StartersScreen(NEWS)) as dialog:
        await dialog.pilot.click(
            offset=(10, next(y for y, row in enumerate(dialog.lines) if "Paper 2" in row))
        )
        await dialog.settle()
        assert "▌✓ Paper 2" in dialog.lines
        assert dialog.answer is OPEN


async def test_what_is_there_already_is_said_and_cannot_be_chosen() -> None:
    async with opened(StartersScreen(NEWS, ["HTTPS://Paper1.example:443/feed"])) as dialog:
        assert dialog.lit.split() == ["Paper", "1", "subscribed"]
        await dialog.press(" ", "enter")
        assert dialog.answer is OPEN
        await dialog.press("a", "enter")
        assert dialog.answer == tuple(NEWS[1:])


async def test_subjects_and_languages_are_named() -> None:
    async with opened(StartersScreen([*NEWS, *CODE])) as dialog:
        assert [row.strip() for row in dialog.lines if row.isupper()] == ["NEWS", "CODE"]
        assert next(row for row in dialog.lines if "Analyses" in row).endswith("français")


async def test_escape_answers_with_nothing() -> None:
    async with opened(StartersScreen(NEWS)) as dialog:
        await dialog.press(" ", "escape")
        assert dialog.answer is None
