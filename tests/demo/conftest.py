"""The whole newsstand in one library, for the tests that only look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core.add import add
from reader.core.session import LibraryPaths, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.demo.newsstand import Newsstand


@pytest.fixture(scope="module")
def papers(newsstand: Newsstand, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A library that has subscribed to every paper of the newsstand."""
    room = tmp_path_factory.mktemp("papers")
    with Session(LibraryPaths(room / "library.db", room / "cache", room / "config")) as session:
        for url in newsstand.feed_urls():
            add.add(session, url)
        yield session
