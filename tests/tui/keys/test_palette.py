from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from reader.config.keys import Bindings
from reader.tui.keys.palette import Palette
from reader.tui.widgets.action_list import ActionList, matching
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from reader.config.actions import Context


class Reading(Widget, can_focus=True):
    KEY_CONTEXT: ClassVar[Context] = "article"

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def action_export(self) -> None:
        self.done.append("export")

    def action_find(self) -> None:
        self.done.append("find")

    def action_fold(self) -> None:
        self.done.append("fold")

    def action_move_down(self) -> None:
        self.done.append("down")

    def render_line(self, y: int) -> Strip:
        return Strip([])


async def test_it_shows_what_can_be_done_here_with_its_keys() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":")
        shown = text(app)
        assert "export to Markdown" in shown
        assert "find in article" in shown
        assert "fold" not in shown, "belongs to another place"
        assert "bookmark" not in shown, "nothing here does it"
        assert "the next row" not in shown, "movements are for the fingers"
        assert shown.splitlines()[-1] == " Enter do it   ↓ ↑ move   Esc back   F1 all keys"


async def test_typing_filters_and_enter_does_it_where_one_was() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press("ctrl+p", *"fin", "enter")
        await pilot.pause()
        assert pane.done == ["find"]
        assert app.focused is pane


async def test_arrows_choose_and_enter_does_it() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", "down", "up", "down", "enter")
        await pilot.pause()
        assert pane.done == ["find"]


async def test_escape_does_nothing_and_comes_back() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", *"fin", "escape")
        await pilot.pause()
        assert pane.done == []
        assert not isinstance(app.screen, Palette)
        assert app.focused is pane


async def test_a_palette_opens_no_second_one() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", "ctrl+p")
        assert len(app.screen_stack) == 2


async def test_nothing_that_fits_leaves_it_open() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", *"zzz", "enter")
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(Input).value == "zzz"
        assert app.screen.query_one(ActionList).current is None
        assert app.screen.query_one(ActionList).count == 1  # the sentence that says so


def test_every_word_must_be_there_and_labels_come_first() -> None:
    rows = Bindings({}).rows("article")
    assert [row.action.id for row in matching(rows, "MARKDOWN copy")] == ["copy_markdown"]
    assert matching(rows, "link")[0].action.id == "links"
    assert matching(rows, "") == rows
    assert [row.action.id for row in matching(rows, "ctrl-r")] == ["redo"]
