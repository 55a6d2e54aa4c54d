"""Related articles of the archive: found by telling words, compared as the library's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing
from reader.core.archive import related
from reader.core.session import LibraryPaths, Session
from reader.errors import ArchiveSlow
from reader.model import Draft
from tests.support.fake_archive import FakeArchive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import Article

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAM = (
    "The Orsava dam in northern Velia broke on Monday after ten days of rain. Mayor Irena Kolt said that 214 families had "
    "been taken to schools in Brenik. The river Tarn rose by 3 metres within an hour. Kolt asked for help."
)
AGAIN = (
    "Hundreds fled the town of Brenik when the dam at Orsava gave way on Monday. According to mayor Irena Kolt 214 families "
    "sleep in schools. Rain had swollen the Tarn for ten days. A teacher cooked for all of them and ran out of salt."
)
BREAD = (
    "The baker in the old town sells rye bread and honey, and closes when both are gone, mostly before noon."
)


def draft(title: str, text: str, host: str, published: datetime = NOW) -> Draft:
    return Draft(
        title=title, url=f"https://{host}.example/{len(text)}", publication=host, published=published, markdown=text,
        text=text, lang="en",
    )  # fmt: skip


AGAIN_THERE = draft("Families Flee as Orsava Dam Gives Way", AGAIN, "courier")
BREAD_THERE = draft("Rye and Honey", BREAD, "courier")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places, clock=lambda: NOW) as opened:
        opened.library.articles.save(draft("Dam Breaks at Orsava", DAM, "gazette"), now=NOW)
        indexing.follow(opened, lambda _: None)
        yield opened


def dam(session: Session) -> Article:
    found = session.library.articles.get(1)
    assert found is not None
    return found


async def found(session: Session, *there: Draft) -> list[related.RelatedThere]:
    asked = related.asked(session, dam(session))
    assert asked is not None
    candidates = await related.candidates(FakeArchive(there).archive, asked, NOW)
    return [*related.nearest(session, asked, candidates)]


async def test_the_other_papers_report_is_found_with_its_reasons(session: Session) -> None:
    (row,) = await found(session, BREAD_THERE, AGAIN_THERE)
    assert row.row.article is not None
    assert (row.row.article.title, row.row.group) == (AGAIN_THERE.title, "story")
    assert any("Orsava" in why for why in row.row.why)
    assert row.archived.url == AGAIN_THERE.url


async def test_what_the_library_has_is_not_named_again(session: Session) -> None:
    session.library.articles.save(AGAIN_THERE, now=NOW)
    assert await found(session, AGAIN_THERE, draft("Dam Breaks at Orsava", DAM, "gazette")) == []


async def test_what_is_years_away_is_not_looked_at(session: Session) -> None:
    old = replace(AGAIN_THERE, published=NOW - related.NEAR - timedelta(days=2))
    assert await found(session, old) == []


def test_an_article_that_says_hardly_anything_asks_nothing(session: Session) -> None:
    saved = session.library.articles.save(draft("Hm", "Hm.", "gazette"), now=NOW)
    article = session.library.articles.get(saved.id)
    assert article is not None
    assert related.asked(session, article) is None


async def test_a_server_that_hangs_is_given_up(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "DEADLINE_S", 0.01)
    asked = related.asked(session, dam(session))
    assert asked is not None
    archive = FakeArchive(hangs=True)
    with pytest.raises(ArchiveSlow, match=r"did not answer within 0\.01 s"):
        await related.candidates(archive.archive, asked, NOW)
    assert archive.cancelled == 1
