"""The process that reads hostile bytes: what it answers, how it ends, and what it leaves in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import log
from reader.core.sandbox.pool import SandboxPool
from reader.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://ann:s3cret@news.example/feed?key=s3cret"


@pytest.fixture
def logged(tmp_path: Path) -> Callable[[], str]:
    """Gives what stands in the log by now."""

    def read() -> str:
        file = tmp_path / "cache" / log.NAME
        return file.read_text() if file.exists() else ""

    return read


async def test_a_failure_within_a_task_leaves_its_trace(logged: Callable[[], str]) -> None:
    async with SandboxPool(1, tasks="tests.support.tasks") as children:
        with pytest.raises(ParseError, match=r"could not be read \(AttributeError\)"):
            await children.feed(b"attribute", URL)
    told = logged().splitlines()
    assert told[0].endswith(" reader.core.sandbox.child] doing a task https://news.example/feed")
    assert told[1] == "  AttributeError: 'bytes' object has no attribute 'title_of_the_feed'"
    assert any("reader/core/sandbox/child.py" in line for line in told)
    assert any("tests/support/tasks/feed.py" in line for line in told)
    assert "s3cret" not in logged()


async def test_errors_in_words_are_no_unexpected_failure(logged: Callable[[], str]) -> None:
    async with SandboxPool(1, tasks="tests.support.tasks") as children:
        with pytest.raises(ParseError):
            await children.feed(b"parse no feed", URL)
    assert logged() == ""


async def test_a_task_that_cannot_be_imported_leaves_its_trace(logged: Callable[[], str]) -> None:
    async with SandboxPool(1, tasks="tests.support.nowhere") as children:
        with pytest.raises(ParseError):
            await children.feed(b"", URL)
    told = logged()
    assert "] serving tasks\n  ModuleNotFoundError: 'tests.support.nowhere'" in told
