from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import other_scripts, related, search, story_reports
from reader.core.add import add
from reader.core.refresh import run
from reader.core.session import LibraryPaths, Session
from reader.demo.newsstand import Newsstand
from reader.query.parse import parse

if TYPE_CHECKING:
    from pathlib import Path


def id_of(session: Session, newsstand: Newsstand, name: str) -> int:
    found = session.library.articles.by_url(newsstand.page_url(*name.split("/")))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "event",
    [
        ("gazette/ferry-aground", "courier/ferry-grounding", "gazette/ferry-refloated"),
        ("gazette/ferry-inquiry", "courier/ferry-inquiry"),
        ("gazette/barrage-vote", "courier/barrage-postponed"),
        ("gazette/bell-missing", "courier/bell-stolen", "islander/bell"),
        ("gazette/bell-found", "courier/bell-found"),
        ("gazette/gale-damage", "courier/gale-inland", "gazette/gale-live", "islander/gale"),
        ("gazette/frost-orchards", "courier/apple-harvest", "courier/cider-presses"),
        ("gazette/seal-upriver", "courier/seal-mill-pond", "courier/seal-home"),
        ("gazette/chess-open", "courier/chess-open"),
        ("listok/parom", "listok/parom-snyat", "listok/parom-doklad"),
        ("anzeiger/faehre", "anzeiger/faehre-bericht"),
        ("minato/ferry", "minato/ferry-risho", "minato/kaizu"),
        ("kurier/prom", "kurier/prom-raport"),
        ("listy/trajekt", "listy/trajekt-zprava"),
        ("barid/abbara", "barid/tahqiq"),
    ],
    ids=lambda event: event[0],
)
def test_reports_of_an_event_are_the_same_story(
    papers: Session, newsstand: Newsstand, event: tuple[str, ...]
) -> None:
    first, *others = (id_of(papers, newsstand, name) for name in event)
    article = papers.library.articles.get(first)
    assert article is not None
    story = [
        row.article.id for row in related.related(papers, article) if row.group == "story" and row.article
    ]
    assert set(others) <= set(story)


GROUNDING = (
    "gazette/ferry-aground",
    "courier/ferry-grounding",
    "islander/ferry-aground",
    "gazette/ferry-refloated",
    "courier/ferry-inquiry",
    "gazette/ferry-inquiry",
)
"""The story of the grounding, first report first."""


@pytest.mark.parametrize("name", GROUNDING)
def test_the_story_of_the_grounding_begins_with_its_first_report_and_has_no_opinions(
    papers: Session, newsstand: Newsstand, name: str
) -> None:
    article = papers.library.articles.get(id_of(papers, newsstand, name))
    assert article is not None
    told, others = story_reports.timeline(papers, article)
    wanted = [id_of(papers, newsstand, one) for one in GROUNDING]
    assert [report.id for report in told] == wanted
    same = {
        row.article.id for row in related.related(papers, article) if row.group == "story" and row.article
    }
    assert same == {*wanted} - {article.id}
    assert id_of(papers, newsstand, "courier/ferry-opinion") not in {other.id for other in others} | same


def test_what_the_panel_calls_the_same_story_is_in_the_story(papers: Session) -> None:
    listed, _ = story_reports.listing(papers, "")
    for story in listed:
        for article in papers.library.articles.many(story.articles):
            rows = related.related(papers, article)
            same = {row.article.id for row in rows if row.group == "story" and row.article}
            assert same <= {*story.articles}, article.title


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("listok/parom", "listok/parom-doklad", {"Халкион", "мель"}),
        ("anzeiger/faehre", "anzeiger/faehre-bericht", {"Halcyon", "Fähre", "Brannock Head"}),
        ("barid/tahqiq", "barid/abbara", {"العبّارة", "هالسيون"}),
        ("minato/ferry", "minato/kaizu", {"ハルシオン", "フェリー", "海難調査委員会"}),
        ("gazette/ferry-inquiry", "courier/ferry-inquiry", {"Marine Safety Board", "ferry"}),
    ],
)
def test_what_led_to_what_is_found_in_each_language_with_its_reasons(
    papers: Session, newsstand: Newsstand, one: str, other: str, reasons: set[str]
) -> None:
    article = papers.library.articles.get(id_of(papers, newsstand, one))
    assert article is not None
    wanted = id_of(papers, newsstand, other)
    (row,) = [row for row in related.related(papers, article) if row.article and row.article.id == wanted]
    assert reasons <= set(row.why)


@pytest.mark.parametrize(
    "name",
    [
        "gazette/bakers-strike",
        "courier/library-van",
        "listok/gribniki",
        "anzeiger/deichschafe",
        "anzeiger/leihladen",
        "minato/azarashi",
        "minato/lighthouse",
        "barid/najjar",
    ],
)
def test_an_article_about_nothing_else_has_no_neighbours(
    papers: Session, newsstand: Newsstand, name: str
) -> None:
    article = papers.library.articles.get(id_of(papers, newsstand, name))
    assert article is not None
    assert {row.group for row in related.related(papers, article)} <= {"loose", "author"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ('"Crane rod"', "gazette/mud-map"),
        ("грибы", "listok/gribniki"),
        ("Wäscheklammer", "anzeiger/glocke"),
        ("アザラシ", "minato/azarashi"),
        ("مسطرة", "barid/najjar"),
        ("منارة", "barid/jaras"),
        ('"seamen\'s chapel"', "gazette/gale-live"),
        ("“seamen’s chapel”", "gazette/gale-live"),
        ("title:mainland's", "islander/gale"),
        ("has:video lang:en", "courier/seal-mill-pond"),
        ("author:calloway partials", "slackwater/bell-fourier"),
    ],
)
def test_each_language_is_searched(papers: Session, newsstand: Newsstand, query: str, name: str) -> None:
    found = [row.article.id for row in search.search(papers, query).found]
    assert found[:1] == [id_of(papers, newsstand, name)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Halcyon", ("Халкион", "هالسيون")),
        ("Халкион", ("Halcyon", "هالسيون")),
        ("هالسيون", ("Halcyon", "Халкион")),
        ("Brannock", ("Браннок", "برانوك")),
    ],
)
def test_a_name_is_offered_in_the_scripts_of_the_other_papers(
    papers: Session, newsstand: Newsstand, typed: str, words: tuple[str, ...]
) -> None:
    offered = other_scripts.also_written(papers, parse(typed, papers.now()).tree)
    assert offered is not None
    assert offered.words == words
    found = {row.article.id for row in search.listing(papers, offered.query).found}
    assert {
        id_of(papers, newsstand, name) for name in ("gazette/ferry-aground", "listok/parom", "barid/abbara")
    } <= found


@pytest.mark.parametrize("typed", ["ferry", "паром", "Fähre", "العبّارة", "ハルシオン"])
def test_what_is_no_name_in_another_script_is_not_offered(papers: Session, typed: str) -> None:
    assert other_scripts.also_written(papers, parse(typed, papers.now()).tree) is None


def test_a_correction_makes_a_revision_of_one_article(tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Newsstand() as newsstand, Session(places) as session:
        add.add(session, newsstand.feed_urls()[0])
        newsstand.publish_corrections()
        summary = run.run(session)
        edited = [row.article.url for row in search.listing(session, "is:edited").found]
        assert (summary.new, summary.updated) == (0, 1)
        assert edited == [newsstand.page_url("gazette", "ferry-inquiry")]
