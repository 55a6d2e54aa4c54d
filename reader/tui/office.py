"""Who does the heavy work for the screen? The worker process: started at the first job, told to end with the reader."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.core.childprocess import environment
from reader.core.events import Event, JobDone, from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

END_S = 2.0
"""Seconds that the worker has to end by itself before it is killed; nothing is lost by that."""

LINE_LIMIT = 1024 * 1024
"""Bytes of one event."""


class Office:
    """The worker process, one job after another. `listen` hears every event, on the loop."""

    def __init__(self, library: Path, listen: Callable[[Event], None]) -> None:
        self._library = library
        self._listen = listen
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[JobDone]] = []

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return bool(self._waiting)

    async def do(self, job: str, **arguments: Any) -> JobDone:
        """Have a job done; its end. A worker that dies ends all its jobs with an error in words."""
        process = await self._started()
        assert process.stdin is not None
        done: asyncio.Future[JobDone] = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        process.stdin.write((json.dumps({"job": job, **arguments}) + "\n").encode())
        try:
            with suppress(ConnectionError):
                await process.stdin.drain()
            return await done
        except asyncio.CancelledError:
            # The worker does one job at a time and cannot be asked to stop: it is ended, and nothing is lost by that.
            with suppress(ProcessLookupError):
                process.kill()
            raise

    async def cancel(self) -> None:
        """End what is under way, at once: what was stored stays, and the next job goes on from there."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
        if self._reading is not None:
            await self._reading

    async def close(self) -> None:
        """Let the worker end."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            async with asyncio.timeout(END_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        if self._reading is not None:
            await self._reading

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "reader.core.worker",
                "--library",
                str(self._library),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment(),
                limit=LINE_LIMIT,
                start_new_session=True,  # Ctrl-C and a closing terminal are the reader's to handle
            )
            self._reading = asyncio.create_task(self._read(self._process))
        return self._process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        with suppress(ValueError):
            while line := await process.stdout.readline():
                if (event := from_json(line.decode("utf-8", "replace"))) is not None:
                    self._hear(event)
        await process.wait()
        if self._process is process:
            self._process = None
        ended, self._waiting = self._waiting, []
        for future in ended:
            if not future.done():
                future.set_result(JobDone(job="", summary="", error="the work was ended before it was done"))

    def _hear(self, event: Event) -> None:
        self._listen(event)
        if isinstance(event, JobDone) and self._waiting:
            future = self._waiting.pop(0)
            if not future.done():
                future.set_result(event)
