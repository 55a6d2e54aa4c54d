"""Shows a short message as plain text in one corner, long enough to be read."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len

from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from textual.app import App
    from textual.notifications import Notification, SeverityLevel

Mood = Literal["good", "warn", "bad"]

LIMIT = 400
"""Characters of a message that are shown."""

ROOM = 60
"""Cells of a line at most, as the stylesheet has it."""

_BESIDE = 4
"""Columns of a narrow terminal that are beside the line."""

_SEVERITY: dict[Mood, SeverityLevel] = {"good": "information", "warn": "warning", "bad": "error"}


LONGEST: dict[Mood, float] = {"good": 6.0, "warn": 15.0, "bad": 6.0}
"""Seconds that a message stays at most. What is wrong at the start has several lines."""


def show(app: App[Any], text: str, mood: Mood) -> str:
    """Show a message in the place of the one before; foreign words in it are cleaned and stay plain. Returns it as it is
    shown."""
    shown = clean(text.strip())
    if len(shown) > LIMIT:
        shown = shown[: LIMIT - 1] + "…"
    for old in list(app._notifications):
        app._unnotify(old, refresh=False)
    gone = list(app.screen.query("ToastHolder"))
    for holder in gone:
        holder.display = False  # at once: removing it takes a frame more
    app.notify(shown, severity=_SEVERITY[mood], timeout=seconds(shown, mood), markup=False)
    for holder in gone:
        holder.remove()  # Textual removes what is in it alone
    return shown


def end(app: App[Any], messages: Container[str]) -> None:
    """Take messages away that are shown, in their own words: they belong to a dialog that is gone."""
    for old in list(app._notifications):
        if old.message in messages:
            app._unnotify(old)


def shown_now(app: App[Any]) -> Sequence[Notification]:
    """The messages that are shown."""
    return list(app._notifications)


def clear(app: App[Any], messages: Iterable[Notification]) -> None:
    """Take these messages away, as far as they are still shown."""
    for old in messages:
        if old in app._notifications:
            app._unnotify(old)


def clear_errors(app: App[int]) -> None:
    """Take what tells of something wrong away: the reader has gone on to something else."""
    for old in list(app._notifications):
        if old.severity == _SEVERITY["bad"]:
            app._unnotify(old)


def stands(app: App[Any], ending: str, ended_early: Sequence[Notification]) -> bool:
    """Tell whether a message is shown that ends so; where none is, whether one that was taken away would still be."""
    shown = shown_now(app) or [one for one in ended_early if not one.has_expired]
    return any(one.message.endswith(ending) for one in shown)


def seconds(text: str, mood: Mood) -> float:
    """Return the time it stays: a quarter of a second a word, and some more where something is wrong."""
    return min(3 + len(text.split()) / 4 + (1.5 if mood == "bad" else 0), LONGEST[mood])


def path(place: object, room: int = ROOM) -> str:
    """Return a path as a message shows it: `~` for the home folder, in lines of at most `room` cells that end after a slash
    or, within a long name, after a hyphen."""
    home, text = os.path.expanduser("~"), str(place)  # noqa: PTH111 - Path.home raises where there is none
    if home.strip("/") and f"{text}/".startswith(f"{home}/"):
        text = f"~{text[len(home) :]}"
    lines = [""]
    for name in re.findall(r"[^/]*/|[^/]+", text):
        parts = [name] if cell_len(name) <= room else re.findall(r"[^-]*-|[^-]+", name)
        for part in parts:
            if lines[-1] and cell_len(lines[-1] + part) > room:
                lines.append("")
            lines[-1] += part
    return "\n".join(lines)


def with_path(said: str, place: object, width: int = ROOM + _BESIDE) -> str:
    """Return words and a path for a terminal of that many columns; the path has lines of its own where both are longer than
    one."""
    room = min(ROOM, width - _BESIDE)
    shown = path(place, room)
    is_short = "\n" not in shown and cell_len(f"{said}: {shown}") <= room
    return f"{said}: {shown}" if is_short else f"{said}:\n{shown}"
