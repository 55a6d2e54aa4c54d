"""The reader, opened on a library of the test's own."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual import _wait
from textual.pilot import Pilot

from reader.config.settings import Settings
from reader.tui import toast, wording
from reader.tui.front import reading, related, searching, sections
from reader.tui.front import screen as front_screen
from reader.tui.keys import app_base
from tests.support import household, screen
from tests.support.driver import Driver
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Open = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture(scope="session")
def household_room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library and its index, to be copied."""
    room = tmp_path_factory.mktemp("household")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROADSHEET_CACHE_DIR", str(room / "cache"))
        patch.setenv("BROADSHEET_CONFIG_DIR", str(room / "config"))
        household.build(household.places(room))
    return room


@pytest.fixture
def room(household_room: Path, tmp_path: Path) -> Path:
    """A copy of it, for this test alone."""
    shutil.copytree(household_room, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(autouse=True)
def _own_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens by itself after a while happens only where a test asks for it, however busy the machine is; what
    waits lest it be in the way of a person waits for nothing."""
    monkeypatch.setattr(Settings, "read_after", property(lambda _: 3600.0))
    monkeypatch.setattr(toast, "seconds", lambda text, mood: 3600.0)
    monkeypatch.setattr(toast, "READ_S", 3600.0)
    monkeypatch.setattr(app_base, "OPENING_LIMIT_S", PATIENCE)
    monkeypatch.setattr(app_base, "MARKER_LIMIT_S", PATIENCE)
    monkeypatch.setattr(reading, "FOLLOWS_S", 0.001)
    monkeypatch.setattr(related, "RELATES_S", 0.0)
    monkeypatch.setattr(related, "LOOKS_S", 3600.0)
    monkeypatch.setattr(searching, "SUGGESTS_S", 0.0)
    monkeypatch.setattr(searching, "EMPTIES_S", 3600.0)
    monkeypatch.setattr(searching, "SLOW_S", 3600.0)
    monkeypatch.setattr(searching, "WAITS_S", 3600.0)
    monkeypatch.setattr(sections, "FOLDERS_S", 3600.0)
    monkeypatch.setattr(front_screen, "SETTLE_S", 0.001)
    monkeypatch.setattr(front_screen, "OTHERS_S", 3600.0)
    monkeypatch.setattr(wording._ClockFace, "has_12_hours", False)  # what a test sets is its own


@pytest.fixture(autouse=True)
def _thorough_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot looks every 20 ms whether the process rests, which a process that gets no turn does as well;
    ours looks more often, and counts what is under way besides."""
    pauses = Pilot.pause

    async def pause(pilot: Pilot[object], delay: float | None = None) -> None:
        await pauses(pilot, delay)
        if delay is None:
            await screen.rest(pilot.app)
            pilot.app.screen._on_timer_update()

    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.002)
    monkeypatch.setattr(Pilot, "pause", pause)


@pytest.fixture
def reader(room: Path) -> Open:
    """Opens the reader on the copy: `async with reader(size=(80, 24)) as screen`."""

    @asynccontextmanager
    async def open_(
        size: tuple[int, int] = (120, 36), *, config: str = 'theme = "newsprint"', **given: object
    ) -> AsyncIterator[Driver]:
        from reader.tui.app import Reader

        (room / "config").mkdir(exist_ok=True)
        (room / "config" / "config.toml").write_text(f"{config}\nrefresh.every = 0\n", "utf-8")
        app = Reader(household.places(room), now=lambda: household.NOW, **given)  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            while not app.front.find_bar.is_mounted:
                await pilot.pause()
            await driver.settle()
            yield driver

    return open_
