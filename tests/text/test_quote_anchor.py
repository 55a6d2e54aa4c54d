"""A passage that was kept is found again, whatever was edited around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.text.quote_anchor import WordPositions, find, passage, quoted

if TYPE_CHECKING:
    from reader.model import Passage

TEXT = (
    "The ferry left at nine. Nobody saw the second boat, which had no lights.\n\n"
    "At ten the “pilot” called: the ferry had not come. He waited for an hour.\n\n"
    "Nobody saw the second boat on the next day either."
)


def kept(words: str, text: str = TEXT) -> Passage:
    found = quoted(text, words)
    assert found is not None
    return found


def said(text: str, passage: Passage) -> str | None:
    span = find(WordPositions(text), passage)
    return text[slice(*span)] if span else None


def test_a_passage_keeps_what_stands_around_it() -> None:
    found = kept("the second boat, which had no lights.")
    assert found.before.endswith("Nobody saw ")
    assert found.after.startswith(" At ten")


def test_white_space_is_folded_and_paragraphs_are_kept() -> None:
    found = kept("no lights.\n At   ten")
    assert found.quote == "no lights.\n\nAt ten"
    assert said(TEXT, found) == "no lights.\n\nAt ten"


def test_half_a_word_is_widened_to_the_whole() -> None:
    assert kept("erry left at ni").quote == "ferry left at nine"


def test_other_quotation_marks_and_capitals_are_the_same_words() -> None:
    assert kept('the "pilot" CALLED').quote == "the “pilot” called"


@pytest.mark.parametrize("words", ["", "  ", "the third boat", "…"])
def test_words_that_are_not_said_are_no_passage(words: str) -> None:
    assert quoted(TEXT, words) is None


def test_of_two_like_passages_the_one_with_its_neighbours_is_found() -> None:
    start = TEXT.rindex("Nobody saw")
    second = passage(TEXT, start, start + len("Nobody saw the second boat"))
    span = find(WordPositions(TEXT), second)
    assert span is not None
    assert span.start == start
    first = find(WordPositions(TEXT), kept("Nobody saw the second boat"))
    assert first is not None
    assert first.start < start


def test_an_edit_before_or_behind_moves_it() -> None:
    mine = kept("the ferry had not come.")
    edited = TEXT.replace("At ten", "UPDATE. Some minutes after ten").replace("He waited", "The man waited")
    assert said(edited, mine) == "the ferry had not come."


def test_a_small_edit_within_is_survived() -> None:
    mine = kept("Nobody saw the second boat, which had no lights.")
    edited = TEXT.replace("which had no lights", "which showed no lights")
    assert said(edited, mine) == "Nobody saw the second boat, which showed no lights"


def test_a_passage_that_is_gone_is_gone() -> None:
    mine = kept("the “pilot” called: the ferry had not come.")
    edited = TEXT.replace("the “pilot” called: the ferry had not come.", "all was quiet in the harbour.")
    assert said(edited, mine) is None
    assert said("", mine) is None


def test_text_without_spaces_has_passages() -> None:
    text = "昨日、港で船が見つかった。今日は静かだ。"
    mine = kept("船が見つかった", text)
    assert said(f"速報。{text}", mine) == "船が見つかった"


@given(st.text("ab c.\n“”", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_what_was_kept_is_found_in_the_unchanged_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    assume(not any(text[max(at - 1, 0) : at + 1].isalpha() for at in (start, end) if 0 < at < len(text)))
    mine = passage(text, start, end)
    span = find(WordPositions(text), mine)
    words = WordPositions(mine.quote).words
    assert (span is None) == (not words)
    if span:
        assert WordPositions(text[slice(*span)]).words == words


def test_many_passages_are_looked_for_in_words_that_are_given_once() -> None:
    known = WordPositions("At nine the ferry sails. It comes back.")
    found = [quoted(known, words) for words in ("FERRY sails", "comes", "never")]
    assert [one.quote if one else None for one in found] == ["ferry sails", "comes", None]
