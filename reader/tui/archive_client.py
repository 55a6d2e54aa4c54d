"""The way from the screen to the shared archive. Without one nothing is loaded, and nothing is asked."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from reader.errors import ArchiveSlow, BroadsheetError, QueryError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from reader.archive.protocol import Archive
    from reader.config.archive_place import ArchivePlace
    from reader.core.session import Session
    from reader.tui.archive_thread import ArchiveThread
    from reader.tui.library_threads import LibraryThreads

T = TypeVar("T")

RESTS_S = 5.0
"""Seconds for which an archive that failed is asked only what somebody waits for: each try may be one with a wrong
password."""


class ArchiveClient:
    """The archive that the config file in a folder names; `failed` is what went wrong last, until something goes well."""

    def __init__(self, library: LibraryThreads, config: Path) -> None:
        self._library = library
        self._config = config
        self._thread: ArchiveThread | None = None
        self._failed_at: float | None = None
        self._has_looked = False
        self.failed: BroadsheetError | None = None

    @property
    def is_set(self) -> bool:
        """True where the config file names an archive, as far as `look` has seen."""
        return self._thread is not None

    @property
    def address(self) -> str:
        """The address of the archive that is asked."""
        assert self._thread is not None
        return self._thread.place.address

    @property
    def rests(self) -> bool:
        """True while it has just failed."""
        return self._failed_at is not None and monotonic() - self._failed_at < RESTS_S

    async def is_known(self) -> bool:
        """Tells whether there is an archive, as it was looked up last, or is now where nobody has."""
        return self.is_set if self._has_looked else await self.look()

    async def look(self) -> bool:
        """Reads in the config file whether there is an archive, and which. Raises UsageError for a mistake there."""
        config, self._has_looked = self._config, True

        def place(_: Session) -> ArchivePlace | None:
            if not (config / "config.toml").exists():
                return None
            from reader.core.archive import access

            return access.named(config)

        try:
            found = await self._library.ask(place)
        except BroadsheetError:
            await self.close()
            raise
        if self._thread is not None and self._thread.place != found:
            await self.close()
        if found is not None and self._thread is None:
            from reader.tui.archive_thread import ArchiveThread

            self._thread = ArchiveThread(found)
        return self.is_set

    async def ask(self, work: Callable[[Archive], Awaitable[T]]) -> T:
        """Runs `work` with the archive, in a thread of its own; who is cancelled cancels it. Raises what it raises, and
        ArchiveError and UsageError where the archive cannot be opened."""
        assert self._thread is not None
        if self._failed_at is not None:
            self._thread.forget()
        try:
            answer = await self._thread.ask(work)
        except (ArchiveSlow, QueryError):
            raise  # another try need not fail
        except BroadsheetError as error:
            self._failed_at, self.failed = monotonic(), error
            raise
        self._failed_at = self.failed = None
        return answer

    async def close(self) -> None:
        """Ends all connections."""
        thread, self._thread = self._thread, None
        self._failed_at = self.failed = None
        if thread is not None:
            await thread.close()
