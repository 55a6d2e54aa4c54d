"""The dialog of themes by name; the one under the cursor is worn at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from reader.config.themes import Theme
    from reader.tui.widgets.foot_line import Hints


class ThemesScreen(Dialog[str]):
    """Answers with the name of a theme, which is worn already; without an answer the old one is worn again."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "use"),)

    def __init__(self, themes: Mapping[str, Theme], worn: str, wear: Callable[[Theme], None]) -> None:
        super().__init__()
        self._themes = themes
        self._names = list(themes)
        self._worn = worn
        self._wear = wear

    def body(self) -> ComposeResult:
        """The names, the cursor on the one that is worn."""
        yield Static(plain("Theme"), classes="heading")
        rows = [
            Choice(name, sign="•" if name == self._worn else "", end=kind_of(self._themes[name]))
            for name in self._names
        ]
        at = self._names.index(self._worn) if self._worn in self._themes else None
        yield ChoiceList(rows, at=at)

    @on(ChoiceList.Highlighted)
    def _moved(self, event: ChoiceList.Highlighted) -> None:
        self._wear(self._themes[self._names[event.index]])

    @on(ChoiceList.Opened)
    def _chosen(self, event: ChoiceList.Opened) -> None:
        self._wear(self._themes[self._names[event.index]])
        self.dismiss(self._names[event.index])

    def action_back(self) -> None:
        """The old one again."""
        if self._worn in self._themes:
            self._wear(self._themes[self._worn])
        self.dismiss(None)


def kind_of(theme: Theme) -> str:
    """Say in words of what kind a theme's colours are."""
    if theme.is_plain:
        return "no colours"
    if theme.uses_terminal:
        return "the terminal's own colours"
    return "dark" if theme.dark else "light"
