"""An open library with all that belongs to it: what both front ends hold and hand to the rest of core."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from reader.config import paths
from reader.core.events import Listener, Progress, silent
from reader.dates.iso import SYSTEM_ZONE
from reader.errors import NothingFound
from reader.frozen import dataclass
from reader.store.library import Library
from reader.store.library_file import is_there, refuse_gone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.config.settings import Settings
    from reader.index.index import Index


CONVERTING = "converting the library"
"""The job that a session tells of while it brings the library of an earlier version up to this one."""


def local_now() -> datetime:
    """Now, aware, in the reader's own zone: days in queries are days there."""
    return datetime.now(SYSTEM_ZONE)


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The places of a library. `library` is a file, the others folders; nothing is made by naming them."""

    library: Path
    cache: Path
    config: Path

    @classmethod
    def found(cls, library: str | None = None) -> LibraryPaths:
        """The places that the option, the environment and the system's conventions give."""
        return cls(paths.library(library), paths.cache(), paths.config_folder())


class Session:
    """An open library, its index, the settings and a clock. Close it, or use it as a context manager.

    `create` makes a library where there is none, though not beside copies of one that is gone (LibraryGone), unless
    `anew` says so. `writes_index`: whether a search may bring the index up to date first; else it takes the index as it is.
    `listen` hears of CONVERTING while it goes on.
    """

    def __init__(
        self,
        places: LibraryPaths,
        *,
        create: bool = True,
        anew: bool = False,
        clock: Callable[[], datetime] = local_now,
        writes_index: bool = True,
        listen: Listener = silent,
    ) -> None:
        if not anew:
            refuse_gone(places.library)
        if not create and not is_there(places.library):
            raise NothingFound(
                "there is no library yet",
                subject=str(places.library),
                hint="to create one: broadsheet add ADDRESS, or broadsheet import FILE; to look around: broadsheet demo",
            )
        self.places = places
        self.now = clock
        self.writes_index = writes_index
        self.library = Library.open(
            places.library,
            create=create,
            converting=lambda done, total: listen(Progress(CONVERTING, done, total)),
        )

    @cached_property
    def index(self) -> Index:
        """The search index of this library. Whoosh is loaded at the first use."""
        from reader.index.index import Index

        return Index(paths.index(self.places.library, self.library.id))

    @cached_property
    def settings(self) -> Settings:
        """The reader's settings. A bad file never stops the start: what is wrong in it counts as not set."""
        from reader.config import settings

        return settings.load(self.places.config / "config.toml")[0]

    def forget_settings(self) -> None:
        """Read the config file again when a setting is asked for next."""
        self.__dict__.pop("settings", None)

    def close(self) -> None:
        """Close the library, and the index where it was opened."""
        if "index" in self.__dict__:
            self.index.close()
        self.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
