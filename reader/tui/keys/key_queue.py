"""When is the next key's turn? When what the one before led to is done: keys that come at once mean what they mean one
by one.

A key that goes to a field or a dialog passes through the queues of the widget, of what holds it and of the app, and so
does what it leads to, as a submitted text. A note sent the same way twice arrives after both.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.app import App
    from textual.events import Key
    from textual.message_pump import MessagePump
    from textual.timer import Timer

PATIENCE_S = 1.0
"""Seconds that keys wait for a dialog that is on its way."""

POLL_S = 0.002
"""Seconds between two looks whether it is there: Textual tells nobody when a screen has the keys."""

LOST_S = 1.0
"""Seconds after which a note counts as lost, should a dialog have closed with it in a queue."""


class KeyQueue:
    """Keys in their order. `handle` does what one means, and tells whether it went through widgets; `is_opening`:
    whether a dialog is on its way."""

    def __init__(
        self, app: App[int], handle: Callable[[Key], Awaitable[bool]], is_opening: Callable[[], bool]
    ) -> None:
        self._app = app
        self._handle = handle
        self._is_opening = is_opening
        self._keys: deque[Key] = deque()
        self._waits: Timer | None = None
        self._since = 0.0

    async def add(self, key: Key) -> None:
        """Another key; it is handled at once, unless one before it is not done."""
        self._keys.append(key)
        if self._waits is None:
            await self._go_on()

    async def _go_on(self) -> None:
        if self._waits is not None:
            self._waits.stop()
            self._waits = None
        while self._keys:
            if self._is_opening():
                self._since = self._since or monotonic()
                if monotonic() - self._since < PATIENCE_S:
                    self._waits = self._app.set_timer(POLL_S, self._go_on)
                    return
            else:
                self._since = 0.0
            path = list((self._app.focused or self._app.screen).ancestors_with_self)
            if await self._handle(self._keys.popleft()):
                self._waits = self._app.set_timer(LOST_S, self._go_on)
                self._pass(self._waits, iter([*path, *path, self._app]))
                return

    def _pass(self, turn: Timer, pumps: Iterator[MessagePump]) -> None:
        """Send the note on, past queues that are closed by now."""
        if not any(pump.call_later(self._pass, turn, pumps) for pump in pumps):
            self._app.call_later(self._arrived, turn)

    async def _arrived(self, turn: Timer) -> None:
        if turn is self._waits:
            await self._go_on()
