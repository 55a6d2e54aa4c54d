"""A screen as plain text, and a small app to try widgets in."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.config import keys, themes
from reader.tui.foundation import Foundation

if TYPE_CHECKING:
    from textual.app import App, ComposeResult
    from textual.widget import Widget

# The compositor is private to Textual; whoever moves the pin looks here first.
assert version("textual").startswith("8.2."), (
    "look whether Screen._compositor.render_strips still draws the screen"
)

THEMES = themes.load(Path("/nowhere"))[0]


def text(app: App[Any]) -> str:
    """What the screen shows, one line a row, without blanks at the ends of the lines."""
    strips = app.screen._compositor.render_strips(app.screen.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


class Harness(Foundation):
    """An app that holds some widgets, one below the other; it keeps the actions that nothing else did."""

    def __init__(
        self, *widgets: Widget, theme: str = "newsprint", given: dict[str, object] | None = None
    ) -> None:
        super().__init__(THEMES[theme], keys.bindings(given or {})[0])
        self._shown = widgets

    def compose(self) -> ComposeResult:
        yield from self._shown
