"""What an import tells of itself."""

from __future__ import annotations

from typing import Any

import pytest

from reader.core.events import SKIPPED_TOLD
from reader.core.imports import result
from reader.core.imports.result import Imported


def imported(kind: str = "pocket", **counts: Any) -> Imported:
    return Imported("a file", kind, is_list=kind == "opml", **counts)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (imported(), "0 articles imported"),
        (imported(new=1, updated=2, same=3), "1 article imported, 2 updated, 3 already there"),
        (
            imported(new=2_000, updated=3_000, same=4_000),
            "2,000 articles imported, 3,000 updated, 4,000 already there",
        ),
        (imported("opml", feeds_known=1_200), "subscribed to 0 feeds, 1,200 already there"),
        (imported("opml", feeds_new=2), "subscribed to 2 feeds"),
        (imported("opml", feeds_known=1), "subscribed to 0 feeds, 1 already there"),
        (imported("opml"), "subscribed to 0 feeds"),
        (
            imported("opml", searches_new=1, searches_known=1),
            "subscribed to 0 feeds; 1 search saved, 1 already there",
        ),
        (imported("opml", searches_known=2), "subscribed to 0 feeds; 0 searches saved, 2 already there"),
        (imported("newsboat", feeds_new=1, new=2), "subscribed to 1 feed; 2 articles imported"),
        (imported(new=1, skipped_count=4), "1 article imported; 4 entries not imported"),
    ],
)
def test_in_words(found: Imported, words: str) -> None:
    assert str(found) == words


def test_outcomes_are_counted() -> None:
    found = imported()
    for outcome in ("new", "new", "updated", "same", "same", "same"):
        found.count(outcome)
    assert (found.new, found.updated, found.same) == (2, 1, 3)


def test_so_many_are_named_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result, "NAMED", 2)
    found = imported()
    for number in range(3):
        found.skip(f"line {number}")
    assert (found.skipped, found.skipped_count) == (["line 0", "line 1"], 3)


def test_the_screen_gets_the_same_with_the_first_reasons() -> None:
    found = imported("opml", feeds_new=1, feeds_known=2, new=3, updated=4, same=5)
    for number in range(SKIPPED_TOLD + 1):
        found.skip(f"line {number}")
    done = found.done
    assert (done.kind, imported().done.kind) == ("opml", "articles")
    assert (done.feeds_new, done.feeds_known, done.new, done.updated, done.same) == (1, 2, 3, 4, 5)
    assert (len(done.skipped), done.skipped_count) == (SKIPPED_TOLD, SKIPPED_TOLD + 1)
