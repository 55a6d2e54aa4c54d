from __future__ import annotations

import pytest

from reader.tui.dialogs.confirm import AskScreen
from tests.support.dialogs import OPEN, opened


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False), ("escape", False), ("q", False)])
async def test_only_y_is_yes(key: str, answer: bool) -> None:
    async with opened(AskScreen("Remove it?")) as dialog:
        await dialog.press(key)
        assert dialog.answer is answer


@pytest.mark.parametrize("key", ["enter", "space", "x", "Y"])
async def test_no_other_key_answers(key: str) -> None:
    async with opened(AskScreen("Remove it?")) as dialog:
        await dialog.press(key)
        assert dialog.answer is OPEN


async def test_it_says_what_follows() -> None:
    async with opened(AskScreen("Unsubscribe from The [b]Pier[/b]?", "Its articles stay.")) as dialog:
        assert " Unsubscribe from The [b]Pier[/b]?" in dialog.lines
        assert " Its articles stay." in dialog.lines
        assert dialog.lines[-1].startswith(" y yes   n no")


async def test_the_help_over_it_begins_with_its_own_keys() -> None:
    async with opened(AskScreen("Remove it?")) as dialog:
        await dialog.press("question_mark")
        rows = [line.strip("▌ ").split() for line in dialog.lines]
        assert [row for row in rows if row[-1:] in (["yes"], ["no"])] == [["y", "yes"], ["n", "no"]]
