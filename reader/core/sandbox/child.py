"""Serves tasks on hostile bytes in a child process: one after another, within limits, until its parent is gone.

    python -m reader.core.sandbox.child PACKAGE MEMORY

Each task is a module of PACKAGE with `run(body, **arguments)`, imported at its first use. A frame on stdin with the
task's name, its arguments and seconds is answered by two on stdout: one when the work starts, so that imports do not count,
one with the result or the error. MEMORY is in bytes, on top of what the imports took.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader import log
from reader.config import paths
from reader.core.sandbox import framing
from reader.core.sandbox.framing import TaskAnswer
from reader.errors import BroadsheetError

GRACE = 2.0
"""Seconds after its parent's patience at which a child ends itself where nobody stopped it: its parent was killed."""


def main() -> None:
    """Serves until stdin ends."""
    package, memory = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the parent decides what ends
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the frames
    runs: dict[str, Any] = {}
    while (frame := framing.read(sys.stdin.buffer)) is not None:
        request, body = frame
        name = request.task
        if name not in runs:
            _limit_memory(None)
            runs[name] = _loaded(f"{package}.{name}")
            _limit_memory(memory)
        framing.write(answers, TaskAnswer())  # the work starts: the imports are done
        # Both end the process unless they are taken back; SIGPROF tells the parent of too much computing.
        signal.setitimer(signal.ITIMER_PROF, request.seconds)
        signal.setitimer(signal.ITIMER_REAL, request.patience + GRACE)
        before = time.process_time()
        answer, result = _answer(runs[name], body, request.arguments)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        framing.write(answers, replace(answer, seconds=time.process_time() - before), result)


def _loaded(module: str) -> Any:
    """Imports a task. What that makes stays: looking through it for garbage would take a tenth of it, and of each task."""
    gc.disable()
    run = importlib.import_module(module).run
    gc.freeze()
    gc.enable()
    return run


def _answer(run: Any, body: bytes, arguments: dict[str, str | None]) -> tuple[TaskAnswer, bytes]:
    try:
        return TaskAnswer(), framing.encode(run(body, **arguments))
    except BroadsheetError as error:
        return TaskAnswer(error="said", message=error.message, subject=error.subject, hint=error.hint), b""
    except MemoryError:
        _limit_memory(None)  # the answer needs some, too
        return TaskAnswer(error="memory"), b""
    except Exception as error:  # parsers raise anything on hostile bytes; the parent tells the person
        _limit_memory(None)  # so does the log
        log.exception("doing a task", about=arguments.get("url") or run.__module__)
        return TaskAnswer(error="broken", message=type(error).__name__), b""


def _limit_memory(more: int | None) -> None:
    """Limits the process to `more` bytes above what it has now (None: no limit). Where the system does not say what it
    has, there is the time limit only."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = hard
    if more is not None and (taken := _data_size()) is not None:
        soft = taken + more if hard == resource.RLIM_INFINITY else min(taken + more, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_size() -> int | None:
    """The bytes that RLIMIT_DATA counts; None where the system does not say, which Linux does."""
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
