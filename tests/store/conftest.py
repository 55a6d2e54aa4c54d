"""A library of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.model import Subscription
from reader.store.library import Library
from tests.store.making import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import Feed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shelf" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(path) as found:
        yield found


@pytest.fixture
def feed(library: Library) -> Feed:
    return library.feeds.add(Subscription(url="https://paper.example/feed.xml", title="The Paper"), NOW)[0]
