from __future__ import annotations

import asyncio
from typing import Any

import pytest

from reader.core.events import JobDone, Step
from reader.tui.dialogs.job_line import JobLine, failure
from tests.support.job_client import FakeJobClient
from tests.support.screen import Harness, text

DONE = JobDone(job="add", summary="added")


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            JobDone(job="add", summary="", error="no such\nhost", hint="look at it"),
            "No such host\nLook at it",
        ),
        (JobDone(job="add", summary="", error="no such host"), "No such host"),
        (JobDone(job="add", summary=""), "The job was not finished"),
        (JobDone(job="add", summary="", error="foo: no such file"), "foo: no such file"),
    ],
)
def test_a_failure_says_why_and_on_a_line_of_its_own_what_to_do(done: JobDone, said: str) -> None:
    assert failure(done) == said


async def test_a_job_is_done_with_its_arguments() -> None:
    client = FakeJobClient(DONE)
    app = Harness(line := JobLine(client))
    async with app.run_test(size=(40, 4)):
        assert await line.run("add", target="pier.example") == DONE
        assert client.asked == [{"job": "add", "target": "pier.example"}]
        assert not line.is_busy


async def test_events_are_shown_while_a_job_is_under_way_only() -> None:
    app = Harness(line := JobLine(FakeJobClient()))
    async with app.run_test(size=(40, 4)) as pilot:
        line.hear(Step("adding", "asking"))
        await pilot.pause()
        assert "asking" not in text(app)
        job = asyncio.create_task(line.run("add"))
        await pilot.pause()
        assert line.is_busy
        assert text(app).splitlines()[0] == " One moment …"
        line.hear(Step("adding", "asking"))
        await pilot.pause()
        assert text(app).splitlines()[0] == " Adding: asking …"
        assert line.cancel()
        assert await job is None
        assert not line.cancel(), "there is none any more"


async def test_a_job_that_fails_by_itself_is_not_cancelled() -> None:
    failed = JobDone(job="add", summary="", error="stopped by an unexpected error")
    app = Harness(line := JobLine(FakeJobClient(failed)))
    async with app.run_test(size=(40, 4)):
        assert await line.run("add") == failed


async def test_what_is_done_before_it_could_be_cancelled_is_done() -> None:
    ended = asyncio.Event()

    class Quick(FakeJobClient):
        async def do(self, job: str, **arguments: Any) -> JobDone:
            await ended.wait()
            return DONE

    app = Harness(line := JobLine(Quick()))
    async with app.run_test(size=(40, 4)) as pilot:
        job = asyncio.create_task(line.run("add"))
        await pilot.pause()
        line.cancel()
        ended.set()
        assert await job == DONE


async def test_failures_have_their_colour_until_something_else_is_said() -> None:
    app = Harness(line := JobLine(FakeJobClient()))
    async with app.run_test(size=(40, 4)):
        line.say("[b]no[/b]", is_wrong=True)
        assert line.has_class("-wrong")
        line.say("well")
        assert not line.has_class("-wrong")
