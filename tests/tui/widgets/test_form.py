from __future__ import annotations

from textual import on
from textual.widgets import Input

from reader.tui.widgets.form import Field, InputForm
from tests.support.screen import Harness, text


class Shown(Harness):
    def __init__(self) -> None:
        self.kept: list[tuple[str, ...]] = []
        super().__init__(
            InputForm(Field("name", "[b]Name[/b]", "Ferries", limit=9), Field("query", "Query", "", "words"))
        )

    @on(InputForm.Submitted)
    def _keep(self, event: InputForm.Submitted) -> None:
        self.kept.append(event.values)


async def test_each_label_stands_above_its_field() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)):
        assert text(app).splitlines()[:5] == [" [b]Name[/b]", " Ferries", "", " Query", " words"]
        assert isinstance(app.focused, Input)
        assert app.focused.id == "name"


async def test_enter_in_any_field_submits_all_without_spaces_at_their_ends() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("enter", "down", *"tides", "space", "enter")
        assert app.kept == [("Ferries", ""), ("Ferries", "tides")]


async def test_arrows_go_to_the_other_field_and_a_limit_holds() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("down", *"x", "up", *"abcdefghijk")
        assert [field.value for field in app.query(Input)] == ["abcdefghi", "x"]
