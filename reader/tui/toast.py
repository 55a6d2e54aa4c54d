"""Shows a short message as plain text, long enough to be read: in the foot line, where it covers nothing that is read, and in
the corner above where it has more than one line."""

from __future__ import annotations

import os
from functools import partial
from time import time
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len
from textual.notifications import Notification

from reader.text.clean import clean
from reader.tui.cells import fit, wrapped

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from textual.app import App
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

Mood = Literal["good", "warn", "bad"]

LIMIT = 400
"""Characters of a message that are shown."""

ROOM = 76
"""Cells of a line at most, as many as a terminal of 80 columns has for it: the names of most exported files fit whole. The
stylesheet leaves it one more."""

_PATH = 8
"""Cells of a path at least, however narrow the terminal is."""

TITLE = 48
"""Cells of a title at most: it is to be known again, not read."""

_LEAST_TITLE = 12
"""Cells below which no title is known again."""

_BESIDE = 4
"""Columns of a narrow terminal that are beside the line."""

CORNER = ROOM + _BESIDE
"""Columns of a terminal from which on a message of several lines gets no wider."""

_SEVERITY: dict[Mood, SeverityLevel] = {"good": "information", "warn": "warning", "bad": "error"}


READ_S = 1.5
"""Seconds after which a short message counts as read."""

LONGEST: dict[Mood, float] = {"good": 6.0, "warn": 15.0, "bad": 6.0}
"""Seconds that a message stays at most. What is wrong at the start has several lines."""


def show(app: App[Any], text: str, mood: Mood) -> str:
    """Show a message in the place of the one before; foreign words in it are cleaned and stay plain. Returns it as it is
    shown."""
    shown = clean(text.strip())
    if len(shown) > LIMIT:
        shown = shown[: LIMIT - 1] + "…"
    is_line = "\n" not in shown and cell_len(shown) <= app.size.width - _BESIDE
    if not is_line:
        shown = _unbroken(shown, max(min(ROOM, app.size.width - _BESIDE) + 1, 1))
    make_room(app)
    for rack in app.screen.query("ToastRack"):
        rack.set_class(is_line, "-line")
    app._notifications.add(
        Notification(shown, severity=_SEVERITY[mood], timeout=seconds(shown, mood), markup=False)
    )
    app._refresh_notifications()  # at once: `notify` sends it, and the next key may have opened a dialog before it comes
    return shown


def make_room(app: App[Any]) -> None:
    """Take away all messages that are shown, in favour of one that comes."""
    for old in list(app._notifications):
        app._unnotify(old, refresh=False)
    for holder in app.screen.query("ToastHolder"):
        holder.display = False  # at once: removing it takes a frame more
        holder.remove()  # Textual removes what is in it alone


def end(app: App[Any], messages: Container[str]) -> None:
    """Take messages away that are shown, in their own words: they belong to a dialog that is gone."""
    for old in list(app._notifications):
        if old.message in messages:
            app._unnotify(old)


def clear_below(app: App[Any], top: Screen[Any]) -> None:
    """Take away what is drawn of messages on the screens below the `top` one: Textual takes from that alone."""
    for screen in app.screen_stack:
        if screen is not top:
            for holder in screen.query("ToastHolder"):
                holder.display = False
                holder.remove()


def shown_now(app: App[Any]) -> Sequence[Notification]:
    """The messages that are shown."""
    return list(app._notifications)


def clear(app: App[Any], messages: Iterable[Notification]) -> None:
    """Take these messages away, as far as they are still shown."""
    for old in messages:
        if old in app._notifications:
            app._unnotify(old)


def clear_stale(app: App[Any], idle: str = "") -> Sequence[Notification]:
    """Take away what the reader goes on from with a key that does something: what tells of something wrong, the `idle`
    message, which tells that a key did nothing, and what stood long enough to be read. Returns these last ones. What has
    not, and names no key for what could come next, goes as soon as it has."""
    gone = []
    for old in list(app._notifications):
        left = READ_S - (time() - old.raised_at)
        is_read = left <= 0
        if is_read or old.severity == _SEVERITY["bad"] or old.message == idle:
            app._unnotify(old)
        elif old.severity == _SEVERITY["good"] and " · " not in old.message:
            app.set_timer(left, partial(clear, app, [old]))
        if is_read:
            gone.append(old)
    return gone


