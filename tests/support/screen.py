"""A screen as plain text, and a small app to try widgets in."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from rich.color import Color

from reader.config import keys, themes
from reader.tui.dialogs.base import DIALOG_STYLES
from reader.tui.keys.app_base import STYLES, AppBase
from tests.support.bidi import unmarked

if TYPE_CHECKING:
    from textual.app import App, ComposeResult
    from textual.widget import Widget

    from reader.config.themes import Role

# The compositor and the queues are private to Textual; whoever moves the pin looks here first.
assert version("textual").startswith("8.2."), (
    "look whether Screen._compositor.render_strips still draws the screen, and what `rest` reads"
)

THEMES = themes.load(Path("/nowhere"))[0]

LETTERS: dict[Role, str] = {
    "ink": "i",
    "dim": "d",
    "accent": "a",
    "warn": "a",
    "rule": "r",
    "good": "g",
    "bad": "b",
    "paper": "p",
}


RESTS = 3
"""Turns of the loop without anything under way after which an app rests."""

TURNS = 200
"""Turns after which it goes on regardless: what waits for a person's answer is under way till then."""


async def rest(app: App[Any]) -> None:
    """Wait until no widget has a message to handle and no change of size is to come, however slow the machine."""
    resting = 0
    for _ in range(TURNS):
        is_resized = bool(app._resize_timer)
        resting = 0 if is_resized or _has_messages(app) else resting + 1
        if resting == RESTS:
            return
        await asyncio.sleep(0.001 if is_resized else 0)


def _has_messages(app: App[Any]) -> bool:
    # Its queue has no type that mypy can follow.
    pumps: tuple[Any, ...] = (app, *app.screen.walk_children(with_self=True))
    return any(pump._message_queue.qsize() or pump._next_callbacks for pump in pumps)


def text(app: App[Any]) -> str:
    """What the screen shows, one line a row, without blanks at the ends of the lines."""
    strips = app.screen._compositor.render_strips(app.screen.size)
    return "\n".join(unmarked(strip.text).rstrip() for strip in strips)


def roles(app: AppBase) -> str:
    """What the screen shows, and below each line with which roles: `i`nk, `d`im, `a`ccent, `r`ule, `g`ood, `b`ad, capital
    where it is bold, then `/s` and `/m` where the ground is the selection or the mark.

    `~` is what a dialog lets shine through. In some themes two roles have one colour: `warn` goes for `accent`.
    """
    colours = app.paint.theme.colours
    letters = {Color.parse(colours[role]).get_truecolor(): letter for role, letter in LETTERS.items()}
    grounds = {Color.parse(colours[role]).get_truecolor(): role[0] for role in ("selection", "mark")}
    lines = []
    for strip in app.screen._compositor.render_strips(app.screen.size):
        runs: list[str] = []
        for segment in strip:
            style = segment.style
            if unmarked(segment.text).strip("\u200e ") and style and style.color:
                letter = letters.get(style.color.get_truecolor(), "~")
                ground = grounds.get(style.bgcolor.get_truecolor()) if style.bgcolor else None
                run = (letter.upper() if style.bold else letter) + (f"/{ground}" if ground else "")
                if not runs or runs[-1] != run:
                    runs.append(run)
        lines.append(unmarked(strip.text).rstrip())
        if runs:
            lines.append(f"    {' '.join(runs)}")
    return "\n".join(lines)


class Harness(AppBase):
    """An app that holds some widgets, one below the other; it keeps the actions that nothing else did."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*STYLES, DIALOG_STYLES]

    def __init__(
        self, *widgets: Widget, theme: str = "newsprint", given: dict[str, object] | None = None
    ) -> None:
        super().__init__(THEMES[theme], keys.bindings(given or {})[0])
        self._shown = widgets

    def compose(self) -> ComposeResult:
        yield from self._shown
