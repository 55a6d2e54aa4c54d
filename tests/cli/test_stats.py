"""`stats`: what the library holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.shell import Shell


def test_it_counts_articles_marks_and_feeds(harbour: Shell) -> None:
    (row,) = harbour.rows("stats")
    assert row.pop("bytes") == harbour.library.stat().st_size
    for name in ("free_bytes", "index_bytes", "backup_bytes"):
        assert row.pop(name) >= 0
    assert row == {
        "articles": 6,
        "unread": 4,
        "bookmarked": 2,
        "tagged": 2,
        "muted": 0,
        "full_texts": 6,
        "feeds": 2,
        "accounts": [],
    }


def test_it_tells_the_sizes(harbour: Shell) -> None:
    assert harbour("search", "gas").code == 0
    assert harbour.rows("stats")[0]["backup_bytes"] == 0
    (harbour.folder / "library.backup-20260101T000000.db").write_bytes(b"12345")
    (row,) = harbour.rows("stats")
    assert row["backup_bytes"] == 5
    assert row["index_bytes"] > 1_000
    assert row["free_bytes"] % 4096 == 0


def test_numbers_stand_below_each_other(harbour: Shell) -> None:
    lines = harbour("stats").out.splitlines()
    assert "           6  articles" in lines
    assert {line[12:14] for line in lines} == {"  "}
    assert [line[14:] for line in lines if " MB  " in line] == ["library", "index", "backups"]
    assert lines[-1] == "        0 MB  backups"
