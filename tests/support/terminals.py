"""A command on a terminal, and every byte that the terminal got."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.support.processes import PYTHON, RUN, Ended, environment

if TYPE_CHECKING:
    from collections.abc import Mapping


def on_terminal(
    *argv: str,
    env: Mapping[str, str | None] | None = None,
    columns: int = 80,
    rows: int = 24,
    code: str = RUN,
) -> Ended:
    """The command with a terminal for each of its outputs. Line ends come as the terminal got them, CR LF."""
    pairs = [pty.openpty() for _ in range(2)]
    for _, own in pairs:
        fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [*PYTHON, "-c", code, *argv],
        env=environment({"TERM": "xterm-256color", "COLUMNS": None, "LINES": None, **(env or {})}),
        stdin=subprocess.DEVNULL,
        stdout=pairs[0][1],
        stderr=pairs[1][1],
    )
    for _, own in pairs:
        os.close(own)
    got = {end: b"" for end, _ in pairs}
    waiting = set(got)
    while waiting:
        for end in select.select(list(waiting), [], [], 50)[0]:
            piece = b""
            with suppress(OSError):  # the last one at the other end has gone
                piece = os.read(end, 65_536)
            got[end] += piece
            if not piece:
                waiting.discard(end)
                os.close(end)
    out, err = (text.decode("utf-8", "surrogateescape") for text in got.values())
    return Ended(process.wait(), out, err)
