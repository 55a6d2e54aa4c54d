"""The schema is made once and never misread; checks find what is wrong; words are made anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.archive import connection, schema, spelling, vectors, writing
from reader.archive.postgres import PostgresArchive
from reader.errors import ArchiveError
from reader.query.parse import parse
from reader.text import tokens
from reader.text.word_memory import WordMemory
from tests.archive.conftest import NOW
from tests.support.made_up_papers import drafts

if TYPE_CHECKING:
    from tests.support.real_postgres import RealPostgres


async def test_two_owners_at_once_make_one_archive(postgres: RealPostgres, database: str) -> None:
    async def init() -> tuple[int, int]:
        async with PostgresArchive(connection.read(postgres.address("postgres", database))) as archive:
            return await archive.init(NOW)

    assert sorted(await asyncio.gather(init(), init())) == [
        (0, schema.VERSION),
        (schema.VERSION, schema.VERSION),
    ]


async def test_a_database_without_an_archive_says_so(postgres: RealPostgres, database: str) -> None:
    async with PostgresArchive(connection.read(postgres.address("postgres", database))) as archive:
        with pytest.raises(ArchiveError, match="there is no archive") as caught:
            await archive.state()
    assert caught.value.hint == "to make one: broadsheet archive init ADDRESS"


@pytest.mark.parametrize(("version", "words"), [(99, "version 99 of its tables"), (0, "there is no archive")])
async def test_another_schema_is_refused_in_words(
    version: int, words: str, archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    postgres.sql(f"UPDATE broadsheet.meta SET value = {version} WHERE key = 'schema'", database=database)
    async with PostgresArchive(archive.address) as other:
        with pytest.raises(ArchiveError, match=words):
            await other.put(drafts(1), NOW)
        with pytest.raises(ArchiveError, match=words):
            await other.check()


async def test_months_are_made_ahead(archive: PostgresArchive, postgres: RealPostgres, database: str) -> None:
    made = postgres.sql(
        "SELECT relname FROM pg_class WHERE relname LIKE 'article\\_2026\\___' AND relkind = 'r' ORDER BY 1",
        database=database,
    )
    assert made.split() == ["article_2026_08", "article_2026_09", "article_2026_10", "article_2026_11"]
    assert (await archive.state()).months == ()


async def test_the_state_counts_by_month(archive: PostgresArchive) -> None:
    await archive.put(drafts(24), NOW)
    state = await archive.state()
    assert (state.articles, state.role, state.is_replica, state.lag) == (24, "owner", False, None)
    assert sum(month.articles for month in state.months) == 24
    assert [month.name for month in state.months] == sorted((m.name for m in state.months), reverse=True)


@pytest.mark.parametrize(
    ("harm", "wrong"),
    [
        ("DELETE FROM broadsheet.article WHERE title = (SELECT min(title) FROM broadsheet.article)", "addresses have"),
        ("DELETE FROM broadsheet.address WHERE key = (SELECT min(key) FROM broadsheet.address)", "articles have"),
        ("UPDATE broadsheet.term SET df = df + 1 WHERE lexeme = 'eharbor'", "numbers of words"),
        ("UPDATE broadsheet.article SET analysis = 0", "present rules"),
    ],
)  # fmt: skip
async def test_a_check_finds_the_harm(
    harm: str,
    wrong: str,
    archive: PostgresArchive,
    postgres: RealPostgres,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "FOLDED", 1)
    await archive.put(drafts(30), NOW)
    assert not any(finding.wrong for finding in await archive.check())
    postgres.sql(harm, database=database)
    assert any(finding.wrong and wrong in finding.what for finding in await archive.check())


async def test_other_rules_for_words_are_followed(
    archive: PostgresArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    await archive.put(drafts(30), NOW)

    async def places(source: str) -> list[object]:
        page = await archive.search(parse(source, NOW).tree, order="date", limit=99, deadline=60, now=NOW)
        return [hit.article.place for hit in page.hits]

    before = await places("harbour")
    assert before
    monkeypatch.setattr("reader.text.stemming._stem", lambda word, exact, code: exact[::-1])
    monkeypatch.setattr(tokens, "_memory", WordMemory(tokens.forms_of, 9_000))
    monkeypatch.setattr(spelling, "_memory", WordMemory(spelling._spelt_anew, 9_000))
    first = vectors.RULES
    monkeypatch.setattr(vectors, "RULES", 9)
    assert {number for month in (await archive.state()).months for number in month.analysis} == {first}
    heard: list[tuple[int, int]] = []
    assert await archive.reindex(lambda done, total: heard.append((done, total))) == 30
    assert heard[-1] == (30, 30)
    assert await archive.reindex(lambda done, total: None) == 0
    state = await archive.state()
    assert state.analysis == 9
    assert {number for month in state.months for number in month.analysis} == {9}
    assert not any(finding.wrong for finding in await archive.check())
    assert await places("harbour") == before
