"""The line of a dialog that has a job done: it shows how far the job is, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual import work
from textual.widgets import Static

from reader.core.events import FeedRefreshed, JobDone, Notice, Progress, Step
from reader.text.clean import capital, line, told
from reader.tui.cells import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reader.core.events import Event


class JobClient(Protocol):
    """Has jobs done, as the worker client does."""

    async def do(self, job: str, **arguments: Any) -> JobDone:
        """Have a job done."""

    async def cancel(self) -> None:
        """End what is under way."""


class JobLine(Static):
    """A line of text below a dialog's heading or field. One job at a time is under way."""

    def __init__(self, client: JobClient) -> None:
        super().__init__(plain(""), classes="said")
        self._client = client
        self._is_cancelled = False
        self.is_busy = False

    async def run(self, job: str, **arguments: Any) -> JobDone | None:
        """Have a job done; its end, or None where it was cancelled here before it was done."""
        self.is_busy, self._is_cancelled = True, False
        self.say("One moment …")
        done = await self._client.do(job, **arguments)
        self.is_busy = False
        return None if done.error and self._is_cancelled else done

    def cancel(self) -> bool:
        """Cancel the job that is under way; False where there is none."""
        if self.is_busy:
            self._is_cancelled = True
            self._cancel()
        return self.is_busy

    @work(group="cancel")
    async def _cancel(self) -> None:
        await self._client.cancel()

    def hear(self, event: Event) -> None:
        """Show an event of the job that is under way."""
        if self.is_busy and (words := running([event])):
            self.say(f"{capital(words)} …")

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """Show a text, in the colour of failures if it is one."""
        self.set_class(is_wrong, "-wrong")
        self.update(plain(text))


def running(events: Sequence[Event]) -> str:
    """Say what the running job does; empty where none runs."""
    for event in reversed(events):
        match event:
            case JobDone():
                return ""
            case Progress(job, done, None):
                return f"{job}: {done:,}"
            case Progress(job, done, total):
                return f"{job}: {done:,} of {total:,}"
            case Step(job, text):
                return f"{job}: {text}"
            case FeedRefreshed(feed=feed):
                return f"refreshing: {feed}"
            case Notice():
                continue
    return ""


def failure(done: JobDone) -> str:
    """Say why a job failed, and on a line of its own what to do."""
    error = line(told(done.error or "the job was not finished"))
    return f"{error}\n{line(capital(done.hint))}" if done.hint else error
