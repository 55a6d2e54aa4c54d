"""The dialog of all settings with their values: one is changed in its line, and the config file with it."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.widgets import Input, Static

from reader.config import setting_groups, setting_values, settings
from reader.errors import BroadsheetError
from reader.late import pattern
from reader.text.clean import capital, told
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.dialogs.themes import ThemesScreen
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.config.save_setting import Written
    from reader.config.setting_values import Value
    from reader.config.settings import Setting, Settings
    from reader.config.themes import Theme
    from reader.tui.paint import Paint
    from reader.tui.widgets.foot_line import Hints


UNSET: Mapping[str, str] = {
    "after_refresh": "no program",
    "browser": "your system's browser",
    "export.folder": "broadsheet in your documents folder",
    "export.folder_name": "no subfolders",
    "export.properties": "as in the preset",
    "notify_command": "no program",
    "player": "no program",
    "theme": "matches the terminal",
}
"""What holds while a setting that has no default of its own is not set."""

_EXAMPLE = pattern(r'\["(?:[^\]]|\](?!$))*"\]')


def in_words(setting: Setting, value: Value) -> str:
    """A value as a person says it: `on`, `source, agency`, `firefox {url}`, what holds while it is not set."""
    if value is None:
        return UNSET.get(setting.name, "not set")
    if isinstance(value, bool):
        return "on" if value else "off"
    words = [one for one in value if isinstance(one, str)] if isinstance(value, tuple) else []
    if not words:
        return settings.shown(value)
    return _command(words) if set(words) - {*setting_values.FACTS} else ", ".join(words)


def _command(words: Iterable[str]) -> str:
    """The words of a command as they can be typed here."""
    return " ".join(
        word if word and not set(word) & {*" \t\n\\\"'#"} else shlex.quote(word) for word in words
    )


def _takes(setting: Setting) -> str:
    if isinstance(setting.default, bool):
        return "on or off"
    return _EXAMPLE.sub(lambda found: _command(json.loads(found[0])), setting.values.replace("`", ""))


class SettingsKeeper(Protocol):
    """Holds the settings and the themes, and goes by what is changed of them: the app."""

    paint: Paint

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    @property
    def themes_known(self) -> Mapping[str, Theme]:
        """All themes by their names."""

    @property
    def saved_where(self) -> str:
        """The place in which settings are saved, as the end of a sentence."""

    def wear(self, theme: Theme) -> None:
        """Change to a theme for now."""

    def keep_theme(self, name: str) -> None:
        """Change to a theme for good."""

    def keep_setting(self, name: str, value: Written | None) -> None:
        """Write a setting, None for its default. Raises `ConfigError`."""


class SettingsScreen(Dialog[None]):
    """Enter changes a setting: a flag turns over, the next of a few values is taken, a theme is chosen, all else is
    typed; nothing typed is the default."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "change"), ("x", "default"))
    BINDINGS: ClassVar[list[BindingType]] = [("x", "unset"), ("left", "column(0)"), ("right", "column(1)")]

    def __init__(self, keeper: SettingsKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._ordered = setting_groups.ordered()
        self._saved: Setting | None = None

    def body(self) -> ComposeResult:
        """The rows, what the one under the cursor is for, and the field."""
        yield Static("Settings", classes="heading", markup=False)
        yield Static(plain(self._keeper.saved_where), classes="said path")
        yield ChoiceList(always_lit=True)
        yield Static(classes="said help")
        yield Input()
        yield Static(classes="said", id="told")

    def on_mount(self) -> None:
        """Shows things as they are."""
        self._edit_no_more()
        self._show()

    @property
    def _rows(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    @property
    def _current(self) -> Setting:
        setting = self._ordered[self._rows.cursor][1]
        assert setting is not None  # the cursor stands on no heading
        return setting

    def _show(self) -> None:
        at = self._rows.cursor
        self._rows.put([self._row(*row) for row in self._ordered], at=at)
        self._explain()

    def _row(self, label: str, setting: Setting | None) -> Choice | str:
        if setting is None:
            return label
        value = getattr(self._keeper.settings, setting.field)
        is_default = value == setting.default
        is_missing = setting.name == "theme" and value not in (None, *self._keeper.themes_known)
        said = f"{in_words(setting, value)} (not found)" if is_missing else in_words(setting, value)
        return Choice(label, aside=setting.name, end=said, is_bold=not is_default)

    @on(ChoiceList.Highlighted)
    def _explain(self) -> None:
        one = self._current
        said = (one.help, f"takes {_takes(one)}", f"default: {in_words(one, one.default)}")
        self.query_one(".help", Static).update(plain("\n".join(map(capital, said)).replace("`", "")))
        if one is not self._saved:
            self._say("")

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        said = self.query_one("#told", Static)
        said.set_class(is_wrong, "-wrong")
        said.set_class(not is_wrong, "-good")
        said.update(plain(text))

    # Changing

    @on(ChoiceList.Opened)
    def _change(self) -> None:
        setting = self._current
        value = getattr(self._keeper.settings, setting.field)
        if setting.name == "theme":
            self.app.push_screen(
                ThemesScreen(self._keeper.themes_known, self._keeper.paint.theme.name, self._keeper.wear),
                self._themed,
            )
        elif isinstance(value, bool):
            self._keep(setting, not value)
        elif setting.choices:
            self._keep(setting, setting.choices[(setting.choices.index(value) + 1) % len(setting.choices)])
        else:
            self._field.display = True
            self._field.value = "" if value is None else in_words(setting, value)
            self._field.focus()
            self.hint(("Enter", "save"), ("Esc", "cancel"))

    def _themed(self, name: str | None) -> None:
        if name is not None:
            self._keeper.keep_theme(name)
            self._show()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        setting, text = self._current, event.value.strip()
        value = settings.typed(setting, text) if text else None
        if text and value is None:
            self._say(f"{setting.name} takes {_takes(setting)}", is_wrong=True)
        else:
            self._keep(setting, value)

    def _keep(self, setting: Setting, value: Written | None) -> None:
        try:
            self._keeper.keep_setting(setting.name, value)
        except BroadsheetError as error:
            self._say(told(str(error), error.hint), is_wrong=True)
            return
        self._edit_no_more()
        self._show()
        self._tell_saved()

    def _tell_saved(self) -> None:
        self._saved = setting = self._current
        value = in_words(setting, getattr(self._keeper.settings, setting.field))
        self._say(f"Saved {self._keeper.saved_where}: {setting.name} = {value}")

    def action_column(self, number: int) -> None:
        """Go to the other column, where there are two."""
        self._rows.to_column(number)

    def action_unset(self) -> None:
        """Restores the default."""
        self._keep(self._current, None)

    def _edit_no_more(self) -> None:
        self._field.display = False
        self._say("")
        self._saved = None
        self._rows.focus()
        self.hint(*self.OWN_HINTS)

    def action_back(self) -> None:
        """Leaves the field, or else the dialog."""
        if self._field.display:
            self._edit_no_more()
        else:
            self.dismiss(None)
