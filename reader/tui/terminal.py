"""The terminal that the reader runs in: what Textual reads of the environment, its driver, and signals.

Textual reads the environment when it is imported, so this module imports nothing of it before `prepare` was called.
"""

from __future__ import annotations

import codecs
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ESCAPE_DELAY = "25"
"""Milliseconds after which a lone ESC is the key and not the start of a sequence; Textual's own 100 are felt."""

FRAMES = "1000"
"""Frames a second. Textual waits for the next one before it paints what a key changed: with its own 60 that alone can
take the 16 ms that a key may take. Without changes nothing is painted, however many frames there are."""

TO_DEMO = -1
"""The reader's answer when the demo is asked for."""

QUIT = -2
"""The reader's answer when it is to end at once, out of the demo too."""

ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129}
"""Exit codes of the signals that end the reader: 128 and the signal's number, as a shell has them."""


def prepare() -> None:
    """Set what Textual reads once, at its import, unless the user has set it."""
    os.environ.setdefault("ESCDELAY", ESCAPE_DELAY)
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)


def watch_signals(leave: Callable[[int], None]) -> None:
    """Call `leave` with the exit code, on the running loop, for each signal that ends the reader.

    Python's own handling would leave the terminal in its alternate screen with the mouse on.
    """
    import asyncio  # late: the first list is asked for before the loop's modules are loaded

    loop = asyncio.get_running_loop()
    for number, code in ENDINGS.items():
        loop.add_signal_handler(number, leave, code)


# Textual's driver ends with a traceback on bytes that are no text; of a terminal that went away it reads an end of file
# for ever and blocks on what it cannot write; and it wakes the thread that writes three times for each frame.


def patch_driver() -> None:
    """Have drivers that start from now on leave out bytes that are no text, end the reader with its terminal, and write
    a frame at once."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        names = vars(linux_driver)  # the driver looks these up in its module when it starts
        names["getincrementaldecoder"] = _decoder
        names["WriterThread"] = _writer(names["WriterThread"])


def _decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(_decoding(codecs.getincrementaldecoder(encoding)), errors="ignore")


def _decoding(kind: Any) -> Callable[..., codecs.IncrementalDecoder]:
    class Decoder(kind):  # type: ignore[misc]
        def decode(self, data: bytes, final: bool = False) -> str:
            if not data and not final:
                _hang_up()
            return str(super().decode(data, final))

    return Decoder


def _writer(kind: Any) -> Any:
    from textual._ansi_sequences import SYNC_END, SYNC_START

    class Writer(kind):  # type: ignore[misc]
        frame = ""

        def write(self, text: str) -> None:
            self.frame += text
            if not self.frame.startswith(SYNC_START) or text == SYNC_END:
                whole, self.frame = self.frame, ""
                super().write(whole)

        def run(self) -> None:
            try:
                super().run()
            except OSError:
                _hang_up()
                while self._queue.get() is not None:  # nobody who writes may wait for a terminal that is gone
                    pass

    return Writer


def _hang_up() -> None:
    """Raise SIGHUP, as the system does for the terminal's own session; a child of a shell may never have got it."""
    signal.raise_signal(signal.SIGHUP)
