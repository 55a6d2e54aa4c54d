"""The settings, seen and changed on the screen."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from reader.config.setting_groups import ordered
from reader.config.settings import TABLE, typed
from reader.tui import toast
from reader.tui.article.text_layout import TextLayout
from reader.tui.dialogs.settings import UNSET, SettingsScreen, in_words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.driver import Driver
    from tests.tui.conftest import Open

LONG = 6
"""The row of an article of some pages."""

NAMES = [setting.name for _, setting in ordered() if setting]


def written(room: Path) -> dict[str, Any]:
    return tomllib.loads((room / "config" / "config.toml").read_text())


async def to(screen: Driver, name: str) -> None:
    """Open the settings, and put the cursor on one."""
    await screen.press(",", "g", "g", *["j"] * NAMES.index(name))


def value(screen: Driver) -> str:
    return next(line for line in reversed(screen.lines) if "▌" in line).split()[-1]


BY_NAME = {setting.name: setting for setting in TABLE}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("list.facts", ("source", "agency", "time"), "source, agency, time"),
        ("player", ("mpv", "{url}"), "mpv {url}"),
        ("after_refresh", ("notify-send", "{new} new", ""), "notify-send '{new} new' ''"),
        ("export.index", False, "off"),
        ("notify_bell", True, "on"),
        ("theme", None, "matches the terminal"),
        ("refresh.every", 60, "60"),
        ("export.properties", (("published", "date"), ("agency", "")), '{ published = "date", agency = "" }'),
    ],
)
def test_a_value_is_said_in_words_and_can_be_typed_so(name: str, value: Any, said: str) -> None:
    setting = BY_NAME[name]
    assert in_words(setting, value) == said
    if value is not None and not isinstance(value, bool):
        assert setting.read(typed(setting, said)) == value


def test_each_setting_without_a_default_says_what_holds_then() -> None:
    assert {setting.name for setting in TABLE if setting.default is None} == UNSET.keys()


async def test_examples_are_as_they_are_typed_here(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        await to(screen, "notify_command")
        assert "Takes a program and its arguments: notify-send {summary} {title}" in screen.text
        await to(screen, "export.index")
        assert "Takes on or off" in screen.text


@pytest.mark.parametrize("name", NAMES)
async def test_each_setting_is_listed_and_explained(reader: Open, name: str) -> None:
    async with reader(size=(120, 36)) as screen:
        await to(screen, name)
        setting = next(one for one in TABLE if one.name == name)
        line = next(line for line in reversed(screen.lines) if "▌" in line)
        assert name in line
        assert setting.help.replace("`", "")[1:40] in screen.text
        assert "Default: " in screen.text
        assert "config.toml" in "".join(screen.text.split())


async def test_a_flag_turns_over_and_holds_at_once(reader: Open, room: Path) -> None:
    async with reader(config=f'# mine\nexport.folder = "{room / "notes"}"') as screen:
        await to(screen, "export.by_publication")
        assert value(screen) == "off"
        await screen.press("enter")
        assert value(screen) == "on"
        assert written(room)["export"]["by_publication"] is True
        assert "# mine" in (room / "config" / "config.toml").read_text()
        await screen.press("escape", "g", "g", "e")
        assert (room / "notes" / "The Harbour Gazette").is_dir()


async def test_what_was_changed_is_said_to_be_saved_and_where_until_the_cursor_moves(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        await to(screen, "export.by_publication")
        place = toast.path(screen.app.config_file)
        for key, said in (("enter", "on"), ("enter", "off"), ("x", "off")):
            await screen.press(key)
            assert f"Saved in {place}: export.by_publication = {said}" in " ".join(screen.text.split())
        await screen.press("k")
        assert "export.by_publication =" not in screen.text


async def test_a_theme_that_is_not_there_is_said_to_be_missing(reader: Open) -> None:
    async with reader(config='theme = "night"') as screen:
        await to(screen, "theme")
        assert "night (not found)" in screen.text
    async with reader(config='theme = "sepia"') as screen:
        await to(screen, "theme")
        assert value(screen) == "sepia"


async def test_one_of_a_few_values_turns_to_the_next(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await to(screen, "list.density")
        found = []
        for _ in range(3):
            await screen.press("enter")
            found.append(value(screen))
        assert found == ["calm", "dense", "auto"]
        await screen.press("enter")
        assert written(room)["list"]["density"] == "calm"


async def test_what_is_set_holds_at_once(reader: Open) -> None:
    async with reader(config='list.order = "oldest"\nreading.measure = 50') as screen:
        assert "Unread, oldest first" in screen.text
        assert screen.news.article.text_layout.measure == 50
        await to(screen, "list.dates")
        await screen.press("enter", "escape")
        assert screen.news.rows.is_absolute
        assert " 4 Oct" in screen.text


async def test_the_open_article_follows_its_settings_at_once_from_the_same_line_on(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        article = screen.news.article
        await screen.press(*["j"] * LONG, "enter", "ctrl+d", "ctrl+d")
        position = article.position
        assert position > 0
        await to(screen, "reading.measure")
        await screen.press("enter", "ctrl+u", "5", "0", "enter", "j", "enter", "j", "enter")
        settings = screen.app.settings
        assert (settings.reading_justify, settings.reading_related) == (True, "hidden")
        assert article.text_layout == TextLayout(50, is_justified=True)
        await screen.press(
            *["k"] * (NAMES.index("reading.related") - NAMES.index("clock")), "enter", "escape"
        )
        assert article.position <= position < article.position + 72
        assert not screen.news.related.display
        assert "Tab" not in screen.lines[-1]
        await screen.press("escape")
        assert screen.lines[0].endswith("2:05 pm")


async def test_a_value_is_typed_and_an_empty_one_is_the_default(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await to(screen, "refresh.every")
        await screen.press("enter", "ctrl+u")
        await screen.type("15")
        await screen.press("enter")
        assert value(screen) == "15"
        assert (written(room)["refresh"]["every"], screen.app.settings.refresh_every) == (15, 15)
        await screen.press("enter", "ctrl+u", "enter")
        assert value(screen) == "60"
        assert "refresh" not in written(room)


async def test_a_wrong_value_is_told_and_nothing_changes(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await to(screen, "refresh.every")
        await screen.press("enter", "ctrl+u")
        await screen.type("often")
        await screen.press("enter")
        assert "refresh.every takes a number of minutes, 0 to 10,080" in screen.text
        assert screen.is_typing
        await screen.press("escape")
        assert value(screen) == "0"
        assert written(room)["refresh"]["every"] == 0
        assert isinstance(screen.app.screen, SettingsScreen)


@pytest.mark.parametrize("text", ['notify-send "{new} new"', '["notify-send", "{new} new"]'])
async def test_a_command_is_typed_as_one_would_in_a_shell(reader: Open, room: Path, text: str) -> None:
    async with reader() as screen:
        await to(screen, "after_refresh")
        await screen.press("enter")
        await screen.type(text)
        await screen.press("enter")
        assert written(room)["after_refresh"] == ["notify-send", "{new} new"]
        assert screen.app.settings.after_refresh == ("notify-send", "{new} new")
        await screen.press("x")
        assert "after_refresh" not in written(room)


async def test_the_theme_is_chosen_and_worn(reader: Open, room: Path) -> None:
    async with reader() as screen:
        await to(screen, "theme")
        await screen.press("enter", "g", "g", "j")
        worn = screen.app.paint.theme.name
        await screen.press("enter")
        assert value(screen) == worn
        assert written(room)["theme"] == worn


async def test_a_file_that_cannot_be_changed_is_told(reader: Open, room: Path) -> None:
    async with reader() as screen:
        file = room / "config" / "config.toml"
        file.write_text("[broken\n")
        await to(screen, "export.by_publication")
        await screen.press("enter")
        assert "is not valid TOML" in " ".join(screen.text.split())
        assert value(screen) == "off"
        assert file.read_text() == "[broken\n"


async def test_another_interval_holds_from_now_on(reader: Open) -> None:
    async with reader() as screen:
        before = screen.news.parts.jobs.next_refresh
        screen.app.keep_setting("refresh.every", 30)
        assert before is None
        timer = screen.news.parts.jobs.next_refresh
        assert timer is not None
        screen.app.keep_setting("refresh.every", 0)
        assert screen.news.parts.jobs.next_refresh is None
