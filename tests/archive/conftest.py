"""An archive of its own for each test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reader.archive.postgres import PostgresArchive
    from tests.support.real_postgres import RealPostgres

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
async def archive(postgres: RealPostgres, database: str) -> AsyncIterator[PostgresArchive]:
    """An empty archive, as its owner uses it."""
    from reader.archive import connection
    from reader.archive.postgres import PostgresArchive

    async with PostgresArchive(connection.read(postgres.address("postgres", database))) as archive:
        await archive.init(NOW)
        yield archive
