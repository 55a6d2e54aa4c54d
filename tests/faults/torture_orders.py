"""Orders of the torture, in forks of a process that has loaded the program: each can be killed at any of its steps.

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
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.support import near, processes
from tests.support.fork_server import ForkServer, fork, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: children of a killed command become ours, so that we see them end."""

RAISED = 70
"""The exit code of an order that raised."""

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


class Orders(ForkServer):
    """The process, as the torture has it."""

    def __init__(self, folder: Path, env: Mapping[str, str | None]) -> None:
        super().__init__("tests.faults.torture_orders", folder, env)
        self._said = folder / "said.out", folder / "said.err"

    def run(self, order: Order) -> Done:
        """The command from its start to its end."""
        answer = self.ask(asdict(order))
        out, err = (place.read_text("utf-8", "surrogateescape") for place in self._said)
        return Done(**answer, out=out, err=err)


def main() -> None:
    """The process itself."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    serve(_load, _run)


def _load() -> None:
    """Imports what commands import as they run, except for the screen."""
    import reader

    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.startswith("reader.tui") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in (
        "reader.core.indexing:BATCH",
        "reader.index.segments.write:BUILT_AT_ONCE",
        "reader.core.imports.batches:BATCH",
        "reader.core.sync.read_contents:AT_ONCE",
        "reader.sync.miniflux:PAGE",
    ):
        module_name, _, constant = name.partition(":")
        setattr(importlib.import_module(module_name), constant, SMALL)


def _run(job: dict[str, Any]) -> dict[str, Any]:
    order = Order(**job)
    counter = mmap.mmap(-1, 8)
    began = time.monotonic()
    code = _ended(fork(partial(_work, order, counter)), order.after)
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


def _work(order: Order, counter: mmap.mmap) -> int:
    """Does the order in the new process; whatever it raises belongs to the answer."""
    for number, name, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, "said.out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, "said.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, how, 0o600), number)
    code = RAISED
    try:
        if order.near:
            near.install()
        _count(counter, order.at)
        code = _called(order)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


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
