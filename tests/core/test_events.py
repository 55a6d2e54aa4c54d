"""Events and outcomes as they are told to a person."""

from __future__ import annotations

import pytest

from reader.core.events import AddDone, Notice, PagesDone, silent


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


def test_a_listener_may_ignore_events() -> None:
    silent(Notice("a line"))
