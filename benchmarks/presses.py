"""A program in a pseudo-terminal: keys in, what it paints out, and the time between the two."""

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
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUIET_S = 0.08
"""Without output for so long the screen has settled."""

_ASKED_SYNC, _SYNC = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")


class Program:
    """One run. It is told that the terminal takes whole frames, as present terminals do."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (120, 36)
    ) -> None:
        self._ours, theirs = pty.openpty()
        columns, lines = size
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **terminal, **environ},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def until(self, *texts: str, since: float | None = None, limit: float = 20.0) -> float:
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
        raise TimeoutError(
            f"never painted {texts}: {_ESCAPES.sub(b'', seen)[-2000:].decode('utf-8', 'replace')}"
        )

    def press(self, key: str, *texts: str, limit: float = 20.0) -> float:
        """Seconds from a key to the paint of these texts, without any to the last change of the screen."""
        self.settle(0.0)
        start = time.perf_counter()
        os.write(self._ours, key.encode())
        if texts:
            return self.until(*texts, since=start, limit=limit)
        last = start
        while self._read(limit if last == start else QUIET_S):
            last = time.perf_counter()
        return last - start

    def settle(self, quiet: float = QUIET_S) -> int:
        """Read what still comes; how many bytes that were."""
        read = 0
        while chunk := self._read(quiet):
            read += len(chunk)
        return read

    def resident(self) -> int:
        """Bytes of memory that the process holds now."""
        return resident(self.pid)

    def children(self) -> list[int]:
        """The processes that it has started, and theirs."""
        return descendants(self.pid)

    def _read(self, wait: float) -> bytes:
        ready, _, _ = select.select([self._ours], [], [], max(wait, 0.0))
        if not ready:
            return b""
        try:
            chunk = os.read(self._ours, 1 << 16)
        except OSError:
            return b""
        if _ASKED_SYNC in chunk:
            os.write(self._ours, _SYNC)
        return chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and what it has started."""
        group = self.children()
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


def processor(pid: int) -> tuple[float, float]:
    """Seconds that a process's first thread ran, and that it was ready to run while others had the processors."""
    try:
        ran, waited, _ = Path(f"/proc/{pid}/schedstat").read_text("ascii").split()
    except OSError:
        return 0.0, 0.0
    return int(ran) / 1e9, int(waited) / 1e9


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def descendants(pid: int) -> list[int]:
    """The processes below one."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [number for child in children for number in (int(child), *descendants(int(child)))]
