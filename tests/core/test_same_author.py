"""Other articles by the author of the open one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, related, same_author, story_reports
from reader.core.session import LibraryPaths, Session
from reader.model import Article, Draft, Related

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXTS = [
    "The lighthouse of Brannock is painted white again, which took a week and nine buckets.",
    "Honey has become dearer since spring; the wet blossoms of the lime trees gave little.",
    "Chess players of three villages met above the bakery and ended after midnight.",
    "A violin that lay in an attic for ninety years is to be heard on Sunday.",
    "Trams run every seven minutes now, though nobody had asked the drivers.",
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places, clock=lambda: NOW) as opened:
        yield opened


def save(session: Session, number: int, *authors: str) -> int:
    text = TEXTS[number]
    draft = Draft(
        title=text.split(";")[0][:30],
        url=f"https://a.example/{number}",
        text=text,
        markdown=text,
        authors=authors,
        published=NOW - timedelta(hours=number),
    )
    return session.library.articles.save(draft, now=NOW).id


def rows(session: Session, id_: int) -> list[tuple[str, tuple[str, ...], int]]:
    article = session.library.articles.get(id_)
    assert article is not None
    indexing.catch_up(session)
    return [(row.group, row.why, row.article.id) for row in related.related(session, article) if row.article]


def test_little_that_is_near_is_followed_by_what_its_author_wrote_the_newest_first(session: Session) -> None:
    ids = [save(session, number, "Ute Brandt") for number in range(5)]
    assert rows(session, ids[4]) == [("author", ("also by Ute Brandt",), id_) for id_ in ids[:3]]


def test_what_is_most_like_the_open_article_comes_before_what_is_newer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [save(session, number, "Ute Brandt") for number in range(5)]
    alike = {ids[3]: 0.08, ids[2]: 0.11, ids[1]: 0.04}
    monkeypatch.setattr(
        related._Near, "likenesses", lambda self, found: {id_: alike[id_] for id_ in found if id_ in alike}
    )
    assert [id_ for _, _, id_ in rows(session, ids[0])] == [ids[2], ids[3], ids[1]]


def test_case_and_diacritics_make_no_other_name_but_a_longer_one_does(session: Session) -> None:
    first = save(session, 0, "Zoë  Marek", "Ann Lee")
    same = save(session, 1, "Zoe MAREK")
    save(session, 2, "Zoë Marek Kolt")
    save(session, 3, "Marek Zoë")
    assert rows(session, first) == [("author", ("also by Zoë  Marek",), same)]


@pytest.mark.parametrize("enough", [2, 3])
def test_beside_three_others_it_is_not_needed(
    session: Session, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    ids = [save(session, number, "Ute Brandt") for number in range(5)]
    near = [
        Related(group="background", why=("lime",), score=0.5, article=session.library.articles.get(id_))
        for id_ in ids[1 : enough + 1]
    ]
    monkeypatch.setattr(related._Near, "rows", lambda *what: near)
    found = [group for group, _, _ in rows(session, ids[0])]
    assert found == ["background"] * enough + ["author"] * (2 if enough == 2 else 0)


def test_what_stands_there_already_does_not_stand_there_twice(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [save(session, number, "Ute Brandt") for number in range(2)]
    near = Related(group="story", why=("lime",), score=0.5, article=session.library.articles.get(ids[1]))
    monkeypatch.setattr(related._Near, "rows", lambda *what: [near])
    assert [group for group, _, _ in rows(session, ids[0])] == ["story"]


def test_a_muted_article_is_not_among_them_nor_is_one_that_was_removed(session: Session) -> None:
    first, second = save(session, 0, "Ute Brandt"), save(session, 1, "Ute Brandt")
    assert rows(session, first)
    session.library.marks.mute([second], NOW)
    assert rows(session, first) == []


def test_a_story_has_no_use_for_them(session: Session) -> None:
    first = save(session, 0, "Ute Brandt")
    save(session, 1, "Ute Brandt")
    assert rows(session, first)
    article = session.library.articles.get(first)
    assert article is not None
    assert story_reports.timeline(session, article)[1] == []


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "Associated Press",
        "Staff",
        "Redaktion",
        "admin",
        "Web Desk",
        "Quay Courier Staff",
        "The Pier",
        "Pier News",
        "ute",
        "Berlin",
    ],
)
def test_who_is_no_person_has_written_nothing_else(name: str) -> None:
    article = Article(
        id=1,
        uid="a" * 16,
        title="One",
        fetched=NOW,
        publication="The Pier",
        feeds=("Pier News",),
        authors=(name,),
    )
    assert same_author.persons(article) == []


def test_a_person_is_known_by_a_full_name() -> None:
    article = Article(id=1, uid="a" * 16, title="One", fetched=NOW, authors=("Ute Brandt", "AFP"))
    assert same_author.persons(article) == ["Ute Brandt"]
