"""A dialog by itself: opened over an empty screen, its answer kept."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot
    from textual.screen import Screen

OPEN = object()
"""The answer of a dialog that has not answered yet."""


@dataclass
class Opened:
    """An open dialog. `answer` is `OPEN` until there is one."""

    app: Harness
    pilot: Pilot[int]
    answers: list[object] = field(default_factory=list)

    @property
    def answer(self) -> object:
        return self.answers[0] if self.answers else OPEN

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press("space" if key == " " else key)
        await self.settle()

    async def type(self, words: str) -> None:
        await self.press(*words)

    async def settle(self) -> None:
        for _ in range(3):
            await self.pilot.pause()

    @property
    def text(self) -> str:
        return text(self.app)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def lit(self) -> str:
        """The title of the row that the cursor's bar stands before."""
        return next((line[line.index("▌") + 1 :].strip() for line in self.lines if "▌" in line), "")


@asynccontextmanager
async def opened(
    dialog: Screen[Any] | Callable[[Harness], Screen[Any]],
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = "newsprint",
) -> AsyncIterator[Opened]:
    """The dialog, or what is made for the app, over an empty screen."""
    app = Harness(theme=theme)
    async with app.run_test(size=size) as pilot:
        found = Opened(app, pilot)
        app.push_screen(dialog(app) if callable(dialog) else dialog, found.answers.append)
        await found.settle()
        yield found
