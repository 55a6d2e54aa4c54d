"""The screen's side of the worker process: starts it when there is a job, asks one job at a time, ends it when it has had
none for a while, and with the reader.

A job and its end carry the same id, so that an end that comes late is never taken for that of another job.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.core.events import Event, JobDone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

END_S = 2.0
"""Seconds that the worker has to end by itself before it is killed; nothing is lost by that."""

REST_S = 60.0
"""Seconds without a job after which the worker ends: it has the memory of its largest job until then, and another one
starts in the blink of an eye."""

LINE_LIMIT = 1024 * 1024
"""Bytes of one event."""

ENDED = "the job was stopped before it was finished"


class WorkerClient:
    """The worker process, one job after another. `listen` hears every event, on the loop; `config` is the folder whose settings
    it goes by, where that is not the user's."""

    def __init__(self, library: Path, listen: Callable[[Event], None], config: Path | None = None) -> None:
        self._library = library
        self._config = {"BROADSHEET_CONFIG_DIR": str(config)} if config else {}
        self._listen = listen
        self._process: asyncio.subprocess.Process | None = None
        self._readers: set[asyncio.Task[None]] = set()
        self._ids = itertools.count(1)
        self._asked = self._pressing = 0
        self._waiting: dict[int, asyncio.Future[JobDone]] = {}
        # Jobs queue here, not in the worker: who gives up while queueing disturbs nobody else's job.
        self._turn = asyncio.Lock()
        self._starting = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None
        self._is_closed = False

    @property
    def is_busy(self) -> bool:
        """True while a job is under way or queued."""
        return self._asked > 0

    async def do(self, job: str, *, is_patient: bool = False, **arguments: Any) -> JobDone:
        """Have a job done; its end. The job under way is told that this one waits, and may be cut short (`gave_way`); one
        that `is_patient` tells nobody, and lets all others go first. A worker that dies ends the job that it is at with
        an error in words, and the next job has another worker. Cancelling the caller ends its job, and no other one."""
        self._asked += 1
        self._rest_no_more()
        try:
            await self._take_turn(is_patient=is_patient)
            try:
                return await self._done(next(self._ids), job, arguments)
            finally:
                self._turn.release()
        finally:
            self._asked -= 1
            if not self.is_busy and not self._is_closed:
                self._rest_no_more()
                self._rest = asyncio.get_running_loop().call_later(REST_S, self._let_go)

    def _rest_no_more(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _let_go(self) -> None:
        """Let the worker end; the next job has another one."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()

    async def _take_turn(self, *, is_patient: bool) -> None:
        if is_patient:
            await self._turn.acquire()
            while self._pressing:
                self._turn.release()
                await asyncio.sleep(0)  # one that has given up counts until it has run
                await self._turn.acquire()  # behind those that wait
            return
        self._ask_for_way()
        self._pressing += 1
        try:
            await self._turn.acquire()
        finally:
            self._pressing -= 1

    def _ask_for_way(self) -> None:
        """Tell the worker that a job waits for the one that it is at, if there is any."""
        process = self._process
        if self._waiting and process is not None and process.stdin is not None:
            from reader.core.worker.messages import GIVE_WAY

            process.stdin.write(f"{GIVE_WAY}\n".encode())

    async def _done(self, id_: int, job: str, arguments: dict[str, Any]) -> JobDone:
        ended = JobDone(job=job, summary="", error=ENDED, id=id_)
        process = await self._started()
        if process is None or process.stdin is None:
            return ended
        answer = self._waiting[id_] = asyncio.get_running_loop().create_future()
        process.stdin.write((json.dumps({"id": id_, "job": job, **arguments}) + "\n").encode())
        if self._pressing:  # they asked the job before
            self._ask_for_way()
        exited = asyncio.create_task(process.wait())
        try:
            with suppress(ConnectionError):
                await process.stdin.drain()
            await asyncio.wait([answer, exited], return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else await self._last_words(answer, ended)
        except asyncio.CancelledError:
            self._kill(process)  # it cannot be asked to stop, and nothing is lost by that
            self._tell(ended)
            raise
        finally:
            exited.cancel()
            del self._waiting[id_]

    async def _last_words(self, answer: asyncio.Future[JobDone], ended: JobDone) -> JobDone:
        """The end that a worker told just before it exited, else `ended`."""
        await self._all_read()
        if answer.done():
            return answer.result()
        self._tell(ended)
        return ended

    def _tell(self, ended: JobDone) -> None:
        """The end of a job that its worker can no longer tell."""
        if not self._is_closed:
            self._listen(ended)

    async def cancel(self) -> None:
        """End the job that is under way, at once: what was stored stays, and the next job goes on from there."""
        if self._process is not None:
            self._kill(self._process)
        await self._all_read()

    async def close(self) -> None:
        """Let the worker end; jobs that are asked or queued end with an error."""
        self._is_closed = True
        self._rest_no_more()
        async with self._starting:
            process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                async with asyncio.timeout(END_S):
                    await process.wait()
            except TimeoutError:
                self._kill(process)
        await self._all_read()

    async def _started(self) -> asyncio.subprocess.Process | None:
        """The worker, which is started where there is none; None once this client is closed."""
        async with self._starting:
            if self._is_closed:
                return None
            if self._process is None or self._process.returncode is not None:
                # Imported late: the first list is there before what a worker needs.
                from reader.core.sandbox.process import environment

                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-P",
                    "-m",
                    "reader.core.worker.worker",
                    "--library",
                    str(self._library),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                    env=environment() | self._config,
                    limit=LINE_LIMIT,
                    start_new_session=True,  # Ctrl-C and a closing terminal are the reader's to handle
                )
                reader = asyncio.create_task(self._read(self._process))
                self._readers.add(reader)
                reader.add_done_callback(self._readers.discard)
            return self._process

    def _kill(self, process: asyncio.subprocess.Process) -> None:
        if self._process is process:
            self._process = None  # the next job is not written to one that is about to go
        with suppress(ProcessLookupError):
            process.kill()

    async def _all_read(self) -> None:
        """Wait until workers that end have been read to their end, and are gone."""
        if self._readers:
            await asyncio.wait(set(self._readers))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        # Imported with the first job: the first list does not wait for msgspec.
        from reader.core.worker.messages import from_json

        assert process.stdout is not None
        with suppress(ValueError):
            while line := await process.stdout.readline():
                if (event := from_json(line.decode("utf-8", "replace"))) is not None:
                    self._hear(event)
        await process.wait()
        if self._process is process:
            self._process = None

    def _hear(self, event: Event) -> None:
        self._listen(event)
        if isinstance(event, JobDone):
            for id_, answer in self._waiting.items():
                # A worker that cannot open the library says so before it has read any job.
                if event.id in (None, id_) and not answer.done():
                    answer.set_result(event)
