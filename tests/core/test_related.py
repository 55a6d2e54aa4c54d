"""Related articles of a library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing
from reader.core import related as core_related
from reader.core.session import LibraryPaths, Session
from reader.index.related import related as rule
from reader.model import Draft, RelatedLink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import Article, Document, Related

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAM = (
    "The Orsava dam in northern Velia broke on Monday after ten days of rain. Mayor Irena Kolt said that 214 families had "
    "been taken to schools in Brenik. The river Tarn rose by 3 metres within an hour. Kolt asked for help. The water took "
    "two bridges and the road to the quarry, where forty people waited for the night to end on the roof of the canteen."
)
DAM_AGAIN = (
    "Hundreds fled the town of Brenik when the dam at Orsava gave way on Monday. According to mayor Irena Kolt 214 families "
    "sleep in schools. Rain had swollen the Tarn for ten days. A teacher cooked for all of them and ran out of salt, so a "
    "neighbour rowed across the flooded market square with a sack of it between his knees, and the children cheered."
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places, clock=lambda: NOW) as opened:
        yield opened


def save(session: Session, title: str, text: str, *, url: str, links: tuple[RelatedLink, ...] = ()) -> int:
    draft = Draft(
        title=title,
        url=f"https://{url}.example/1",
        text=text,
        markdown=text,
        related=links,
        published=NOW - timedelta(hours=len(url)),
    )
    return session.library.articles.save(draft, now=NOW).id


def related(session: Session, id_: int) -> list[tuple[int, tuple[int, ...]]]:
    return [(row.article.id, row.article.copies) for row in rows(session, id_) if row.article]


def rows(session: Session, id_: int) -> tuple[Related, ...]:
    article: Article | None = session.library.articles.get(id_)
    assert article is not None
    indexing.catch_up(session)
    return core_related.related(session, article)


def test_copies_of_a_neighbour_are_one_row_that_names_them(session: Session) -> None:
    first = save(session, "Orsava dam breaks", DAM, url="a")
    other = save(session, "Brenik sleeps in schools", DAM_AGAIN, url="bb")
    copy = save(session, "Brenik sleeps in schools", DAM_AGAIN, url="ccc")
    edited = save(session, "Night in Brenik", DAM_AGAIN.replace("A teacher", "One teacher"), url="dddd")
    ((id_, copies),) = related(session, first)
    assert {id_, *copies} == {other, copy, edited}


def test_copies_that_are_found_only_now_are_named_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(session, "Orsava dam breaks", DAM, url="a")
    other = save(session, "Brenik sleeps in schools", DAM_AGAIN, url="bb")
    near = rule.Neighbour(other, 0.9, "story", ("Brenik",), copies=(99, 98))
    monkeypatch.setattr(rule.Opened, "neighbours", lambda *what: [near])
    assert related(session, first) == [(other, (98, 99))]


def test_a_copy_of_the_open_article_is_no_neighbour(session: Session) -> None:
    first = save(session, "Orsava dam breaks", DAM, url="a")
    save(session, "Dam breaks", DAM, url="bb")
    assert related(session, first) == []


def test_another_papers_edited_version_is_a_neighbour(session: Session) -> None:
    first = save(session, "Orsava dam breaks", DAM, url="a")
    edited = save(session, "Dam breaks", DAM.replace("ten days", "nine days"), url="bb")
    assert related(session, first) == [(edited, (first,))]


def test_what_the_publisher_links_is_not_shown_twice(session: Session) -> None:
    other = save(session, "Brenik sleeps in schools", DAM_AGAIN, url="bb")
    save(session, "Brenik sleeps in schools", DAM_AGAIN, url="ccc")
    link = RelatedLink(title="Brenik sleeps", url="https://bb.example/1")
    first = save(session, "Orsava dam breaks", DAM, url="a", links=(link,))
    assert [(row.group, row.article.id) for row in rows(session, first) if row.article] == [("linked", other)]


def test_the_index_names_what_a_larger_library_compares(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(session, "Orsava dam breaks", DAM, url="a")
    other = save(session, "Brenik sleeps in schools", DAM_AGAIN, url="bb")
    whole = related(session, first)
    monkeypatch.setattr(core_related, "COMPARED_WHOLE", 0)
    assert related(session, first) == whole == [(other, ())]


def test_an_article_that_was_removed_meanwhile_has_none(session: Session) -> None:
    gone = save(session, "Orsava dam breaks", DAM, url="ab")
    save(session, "Hundreds flee", DAM_AGAIN, url="cd")
    article = session.library.articles.get(gone)
    assert article is not None
    session.library.marks.remove([gone], NOW)
    assert core_related.related(session, article) == ()


def test_so_many_rows_are_given_the_publishers_links_first(session: Session) -> None:
    links = tuple(RelatedLink(title=f"Link {n}", url=f"https://else.example/{n}") for n in range(3))
    first = save(session, "Orsava dam breaks", DAM, url="a", links=links)
    save(session, "Brenik sleeps in schools", DAM_AGAIN, url="bb")
    article = session.library.articles.get(first)
    assert article is not None
    groups = [row.group for row in core_related.related(session, article)]
    assert groups[:3] == ["linked"] * 3
    assert len(groups) == 4
    assert [row.title for row in core_related.related(session, article, limit=2)] == ["Link 0", "Link 1"]
    assert len(core_related.related(session, article, limit=0)) == 4


def test_ten_rows_are_given_where_nobody_says_how_many(session: Session) -> None:
    links = tuple(RelatedLink(title=f"Link {n}", url=f"https://else.example/{n}") for n in range(12))
    found = rows(session, save(session, "Orsava dam breaks", DAM, url="a", links=links))
    assert [row.title for row in found] == [f"Link {n}" for n in range(10)]


def test_a_link_to_itself_is_no_neighbour(session: Session) -> None:
    link = RelatedLink(title="This page", url="https://a.example/1")
    assert rows(session, save(session, "Orsava dam breaks", DAM, url="a", links=(link,))) == ()


@pytest.mark.parametrize(("compared", "asked"), [(3, 0), (2, 1)])
def test_a_small_library_is_compared_whole(
    compared: int, asked: int, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url, text in (("a", DAM), ("bb", DAM_AGAIN), ("ccc", "Bread is dear.")):
        save(session, "Orsava", text, url=url)
    calls: list[Document] = []
    real = session.index.related_candidates

    def candidates(document: Document) -> list[int]:
        calls.append(document)
        return real(document)

    monkeypatch.setattr(session.index, "related_candidates", candidates)
    monkeypatch.setattr(core_related, "COMPARED_WHOLE", compared)
    rows(session, 1)
    assert len(calls) == asked


def test_the_group_is_what_the_librarys_stories_say(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [save(session, f"Report {n}", f"{DAM} {n}", url="a" * n) for n in (1, 2, 3, 4, 5)]
    first, second, third, fourth, fifth = ids
    guesses = {second: "story", third: "background", fourth: "story", fifth: "background"}
    near = [rule.Neighbour(id_, 0.9, group, ("dam",)) for id_, group in guesses.items()]  # type: ignore[arg-type]
    monkeypatch.setattr(rule.Opened, "neighbours", lambda *what: near)

    def groups() -> list[tuple[int, str]]:
        article = session.library.articles.get(first)
        assert article is not None
        return [(row.article.id, row.group) for row in core_related.related(session, article) if row.article]

    indexing.make_ready(session)
    guessed = [(second, "story"), (fourth, "story"), (third, "background"), (fifth, "background")]
    assert groups() == guessed, "none was clustered yet"
    stories = session.library.stories
    stories.join([first, third], NOW)
    stories.join([second, fifth], NOW)
    assert groups() == [
        (third, "story"),
        (fourth, "story"),
        (second, "background"),
        (fifth, "background"),
    ], "the fourth alone is still to find its story"
    stories.join([first, fourth], NOW)
    stories.split([fourth], NOW)
    assert groups()[0] == (third, "story")
    assert (fourth, "background") in groups(), "it was kept out by hand"
