"""The archive as a whole, on a real server: it finds what the library finds, and puts first what the library puts first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.archive import connection, schema
from reader.archive.postgres import PostgresArchive
from reader.archive.protocol import COUNTED, Mark
from reader.archive.writing import filing
from reader.core import search
from reader.core.session import LibraryPaths, Session
from reader.errors import ArchiveError
from reader.model import Draft
from reader.query.evaluate import Subject
from reader.query.parse import parse
from reader.query.tree import Everything, texts
from tests.archive.conftest import NOW
from tests.support.made_up_papers import document, drafts, queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.archive.protocol import Page
    from reader.query.tree import Sort
    from tests.support.real_postgres import RealPostgres

FIRST = 10


async def found(archive: PostgresArchive, source: str, order: Sort = "date", limit: int = 1_000) -> Page:
    return await archive.search(parse(source, NOW).tree, order=order, limit=limit, deadline=60, now=NOW)


async def test_it_finds_what_the_evaluator_finds(archive: PostgresArchive) -> None:
    papers = drafts(300)
    await archive.put(papers, NOW)
    subjects = {filing(draft, NOW).place: Subject(document(draft)) for draft in papers}
    unlike: list[str] = []
    matched = 0
    for source in queries(papers):
        page = await found(archive, source)
        query = parse(source, NOW)
        wanted = sorted(
            (place for place, subject in subjects.items() if subject.matches(query)), reverse=True
        )
        if [hit.article.place for hit in page.hits] != wanted or page.count != len(wanted):
            unlike.append(source)
        matched += bool(wanted)
    assert unlike == []
    assert matched > 150


async def test_the_first_ten_are_mostly_those_of_the_library(
    archive: PostgresArchive, tmp_path: Path
) -> None:
    papers = drafts(300, seed=3)
    await archive.put(papers, NOW)
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    shares: list[float] = []
    with Session(places, clock=lambda: NOW) as session:
        with session.library.transaction():
            for draft in reversed(papers):  # of two that are equally good, both have the newer first
                session.library.articles.save(draft, now=NOW)
        for source in queries(papers, 100, seed=4):
            if not any(True for _ in texts(parse(source, NOW).tree)):
                continue
            ranking = search.rank(session, f"{source} sort:relevance", limit=FIRST)
            wanted = {row.url for row in session.library.articles.many(ranking.ids[: ranking.tally.found])}
            if ranking.relaxed or not wanted:
                continue
            have = {hit.article.url for hit in (await found(archive, source, "relevance", FIRST)).hits}
            shares.append(len(wanted & have) / len(wanted))
    assert len(shares) > 60
    assert sum(shares) / len(shares) >= 0.85


@pytest.fixture
async def dated(archive: PostgresArchive) -> PostgresArchive:
    await archive.put(drafts(40), NOW)
    return archive


async def test_pages_follow_each_other_in_both_directions(dated: PostgresArchive) -> None:
    for order in ("date", "oldest"):
        every = (await found(dated, "", order)).hits
        first = await dated.search(Everything(), order=order, limit=15, deadline=60, now=NOW)
        rest = await dated.search(
            Everything(), order=order, limit=99, before=first.hits[-1].article.place, deadline=60, now=NOW
        )
        assert first.hits + rest.hits == every


async def test_the_longest_come_first(dated: PostgresArchive) -> None:
    lengths = [hit.article.words for hit in (await found(dated, "", "longest")).hits]
    assert lengths == sorted(lengths, reverse=True)


async def test_counting_stops(dated: PostgresArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await found(dated, "")).told() == "40"
    monkeypatch.setattr("reader.archive.ordered.COUNTED", 12)
    page = await found(dated, "", limit=5)
    assert (page.count, page.is_counted, page.told(), len(page.hits)) == (12, False, "12+", 5)
    assert COUNTED == 1_000


async def test_both_plans_give_the_same(dated: PostgresArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    walked = await found(dated, "harbour OR Hafen", limit=5)
    monkeypatch.setattr("reader.archive.planning.is_walked", lambda *_, **__: False)
    assert await found(dated, "harbour OR Hafen", limit=5) == walked
    monkeypatch.setattr("reader.archive.planning.is_walked", lambda *_, **__: True)
    assert await found(dated, "harbour OR Hafen", limit=5) == walked


async def test_a_page_from_a_few_months_is_the_newest(
    archive: PostgresArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = drafts(200)
    await archive.put(papers, NOW)
    monkeypatch.setattr("reader.archive.ordered.COUNTED", 2)
    monkeypatch.setattr("reader.archive.planning._READ", 1)
    for source in queries(papers, 48, seed=5):
        every = await found(archive, source)
        page = await found(archive, source, limit=3)
        assert page.hits == every.hits[:3], source
        assert page.count <= len(every.hits), source


async def test_words_side_by_side_are_found_page_by_page(
    archive: PostgresArchive, postgres: RealPostgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("gas pipeline to the harbour", "pipeline of gas, and a gas to the pipeline", "gas pipeline")
    papers = [
        Draft(
            title="News",
            url=f"https://a.example/{at}",
            published=NOW - timedelta(days=9 * at),
            text=texts[at % 3],
        )
        for at in range(60)
    ]
    await archive.put(papers, NOW)
    whole = await found(archive, '"gas pipeline"')
    assert (len(whole.hits), whole.told()) == (40, "40")
    monkeypatch.setattr("reader.archive.ordered.READ", 4)
    few = await found(archive, '"gas pipeline"', limit=4)
    assert few.hits == whole.hits[:4]
    before = few.hits[-1].article.place
    tree = parse('"gas pipeline"', NOW).tree
    page = await archive.search(tree, order="date", limit=4, before=before, deadline=60, now=NOW)
    assert page.hits == whole.hits[4:8]
    longest = await found(archive, '"gas pipeline" -harbour', "longest", limit=30)
    assert len(longest.hits) == 20
    titled = [
        Draft(title="A gas pipeline", url=f"https://b.example/{at}", published=NOW, text="Ports")
        for at in (1, 2)
    ]
    await archive.put(titled, NOW)
    whole = await found(archive, '"gas pipeline"')
    ranked = await found(archive, '"gas pipeline"', "relevance")
    assert (ranked.told(), [hit.article.title for hit in ranked.hits[:3]]) == (
        "42",
        ["A gas pipeline"] * 2 + ["News"],
    )
    assert {hit.article.place for hit in ranked.hits} == {hit.article.place for hit in whole.hits}
    postgres.sql("UPDATE broadsheet.article SET pairs = NULL", database=database)
    assert (await found(archive, '"gas pipeline"')).hits == whole.hits


async def test_texts_come_back_whole_and_in_order(archive: PostgresArchive) -> None:
    papers = drafts(6)
    done = await archive.put(papers, NOW)
    texts_of = await archive.texts(done.places[::-1])
    assert [draft.title for draft in texts_of] == [draft.title for draft in papers[::-1]]
    first = texts_of[-1]
    assert (first.markdown, first.text, first.authors) == (
        papers[0].markdown,
        papers[0].text,
        papers[0].authors,
    )
    assert (first.published, first.feeds, first.lang) == (
        papers[0].published,
        papers[0].feeds,
        papers[0].lang,
    )


def _roles(postgres: RealPostgres, database: str) -> Iterator[str]:
    for name, role in (("anna", schema.ROLES[1]), ("boris", schema.ROLES[1]), ("wanda", schema.ROLES[0])):
        user = f"{name}_{database}"
        postgres.sql(f"CREATE ROLE {user} LOGIN IN ROLE {role}")
        yield user


async def test_readers_see_their_own_marks_alone(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    anna, boris, wanda = _roles(postgres, database)
    done = await archive.put(drafts(5), NOW)
    for user, many in ((anna, 3), (wanda, 1)):
        async with PostgresArchive(connection.read(postgres.address(user, database))) as own:
            marks = [Mark(place, "bookmarked", NOW) for place in done.places[:many]]
            await own.mark(marks)
            await own.mark([*marks, Mark(marks[0].place, "read", NOW)])
            assert len((await found(own, "is:bookmarked")).hits) == many
            assert len((await found(own, "is:bookmarked is:read")).hits) == 1
            assert (await own.state()).role == ("reader" if user == anna else "worker")
    async with PostgresArchive(connection.read(postgres.address(wanda, database))) as own:
        await own.mark([Mark(place, "unbookmarked", NOW) for place in done.places])
        assert not (await found(own, "is:bookmarked")).hits
        assert len((await found(own, "is:read")).hits) == 1
        await own.mark([Mark(done.places[0], kind, NOW) for kind in ("read", "bookmarked", "unread")])
        assert not (await found(own, "is:read")).hits
        await own.mark([Mark(done.places[0], "unbookmarked", NOW)])
        assert (
            postgres.sql(
                "SET search_path = broadsheet; SELECT count(*) FROM mark", database=database, user=wanda
            )
            == "0"
        )
    async with PostgresArchive(connection.read(postgres.address(boris, database))) as own:
        page = await found(own, "is:bookmarked OR harbour")
        assert not any(hit.article.bookmarked for hit in page.hits)
        await own.mark([Mark(place, "unbookmarked", NOW) for place in done.places])
        with pytest.raises(ArchiveError, match="may not do this"):
            await own.put(drafts(1, seed=9), NOW)
    seen = "SET search_path = broadsheet; SELECT count(*) FROM mark"
    assert postgres.sql(seen, database=database, user=boris) == "0"
    assert postgres.sql(seen, database=database, user=anna) == "3"
    forged = f"INSERT INTO broadsheet.mark (reader, uid, filed) VALUES ('{anna}', gen_random_uuid(), now())"
    with pytest.raises(AssertionError, match="row-level security"):
        postgres.sql(forged, database=database, user=boris)
    with pytest.raises(AssertionError, match="permission denied"):
        postgres.sql("DELETE FROM broadsheet.article", database=database, user=wanda)
