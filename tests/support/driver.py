"""Drives the reader as a person does, and says what is on the screen."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.widgets import Input
from textual.widgets._toast import Toast

from tests.support import screen
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot
    from textual.worker import Worker

    from reader.model import Article
    from reader.tui.app import Reader
    from reader.tui.front.screen import FrontScreen

WITH_DIALOGS = ("dialog", "welcome")
"""Groups of work that open a dialog and wait for its answer."""


@dataclass(frozen=True)
class Driver:
    """The reader under test."""

    app: Reader
    pilot: Pilot[int]

    @property
    def news(self) -> FrontScreen:
        return self.app.front

    async def press(self, *keys: str) -> None:
        """Press keys, each after all that the one before led to."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text into the field that has the keys."""
        await self.pilot.press(*("space" if key == " " else key for key in text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way: messages, questions to the library."""
        quiet = 0
        async with asyncio.timeout(PATIENCE):
            while quiet < 2:  # what is drawn may ask for rows
                await self.pilot.pause()
                running = [worker for worker in self.app.workers if self._holds(worker)]
                quiet = 0 if running or self._has_keys() else quiet + 1
                if running:
                    tasks = [worker._task for worker in running if worker._task]
                    await asyncio.wait(tasks, timeout=0.05)

    def _has_keys(self) -> bool:
        """True while a key is not handled, or what it led to is not done."""
        queue = self.app._key_queue
        return bool(queue._keys) or queue._marker is not None

    def _holds(self, worker: Worker[Any]) -> bool:
        """Whether a piece of work is to be waited for: not for other processes, nor for a person who has a dialog."""
        if worker.group in WITH_DIALOGS:
            return self.app.screen is self.news
        return worker.group != "jobs"

    async def until(self, happens: Callable[[], object]) -> None:
        """Wait for what a timer or another process brings."""
        async with asyncio.timeout(PATIENCE):
            while not happens():
                await self.pilot.pause()
        await self.settle()

    async def jobs(self) -> None:
        """Wait for the worker process."""
        await self.app.workers.wait_for_complete(
            [worker for worker in self.app.workers if worker.group == "jobs"]
        )
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.app.screen._compositor.size == (width, height))

    # What one sees

    @property
    def text(self) -> str:
        return screen.text(self.app)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def head(self) -> str:
        return self.lines[0]

    @property
    def foot(self) -> str:
        return self.lines[-1]

    @property
    def focus(self) -> str | None:
        """The id of what has the keys."""
        return self.app.focused.id if self.app.focused else None

    @property
    def is_typing(self) -> bool:
        return isinstance(self.app.focused, Input)

    @property
    def current(self) -> Article:
        """The article under the list's cursor."""
        found = self.news.rows.current
        assert found is not None
        return found

    @property
    def title(self) -> str:
        return self.current.title

    @property
    def opened(self) -> str | None:
        """The title of the article that is being read."""
        article = self.news.state.open_article
        return article.title if article and self.news.state.is_reading else None

    @property
    def listed(self) -> list[str]:
        """The titles of the list, as far as they are there."""
        rows = self.news.rows
        found = [rows.cache.row(at) for at in range(rows.count)]
        return [row.article.title if row else "…" for row in found]

    @property
    def toasts(self) -> list[str]:
        return [str(toast._notification.message) for toast in self.app.screen.query(Toast)]

    @property
    def said(self) -> str:
        """The newest short message."""
        return list(self.app._notifications)[-1].message if self.app._notifications else ""

    @property
    def said_untitled(self) -> str:
        """The newest short message about one article, without its title."""
        return untitled(self.said)

    def stored(self, title: str) -> Article:
        """The article of that title as the library has it now."""
        from reader.core.session import Session

        with Session(self.app.places) as session:
            library = session.library
            ids = library.queries.ids(_everything())
            return next(article for article in library.articles.many(ids) if article.title == title)


def _everything() -> Any:
    from reader.query.tree import Everything

    return Everything()


def untitled(said: str) -> str:
    """A message about one article, without its title."""
    return re.sub(r":? “.*”(?= · )", "", said)
