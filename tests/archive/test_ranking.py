"""What ranks an article in the archive: how often it has what was asked for, as in the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.archive import planning, ranking, vectors, writing
from reader.model import Draft
from reader.query.parse import parse
from tests.archive.conftest import NOW

if TYPE_CHECKING:
    from reader.archive.postgres import PostgresArchive


def paper(number: int, text: str, title: str = "Report") -> Draft:
    return Draft(
        title=title, url=f"https://a.example/{number}", published=NOW, text=text, lang="en", text_state="full"
    )


async def first(archive: PostgresArchive, source: str) -> str | None:
    page = await archive.search(parse(source, NOW).tree, order="relevance", limit=10, deadline=60, now=NOW)
    return page.hits[0].article.url


@pytest.mark.parametrize(
    ("source", "much", "little"),
    [
        ('"gas pipeline"', "gas pipeline a gas pipeline b gas pipeline c", "gas pipeline a pipeline gas b pipeline gas c"),
        ('"of the"', "of the pier of the port of the bay", "of the pier the of port the of bay"),
        ("gov*", "governor government govern governor", "governor banks ports piers"),
        ("man*", "man a man b man c", "management a management b ports c"),
        ("banks", "banks a banks b banks c", "banks a piers b ports c"),
    ],
)  # fmt: skip
async def test_what_stands_there_more_often_weighs_more(
    archive: PostgresArchive, source: str, much: str, little: str
) -> None:
    for at, turn in enumerate(((much, little), (little, much))):
        await archive.put([paper(2 * at + number, text) for number, text in enumerate(turn)], NOW)
    assert await first(archive, source) in ("https://a.example/0", "https://a.example/3")


async def test_what_is_found_in_steps_is_what_is_found_at_once(
    archive: PostgresArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = ("Gas", "Banks", "Gas for banks", "Ports")
    texts = ("gas gas gas banks", "gas and ports", "banks of the bay", "banks banks gas pipeline government")
    papers = [paper(number, texts[number % 4], titles[number // 4 % 4]) for number in range(48)]
    await archive.put(papers, NOW)
    sources = (
        "gas",
        "gas banks",
        "gas OR banks",
        "gas -pipeline",
        "gov*",
        '"of the"',
        "title:gas banks",
        '"gas pipeline"',
    )
    whole = [await found(archive, source) for source in sources]
    for name in ("CANDIDATES", "OF_ONE", "ENOUGH"):
        monkeypatch.setattr(ranking, name, 30)
    assert [len(page) for page in whole] == [len(await found(archive, source)) for source in sources]
    for source, page in zip(sources, whole, strict=True):
        assert (await found(archive, source))[0] == pytest.approx(page[0], rel=0.1), source


async def test_an_old_article_that_says_much_with_a_phrase_is_weighed_beside_the_newest(
    archive: PostgresArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "READ", 10)
    newest = [paper(number, "gas pipeline of the bay and the pier") for number in range(40)]
    old = replace(paper(40, "gas pipeline " * 6), published=NOW - timedelta(days=40))
    await archive.put([*newest, old], NOW)
    assert await first(archive, '"gas pipeline"') == "https://a.example/40"


async def test_at_least_as_many_begin_so_as_have_the_most_frequent_word(
    archive: PostgresArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "FOLDED", 1)
    texts = ("bankers of the bay", "bankers of the pier", "the banks", "bankers at last")
    await archive.put([paper(number, text) for number, text in enumerate(texts)], NOW)
    asked = vectors.beginnings("bank", "e")
    async with archive._writes.connection(60) as connection:
        await writing.fold(connection)
        known = await planning.frequencies(connection, [asked])
        assert planning.least(asked, known) == 3
        await connection.execute("INSERT INTO term_delta VALUES ('ebanker', -1), ('=bankers', -1)")
        known = await planning.frequencies(connection, [asked])
        assert planning.least(asked, known) == 2


async def found(archive: PostgresArchive, source: str) -> list[float]:
    page = await archive.search(parse(source, NOW).tree, order="relevance", limit=12, deadline=60, now=NOW)
    return [hit.score or 0.0 for hit in page.hits]
