"""The foot line: as many hints at keys as fit whole, each of which can be clicked, or the sequence that has begun."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.config.actions import BACK, HINTS
from reader.config.keys import legible, shown
from reader.tui.paint import paint_of
from reader.tui.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events

    from reader.config.actions import Context
    from reader.config.keys import Bindings

Hints = tuple[tuple[str, str], ...]
"""Keys as a person reads them, each with what it does."""

GAP = 3
"""Blank columns between two hints."""


class FootLine(Widget):
    """One line at the foot of a screen. The app tells it where keys are pressed; it asks when it is shown."""

    DEFAULT_CSS = """
    FootLine { dock: bottom; height: 1; background: $paper; }
    """

    class Asked(Message):
        """The line wants to know the context."""

    class Clicked(Record, Message):
        """A hint was clicked: its keys as shown, and the one of them that was hit, else the first."""

        keys: str
        key: str

    def __init__(self) -> None:
        super().__init__()
        self._hints: Sequence[tuple[str, str]] = ()
        self._pending = ""

    def show(self, hints: Sequence[tuple[str, str]], pending: str = "") -> None:
        """Keys and what they do; or a sequence that waits for its next key."""
        hints = [(legible(keys), said) for keys, said in hints]
        if (hints, pending) != (self._hints, self._pending):
            self._hints, self._pending = hints, pending
            self.refresh()

    def on_mount(self) -> None:
        """Ask what to show."""
        self.post_message(self.Asked())

    def render_line(self, y: int) -> Strip:
        """The line: one blank column at both ends."""
        paint = paint_of(self)
        key, label = paint.style("accent", bold=True), paint.style("dim")
        segments = [Segment(" ", label)]
        if self._pending:
            segments += [Segment(self._pending, key), Segment(" …", label)]
        else:
            for at, (keys, said) in enumerate(self._fitting()):
                if at:
                    segments.append(Segment(" " * GAP, label))
                segments += [Segment(keys, key), Segment(f" {said}", label)]
        return Strip(segments).adjust_cell_length(self.size.width, paint.style("ink"))

    def _fitting(self) -> list[tuple[str, str]]:
        return fitting(self._hints, self.size.width - 2)

    def on_click(self, event: events.Click) -> None:
        """Tell which hint was clicked; a click beside the hints is nothing."""
        if not self._pending and (keys := hit(self._fitting(), event.x - 1)):
            self.post_message(self.Clicked(*keys))


def hit(hints: Sequence[tuple[str, str]], x: int) -> tuple[str, str] | None:
    """The keys of the hint in this cell, and the one of them that stands there; on the words it is the first."""
    start = 0
    for hint in hints:
        if start <= x < start + _cells(hint):
            names = hint[0].split(" ")
            for name in names:
                if start <= x < start + cell_len(name):
                    return hint[0], name
                start += cell_len(name) + 1
            return hint[0], names[0]
        start += _cells(hint) + GAP
    return None


def hinted(
    bindings: Bindings,
    context: Context,
    can: Callable[[str], bool],
    labels: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, str]]:
    """The hints of a context whose actions have a key and can be done, the keys as a person reads them; `labels` are of
    actions that do something else than usual just now."""
    found = []
    for hint in HINTS[context]:
        keys = [bindings.keys(action, context)[:1] for action in hint.actions if can(action)]
        if len(keys) == len(hint.actions) and all(keys):
            found.append(
                (
                    " ".join(shown(key) for first in keys for key in first),
                    labels.get(hint.actions[0], hint.label),
                )
            )
    return found


def fitting(hints: Sequence[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    """The hints that fit whole into this many cells, the first ones first; the last one always has its place, and so has
    a way back before it, where there is room for both."""
    if not hints:
        return []
    last = list(hints[-1:])
    if len(hints) > 1 and hints[-2][1] == BACK and _cells(hints[-2]) + GAP + _cells(hints[-1]) <= room:
        last.insert(0, hints[-2])
    room -= sum(_cells(hint) + GAP for hint in last) - GAP
    found: list[tuple[str, str]] = []
    for hint in hints[: -len(last)]:
        room -= _cells(hint) + GAP
        if room < 0:
            break
        found.append(hint)
    return [*found, *last]


def _cells(hint: tuple[str, str]) -> int:
    return cell_len(f"{hint[0]} {hint[1]}")
