"""Timers that always fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.timer import Timer, TimerCallback


def set_timer(
    pump: MessagePump,
    delay: float,
    callback: TimerCallback | None = None,
    *,
    name: str | None = None,
    pause: bool = False,
) -> Timer:
    """Call back once after so many seconds, or as soon after as can be: the method of that name for an app or a screen.

    Textual leaves out a tick whose time is over before the timer's task runs, as on a busy machine; of a timer that ticks
    once nothing was left then (`Timer._run`).
    """
    timer = MessagePump.set_timer(pump, delay, callback, name=name, pause=pause)
    timer._skip = False  # its task runs with the loop's next turn
    return timer
