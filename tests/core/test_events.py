"""Events and outcomes as they are told to a person."""

from __future__ import annotations

import pytest

from reader.core.events import (
    NOTIFICATIONS,
    AddDone,
    FeedsChecked,
    NewMatches,
    Notice,
    PagesDone,
    bundled,
    in_words,
    silent,
    together,
)


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=2), "subscribed to The Pier: 2 articles"),
        (AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=1), "subscribed to The Pier: 1 article"),
        (AddDone(kind="feed", id=1, title="The Pier", outcome="updated"), "subscribed to The Pier: 0 articles"),
        (AddDone(kind="feed", id=1, title="The Pier", outcome="same", new=2), "already subscribed to The Pier"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="new"), "added “Lamp lit”"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="updated"), "updated “Lamp lit”"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="same"), "already in the library: “Lamp lit”"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="new", note="cut"), "added “Lamp lit” (cut)"),
    ],
)  # fmt: skip
def test_an_addition_is_told(done: AddDone, words: str) -> None:
    assert str(done) == words


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        (PagesDone(), ""),
        (PagesDone(came=3), "Full text: 3 fetched"),
        (PagesDone(failed=2), "Full text: 2 failed"),
        (PagesDone(left=4), "Full text: 4 still to fetch"),
        (PagesDone(1, 2, 3), "Full text: 1 fetched, 2 failed, 3 still to fetch"),
    ],
)
def test_full_texts_are_told(pages: PagesDone, words: str) -> None:
    assert str(pages) == words


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        (FeedsChecked(asked=60, new=1_214, failed=2), "60 feeds checked · 1,214 new · 2 failed"),
        (FeedsChecked(asked=1), "1 feed checked · nothing new"),
        (FeedsChecked(asked=1, updated=1), "1 feed checked · 1 updated"),
    ],
)
def test_what_the_feeds_brought_is_told(checked: FeedsChecked, words: str) -> None:
    assert str(checked) == words


def test_a_listener_may_ignore_events() -> None:
    silent(Notice("a line"))


def matches(number: int, count: int = 2) -> NewMatches:
    return NewMatches(
        saved=number, name=f"Search {number}", query="gas", count=count, titles=(f"Title {number}", "Other")
    )


def test_new_matches_are_told_in_one_line() -> None:
    assert in_words([]) == ""
    assert in_words([matches(1, 1), matches(2)]) == "Search 1: 1 new article · Search 2: 2 new articles"


def test_what_is_too_much_is_told_together() -> None:
    many = [matches(number, number) for number in range(1, 9)]
    assert bundled(many[:NOTIFICATIONS]) == many[:NOTIFICATIONS]
    found = bundled(many)
    assert found[: NOTIFICATIONS - 1] == many[: NOTIFICATIONS - 1]
    assert found[NOTIFICATIONS - 1 :] == [
        NewMatches(
            saved=5,
            name="4 more saved searches",
            query="",
            count=26,
            titles=("Title 5", "Title 6", "Title 7"),
        )
    ]
    assert str(found[-1]) == "4 more saved searches: 26 new articles"
    assert bundled(many[: NOTIFICATIONS + 1])[-1].name == "2 more saved searches"


def test_feeds_that_were_added_at_once_are_told_together() -> None:
    known = AddDone(kind="feed", id=1, title="The Pier", outcome="same")
    new = AddDone(kind="feed", id=2, title="Storms", outcome="new", new=3)
    assert together([known]) == known
    assert str(together([known, new])) == "subscribed to Storms and 1 more: 3 articles"
