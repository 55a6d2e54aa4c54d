"""`clean`: what is beyond the limits goes, and room comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.store.library import Library
from tests.store.making import NOW, draft

if TYPE_CHECKING:
    from tests.support.shell import Shell

LEFT_ALONE = 'no limit is set; to set one: keep = "90 days" in config.toml (see broadsheet help keeping)\n'


@pytest.fixture
def paper(shell: Shell) -> Shell:
    """A feed with three articles that came long ago."""
    assert shell("import", shell.file("a.opml", OPML)).code == 0
    with Library.open(shell.library) as library:
        for number in range(3):
            library.articles.save(draft(number), now=NOW - timedelta(days=9_000), feed_id=1, guid=f"{number}")
    return shell


OPML = '<opml version="2.0"><body><outline xmlUrl="http://paper.example/feed" text="Paper"/></body></opml>'


def test_without_a_limit_nothing_goes_and_it_says_how_to_set_one(paper: Shell) -> None:
    answer = paper("clean")
    assert (answer.code, answer.out, answer.err) == (0, "0 articles removed\n", LEFT_ALONE)


def test_a_trial_says_what_would_go(paper: Shell) -> None:
    assert paper("feeds", "set", "1", "keep=90 days").code == 0
    answer = paper("clean", "--dry-run")
    size = paper.rows("clean", "--dry-run")[0]["bytes"]
    assert answer.out == f"3 articles would be removed; their text takes about {size:,} bytes\n"
    assert answer.err == ""
    assert len(paper.rows("list")) == 3


def test_what_goes_is_brought_back_by_undo(paper: Shell) -> None:
    paper("feeds", "set", "1", "keep=1 article")
    (row,) = paper.rows("clean")
    assert row.pop("bytes") > 700
    assert row == {"articles": 2, "removed": True, "freed": 0}
    assert len(paper.rows("list")) == 1
    assert paper("undo").out == "2 articles are back in the library\n"
    answer = paper("clean")
    assert (
        answer.err
        == "broadsheet undo restores them; broadsheet clean --compact deletes their text for good\n"
    )


def test_one_article_is_told_of_in_the_singular(paper: Shell) -> None:
    paper("feeds", "set", "1", "keep=2 articles")
    assert paper("clean", "--dry-run").out.startswith("1 article would be removed; its text takes about ")
    assert (
        paper("clean").err
        == "broadsheet undo restores it; broadsheet clean --compact deletes its text for good\n"
    )


def test_compacting_gives_room_back_for_good(paper: Shell) -> None:
    paper("feeds", "set", "1", "keep=1 article")
    answer = paper("clean", "--compact")
    assert answer.out == "2 articles removed\n"
    assert "returned to the disk; articles removed before can no longer be restored" in answer.err
    assert paper("undo").out == "the settings of the feed “Paper” are as they were before\n"
    assert paper("undo").code == 1
    assert len(paper.rows("list")) == 1
    assert paper("doctor").code == 0


def test_a_trial_compacts_nothing(paper: Shell) -> None:
    answer = paper("clean", "--dry-run", "--compact")
    assert (answer.code, "cannot be used together" in answer.err) == (2, True)
