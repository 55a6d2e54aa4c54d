"""What came since somebody last asked is told once, in whatever order transactions begin and end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.archive import arrivals, connection, writing
from reader.archive.postgres import PostgresArchive
from reader.archive.protocol import Mark
from reader.query.parse import parse
from tests.archive.conftest import NOW
from tests.archive.test_writing import LAMP

if TYPE_CHECKING:
    import pytest

    from reader.model import Draft
    from tests.support.real_postgres import RealPostgres


def lamp(number: int) -> Draft:
    return replace(LAMP, title=f"Lamp {number}", url=f"https://pier.example/{number}")


class Asker:
    """Asks an archive again and again from where it was."""

    def __init__(self, archive: PostgresArchive, source: str = "lamps") -> None:
        self.archive, self.tree = archive, parse(source, NOW).tree
        self.since: int | None = None

    async def ask(self) -> list[str]:
        came = await self.archive.arrived(self.tree, self.since, deadline=60)
        self.since = came.until
        return [one.title for one in came.articles]


async def test_it_begins_with_what_comes_from_now_on(archive: PostgresArchive) -> None:
    await archive.put([lamp(1)], NOW)
    asker, others = Asker(archive), Asker(archive, "tram")
    assert (await asker.ask(), await others.ask()) == ([], [])
    await archive.put([lamp(1), lamp(2), lamp(3)], NOW)
    assert sorted(await asker.ask()) == ["Lamp 2", "Lamp 3"]
    assert (await asker.ask(), await others.ask()) == ([], [])


async def test_a_transaction_that_ends_late_is_not_missed(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    await archive.put([lamp(0)], NOW)
    asker = Asker(archive)
    await asker.ask()
    address = connection.read(postgres.address("postgres", database))
    slow = connection.ArchiveServer(address, writes=True, prepare=writing.prepare)
    async with slow.connection(60) as own, own.transaction():
        await writing.put_within(own, [writing.filing(lamp(1), NOW)])
        await archive.put([lamp(2)], NOW)
        assert await asker.ask() == []
    await slow.close()
    assert sorted(await asker.ask()) == ["Lamp 1", "Lamp 2"]
    assert await asker.ask() == []


async def test_a_whole_text_comes_once_more(archive: PostgresArchive) -> None:
    asker = Asker(archive, "nobody")
    await asker.ask()
    await archive.put([replace(LAMP, text_state="teaser")], NOW)
    assert await asker.ask() == []
    await archive.put([replace(LAMP, text="The lamps are lit. Nobody knows by whom.")], NOW)
    assert await asker.ask() == ["Lamps"]


async def test_of_very_many_some_are_looked_at_at_a_time(
    archive: PostgresArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "_READ", 3)
    asker = Asker(archive)
    await asker.ask()
    for number in range(7):
        await archive.put([lamp(number)], NOW)
    told: list[str] = []
    while some := await asker.ask():
        told += some
    assert sorted(told) == [f"Lamp {number}" for number in range(7)]


async def test_a_query_sees_its_readers_marks_alone(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    postgres.sql(f"CREATE ROLE dora_{database} LOGIN IN ROLE broadsheet_reader")
    async with PostgresArchive(connection.read(postgres.address(f"dora_{database}", database))) as dora:
        hers, own = Asker(dora, "is:bookmarked"), Asker(archive, "is:bookmarked")
        await hers.ask()
        await own.ask()
        (place,) = (await archive.put([lamp(1)], NOW)).places
        await archive.mark([Mark(place, "bookmarked", NOW)])
        assert await hers.ask() == []
        assert await own.ask() == ["Lamp 1"]
