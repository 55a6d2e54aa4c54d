"""A real PostgreSQL for all tests of the archive, and an archive of its own for each."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.support import real_postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from reader.archive.postgres import PostgresArchive
    from tests.support.real_postgres import RealPostgres

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[RealPostgres]:
    """A server that all tests of one process share."""
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with real_postgres.running() as server:
        yield server


@pytest.fixture
def database(postgres: RealPostgres) -> str:
    """The name of an empty database."""
    name = f"news{next(_numbers)}"
    postgres.sql(f"CREATE DATABASE {name}")
    return name


@pytest.fixture
async def archive(postgres: RealPostgres, database: str) -> AsyncIterator[PostgresArchive]:
    """An empty archive, as its owner uses it."""
    from reader.archive import connection
    from reader.archive.postgres import PostgresArchive

    async with PostgresArchive(connection.read(postgres.address("postgres", database))) as archive:
        await archive.init(NOW)
        yield archive
