"""What Textual's driver of the terminal lacks: bytes that are no text are left out, a terminal that goes away ends the
reader, and a frame is written as one. By itself the driver would end with a traceback, or read an end of file for ever and
block on what it cannot write; and it would wake the thread that writes three times for each frame.
"""

from __future__ import annotations

import codecs
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def mend() -> None:
    """From now on. The driver reads these names of its module when it starts."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        names = vars(linux_driver)
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
    """As the system says it to the terminal's own session; where it is a child's of a shell, nobody may have said it."""
    signal.raise_signal(signal.SIGHUP)
