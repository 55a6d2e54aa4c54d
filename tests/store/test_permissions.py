"""A library that may be read but not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryError
from reader.store.library import Library
from tests.store.making import NOW, save
from tests.support.rights import as_nobody, read_only

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def only_read(tmp_path: Path) -> Iterator[Path]:
    """A library that may be read, in a folder that may be read."""
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        save(library)
    with read_only(path):
        yield path


def test_a_library_that_cannot_be_written_can_be_read(only_read: Path) -> None:
    with as_nobody(), Library.open(only_read) as library:
        assert library.refusal
        assert [article.title for article in library.articles.many([1])] == ["Story 1"]
    assert [entry.name for entry in only_read.parent.iterdir()] == ["library.db"]


def test_a_library_that_cannot_be_written_says_so_at_the_first_change(only_read: Path) -> None:
    with (
        as_nobody(),
        Library.open(only_read) as library,
        pytest.raises(LibraryError, match="no permission to write") as caught,
    ):
        library.marks.read([1], NOW)
    assert "writable" in caught.value.hint


def test_a_library_that_cannot_even_be_read_says_so(only_read: Path) -> None:
    only_read.chmod(0)
    with as_nobody(), pytest.raises(LibraryError, match="cannot be read"):
        Library.open(only_read)
