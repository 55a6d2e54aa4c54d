"""A fault of the program within the screen: a sentence for the reader, a trace in the log."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, Any

import pytest

from reader import log
from reader.cli.main import main
from reader.tui import start, terminal
from reader.tui.app import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def _unseen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal that nobody looks at: it opens the themes, and leaves."""
    interval = sys.getswitchinterval()
    monkeypatch.setattr(start, "is_possible", lambda: True)
    monkeypatch.setattr(terminal, "prepare", lambda: None)
    monkeypatch.setattr(terminal, "patch_driver", lambda *answers: None)

    async def pilot(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.app.run_action("themes")
        await pilot.pause()

    def run(app: Reader) -> int | None:
        return asyncio.run(app.run_async(headless=True, size=(80, 24), auto_pilot=pilot))

    monkeypatch.setattr(Reader, "run", run)
    yield
    gc.enable()
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_unseen")
def test_a_fault_within_an_action_ends_in_a_sentence_and_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(reader: Reader) -> None:
        _ = reader.lamp  # type: ignore[attr-defined]

    monkeypatch.setattr(Reader, "action_themes", broken)
    assert main([]) == 3
    assert "unexpected error: AttributeError" in capsys.readouterr().err
    told = (tmp_path / "cache" / log.NAME).read_text()
    assert "] doing what was asked\n  AttributeError: 'Reader' object has no attribute 'lamp'\n" in told
    assert "tests/tui/test_fault.py" in told
    assert " broken\n" in told
