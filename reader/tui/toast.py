"""Shows a short message as plain text in one corner, long enough to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reader.text.clean import clean

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import SeverityLevel

Mood = Literal["good", "warn", "bad"]

LIMIT = 400
"""Characters of a message that are shown."""

_SEVERITY: dict[Mood, SeverityLevel] = {"good": "information", "warn": "warning", "bad": "error"}


def show(app: App[int], text: str, mood: Mood) -> None:
    """Show a message in the place of the one before; foreign words in it are cleaned and stay plain.

    What tells of something wrong stays until its time is over.
    """
    shown = clean(text.strip())
    if len(shown) > LIMIT:
        shown = shown[: LIMIT - 1] + "…"
    for old in list(app._notifications):
        if old.severity != _SEVERITY["bad"]:
            app._unnotify(old, refresh=False)
    app.notify(shown, severity=_SEVERITY[mood], timeout=seconds(shown, mood), markup=False)


def seconds(text: str, mood: Mood) -> float:
    """Return the time it stays: a quarter of a second a word, and some more where something is wrong."""
    return min(3 + len(text.split()) / 4 + (3 if mood == "bad" else 0), 15)
