"""Ctrl-Z and fg, as a shell with job control does them."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from tests.support.processes import RUN, environment

pytestmark = pytest.mark.usefixtures("room")

SHELL = """
import json, os, signal, subprocess, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = subprocess.Popen([sys.executable, "-c", sys.argv[1]], process_group=0)
os.tcsetpgrp(0, job.pid)
_, status = os.waitpid(job.pid, os.WUNTRACED)
os.tcsetpgrp(0, os.getpgrp())
lflag = termios.tcgetattr(0)[3]
print(json.dumps({"stopped": os.WIFSTOPPED(status), "echo": bool(lflag & termios.ECHO)}), flush=True)
input()
os.tcsetpgrp(0, job.pid)
os.killpg(job.pid, signal.SIGCONT)
_, status = os.waitpid(job.pid, os.WUNTRACED)
os.tcsetpgrp(0, os.getpgrp())
print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)
"""


class Line:
    """A terminal with a shell on it."""

    def __init__(self) -> None:
        self.keyboard, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.shell = subprocess.Popen(
            [sys.executable, "-c", SHELL, RUN],
            env=environment({"TERM": "xterm-256color", "LANG": "C.UTF-8"}),
            stdin=line,
            stdout=line,
            stderr=line,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(line)
        self.seen = b""

    def until(self, text: bytes) -> bytes:
        """Read until a text came; all up to there, which is then forgotten."""
        while text not in self.seen:
            self.seen += os.read(self.keyboard, 65536)
        before, self.seen = self.seen.split(text, 1)
        return before + text


def test_ctrl_z_goes_back_to_the_shell_and_fg_brings_the_screen_back() -> None:
    line = Line()
    try:
        line.until(b"Ferry Halcyon")
        os.write(line.keyboard, b"\x1a")
        left = line.until(b"}")
        assert b"\x1b[?1049l" in left
        assert json.loads(left[left.rindex(b"{") :]) == {"stopped": True, "echo": True}
        os.write(line.keyboard, b"\n")
        line.until(b"\x1b[?1049h")
        line.until(b"Ferry Halcyon")
        os.write(line.keyboard, b"Q")
        assert json.loads(b"{" + line.until(b'"ended": 0}').rsplit(b"{", 1)[1]) == {"ended": 0}
    finally:
        line.shell.kill()
        line.shell.wait()
        os.close(line.keyboard)
