"""Loads the pictures of the open article: from the cache, else by a worker process of its own, one after the other."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Protocol

from reader.core.events import Event, PictureRead
from reader.text.clean import capital
from reader.tui import ascii_signs
from reader.tui.worker_client import WorkerClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from rich.console import Console

    from reader.core.sandbox.results import PictureRaster
    from reader.tui.library_threads import LibraryThreads
    from reader.tui.paint import Paint

RESTS_S = 1.0
"""Seconds that an article is open before its pictures are fetched: not for those that one only goes past."""


class Canvas(Protocol):
    """The app, which says which colours there are."""

    console: Console
    paint: Paint


class PictureLoader:
    """`failed` says by address why a picture did not come; it is not asked for again until it is forgotten."""

    def __init__(self, file: Path, library: LibraryThreads) -> None:
        self._library = library
        # Its own: no dialog waits for a slow server, and what is not wanted any more is ended at once.
        self._worker = WorkerClient(file, self._hear)
        self._came: asyncio.Queue[PictureRead | None] = asyncio.Queue()
        self.failed: dict[str, str] = {}

    def lack(self, canvas: Canvas) -> str:
        """The reason that no pictures can be shown here, with what helps; empty where they can."""
        from reader.core.pictures import cache

        if not cache.can_draw():
            return f"{cache.LACKS_PILLOW}. {capital(cache.INSTALL)}"
        if ascii_signs.are_needed(os.environ):
            return "Pictures need a terminal with UTF-8"
        if canvas.paint.theme.is_plain or os.environ.get("NO_COLOR"):
            return "Pictures need colours, but NO_COLOR or the theme turns them off"
        if canvas.console.color_system not in ("truecolor", "256"):
            return "Pictures need a terminal with 256 colours"
        return ""

    async def load(self, article_id: int, put: Callable[[Mapping[str, PictureRaster]], object]) -> str:
        """Give the pictures of an article's text to `put` as they come, those of the cache first. Returns why the first one
        did not come, "" where all did. Cancelling the caller ends the fetching."""
        from reader.core.pictures import cache  # late: the first list is there before what reads messages

        found, missing = await self._library.ask(
            lambda session: cache.of_article(session, article_id), "find"
        )
        put(found)
        wanted = [url for url in missing if url not in self.failed]
        if wanted:
            await asyncio.sleep(RESTS_S)
            came = self._came = asyncio.Queue()
            job = asyncio.create_task(self._worker.do("pictures", article=article_id, urls=wanted))
            job.add_done_callback(lambda _: came.put_nowait(None))
            try:
                while (read := await came.get()) is not None:
                    await self._take(read, put)
            finally:
                job.cancel()
            if error := job.result().error:
                return error
        return next((self.failed[url] for url in missing if url in self.failed), "")

    async def _take(self, read: PictureRead, put: Callable[[Mapping[str, PictureRaster]], object]) -> None:
        from reader.core.pictures import cache

        if read.error:
            self.failed[read.url] = read.error
            return
        found = await self._library.ask(lambda session: cache.kept(session, read.url), "find")
        if found is not None:
            put({read.url: found})

    def _hear(self, event: Event) -> None:
        if isinstance(event, PictureRead):
            self._came.put_nowait(event)

    async def close(self) -> None:
        """Let the worker end."""
        await self._worker.close()
