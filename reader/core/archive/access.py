"""Opens the shared archive: finds its address, looks its password up, and says how to get what is missing."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

from reader.config import archive_place
from reader.core import secrets
from reader.errors import ArchiveError, FetchError, UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from reader.archive.protocol import Archive
    from reader.config.archive_place import ArchivePlace

T = TypeVar("T")

EXTRA = "to install it: pipx inject broadsheet asyncpg, or pip install 'broadsheet[archive]'"


def place(config: Path) -> ArchivePlace:
    """The archive that the config file names. Raises UsageError where it names none."""
    found = named(config)
    if found is None:
        hint = "to use or create one: broadsheet archive init ADDRESS"
        raise UsageError("no archive is set", hint=hint)
    return found


def named(config: Path) -> ArchivePlace | None:
    """The archive that the config file names, if it names one. Raises UsageError for a mistake there."""
    found, notices = archive_place.load(config / "config.toml")
    if notices:
        raise UsageError(notices[0], hint="to check the whole file: broadsheet config check")
    return found


def run(where: ArchivePlace, work: Callable[[Archive], Awaitable[T]]) -> T:
    """Does some work with the archive at a place, and closes it. Raises ArchiveError and UsageError."""

    async def within() -> T:
        async with opened(where) as archive:
            return await work(archive)

    return asyncio.run(within())


@asynccontextmanager
async def opened(where: ArchivePlace) -> AsyncIterator[Archive]:
    """The archive at a place, which is closed at the end. Nothing is connected before it is asked something."""
    require_extra()
    from reader.archive import connection, postgres

    address = connection.read(where.address)
    if where.password:
        address = replace(address, password=await _password(where.password))
    async with postgres.PostgresArchive(address) as archive:
        yield archive


def require_extra() -> None:
    """Raises UsageError where the driver is not installed."""
    if find_spec("asyncpg") is None:
        raise UsageError("the archive needs the package asyncpg, which is not installed", hint=EXTRA)


async def _password(where: str) -> str:
    try:
        return await secrets.look_up(where)
    except FetchError as error:
        raise ArchiveError(error.message, subject="the archive's password", hint=error.hint) from error


def checked_password(where: str | None) -> str | None:
    """Returns the words that say where the password is found, as they are. Raises UsageError for anything
    else: it may be the password."""
    if where is not None and not secrets.is_source(where):
        hint = "use env:VARIABLE, cmd:PROGRAM, file:PATH or keyring:SERVICE/USER; the password itself is never stored"
        raise UsageError("--password says where the password is found", hint=hint)
    return where


def remember(config: Path, where: ArchivePlace) -> None:
    """Writes the place into the config file. Raises ConfigError."""
    archive_place.keep(config / "config.toml", where)
