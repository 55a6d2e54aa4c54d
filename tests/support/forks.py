"""The program forked from a process that has loaded it: a command costs milliseconds, and can be killed at any of its steps.

A step is a change of the file system as Python sees it, or a statement of SQLite.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import mmap
import os
import pkgutil
import select
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tests.support import near, processes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: children of a killed command become ours, so that we see them end."""

SMALL = 7
"""Articles of a batch, so that little work has many commits."""


@dataclass(frozen=True)
class Order:
    """A command to run: words of the command line, or the name of a function `module:name` and its arguments.

    `at`: it kills itself in front of its step of that number. `after`: it is killed after so many seconds. `near`: the
    work of its own child processes is done in itself.
    """

    argv: Sequence[str] = ()
    call: str = ""
    at: int = 0
    after: float | None = None
    near: bool = True


@dataclass(frozen=True)
class Done:
    """How it ended: exit code (-9: killed), steps, seconds, what it said; `left`: processes it left behind."""

    code: int
    steps: int
    seconds: float
    out: str = ""
    err: str = ""
    left: Sequence[int] = field(default=())

    @property
    def is_killed(self) -> bool:
        return self.code == -signal.SIGKILL

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Forks:
    """The loaded process; as a context manager it is ended with all that it has started."""

    def __init__(self, folder: Path, env: Mapping[str, str | None]) -> None:
        self._said = folder / "said.out", folder / "said.err"
        self._popen = subprocess.Popen(
            [*processes.PYTHON, "-c", "from tests.support.forks import serve; serve()"],
            cwd=folder,
            env=processes.environment(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        with suppress(BrokenPipeError):
            self._popen.stdin.close()
        self._popen.wait(processes.PATIENCE)
        self._popen.stdout.close()

    def run(self, order: Order) -> Done:
        """The command from its start to its end."""
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._popen.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self._popen.stdin.flush()
        answer = json.loads(self._popen.stdout.readline())
        out, err = (place.read_text("utf-8", "surrogateescape") for place in self._said)
        return Done(**answer, out=out, err=err)


def serve() -> None:
    """Runs orders, one a line of stdin; the loaded process itself."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    _load()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in os.fdopen(os.dup(0)):  # not from sys.stdin, which commands set up for themselves
        print(json.dumps(_run(Order(**json.loads(line)))), file=answers, flush=True)


def _load() -> None:
    """Imports what commands import as they run, except for the screen."""
    import reader

    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.startswith("reader.tui") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in (
        "reader.core.indexing:BATCH",
        "reader.index.write:BUILT_AT_ONCE",
        "reader.core.imports.batches:BATCH",
    ):
        module_name, _, constant = name.partition(":")
        setattr(importlib.import_module(module_name), constant, SMALL)


def _run(order: Order) -> dict[str, Any]:
    counter = mmap.mmap(-1, 8)
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        _work(order, counter)
    code = _ended(pid, order.after)
    seconds = time.monotonic() - began
    return {
        "code": code,
        "steps": int.from_bytes(counter[:8], "little"),
        "seconds": seconds,
        "left": _left_behind(),
    }


def _ended(pid: int, after: float | None) -> int:
    process = os.pidfd_open(pid)
    try:
        if not select.select([process], [], [], processes.PATIENCE if after is None else after)[0]:
            os.kill(pid, signal.SIGKILL)
    finally:
        os.close(process)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _left_behind() -> list[int]:
    """Waits for the processes that the command has started; those that do not end by themselves are killed and told."""
    end = time.monotonic() + processes.PATIENCE / 5
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return []
        if time.monotonic() > end:
            left = processes.children(os.getpid())
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            return left
        time.sleep(0.002)


def _work(order: Order, counter: mmap.mmap) -> None:
    """Does the order in the new process, which never returns."""
    code = 70
    try:
        for number, name, how in (
            (0, os.devnull, os.O_RDONLY),
            (1, "said.out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (2, "said.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            os.dup2(os.open(name, how, 0o600), number)
        if order.near:
            from reader.core.sandbox.process import ChildProcess

            vars_of: Any = ChildProcess
            vars_of.ask, vars_of.start = near.ask, near.start
        _count(counter, order.at)
        code = _called(order)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - whatever it is belongs to the answer
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _called(order: Order) -> int:
    if not order.call:
        from reader.cli.main import main

        return main(list(order.argv))
    module, _, name = order.call.partition(":")
    getattr(importlib.import_module(module), name)(*order.argv)
    return 0


def _count(counter: mmap.mmap, at: int) -> None:
    """Counts the steps of this process from now on, and kills it in front of that number."""
    done = 0

    def step(_: object = None) -> None:
        nonlocal done
        done += 1
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)
        counter[:8] = done.to_bytes(8, "little")

    def audit(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            how = any(c in (given[1] or "") for c in "wax+") or bool(given[2] & (os.O_WRONLY | os.O_RDWR))
        else:
            how = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link")
        if how:
            step()

    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connected(*given: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*given, **named)
        connection.set_trace_callback(step)
        return connection

    module: Any = sqlite3
    module.connect = connected
    sys.addaudithook(audit)
