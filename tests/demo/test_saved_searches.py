"""The demo's saved searches and rules find something in its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import search, subscriptions
from reader.core.refresh import run
from reader.core.session import LibraryPaths, Session
from reader.demo import saved_searches
from reader.model import Subscription

if TYPE_CHECKING:
    from pathlib import Path

    from reader.demo.newsstand import Newsstand


def test_each_search_finds_articles_of_several_papers(papers: Session) -> None:
    for name, query, _ in saved_searches.SEARCHES:
        found = search.listing(papers, query).found
        assert len({row.article.publication for row in found}) > 2, name
    assert search.count(papers, saved_searches.NOTICES) == 1


def test_the_rules_act_on_the_papers_as_they_come(newsstand: Newsstand, tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "library.db", tmp_path / "cache", tmp_path / "config")
    with Session(places) as session:
        subscriptions.subscribe(session, [Subscription(url=url) for url in newsstand.feed_urls()])
        saved_searches.furnish(session)
        run.run(session)
        tagged = search.matching(session, "tag:weather")
        assert tagged == search.matching(session, saved_searches.SEARCHES[1][1])
        assert len(tagged) > 5
        assert search.count(session, f"{saved_searches.NOTICES} is:read") == 1
        session.library.undo.undo(1, session.now())
        assert search.count(session, "tag:weather OR is:read") == 0
