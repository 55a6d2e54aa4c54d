"""Events and outcomes as they are told to a person."""

from __future__ import annotations

import pytest

from reader.core import events as bounds
from reader.core.events import AddDone, Notice, PagesDone, silent


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=2), "subscribed to The Pier: 2 articles"),
        (AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=1), "subscribed to The Pier: 1 article"),
        (AddDone(kind="feed", id=1, title="The Pier", outcome="updated"), "subscribed to The Pier: 0 articles"),
        (AddDone(kind="feed", id=1, title="The Pier", outcome="same", new=2), "already subscribed to The Pier"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="new"), "added Lamp lit"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="updated"), "updated Lamp lit"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="same"), "already in the library: Lamp lit"),
        (AddDone(kind="article", id=1, title="Lamp lit", outcome="new", note="cut"), "added Lamp lit (cut)"),
    ],
)  # fmt: skip
def test_an_addition_is_told(done: AddDone, words: str) -> None:
    assert str(done) == words


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        (PagesDone(), ""),
        (PagesDone(came=3), "full texts: 3 came"),
        (PagesDone(failed=2), "full texts: 0 came, 2 failed"),
        (PagesDone(left=4), "full texts: 0 came, 4 left for the next time"),
        (PagesDone(1, 2, 3), "full texts: 1 came, 2 failed, 3 left for the next time"),
    ],
)
def test_full_texts_are_told(pages: PagesDone, words: str) -> None:
    assert str(pages) == words


def test_a_listener_may_ignore_events() -> None:
    silent(Notice("a line"))


def test_the_bound_as_shipped() -> None:
    assert bounds.SKIPPED_TOLD == 100
