"""The process that reads hostile bytes: one task after another, within bounds, until its parent is gone.

    python -m reader.core.sandbox.child PACKAGE MEMORY

Each task is a module of PACKAGE with `run(body, **arguments)`, imported at its first use. A frame on stdin with the
task's name, its arguments and seconds is answered by two on stdout: one when the work starts, so that imports do not count,
one with the result or the error. MEMORY is in bytes, on top of what the imports took.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from reader import log
from reader.config import paths
from reader.core.sandbox import framing, wire
from reader.errors import BroadsheetError

GRACE = 2.0
"""Seconds after its time limit at which a child that nobody stopped, since its parent was killed, ends itself."""


def main() -> None:
    """Serve until stdin ends."""
    package, memory = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the parent decides what ends
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the frames
    runs: dict[str, Any] = {}
    while (frame := framing.read(sys.stdin.buffer)) is not None:
        header, body = frame
        name = header["task"]
        if name not in runs:
            _limit_memory(None)
            runs[name] = importlib.import_module(f"{package}.{name}").run
            _limit_memory(memory)
        framing.write(answers, {"started": True})
        signal.setitimer(signal.ITIMER_REAL, header["seconds"] + GRACE)
        answer, result = _answer(runs[name], body, header["arguments"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        framing.write(answers, answer, result)


def _answer(run: Any, body: bytes, arguments: dict[str, Any]) -> tuple[framing.Header, bytes]:
    try:
        plain = wire.to_plain(run(body, **arguments))
        return {"ok": True}, json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
    except BroadsheetError as error:
        told = {"message": error.message, "subject": error.subject, "hint": error.hint}
        return {"error": type(error).__name__, **told}, b""
    except MemoryError:
        _limit_memory(None)  # the answer needs some, too
        return {"error": "memory"}, b""
    except Exception as error:  # parsers raise anything on hostile bytes; the parent tells the person
        _limit_memory(None)  # so does the log
        log.exception("doing a task", about=arguments.get("url") or run.__module__)
        return {"error": "broken", "message": type(error).__name__}, b""


def _limit_memory(more: int | None) -> None:
    """Lets the process take `more` bytes above what it has now; None: any amount. Where the system does not tell what
    it has, there is the time limit only."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = hard
    if more is not None and (taken := _data_size()) is not None:
        soft = taken + more if hard == resource.RLIM_INFINITY else min(taken + more, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_size() -> int | None:
    """Bytes of what RLIMIT_DATA counts, on Linux."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = [row.split()[1] for row in status.splitlines() if row.startswith("VmData:")]
    return int(found[0]) * 1024 if found else None


if __name__ == "__main__":
    log.write_in(paths.cache)
    try:
        main()
    except Exception:
        log.exception("serving tasks")
        raise
