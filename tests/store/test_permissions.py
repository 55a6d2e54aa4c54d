"""A library that may be read but not written."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryError
from reader.store.connection import Library
from tests.store.making import NOW, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: be somebody else for a while."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A library that may be read, in a folder that may be read."""
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        save(library)
    path.chmod(0o444)
    folders = [folder for folder in [tmp_path, *tmp_path.parents] if folder.stat().st_uid == os.getuid()]
    modes = [(folder, stat.S_IMODE(folder.stat().st_mode)) for folder in folders]
    for folder in folders:
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o555)
    tmp_path.chmod(0o555)
    yield path
    for folder, its_mode in modes:
        folder.chmod(its_mode)


def test_a_library_that_cannot_be_written_can_be_read(read_only: Path) -> None:
    with as_nobody(), Library.open(read_only) as library:
        assert library.refusal
        assert [article.title for article in library.articles.many([1])] == ["Story 1"]
    assert [entry.name for entry in read_only.parent.iterdir()] == ["library.db"]


def test_a_library_that_cannot_be_written_says_so_at_the_first_change(read_only: Path) -> None:
    with (
        as_nobody(),
        Library.open(read_only) as library,
        pytest.raises(LibraryError, match="no permission to write") as caught,
    ):
        library.marks.read([1], NOW)
    assert "writable" in caught.value.hint


def test_a_library_that_cannot_even_be_read_says_so(read_only: Path) -> None:
    read_only.chmod(0)
    with as_nobody(), pytest.raises(LibraryError, match="cannot be read"):
        Library.open(read_only)
