"""What people want to know, and the articles that answer it: each stands among the first five found.

Needs are put as a person types them: all words must stand in an answer. Words are our own. The English and Russian
needs are asked of the texts in the folder that BROADSHEET_DATA names, read in place; the Japanese ones of our own
newsstand."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, search
from reader.core.add import add
from reader.core.session import LibraryPaths, Session
from reader.model import Draft
from reader.text.clean import clean, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.demo.newsstand import Newsstand

FIRST = 5

ENGLISH = {
    "worldcom trial ebbers": "bbc/business/465",
    "insurance broker marsh job losses": "bbc/business/103",
    "succession crown female OR sister OR women": "bbc/politics/266",
    'howard "id cards" shadow cabinet': "bbc/politics/141",
    "ray charles film dvd earnings": "bbc/entertainment/073",
    "china trade surplus 2004 exports": "bbc/business/427",
    "gazprom rosneft merger yukos": "bbc/business/131",
    "buenos aires underground strike": "bbc/business/123",
    "wal-mart gun sales california": "bbc/business/390",
    "stansted runway high court": "bbc/politics/033",
    "lufthansa return to profit": "bbc/business/109",
    "van gogh film submission rotterdam": "bbc/entertainment/329",
    "mittal steel job cuts": "bbc/business/027",
    "trump offer for resorts international shares": "reuters/3025",
    'malaysia central bank "united asian bank"': "reuters/2956",
    "zaire imf rescue talks": "reuters/6395",
}
RUSSIAN = {
    "европарламент авторское право википедия": "wikinews-ru/165459",
    "тевес лишний вес": "wikinews-ru/129381",
    'концерт роллинг стоунз OR "rolling stones" на кубе': "wikinews-ru/99855",
    "стрельба в синагоге калифорния": "wikinews-ru/223366",
    "нападение у здания ФСБ": "wikinews-ru/527159",
    "заговор бибер похищение": "wikinews-ru/22222",
    "черномырдин скончался": "wikinews-ru/11766",
    "обрушение крыши гипермаркета окей": "wikinews-ru/13030",
    "джонсон госпитализирован": "wikinews-ru/600337",
}
JAPANESE = {
    "フェリー 救助": "ferry",
    "ハルシオン 離礁": "ferry-risho",
    "海図 調査委": "kaizu",
    "アザラシ 水車": "azarashi",
    "灯台 レンズ 職人": "lighthouse",
}


def test_there_are_thirty_needs() -> None:
    assert len(ENGLISH) + len(RUSSIAN) + len(JAPANESE) == 30


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The texts of the three sources that the needs are about."""
    if (name := os.environ.get("BROADSHEET_DATA")) is None:
        pytest.skip("BROADSHEET_DATA is not set")
    room = tmp_path_factory.mktemp("needs")
    with Session(LibraryPaths(room / "library.db", room / "cache", room / "config")) as session:
        with session.library.transaction():
            for source, most in (("bbc", 3_000), ("wikinews-ru", 1_000), ("reuters-1", 7_000)):
                path = Path(name) / "corpus" / f"{source}.jsonl.gz"
                with gzip.open(path, "rt", encoding="utf-8") as rows:
                    for _, row in zip(range(most), map(json.loads, rows), strict=False):
                        _save(session, row)
        indexing.catch_up(session)
        yield session


def _save(session: Session, row: dict[str, str]) -> None:
    text = clean(row["text"])
    draft = Draft(
        title=line(row["title"] or "") or "Untitled",
        url=f"https://needs.example/{row['id']}",
        lang=row.get("lang"),
        text=text,
        markdown=text,
    )
    session.library.articles.save(draft, now=session.now())


def first(session: Session, query: str) -> list[str]:
    """The addresses of what is found first."""
    return [row.article.url or "" for row in search.search(session, query, limit=FIRST).found]


@pytest.mark.data
def test_english_and_russian_needs_are_answered_by_the_first_five(papers: Session) -> None:
    missed = {
        query: wanted
        for query, wanted in (ENGLISH | RUSSIAN).items()
        if f"https://needs.example/{wanted}" not in first(papers, query)
    }
    assert missed == {}


def test_japanese_needs_are_answered_by_the_first_five(newsstand: Newsstand, tmp_path: Path) -> None:
    with Session(LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")) as session:
        for url in newsstand.feed_urls():
            add.add(session, url)
        missed = {
            query: slug
            for query, slug in JAPANESE.items()
            if newsstand.page_url("minato", slug) not in first(session, query)
        }
        assert missed == {}
