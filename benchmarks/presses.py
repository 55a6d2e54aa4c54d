"""Runs a program in a pseudo-terminal, presses keys and measures the time, CPU and bytes until it has painted."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from benchmarks.programs import memory, processor, tree
from tests.support.emulator import LiveEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

QUIET_S = 0.08
"""A paint has ended when there was no output for this long."""

AFTER_S = 0.25
"""Bytes sent within this time after a paint are counted with it."""

LIMIT_S = 20.0
"""Time limit of a paint."""

IDLE_S, IDLE_SHARE = 1.5, 0.03
"""A program is idle when it used no more than this share of a processor for this long."""

_ASKED_SYNC, _SYNC = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")


class Press(NamedTuple):
    """Cost of a key: seconds to the end of its paint, CPU seconds of all processes, bytes sent."""

    seconds: float
    cpu: float
    sent: int


class Program:
    """One run. It is told that the terminal takes whole frames, as present terminals do."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (120, 36)
    ) -> None:
        self._ours, theirs = pty.openpty()
        _resize(theirs, size)
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **terminal, **environ},
            cwd="/",  # a checkout that one happens to be in is no place to import from
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self._output = bytearray()
        self._screen = LiveEmulator(*size)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def until(self, *texts: str, since: float | None = None, limit: float = LIMIT_S) -> float:
        """Seconds from `since` (default: the start) until all the texts were painted. Raises TimeoutError."""
        since = self.started if since is None else since
        wanted, seen = [text.encode() for text in texts], b""
        end = time.perf_counter() + limit
        while (left := end - time.perf_counter()) > 0:
            if chunk := self._read(left):
                seen += chunk
                plain = _ESCAPES.sub(b"", seen)
                if all(text in plain for text in wanted):
                    return time.perf_counter() - since
        raise TimeoutError(self._missing(texts, seen))

    def _missing(self, texts: Sequence[str], seen: bytes) -> str:
        state = self._process.poll()
        ended = "" if state is None else f" and ended with {state}"
        shown = _ESCAPES.sub(b"", seen)[-2000:].decode("utf-8", "replace")
        return f"{self._process.args} never painted {texts or 'anything'}{ended}; it painted: {shown}"

    def press(self, key: str, *texts: str) -> Press:
        """Presses a key and waits until these texts are painted or, without texts, until output pauses."""
        return self._act(lambda: os.write(self._ours, key.encode()), texts)

    def show(self, key: str, *texts: str) -> Press:
        """Presses a key and waits until each of these texts stands in a row of the screen, of which a program may write only
        what changes. Raises TimeoutError."""
        return self._seen(key, lambda: all(self._row(text) for text in texts), f"showed {texts}")

    def step(self, key: str, sign: str) -> Press:
        """Presses a key that moves the cursor and waits until the row with this sign has another text: where the list scrolls
        the sign stays in its place and is not painted again. Raises TimeoutError."""
        self.rest(0.0)
        self._screen.follow(self._output)
        row = self._row(sign)
        return self._seen(key, lambda: self._row(sign) not in ("", row), f"moved the cursor from {row!r}")

    def _seen(self, key: str, is_there: Callable[[], bool], wanted: str) -> Press:
        self.rest(0.0)
        self._screen.follow(self._output)
        before, start, first = processor(tree(self.pid)), time.perf_counter(), len(self._output)
        self.send(key)
        while (left := start + LIMIT_S - time.perf_counter()) > 0:
            if not self._read(left):
                continue
            seconds = time.perf_counter() - start
            self._screen.follow(self._output)
            if is_there():
                self.rest(AFTER_S)
                return Press(seconds, processor(tree(self.pid)) - before, len(self._output) - first)
        shown = "\n".join(row.rstrip() for row in self._screen.lines)
        raise TimeoutError(f"{self._process.args} never {wanted}; it shows:\n{shown}")

    def _row(self, sign: str) -> str:
        return next((row for row in self._screen.lines if sign in row), "")

    def send(self, keys: str) -> None:
        """Presses keys and waits for nothing."""
        os.write(self._ours, keys.encode())

    def echo(self, key: str, limit: float, *texts: str) -> float:
        """Seconds from a key until one of the texts is painted; without texts, until there is any output. What else is
        painted does not count. Raises TimeoutError after the limit, in seconds."""
        self.rest(0.0)
        start = time.perf_counter()
        self.send(key)
        seen = b""
        while (left := start + limit - time.perf_counter()) > 0:
            seen += self._read(left)
            if seen and (not texts or any(text.encode() in seen for text in texts)):
                return time.perf_counter() - start
        raise TimeoutError(self._missing(texts, seen))

    def resize(self, size: tuple[int, int]) -> Press:
        """Resizes the terminal and waits for the paint."""
        self._screen.follow(self._output)
        self._screen.resize(*size)
        return self._act(lambda: _resize(self._ours, size), ())

    def _act(self, act: Callable[[], object], texts: Sequence[str]) -> Press:
        self.rest(0.0)
        before = processor(tree(self.pid))
        start = time.perf_counter()
        act()
        wanted, seen, seconds, is_painted = [text.encode() for text in texts], b"", 0.0, False
        while not is_painted:
            left = start + LIMIT_S - time.perf_counter()
            if chunk := self._read(min(left, QUIET_S) if seen and not wanted else left):
                seen += chunk
                seconds = time.perf_counter() - start
                is_painted = bool(wanted) and all(text in _ESCAPES.sub(b"", seen) for text in wanted)
            elif wanted or not seen or left <= 0:
                raise TimeoutError(self._missing(texts, seen))
            else:
                is_painted = True
        sent = len(seen) + self.rest(AFTER_S)
        return Press(seconds, max(processor(tree(self.pid)) - before, 0.0), sent)

    def rest(self, seconds: float) -> int:
        """Reads output for this long and returns the number of bytes."""
        end, read = time.perf_counter() + seconds, 0
        while (chunk := self._read(end - time.perf_counter())) or time.perf_counter() < end:
            read += len(chunk)
        return read

    def idle(self, limit: float = 900.0) -> None:
        """Waits until the program and its children are idle. Raises TimeoutError."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            before = processor(tree(self.pid))
            self.rest(IDLE_S)
            if abs(processor(tree(self.pid)) - before) <= IDLE_S * IDLE_SHARE:
                return
        raise TimeoutError("it never came to rest")

    def memory(self) -> float:
        """Returns the megabytes that the program and its children hold together."""
        return memory(tree(self.pid))

    def processor(self) -> float:
        """Returns the CPU seconds that the program and its children have used so far."""
        return processor(tree(self.pid))

    def _read(self, wait: float) -> bytes:
        ready, _, _ = select.select([self._ours], [], [], max(wait, 0.0))
        if not ready:
            return b""
        try:
            chunk = os.read(self._ours, 1 << 16)
        except OSError:
            return b""
        self._output += chunk
        if _ASKED_SYNC in chunk:
            os.write(self._ours, _SYNC)
        return chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and what it has started."""
        group = tree(self.pid)[1:]
        self._process.send_signal(signal.SIGTERM)
        end = time.perf_counter() + 5.0
        while self._process.poll() is None and time.perf_counter() < end:
            self._read(0.05)
        self._process.kill()
        self._process.wait()
        for child in group:
            if Path(f"/proc/{child}").exists():
                os.kill(child, signal.SIGKILL)
        os.close(self._ours)


def _resize(terminal: int, size: tuple[int, int]) -> None:
    columns, lines = size
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
