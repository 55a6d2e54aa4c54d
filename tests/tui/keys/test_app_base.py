from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from textual import events
from textual.actions import SkipAction
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Input, TextArea

from reader.tui.widgets.foot_line import FootLine
from tests.support.screen import THEMES, Harness, text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reader.config.actions import Context


class Pane(Widget, can_focus=True):
    """Keeps what was done to it."""

    KEY_CONTEXT: ClassVar[Context] = "list"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.done: list[object] = []
        self.styled = 0

    def action_bookmark(self) -> None:
        self.done.append("bookmark")

    def action_first(self) -> None:
        self.done.append("first")

    def action_open_link(self, number: int) -> None:
        self.done.append(number)

    def action_open(self) -> None:
        raise SkipAction

    def render_line(self, y: int) -> Strip:
        return Strip([])

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.styled += 1


class Article(Pane):
    KEY_CONTEXT: ClassVar[Context] = "article"


class App(Harness):
    done: ClassVar[list[str]] = []

    def action_open(self) -> None:
        self.done.append("open")


class Dialog(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Button("one")
        yield Button("two")
        yield FootLine()


async def test_a_key_does_its_action_in_the_focused_widget() -> None:
    app = Harness(pane := Pane(), Pane())
    async with app.run_test() as pilot:
        pane.focus()
        await pilot.press("b", "g", "g")
        assert pane.done == ["bookmark", "first"]


async def test_what_a_widget_leaves_goes_up_to_the_app() -> None:
    app = App(pane := Pane())
    async with app.run_test() as pilot:
        pane.focus()
        await pilot.press("enter")
        assert app.done == ["open"]


async def test_a_number_comes_with_the_action() -> None:
    app = Harness(pane := Article())
    async with app.run_test() as pilot:
        pane.focus()
        await pilot.press("7", "#", "1", "2", "enter")
        assert pane.done == [7, 12]


async def test_while_typing_letters_go_into_the_field() -> None:
    app = Harness(field := Input(), Pane())
    async with app.run_test() as pilot:
        field.focus()
        assert app.key_context() == "typing"
        await pilot.press(*"jqb?:Q", "left", "x", "ctrl+e", "space", "backspace")
        assert field.value == "jqb?:xQ"


async def test_textuals_own_keys_do_nothing_on_the_front_page() -> None:
    app = Harness(pane := Pane("one"), Pane("two"))
    async with app.run_test() as pilot:
        pane.focus()
        await pilot.press("tab", "ctrl+backslash", "ctrl+z", "f9", "left_shift")
        assert app.focused is pane
        assert app.is_running


async def test_a_key_reaches_its_widget_though_the_window_had_lost_the_focus() -> None:
    app = Harness(pane := Pane())
    async with app.run_test() as pilot:
        pane.focus()
        app.post_message(events.AppBlur())
        await pilot.pause()
        assert app.focused is None
        await pilot.press("b")
        assert pane.done == ["bookmark"]


async def test_tab_goes_through_a_dialogs_widgets() -> None:
    app = Harness()
    async with app.run_test() as pilot:
        await app.push_screen(Dialog())
        await pilot.pause()
        first = app.focused
        assert app.key_context() == "dialog"
        await pilot.press("tab")
        assert app.focused is not first


async def test_quit_ends_the_app_from_everywhere() -> None:
    for keys in (["Q"], ["ctrl+c"], ["ctrl+q"]):
        app = Harness(pane := Pane())
        async with app.run_test() as pilot:
            pane.focus()
            await pilot.press(*keys)
            await pilot.pause()
            assert app.return_code is not None


async def test_the_foot_line_follows_the_focus() -> None:
    app = Harness(one := Pane("one"), two := Article("two"), FootLine())
    async with app.run_test(size=(120, 10)) as pilot:
        one.focus()
        await pilot.pause()
        assert text(app).splitlines()[-1] == " Enter read   b bookmark   ? keys"
        two.focus()
        await pilot.pause()
        assert text(app).splitlines()[-1] == " h back   b bookmark   ? keys"


async def test_a_sequence_that_has_begun_is_in_the_foot_line() -> None:
    app = Harness(pane := Article(), FootLine())
    async with app.run_test() as pilot:
        pane.focus()
        await pilot.press("#", "1")
        assert text(app).splitlines()[-1] == " #1 …"
        await pilot.press("escape")
        assert "b bookmark" in text(app).splitlines()[-1]


async def test_a_theme_is_changed_at_once_and_widgets_are_told() -> None:
    app = Harness(pane := Pane(), FootLine())
    async with app.run_test() as pilot:
        assert str(app.screen.styles.background.hex).lower() == THEMES["newsprint"].colours["paper"]
        before = pane.styled
        app.wear(THEMES["lamplight"])
        await pilot.pause()
        assert app.paint.theme.name == "lamplight"
        assert str(app.screen.styles.background.hex).lower() == THEMES["lamplight"].colours["paper"]
        assert pane.styled > before


async def test_every_theme_can_be_worn() -> None:
    app = Harness(Input(), FootLine())
    async with app.run_test() as pilot:
        for theme in THEMES.values():
            app.wear(theme)
            await pilot.pause()
            assert app.native_ansi_color == theme.uses_terminal


async def test_what_is_pasted_is_text_without_anything_that_a_terminal_acts_on() -> None:
    async with App(Input()).run_test() as pilot:
        pilot.app.query_one(Input).focus()
        pilot.app.post_message(events.Paste("a \x1b]0;owned\x07 \x9b2J \u202e[/]\nb"))
        await pilot.pause()
        assert pilot.app.query_one(Input).value == "a ]0;owned 2J [/]"


async def test_a_field_of_several_lines_is_cleaned_by_the_same_door() -> None:
    async with App(TextArea()).run_test() as pilot:
        pilot.app.query_one(TextArea).focus()
        pilot.app.post_message(events.Paste("a\u2066\x1b[2J\u202eb\r\nשלום\u200f \u061cc"))
        await pilot.pause()
        assert pilot.app.query_one(TextArea).text == "a[2Jb\nשלום\u200f c"


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\x9b", "\x1b", "\u061c", "\u2028"])
async def test_a_character_that_is_typed_is_none_that_a_terminal_acts_on(char: str) -> None:
    async with App(Input()).run_test() as pilot:
        pilot.app.query_one(Input).focus()
        pilot.app.post_message(events.Key("odd", char))
        await pilot.pause()
        assert pilot.app.query_one(Input).value == ""


async def test_a_focus_that_is_lost_while_the_app_closes_is_no_fault() -> None:
    app = App(pane := Pane("pane"))
    async with app.run_test():
        pass
    await app._dispatch_message(events.DescendantBlur(pane))


class Target:
    """A plain object that does actions for a screen."""

    def __init__(self, name: str, done: list[object]) -> None:
        self.name = name
        self.done = done

    async def action_last(self) -> None:
        self.done.append(f"{self.name} last")

    def action_open_link(self, number: int) -> None:
        self.done.append((self.name, number))


class Unwilling(Target):
    async def action_last(self) -> None:
        self.done.append(f"{self.name} skips")
        raise SkipAction


class WithTargets(Screen[None]):
    """A screen with parts; `first` it does itself."""

    def __init__(self, done: list[object]) -> None:
        super().__init__()
        self.done = done
        self.action_targets = (Unwilling("one", done), Target("two", done), Target("three", done))

    def action_first(self) -> None:
        self.done.append("screen first")


async def test_what_the_screen_leaves_goes_to_its_targets_in_their_order() -> None:
    app, done = Harness(), list[object]()
    async with app.run_test() as pilot:
        app.push_screen(WithTargets(done))
        await pilot.press("G", "g", "g")
        assert done == ["one skips", "two last", "screen first"]
        assert await app.perform("open_link", 4)
        assert done[-1] == ("one", 4)
        assert app.can("last")
        assert not app.can("bookmark")
        assert not await app.perform("bookmark")


async def test_a_key_right_after_esc_is_both() -> None:
    app = Harness(field := Input(), pane := Pane())
    async with app.run_test() as pilot:
        field.focus()
        app.post_message(events.Key("alt+b", "b"))
        await pilot.press("x")
        assert field.value == "x"
        pane.focus()
        app.post_message(events.Key("alt+b", "b"))
        await pilot.pause()
        assert pane.done == ["bookmark"]
        field.focus()
        field.value, field.cursor_position = "two words", 9
        app.post_message(events.Key("alt+b", "b"))
        await pilot.pause()
        assert (field.value, field.cursor_position) == ("two words", 4)


async def test_a_key_that_does_nothing_here_says_where_it_does_something() -> None:
    app = Harness(Pane(), article := Article())
    async with app.run_test(notifications=True) as pilot:
        article.focus()
        await pilot.press("d")
        assert shown(app) == ["d does nothing here. ? shows all keys."]
        await pilot.press("f")
        assert shown(app) == ["f: only in the sidebar (go to feed) and the list (filter)"]
        await pilot.press("A")
        assert shown(app) == ["A: only in the sidebar and the list (mark all read)"]


async def test_a_movement_of_the_terminal_that_nothing_is_bound_to_is_silent() -> None:
    app = Harness(pane := Pane())
    async with app.run_test(notifications=True) as pilot:
        pane.focus()
        await pilot.press("f7", "insert", "delete")
        assert shown(app) == []


def shown(app: Harness) -> list[str]:
    return [note.message for note in app._notifications]
