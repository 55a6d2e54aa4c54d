"""Stories as lists and commands show them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, related, search, story_reports
from reader.model import Draft, Related
from tests.core.clusters.test_clustering import BREAD, save
from tests.core.test_related import DAM, DAM_AGAIN
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import Article


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Two reports of one event, the second article being the first report, and another article, the oldest."""
    with session(tmp_path) as opened:
        save(opened, "a", DAM_AGAIN, title="Hundreds flee Brenik as the Orsava dam breaks")
        save(opened, "b", DAM, title="Orsava dam breaks in northern Velia", days_ago=1)
        save(opened, "c", BREAD, title="Less white bread", days_ago=3)
        indexing.catch_up(opened)
        yield opened


def article(library: Session, number: int) -> Article:
    found = library.library.articles.get(number)
    assert found is not None
    return found


def test_the_reports_of_a_story_are_in_the_order_of_time(library: Session) -> None:
    assert [one.id for one in story_reports.reports(library, article(library, 1))] == [2, 1]
    assert [one.id for one in story_reports.reports(library, article(library, 3))] == [3]


def test_related_articles_are_not_told_twice(library: Session) -> None:
    told, others = story_reports.timeline(library, article(library, 1))
    assert [one.id for one in told] == [2, 1]
    assert not {one.id for one in others} & {1, 2}


def test_what_one_source_printed_twice_is_one_report(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = article(library, 1)
    others = [
        replace(open_, id=id_, publication=source, copies=copies)
        for id_, source, copies in ((7, "One", (8, 9)), (8, "One", (7, 9)), (9, "Two", (7, 8)))
    ]
    monkeypatch.setattr(story_reports, "reports", lambda session, article: [open_, *others])
    assert [one.id for one in story_reports.timeline(library, open_)[0]] == [1, 7, 9]
    assert [one.id for one in story_reports.timeline(library, others[1])[0]] == [1, 8, 9], (
        "the open one stays"
    )


def test_a_list_of_stories_is_one_row_a_story_in_the_order_of_what_matches(library: Session) -> None:
    stories, total = story_reports.listing(library, "")
    assert total == 2
    assert [(story.first.id, story.articles, story.sources) for story in stories] == [
        (2, (2, 1), 2),
        (3, (3,), 1),
    ]
    stories, total = story_reports.listing(library, "", sort="oldest", limit=1)
    assert ([story.first.id for story in stories], total) == ([3], 2)
    assert [story.first.id for story in story_reports.listing(library, "sort:oldest", sort="date")[0]] == [
        3,
        2,
    ]
    assert [story.first.id for story in story_reports.listing(library, "bread")[0]] == [3]
    found, _ = story_reports.listing(library, "brenik OR bread", sort="relevance")
    assert {story.first.id for story in found} == {2, 3}
    assert story_reports.listing(library, "zebra") == ([], 0)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publication": "The Quay", "feeds": ("Feed",)}, "The Quay"),
        ({"feeds": ("Feed", "Other")}, "Feed"),
        ({}, "pier.example"),
        ({"url": None}, ""),
    ],
)
def test_a_source_is_a_publication_a_feed_or_a_site(
    fields: dict[str, object], expected: str, tmp_path: Path
) -> None:
    given = {"title": "A lamp", "url": "https://pier.example/1", "text": "A lamp", **fields}
    with session(tmp_path) as opened:
        saved = opened.library.articles.save(Draft(**given), now=NOW).id  # type: ignore[arg-type]
        assert story_reports.source(article(opened, saved)) == expected


def test_a_list_of_stories_first_groups_what_is_new(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        save(opened, "a", DAM_AGAIN, title="Hundreds flee Brenik as the Orsava dam breaks")
        save(opened, "b", DAM, title="Orsava dam breaks in northern Velia", days_ago=1)
        _, total = story_reports.listing(opened, "")
    assert total == 1


def test_what_has_yet_to_be_grouped_is_a_story_by_itself(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "make_grouped", lambda session, listen: None)
    late = save(library, "d", "The ferry is late.", title="Late ferry")
    assert story_reports.reports(library, article(library, late)) == [article(library, late)]
    stories, total = story_reports.listing(library, "")
    assert total == 3
    found = next(story for story in stories if story.first.id == late)
    assert found == story_reports.Story(None, article(library, late), (late,), 1)
    assert {story.id is None for story in stories if story.first.id != late} == {False}


def test_an_article_that_is_gone_is_in_no_list(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "make_grouped", lambda session, listen: None)
    monkeypatch.setattr(search, "ids_of", lambda *what: [3, 4711, 1])
    found, total = story_reports.listing(library, "")
    assert ([story.articles for story in found], total) == ([(3,), (2, 1)], 3)


def test_near_articles_that_are_no_reports_are_told_after_them(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        Related(group="story", why=("",), score=1.0, article=article(library, number)) for number in (3, 2)
    ]
    rows.insert(1, Related(group="story", why=("",), score=1.0, url="https://a.example/"))
    monkeypatch.setattr(related, "related", lambda session, article: rows)
    assert [one.id for one in story_reports.timeline(library, article(library, 1))[1]] == [3]


def test_grouping_tells_how_far_it_is(library: Session) -> None:
    for number in (4, 5):
        save(library, f"n{number}", f"The ferry is late by {number} hours.", title=f"Late {number}")
        told: list[Event] = []
        if number == 4:
            story_reports.reports(library, article(library, 4), told.append)
        else:
            story_reports.listing(library, "", listen=told.append)
        assert told


def test_a_comment_is_not_the_first_report(library: Session) -> None:
    comment = save(library, "d", DAM_AGAIN, title="Opinion: dams are dull", days_ago=2)
    library.library.stories.join([1, comment], NOW)
    reports = story_reports.reports(library, article(library, 1))
    assert [one.id for one in reports] == [comment, 2, 1]
    assert story_reports.first(library, reports).id == 2
    assert story_reports.first(library, reports[:1]).id == comment
    (story, *_), _ = story_reports.listing(library, "Orsava", sort="oldest")
    assert story.first.id == 2


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Комментарий: плотины", "/1"),
        ("[Analýza] Hráze", "/1"),
        ("Dams", "/opinion/2020/dams"),
        ("Kommentar – Dämme", "/1"),
    ],
)
def test_a_paper_tells_its_comments_in_titles_and_addresses(
    library: Session, title: str, address: str
) -> None:
    comment = replace(article(library, 2), id=99, title=title, url=f"https://d.example{address}")
    assert story_reports.first(library, [comment, article(library, 1)]).id == 1


def test_an_older_article_that_is_unlike_the_reports_is_their_background(library: Session) -> None:
    again = save(library, "d", DAM, title="Orsava dam breaks", days_ago=0)
    indexing.catch_up(library)
    old = article(library, 3)
    assert story_reports.first(library, [old, *(article(library, n) for n in (2, again))]).id == 2
    assert story_reports.first(library, [article(library, n) for n in (2, 1, again)]).id == 2
