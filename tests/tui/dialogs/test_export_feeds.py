from __future__ import annotations

from reader.tui.dialogs.export_feeds import REPLACES, ExportFeedsScreen
from tests.support.dialogs import OPEN, opened


class Writer:
    """Says what the test says, in turn, and keeps what it was asked."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, bool]] = []

    async def write(self, path: str, replaces: bool) -> str | None:
        self.asked.append((path, replaces))
        return self.answers.pop(0)


async def test_the_path_is_written_and_answered_with() -> None:
    writer = Writer(None)
    async with opened(ExportFeedsScreen("/home/ann/feeds.opml", 0, writer.write)) as dialog:
        assert "import this file" in dialog.text
        await dialog.press("enter")
        assert writer.asked == [("/home/ann/feeds.opml", False)]
        assert dialog.answer == "/home/ann/feeds.opml"


async def test_a_file_that_is_there_is_replaced_by_a_second_enter_only() -> None:
    writer = Writer(REPLACES, REPLACES, None)
    async with opened(ExportFeedsScreen("a", 2, writer.write)) as dialog:
        assert "Passwords in addresses are left out" in dialog.text
        await dialog.press("enter")
        assert f" {REPLACES}" in dialog.lines
        await dialog.press("b")
        assert REPLACES not in dialog.text
        await dialog.press("enter", "enter")
        assert writer.asked == [("a", False), ("ab", False), ("ab", True)]
        assert dialog.answer == "ab"


async def test_what_is_wrong_is_said_and_nothing_typed_writes_nothing() -> None:
    writer = Writer("/[x]: there is no such folder.")
    async with opened(ExportFeedsScreen("", 0, writer.write)) as dialog:
        await dialog.press("enter")
        assert writer.asked == []
        await dialog.press(*"/[x]", "enter")
        assert " /[x]: there is no such folder." in dialog.lines
        assert dialog.answer is OPEN
