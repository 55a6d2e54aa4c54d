"""The archive beside the library: what the library lacks, within a deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.archive.protocol import COUNTED
from reader.core.archive import beside
from reader.core.session import LibraryPaths, Session
from reader.errors import ArchiveSlow, QueryError
from reader.model import Draft
from tests.support.fake_archive import FakeArchive

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def drafts(count: int) -> list[Draft]:
    return [
        Draft(
            title=f"Heron {at}",
            url=f"https://birds.example/{at}",
            published=NOW - timedelta(hours=at),
            text="A heron stood there.",
            reason="the feed gives a part" if at == 1 else None,
        )
        for at in range(count)
    ]


def knowing(*numbers: int) -> beside.Known:
    async def known(addresses: Sequence[str]) -> Collection[str]:
        return {f"https://birds.example/{at}" for at in numbers} & set(addresses)

    return known


async def found(
    archive: FakeArchive, known: beside.Known, source: str = "heron", **how: bool
) -> beside.Beside:
    return await beside.find(
        archive.archive, source, NOW, known, deadline=5.0, **({"is_ranked": False} | how)
    )


async def test_what_the_library_has_is_left_out_and_counted() -> None:
    archive = FakeArchive(drafts(5))
    got = await found(archive, knowing(0, 3))
    assert [row.article.title for row in got.found] == ["Heron 1", "Heron 2", "Heron 4"]
    assert [row.article.id for row in got.found] == [1, 2, 3]
    assert got.places == (archive.place(1), archive.place(2), archive.place(4))
    assert (got.told, got.kept, got.order) == ("5", 2, "date")
    assert [row.snippet.text for row in got.found if row.snippet] == ["A heron stood there."] * 3


async def test_it_is_looked_further_where_the_library_has_the_first_ones() -> None:
    archive = FakeArchive(drafts(130))
    got = await found(archive, knowing(*range(100)))
    assert [limit for _, limit, _ in archive.asked] == [20, 100, 500]
    assert got.found[0].article.title == "Heron 100"
    assert len(got.found) == beside.SHOWN
    assert got.kept == 100


async def test_of_very_many_it_is_not_said_how_many_the_library_has() -> None:
    got = await found(FakeArchive(drafts(COUNTED + 1)), knowing(0))
    assert (got.told, got.kept) == ("1,000+", None)


@pytest.mark.parametrize(
    ("source", "is_ranked", "order"),
    [("heron", False, "date"), ("heron", True, "relevance"), ("heron sort:oldest", True, "oldest")],
)
async def test_the_order_is_the_querys_else_by_how_it_was_asked(
    source: str, is_ranked: bool, order: str
) -> None:
    archive = FakeArchive(drafts(2))
    assert (await found(archive, knowing(), source, is_ranked=is_ranked)).order == order
    assert archive.asked[0][0] == order


async def test_the_last_word_may_go_on_while_it_is_typed() -> None:
    for is_typed, count in ((True, 2), (False, 0)):
        got = await found(FakeArchive(drafts(2)), knowing(), "her", is_typed=is_typed)
        assert len(got.found) == count


async def test_a_deadline_holds_for_all_questions_together() -> None:
    archive = FakeArchive(drafts(2), hangs=True)
    with pytest.raises(ArchiveSlow, match=r"did not answer within 0\.01 s"):
        await beside.find(archive.archive, "heron", NOW, knowing(), is_ranked=False, deadline=0.01)
    assert archive.cancelled == 1


async def test_rows_without_their_snippets_are_better_than_none() -> None:
    archive = FakeArchive(drafts(2), is_slow=True)
    got = await beside.find(archive.archive, "heron", NOW, knowing(), is_ranked=False, deadline=0.05)
    assert [row.article.title for row in got.found] == ["Heron 0", "Heron 1"]
    assert not any(row.snippet for row in got.found)


async def test_a_query_that_cannot_be_read_asks_nothing() -> None:
    archive = FakeArchive(drafts(2))
    with pytest.raises(QueryError):
        await found(archive, knowing(), "heron (")
    assert archive.asked == []


async def test_a_text_comes_with_what_is_known_of_it() -> None:
    archive = FakeArchive(drafts(2))
    (_, row) = (await found(archive, knowing())).found
    read = await beside.text(archive.archive, archive.place(1), row.article)
    assert read is not None
    assert read[0].reason == "the feed gives a part"
    assert read[1].text == "A heron stood there."
    place, archive.drafts = archive.place(1), ()
    assert await beside.text(archive.archive, place, row.article) is None


def test_the_library_knows_an_address_in_its_other_spellings(tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places, clock=lambda: NOW) as session:
        session.library.articles.save(drafts(1)[0], now=NOW)
        there = ["https://birds.example/0?utm_source=x", "https://birds.example/9"]
        assert beside.known(session, there) == set(there[:1])
