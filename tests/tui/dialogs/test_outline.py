from __future__ import annotations

from reader.tui.article.document import Heading
from reader.tui.dialogs.outline import OutlineScreen
from tests.support.dialogs import opened

HEADINGS = [Heading(2, "One", 10), Heading(3, "[b]Two[/b]", 20), Heading(2, "Three", 30)]


async def test_headings_stand_in_their_order_and_give_their_position() -> None:
    async with opened(OutlineScreen(HEADINGS)) as dialog:
        rows = [line[1:].strip() for line in dialog.lines if any(one.text in line for one in HEADINGS)]
        assert rows == ["One", "[b]Two[/b]", "Three"]
        assert dialog.lit == "One"
        await dialog.press("j", "enter")
        assert dialog.answer == 20
