"""The program in a terminal of its own: what it draws, what it leaves behind. Nothing answers its questions."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import threading
import time
from array import array
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.emulator import LiveEmulator
from tests.support.processes import PATIENCE, PYTHON, RUN, environment, is_at_work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

LAST = b"\0the last of it\0"
"""Written behind the output of a program that has ended."""

GLANCE = 0.1
"""Seconds between two looks at a screen on which nothing comes."""

QUIET = 0.03
"""Seconds without a byte after which a key has led to all that it leads to, if the program is idle by then."""


@dataclass
class Terminal:
    """A running program. `output` is all that it has written, `shown` what stands on the screen after that."""

    process: subprocess.Popen[bytes]
    keyboard: int
    line: int
    before: list[object]
    shown: LiveEmulator
    output: bytearray = field(default_factory=bytearray)
    came: threading.Condition = field(default_factory=threading.Condition)

    def until(self, text: str, since: int = 0) -> int:
        """Wait until a text was written, or stands on the screen, of which the program writes only what changes, and
        nothing more comes. How much was written by then."""
        end = time.monotonic() + PATIENCE
        with self.came:
            while text.encode() not in self.output[since:]:
                if not self.came.wait(GLANCE) and not is_at_work(self.process.pid) and self.shows(text):
                    break
                assert time.monotonic() < end, f"{text!r} never came; the screen shows {self.shown.lines}"
            return len(self.output)

    def shows(self, text: str) -> bool:
        """Whether a text stands in a row of the screen."""
        with self.came:
            self.shown.follow(self.output)
            return any(text in row for row in self.shown.lines)

    def quiet(self, since: int, patience: float = 1.0) -> None:
        """Wait until something was written, if anything comes at all, and then until nothing more is."""
        with self.came:
            self.came.wait_for(lambda: len(self.output) > since, patience)
            while self.came.wait(QUIET) or is_at_work(self.process.pid):
                pass

    def press(self, keys: bytes) -> None:
        os.write(self.keyboard, keys)

    def heard(self) -> None:
        """Wait until the program has read what was pressed. An ESC whose read is late would else be one sequence with
        the key after it: the program waits for that only from its read on."""
        while self.process.poll() is None and array("i", self._unread())[0]:
            time.sleep(0.001)

    def _unread(self) -> bytes:
        return fcntl.ioctl(self.line, termios.FIONREAD, bytes(4))

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """The exit code, once all output is here: the line keeps the order of what is written to it."""
        code = self.process.wait(PATIENCE)
        os.write(self.line, LAST)
        self.until(LAST.decode())
        with self.came:
            at = self.output.rfind(LAST)
            del self.output[at : at + len(LAST)]
        return code

    @property
    def is_restored(self) -> bool:
        """Whether the line has the modes of the start again."""
        return termios.tcgetattr(self.line) == self.before

    def read(self) -> None:
        while True:
            try:
                data = os.read(self.keyboard, 65536)
            except OSError:  # the line was closed
                return
            with self.came:
                self.output += data
                self.came.notify_all()


def _as_a_shell_does() -> None:
    """The terminal is the program's own, and no signal is ignored, as whoever runs tests in the background has it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def terminal(
    *argv: str,
    program: Sequence[str] = (*PYTHON, "-c", RUN),
    size: tuple[int, int] = (80, 24),
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """`broadsheet`, or another program, with these arguments in a folder, as the leader of a session with its own terminal."""
    keyboard, line = pty.openpty()
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    before = termios.tcgetattr(line)
    process = subprocess.Popen(
        [*program, *argv],
        cwd=folder,
        env=environment(
            {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(env or {})}
        ),
        stdin=line,
        stdout=line,
        stderr=line,
        start_new_session=True,
        preexec_fn=_as_a_shell_does,
    )
    found = Terminal(process, keyboard, line, before, LiveEmulator(*size))
    reading = threading.Thread(target=found.read, daemon=True)
    reading.start()
    try:
        yield found
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(line)
        reading.join(PATIENCE)
        os.close(keyboard)