def stands(app: App[Any], ending: str, ended_early: Sequence[Notification]) -> bool:
    """Tell whether a message is shown that ends so; where none is, whether one that was taken away would still be."""
    shown = shown_now(app) or [one for one in ended_early if not one.has_expired]
    return any(one.message.endswith(ending) for one in shown)


def seconds(text: str, mood: Mood) -> float:
    """Return the time it stays: a quarter of a second a word, and some more where something is wrong."""
    return min(3 + len(text.split()) / 4 + (1.5 if mood == "bad" else 0), LONGEST[mood])


def path(place: object, room: int = ROOM) -> str:
    """Return a path as a message shows it, in one line of at most `room` cells: `~` for the home folder. Of a long one folders are
    left out in the middle, as few as it takes and the one of the file last; then its beginning goes, and where even its name is
    too long, the middle of that."""
    text = _from_home(place)
    folders, _, name = text.rpartition("/")
    first, *others = folders.split("/")
    start = f"/{others.pop(0)}" if others and not first else first
    shorter = [f"{start}/{'/'.join(['…', *others[left:]])}/{name}" for left in range(1, len(others) + 1)]
    ends = [*(f"…/{last}/{name}" for last in others[-1:]), f"…/{name}"]
    return next((one for one in (text, *shorter, *ends) if cell_len(one) <= room), _cut(name, room))


def _cut(name: str, room: int) -> str:
    """The name of a file in so much room: its beginning, and its end with what says its kind."""
    if cell_len(name) <= room:
        return name
    end = ""
    while cell_len(end + name[len(name) - len(end) - 1]) <= (room - 1) // 2:
        end = name[len(name) - len(end) - 1] + end
    return fit(name, room - cell_len(end), at_word=False) + end


def _from_home(place: object) -> str:
    home, text = os.path.expanduser("~"), str(place)  # noqa: PTH111 - Path.home raises where there is none
    is_inside = home.strip("/") and f"{text}/".startswith(f"{home}/")
    return f"~{text[len(home) :]}" if is_inside else text


def with_path(said: str, place: object, width: int = CORNER) -> str:
    """Return words and a path in one line for a terminal of that many columns."""
    return f"{said}: {path(place, max(width - _BESIDE - cell_len(said) - 2, _PATH))}"


def with_title(said: str, title: str, ending: str, width: int = CORNER) -> str:
    """Return words and a title, in short, in one line for a terminal of that many columns; the words alone where it has no room
    for a title."""
    room = min(width - _BESIDE - cell_len(f"{said} “”{ending}"), TITLE)
    named = f" “{fit(title, room)}”" if room >= _LEAST_TITLE else ""
    return f"{said}{named}{ending}" if named else f"{said.rstrip(':')}{ending}"


def with_ending(said: str, ending: str, width: int = CORNER) -> str:
    """Return words with an ending where both have room in one line on a terminal of that many columns, else the words alone."""
    return f"{said}{ending}" if cell_len(f"{said}{ending}") <= width - _BESIDE else said


def _unbroken(text: str, room: int) -> str:
    """The text with a new line in place of each separator that would begin one where it is wrapped, or behind which a hint
    would be parted."""
    lines = list[str]()
    for line in text.split("\n"):
        first, *others = line.split(" · ")
        lines.append(first)
        for other in others:
            joined = f"{lines[-1]} · {other}"
            parts = wrapped(joined, room)
            is_parted = cell_len(other) <= room and not parts[-1].endswith(other)
            if is_parted or any(part.startswith("·") for part in parts):
                lines.append(other)
            else:
                lines[-1] = joined
    return "\n".join(lines)
