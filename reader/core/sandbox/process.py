"""Runs one child process for its parent: starts it when needed, asks it, stops it at its limits, replaces it."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
from typing import TYPE_CHECKING, TypeVar

from reader.core.sandbox import framing
from reader.frozen import dataclass

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from reader.core.sandbox.framing import TaskAnswer

T = TypeVar("T")

PIPE_BYTES = 2**20
"""Bytes of a pipe's buffer: most feeds, or their entries, at once. With the usual 64 KB parent and child wait for each
other several times a feed."""

PATIENCE = 12.0
"""Times the seconds of computing that a job may take: so long is waited for it. A busy machine gives a child a small share
of a core, and an item must not count as one that hangs for that; one that waits for ever must not be waited for."""

START_S = 60.0
"""Seconds for the start and the imports of a child, which take one second on a quiet machine."""


def environment() -> dict[str, str]:
    """The environment of a Python process of ours, which is started with `-P`: it finds what this process finds, installed
    or in a checkout, but imports nothing from the current folder."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class Lost(Exception):
    """The child gave no answer; the message reads on after the name of the item. `by_item`: the item is the cause, not the
    machine."""

    def __init__(self, message: str, *, by_item: bool = False) -> None:
        super().__init__(message)
        self.by_item = by_item


@dataclass(frozen=True, slots=True)
class Job:
    """A task, the bytes that it works on, and the seconds of computing that it may take."""

    task: str
    arguments: dict[str, str | None]
    body: bytes
    seconds: float


class ChildProcess:
    """A child that serves the tasks of the package `tasks`. `memory` is in bytes; a process is replaced after `items`."""

    def __init__(self, tasks: str, *, memory: int, items: int) -> None:
        self._command = ("-P", "-X", "utf8", "-m", "reader.core.sandbox.child", tasks, str(memory))
        self._memory = memory
        self._items = items
        self._process: Process | None = None
        self._done = 0
        self._closed = False
        self._busy = asyncio.Lock()
        self._dying: set[asyncio.Task[tuple[bytes, bytes]]] = set()

    async def ask(self, job: Job) -> tuple[TaskAnswer, bytes]:
        """Has a job done: a value as bytes, or an error that the task raised. Raises Lost."""
        async with self._busy:
            try:
                process = await self._ready(job)
                answer, result = await self._finished(process, job)
            except framing.BadFrame:
                self._drop()
                raise Lost("could not be read: the parser failed") from None
            except BaseException:  # cancelled or lost: what the child is at is unknown
                self._drop()
                raise
            self._done += 1
            if self._done >= self._items or answer.error in ("memory", "broken"):
                self._drop()  # what its libraries have piled up, or were left in, is unknown as well
        if answer.error == "memory":
            raise Lost(f"needed more than {self._memory // 2**20} MB of memory and was stopped", by_item=True)
        return answer, result

    async def start(self) -> None:
        """Starts the process, if it does not run; the first job tells of one that does not start."""
        with contextlib.suppress(OSError, Lost):
            async with self._busy:
                if self._process is None:
                    await self._start()

    async def _ready(self, job: Job) -> Process:
        """The process, at work on the job. One that died while it was idle is replaced."""
        for last in (False, True):
            try:
                process = self._process or await self._start()
                async with asyncio.timeout(START_S):
                    await self._send(process, job)
                    await framing.receive(_pipe(process.stdout))
                    return process
            except TimeoutError:
                raise Lost("could not be read: the parser did not start in time") from None
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                if last:
                    raise Lost("could not be read: the parser does not start") from error
                self._drop()
            except OSError as error:
                raise Lost(f"could not be read: the parser cannot be started ({error.strerror})") from error
        raise AssertionError  # the second round returns or raises

    async def _start(self) -> Process:
        self._done = 0
        self._open_or_lost()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(),
            limit=PIPE_BYTES,
        )
        self._open_or_lost()  # closed while it was starting
        _widen(self._process)
        return self._process

    def _open_or_lost(self) -> None:
        if self._closed:
            raise Lost("was cancelled")

    async def _send(self, process: Process, job: Job) -> None:
        pipe = _pipe(process.stdin)
        request = framing.TaskRequest(
            task=job.task, arguments=job.arguments, seconds=job.seconds, patience=job.seconds * PATIENCE
        )
        pipe.write(framing.packed(request, len(job.body)) + job.body)
        await pipe.drain()

    async def _finished(self, process: Process, job: Job) -> tuple[TaskAnswer, bytes]:
        try:
            async with asyncio.timeout(job.seconds * PATIENCE):
                return await framing.receive(_pipe(process.stdout))
        except TimeoutError:
            wall = job.seconds * PATIENCE
            raise Lost(f"took more than {wall:g} s and was stopped; try again later") from None
        except asyncio.IncompleteReadError:
            code = await process.wait()
            if code == -signal.SIGPROF:
                computing = f"needed more than {job.seconds:g} s of CPU time and was stopped"
                raise Lost(computing, by_item=True) from None
            end = _end(code)
            raise Lost(f"could not be read: the parser crashed ({end})", by_item=True) from None

    def _drop(self) -> None:
        """Ends the process; the next job gets a new one."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            reaping = asyncio.create_task(
                process.communicate()
            )  # reads to the end, so that the pipes are closed
            self._dying.add(reaping)
            reaping.add_done_callback(self._dying.discard)

    async def close(self) -> None:
        """Ends the process at once, whatever it is at, and waits until it is gone."""
        self._closed = True
        if self._process is not None:
            _kill(self._process)
        async with self._busy:
            self._drop()
        await asyncio.gather(*self._dying)


def _kill(process: Process) -> None:
    # Process.kill asks for the end first, and may so take it away from the loop's own watcher, which then complains.
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _widen(process: Process) -> None:
    if sys.platform != "linux":
        return
    transport = process._transport  # type: ignore[attr-defined]  # the only way to the end that is read
    for end in (0, 1):
        pipe = transport.get_pipe_transport(end).get_extra_info("pipe")
        with contextlib.suppress(OSError):  # a user may have so many pages for pipes only: it is slower then
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _pipe(pipe: T | None) -> T:
    assert pipe is not None
    return pipe


def _end(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
