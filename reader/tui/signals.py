"""Signals that end the reader: the terminal is restored, and the exit code tells which it was."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129}
"""Exit codes: 128 and the signal's number, as a shell has them."""


def watch(leave: Callable[[int], None]) -> None:
    """From now on these signals call `leave` with their exit code, on the loop; Python's own way would leave the
    terminal in its alternate screen with the mouse on."""
    loop = asyncio.get_running_loop()
    for number, code in ENDINGS.items():
        loop.add_signal_handler(number, leave, code)
