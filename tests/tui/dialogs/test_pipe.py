from __future__ import annotations

from reader.tui.dialogs.pipe import OutputScreen, PipeScreen
from tests.support.dialogs import OPEN, opened


async def test_a_command_that_can_be_read_is_the_answer() -> None:
    async with opened(PipeScreen("The Lock")) as dialog:
        assert " Pipe to a command: The Lock" in dialog.lines
        await dialog.type(" wc -w ")
        await dialog.press("enter")
        assert dialog.answer == "wc -w"


async def test_one_that_cannot_be_read_stays_and_says_so() -> None:
    async with opened(PipeScreen("The Lock", "grep 'x")) as dialog:
        await dialog.press("enter")
        assert dialog.answer is OPEN
        assert " This is not a valid command: no closing quotation." in dialog.lines
        assert " grep 'x" in dialog.lines


async def test_nothing_typed_is_no_command() -> None:
    async with opened(PipeScreen("The Lock")) as dialog:
        await dialog.press(" ", "enter")
        assert dialog.answer is OPEN


async def test_the_output_is_shown_line_by_line_and_acts_on_nothing() -> None:
    async with opened(OutputScreen("wc", "1\n\n[b]2[/b] \x1b[2J\n\n")) as dialog:
        at = next(number for number, line in enumerate(dialog.lines) if line == " wc")
        shown = [line.strip() for line in dialog.lines[at + 1 :]]
        assert shown[1:4] == ["1", "", "[b]2[/b] [2J"]
        await dialog.press("escape")
        assert dialog.answer is None
