"""Articles are filed once, whoever files them and however often."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.archive import connection, writing
from reader.archive.postgres import PostgresArchive
from reader.archive.protocol import Put
from reader.archive.writing import filing, filings
from reader.model import Draft
from reader.query.parse import parse
from tests.archive.conftest import NOW
from tests.support.made_up_papers import drafts

if TYPE_CHECKING:
    from tests.support.real_postgres import RealPostgres

LAMP = Draft(
    title="Lamps",
    url="https://pier.example/lamps?utm_source=x",
    text="The lamps are lit.",
    published=datetime(2026, 3, 1, tzinfo=UTC),
)


async def titles(archive: PostgresArchive, source: str) -> list[str]:
    page = await archive.search(parse(source, NOW).tree, order="date", limit=99, deadline=60, now=NOW)
    return [hit.article.title for hit in page.hits]


async def sound(archive: PostgresArchive) -> bool:
    return not any(finding.wrong for finding in await archive.check())


async def test_an_address_is_filed_once(archive: PostgresArchive) -> None:
    other = replace(LAMP, url="http://www.pier.example/lamps#top", published=datetime(2025, 1, 1, tzinfo=UTC))
    assert await archive.put([LAMP, LAMP], NOW) == Put(new=1)
    assert await archive.put([other], NOW) == Put(known=1)
    assert await titles(archive, "lamps") == ["Lamps"]
    assert await sound(archive)


async def test_a_page_is_known_by_its_canonical_address_too(archive: PostgresArchive) -> None:
    amp = replace(LAMP, url="https://amp.pier.example/lamps", canonical="https://pier.example/lamps")
    foreign = replace(LAMP, url="https://other.example/copy", canonical="https://pier.example/lamps")
    assert await archive.put([amp], NOW) == Put(new=1)
    assert await archive.put([LAMP], NOW) == Put(known=1)
    assert await archive.put([foreign], NOW) == Put(new=1)
    assert await sound(archive)


async def test_a_whole_text_takes_the_place_of_a_part(archive: PostgresArchive) -> None:
    assert await archive.put([replace(LAMP, text_state="teaser")], NOW) == Put(new=1)
    whole = replace(LAMP, text="The lamps are lit. Nobody knows by whom.", title="Lamps at dusk")
    assert await archive.put([whole], NOW) == Put(improved=1)
    assert await archive.put([replace(whole, text="Shorter.")], NOW) == Put(known=1)
    assert await titles(archive, "nobody title:dusk") == ["Lamps at dusk"]
    assert await sound(archive)


async def test_without_an_address_the_words_tell(archive: PostgresArchive) -> None:
    bare = replace(LAMP, url=None)
    assert await archive.put([bare], NOW) == Put(new=1)
    assert await archive.put([bare], NOW + timedelta(days=9)) == Put(known=1)
    assert await archive.put([replace(bare, text="Out.")], NOW) == Put(new=1)


def test_an_article_is_filed_by_its_publication_if_that_can_be() -> None:
    for published, filed in (
        (LAMP.published, LAMP.published),
        (None, NOW),
        (NOW + timedelta(days=3), NOW),
        (datetime(1902, 1, 1, tzinfo=UTC), NOW),
        (datetime(1990, 1, 1, tzinfo=UTC), datetime(1990, 1, 1, tzinfo=UTC)),
    ):
        assert filing(replace(LAMP, published=published), NOW).place.filed == filed
    saved = NOW - timedelta(days=400)
    assert filing(replace(LAMP, published=None, saved=saved), NOW).place.filed == saved


def test_a_batch_that_waits_is_few_objects() -> None:
    batch = filings(drafts(40), NOW)
    seen: set[int] = set()
    left: list[object] = [one.words for one in batch]
    while left:
        one = left.pop()
        if gc.is_tracked(one) and id(one) not in seen and not isinstance(one, type):
            seen.add(id(one))
            left += gc.get_referents(one)
    assert len(seen) < 10 * len(batch)


async def test_many_writers_at_once_file_each_article_once(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    papers = drafts(60)

    async def write(turn: int) -> Put:
        own = papers[turn * 7 :] + papers[: turn * 7]
        async with PostgresArchive(connection.read(postgres.address("postgres", database))) as other:
            done = Put()
            for start in range(0, 60, 12):
                done += await other.put(own[start : start + 12], NOW)
            return done

    done = await asyncio.gather(*(write(turn) for turn in range(4)))
    assert sum(one.new for one in done) == 60
    assert sum(one.known for one in done) == 180
    assert await sound(archive)


async def test_numbers_of_words_are_added_up_once_they_are_many(
    archive: PostgresArchive, postgres: RealPostgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def numbers(table: str, column: str) -> dict[str, int]:
        summed = f"SELECT lexeme, sum({column}) FROM broadsheet.{table} GROUP BY lexeme"
        rows = postgres.sql(summed, database=database).splitlines()
        return {lexeme: int(n) for lexeme, _, n in (row.rpartition("|") for row in rows)}

    papers = drafts(40)
    await archive.put(papers[:20], NOW)
    waiting = numbers("term_delta", "n")
    assert waiting[""] == 20
    assert numbers("term", "df") == {}
    monkeypatch.setattr(writing, "FOLDED", len(waiting))
    monkeypatch.setattr(writing, "NOTED", 1)
    await archive.put([replace(papers[20], text_state="teaser")], NOW)
    added = numbers("term", "df")
    assert added[""] == 21
    assert numbers("term_delta", "n") == {}
    # Too few to be added up; then both that are known and that are new.
    for paper in (replace(papers[20], text="Quite another text.", text_state="full"), papers[21]):
        await archive.put([paper], NOW)
    assert numbers("term", "df") == added
    await archive.put(papers[22:], NOW)
    assert numbers("term", "df")[""] == 40
    assert numbers("term_delta", "n") == {}
    assert await sound(archive)


async def test_a_connection_keeps_its_statements_from_batch_to_batch(archive: PostgresArchive) -> None:
    async def statements() -> set[str]:
        async with archive._writing() as own:
            return {row[0] for row in await own.fetch("SELECT name FROM pg_prepared_statements")}

    await archive.put([LAMP], NOW)
    known = await statements()
    await archive.put([replace(LAMP, url="https://pier.example/2")], NOW)
    assert known
    assert await statements() == known


@pytest.mark.parametrize("known", [0, 30_000])
async def test_each_word_is_looked_up_among_those_that_are_known(
    archive: PostgresArchive, postgres: RealPostgres, database: str, known: int
) -> None:
    rows = f"SELECT 'e' || n, 1 FROM generate_series(1, {known}) AS n"
    postgres.sql(f"INSERT INTO broadsheet.term {rows}; ANALYZE broadsheet.term", database=database)
    postgres.sql(f"INSERT INTO broadsheet.term_delta {rows}", database=database)
    async with archive._writing() as own, own.transaction():
        await own.execute(writing.LOOKED_UP)
        plan = "\n".join(row[0] for row in await own.fetch(f"EXPLAIN {writing.ADDED_UP}", (9_000, 1)))
    assert "Index Scan using term_pkey on term" in plan
    assert "Seq Scan" not in plan
    assert "Sort" not in plan
    assert plan.count(" on term ") + plan.count(" on term\n") == 2  # what is written, and what is looked up


async def test_a_failing_batch_leaves_nothing(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    postgres.sql(
        "ALTER TABLE broadsheet.article ADD CONSTRAINT refused CHECK (title <> 'Refused')", database=database
    )
    try:
        await archive.put([LAMP, replace(LAMP, url="https://pier.example/2", title="Refused")], NOW)
    except Exception as error:  # noqa: BLE001 - which it is stands in tests of connections
        assert "refused" in str(error)  # noqa: PT017
    assert await titles(archive, "") == []
    assert await sound(archive)
    assert await archive.put([LAMP], NOW) == Put(new=1)
