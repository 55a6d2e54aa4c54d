"""The names that complete what is typed: the commonest first, and only those that a field needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import names
from reader.query.complete import Known
from tests.core.clusters.test_clustering import BREAD, save
from tests.core.test_related import DAM
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Two articles, each with tags."""
    with session(tmp_path) as opened:
        save(opened, "a", DAM)
        save(opened, "b", BREAD)
        opened.library.tags.change([1], ("sea", "rare"), (), NOW)
        opened.library.tags.change([1, 2], ("weather",), (), NOW)
        yield opened


def test_names_that_complete_a_query_are_those_of_the_library_the_commonest_first(library: Session) -> None:
    known = names.known(library)
    assert known.tags[:3] == ["weather", "rare", "sea"]
    assert known.feeds == [
        feed.title for feed in sorted(library.library.feeds.all(), key=lambda feed: -feed.articles)
    ]
    assert known.sites == library.library.queries.hosts(names.LIMIT)
    assert known.authors == library.library.queries.authors(names.LIMIT)
    assert known.langs == library.library.queries.languages(names.LIMIT)
    assert known.today == library.now().date().isoformat()


def test_a_field_alone_has_its_own_names_only(library: Session) -> None:
    known = names.known(library)
    assert names.known_of(library.library, "tag", NOW) == Known(tags=known.tags, today="2026-03-02")
    assert names.known_of(library.library, "lang", NOW) == Known(langs=known.langs, today="2026-03-02")
    assert names.known_of(library.library, "is", NOW) == Known(today="2026-03-02")
