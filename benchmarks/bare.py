"""The smallest app on Textual, one line in one widget: what the start of any program with this toolkit costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.app import ComposeResult

LINE = "one line in one widget"


class Line(Widget):
    """A line."""

    def render(self) -> str:
        return LINE


class Bare(App[None]):
    """An app with a line."""

    def compose(self) -> ComposeResult:
        yield Line()


if __name__ == "__main__":
    Bare().run()
