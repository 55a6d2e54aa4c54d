"""Passages that a reader marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import highlights
from reader.errors import NothingFound, UsageError
from reader.model import Content, Draft
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session
    from reader.model import Article

TEXT = "The ferry had no lights. It sailed at noon and came back after the storm."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        opened.library.articles.save(Draft(title="A ferry", text=TEXT, markdown=TEXT), now=NOW)
        yield opened


def article(library: Session) -> Article:
    found = library.library.articles.get(1)
    assert found is not None
    return found


def test_a_passage_is_marked_as_the_text_says_it(library: Session) -> None:
    made = highlights.highlight(library, article(library), "FERRY  had no lights")
    assert made.passage.quote == "ferry had no lights"
    (placed,) = highlights.highlights(library, 1)
    assert placed.span is not None
    assert TEXT[slice(*placed.span)] == "ferry had no lights"


@pytest.mark.parametrize(
    ("words", "error"), [(" ", UsageError), ("no such words", NothingFound), ("sailed at noon", UsageError)]
)
def test_words_that_cannot_be_marked(words: str, error: type[Exception], library: Session) -> None:
    highlights.highlight(library, article(library), "sailed at noon")
    with pytest.raises(error):
        highlights.highlight(library, article(library), words)
    assert len(highlights.highlights(library, 1)) == 1


def test_passages_stand_in_the_order_of_the_text_and_lost_ones_at_the_end(library: Session) -> None:
    for words in ("after the storm", "no lights", "sailed at noon"):
        highlights.highlight(library, article(library), words)
    assert [one.highlight.passage.quote for one in highlights.highlights(library, 1)] == [
        "no lights",
        "sailed at noon",
        "after the storm",
    ]
    shown = Content(text=TEXT.replace("had no lights", "was dark"), highlights=("x",))
    placed = highlights.of(library, 1, shown).highlights
    assert [(one.highlight.passage.quote, one.span is None) for one in placed] == [
        ("sailed at noon", False),
        ("after the storm", False),
        ("no lights", True),
    ]


def test_nothing_is_read_where_nothing_was_added(library: Session) -> None:
    library.library.own_words.write(1, "Ask", NOW)
    highlights.highlight(library, article(library), "no lights")
    assert not highlights.of(library, 1, Content(text=TEXT))
    own = highlights.of(library, 1, library.library.articles.content(1))
    assert own
    assert ([note.text for note in own.notes], len(own.highlights)) == (["Ask"], 1)
