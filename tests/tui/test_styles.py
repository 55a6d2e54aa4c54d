"""Stylesheets name widgets by their class: one that is renamed without them loses its looks in silence."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from rich.color import Color
from textual.widget import Widget
from textual.widgets import Input

import reader.tui
from reader.tui.dialogs.base import DIALOG_STYLES
from reader.tui.dialogs.note import NoteField
from reader.tui.keys.app_base import STYLES
from tests.support.screen import Harness

for module in pkgutil.walk_packages(reader.tui.__path__, "reader.tui."):
    import_module(module.name)


def classes(of: type[Widget] = Widget) -> set[type[Widget]]:
    found = {of}
    for below in of.__subclasses__():
        found |= classes(below)
    return found


NAMES = {kind.__name__ for kind in classes()}
OURS = sorted(
    {kind for kind in classes() if kind.__module__.startswith("reader.")}, key=lambda kind: kind.__name__
)
SHEETS = {path.name: Path(path).read_text("utf-8") for path in map(Path, (*STYLES, DIALOG_STYLES))} | {
    kind.__name__: css for kind in OURS if (css := str(vars(kind).get("DEFAULT_CSS", "")))
}


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_each_class_that_a_stylesheet_names_is_there(sheet: str) -> None:
    css = re.sub(r"/\*.*?\*/|\{.*?\}", " ", SHEETS[sheet], flags=re.DOTALL)
    named = set(re.findall(r"(?<![\w.#$:-])[A-Z]\w+", css))
    assert named <= NAMES


@pytest.mark.parametrize("field", [Input, NoteField])
async def test_without_colours_the_cursor_and_what_is_selected_are_reversed(
    field: type[Input | NoteField],
) -> None:
    widget = field()
    app = Harness(widget, theme="plain")
    async with app.run_test(size=(30, 12)) as pilot:
        widget.focus()
        await pilot.press("t", "i", "d", "e")
        await pilot.pause()
        assert _reversed(app) == [" "]
        widget.select_all()
        await pilot.pause()
        assert "".join(_reversed(app)).strip() == "tide"


def _reversed(app: Harness) -> list[str]:
    """The pieces of the screen that are reversed, once it is known that none has a colour."""
    pieces = [piece for line in app.screen._compositor.render_strips() for piece in line]
    plain = {None, Color.parse("default")}
    assert {colour for _, style, _ in pieces if style for colour in (style.color, style.bgcolor)} <= plain
    return [text for text, style, _ in pieces if style and style.reverse]
