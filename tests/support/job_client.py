"""A worker client for tests of dialogs: each job ends as the test says, and when it says."""

from __future__ import annotations

import asyncio
from typing import Any

from reader.core.events import JobDone


class FakeJobClient:
    """`answers` are the ends of the jobs in turn; where there is none, a job goes on until it is cancelled."""

    def __init__(self, *answers: JobDone) -> None:
        self._answers = list(answers)
        self._ended = asyncio.Event()
        self.asked: list[dict[str, Any]] = []
        self.cancelled = 0

    async def do(self, job: str, **arguments: Any) -> JobDone:
        self.asked.append({"job": job, **arguments})
        if self._answers:
            return self._answers.pop(0)
        self._ended.clear()
        await self._ended.wait()
        return JobDone(job=job, summary="", error="stopped by an unexpected error")

    async def cancel(self) -> None:
        self.cancelled += 1
        self._ended.set()
