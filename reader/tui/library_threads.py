"""Reads and writes the library for the screen, in threads with a session of their own; the loop only waits.

Four lanes, so that a search never holds a page of rows, and neither a mark nor the counts after it: `read` answers what
is on the screen, `count` the numbers of the sections, `find` what takes long (search, related, exports), `write` the
reader's own changes, in their order.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal, TypeVar

from reader.core import lists
from reader.core.session import Session
from reader.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime

    from reader.core.session import LibraryPaths

T = TypeVar("T")
Lane = Literal["read", "count", "find", "write"]
LANES: tuple[Lane, ...] = ("read", "count", "find", "write")


class LibraryThreads:
    """The library's threads; `now` is the clock of their sessions. A question whose asker was cancelled before its turn
    is never worked on; a change is made all the same."""

    def __init__(self, places: LibraryPaths, now: Callable[[], datetime]) -> None:
        self.places = places
        self._now = now
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=f"library-{lane}") for lane in LANES}
        self._own = threading.local()
        self._is_closed = False
        self._open: list[Session] = []
        self._opening = threading.Lock()
        self._front: Future[lists.FirstList] | None = None

    def begin_front(self) -> None:
        """Have what the screen opens with read, while the screen itself is still being loaded."""
        self._front = self._lanes["read"].submit(self._do, lists.front)

    async def front(self) -> lists.FirstList:
        """Waits for the first list, which `begin_front` reads; begins that where nobody has. Raises what reading raised."""
        if self._front is None:
            self.begin_front()
        assert self._front is not None
        import asyncio  # late: the first question is asked before the loop's own modules are loaded

        return await asyncio.wrap_future(self._front)

    async def ask(self, work: Callable[[Session], T], lane: Lane = "read") -> T:
        """Runs `work` with the session of a lane, on its thread, and returns what it returns or raises what it raises."""
        import asyncio

        answer = asyncio.wrap_future(self._lanes[lane].submit(self._do, work))
        return await (asyncio.shield(answer) if lane == "write" else answer)

    def post(self, work: Callable[[Session], object]) -> None:
        """Have something written that nobody waits for; it is done even if the reader ends at once."""
        self._lanes["write"].submit(self._do, work)

    def prepare(self) -> None:
        """Loads what articles need, in the thread that opens them: the first would wait a tenth of a second for the parser
        of Markdown. A reader that has ended needs none."""
        if not self._is_closed:
            self._lanes["read"].submit(_load_articles)

    def forget_settings(self) -> None:
        """Have all sessions read the config file anew before their next work."""
        for lane in self._lanes.values():
            lane.submit(self._do, Session.forget_settings)

    def _do(self, work: Callable[[Session], T]) -> T:
        session: Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = self._opened()
        return work(session)

    def _opened(self) -> Session:
        """Opens a session. Only the first may make the library; later ones take the same file or none: another one in
        its place would be told of changes to articles that it does not hold."""
        with self._opening:
            session = Session(self.places, create=not self._open, clock=self._now, writes_index=False)
            if self._open:
                try:
                    self._open[0].library.refuse_moved()
                except LibraryError:
                    session.close()
                    raise
            self._open.append(session)
            return session

    def close(self) -> None:
        """Let the threads end; what they have begun is done first."""
        self._is_closed = True
        for lane in self._lanes.values():
            lane.submit(self._let_go)
            lane.shutdown(wait=True, cancel_futures=False)

    def _let_go(self) -> None:
        session: Session | None = getattr(self._own, "session", None)
        if session is not None:
            session.close()


def _load_articles() -> None:
    from reader.markdown.blocks import parser
    from reader.tui.article import page  # noqa: F401 - loaded for those who open articles

    parser()
