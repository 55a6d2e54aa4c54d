"""`stats`: what the library holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.shell import Shell


def test_it_counts_articles_marks_and_feeds(harbour: Shell) -> None:
    (row,) = harbour.rows("stats")
    assert row.pop("bytes") == harbour.library.stat().st_size
    assert row == {
        "articles": 6,
        "unread": 4,
        "bookmarked": 2,
        "tagged": 2,
        "muted": 0,
        "full_texts": 6,
        "feeds": 2,
    }


def test_numbers_stand_below_each_other(harbour: Shell) -> None:
    lines = harbour("stats").out.splitlines()
    assert "           6  articles" in lines
    assert {line[12:14] for line in lines} == {"  "}
