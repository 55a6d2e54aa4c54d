from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static
from textual.widgets._toast import Toast

from reader.tui import toast
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.confirm import AskScreen
from reader.tui.dialogs.themes import ThemesScreen
from tests.support.dialogs import OPEN, opened
from tests.support.screen import THEMES, Harness

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Asking(Dialog[int]):
    OWN_HINTS = (("Enter", "count"),)

    def body(self) -> ComposeResult:
        yield Static("How many?", classes="heading")
        yield Input()


async def test_what_it_tells_ends_with_it_and_what_else_is_told_stays() -> None:
    app = Harness()
    async with app.run_test(notifications=True) as pilot:
        await app.push_screen(asking := Asking())
        asking.copy_address("https://a.example/")
        await pilot.pause()
        toast.show(app, "3 new", "good")
        await pilot.pause()
        asking.tell("Counted")
        await pilot.pause()
        assert [one.message for one in app._notifications] == ["Counted"]
        asking.dismiss(None)
        await pilot.pause()
        await pilot.pause()
        assert list(app._notifications) == []
        await app.push_screen(asking := Asking())
        toast.show(app, "3 new", "good")
        asking.dismiss(None)
        await pilot.pause()
        await pilot.pause()
        assert [one.message for one in app._notifications] == ["3 new"]


async def test_what_was_told_below_it_before_the_key_ends_as_it_opens() -> None:
    app = Harness()
    async with app.run_test(notifications=True) as pilot:
        toast.show(app, "q quits", "good")
        await pilot.pause()
        await pilot.press("ctrl+l")
        below = app.screen
        await app.push_screen(asking := Asking())
        await pilot.pause()
        assert list(app._notifications) == []
        assert not below.query("Toast"), "nor is it drawn behind the dialog"
        toast.show(app, "3 new", "good")
        await pilot.pause()
        asking.dismiss(None)
        await pilot.pause()
        await pilot.pause()
        assert [str(shown._notification.message) for shown in below.query(Toast)] == ["3 new"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_message_leaves_the_keys_of_a_dialog_to_be_seen(size: tuple[int, int]) -> None:
    app = Harness()
    async with app.run_test(notifications=True, size=size) as pilot:
        await app.push_screen(Asking())
        for said in ("3 new", "3 new\n2 failed"):
            toast.show(app, said, "good")
            await pilot.pause()
            *_, message, foot = (strip.text for strip in app.screen._compositor.render_strips())
            assert said.splitlines()[-1] in message
            assert "Enter count   Esc back" in foot


async def test_what_was_told_just_before_the_key_ends_too() -> None:
    app = Harness()
    async with app.run_test(notifications=True):
        toast.show(app, "q quits", "good")
        app.told_before = toast.shown_now(app)  # as the next key notes, with no time in between
        await app.push_screen(Asking())
        assert list(app._notifications) == []


async def test_what_the_key_itself_led_to_stays_over_the_next_dialog() -> None:
    app = Harness()
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+l")
        toast.show(app, "Rule saved", "good")
        await pilot.pause()
        await app.push_screen(Asking())
        await pilot.pause()
        assert [shown.message for shown in app._notifications] == ["Rule saved"]


@pytest.mark.parametrize(
    ("size", "is_whole"), [((60, 20), True), ((69, 30), True), ((80, 21), True), ((70, 22), False)]
)
async def test_a_small_terminal_is_all_its(size: tuple[int, int], is_whole: bool) -> None:
    async with opened(Asking(), size=size) as dialog:
        rules = [at for at, line in enumerate(dialog.lines) if line == "─" * size[0]]
        assert (rules == [0, size[1] - 2]) is is_whole


async def test_it_is_a_band_between_two_rules_above_the_foot_line() -> None:
    async with opened(Asking(), size=(40, 12)) as dialog:
        rules = [at for at, line in enumerate(dialog.lines) if line == "─" * 40]
        assert len(rules) == 2
        assert dialog.lines[rules[0] + 1] == " How many?"
        assert dialog.lines[-1].startswith(" Enter count")


def behind(app: Harness) -> tuple[str, object, object]:
    """The first line of the screen: its text, ink and paper."""
    strip = app.screen._compositor.render_strips(app.screen.size)[0]
    first = next(segment for segment in strip if segment.text.strip())
    assert first.style is not None
    return first.text.strip(), first.style.color, first.style.bgcolor


@pytest.mark.parametrize("theme", sorted(THEMES))
async def test_what_lies_behind_stays_in_sight(theme: str) -> None:
    app = Harness(Static("behind"), theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = behind(app)
        assert before[0] == "behind"
        app.push_screen(Asking())
        await pilot.pause()
        text, ink, paper = behind(app)
        assert text == "behind"
        if THEMES[theme].uses_terminal:
            assert (ink, paper) == before[1:], "the terminal's own colours cannot be dimmed"
        else:
            assert paper == before[2]
            assert ink not in before[1:]


@pytest.mark.parametrize("theme", sorted(THEMES))
async def test_a_theme_is_judged_by_what_lies_behind_as_it_is(theme: str) -> None:
    app = Harness(Static("behind"), theme=theme)
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        before = behind(app)
        app.push_screen(ThemesScreen(THEMES, theme, app.wear))
        await pilot.pause()
        assert behind(app) == before


async def test_other_hints_take_the_place_of_its_own() -> None:
    screen = Asking()
    async with opened(screen, size=(40, 12)) as dialog:
        screen.hint(("Esc", "cancel"))
        await dialog.settle()
        assert dialog.lines[-1].startswith(" Esc cancel")
        assert "count" not in dialog.lines[-1]


async def test_it_is_ready_when_its_field_has_the_keys() -> None:
    screen = Asking()
    before = screen.is_ready
    async with opened(screen) as dialog:
        assert (before, screen.is_ready) == (False, True)
        await dialog.type("12")
        assert screen.query_one(Input).value == "12"


async def test_only_the_first_result_counts() -> None:
    screen = Asking()
    async with opened(screen) as dialog:
        screen.dismiss(1)
        screen.dismiss(2)
        await dialog.settle()
        assert dialog.answers == [1]
        assert len(dialog.app.screen_stack) == 1


async def test_a_result_waits_until_nothing_lies_over_the_dialog() -> None:
    screen = Asking()
    async with opened(screen) as dialog:
        dialog.app.push_screen(AskScreen("Really?"))
        await dialog.settle()
        screen.dismiss(3)
        screen.dismiss(4)
        await dialog.settle()
        assert screen.is_dismissed
        assert dialog.answer is OPEN
        assert isinstance(dialog.app.screen, AskScreen)
        await dialog.press("escape")
        assert dialog.answers == [3]


async def test_escape_gives_no_result() -> None:
    async with opened(Asking()) as dialog:
        await dialog.press("escape")
        assert dialog.answers == [None]


async def test_an_address_is_copied_without_its_password() -> None:
    screen = Asking()
    async with opened(screen) as dialog:
        screen.copy_address("https://ann:secret@pier.example/feed")
        assert dialog.app.clipboard == "https://pier.example/feed"
