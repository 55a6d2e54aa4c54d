from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text.clean import clean
from reader.tui.article import wrap
from reader.tui.article.block import CODE, INK, Block, StyledSpan, Writing, written
from reader.tui.article.build import plain_blocks

WORDS = st.sampled_from(
    [
        "gas", "the", "well-known", "Schleusentor", "Шлюз", "открыт", "水門", "が開いた。", "「さぎ」", "ネット", "سفينة", "שלום",
        "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "e\u0301\u0323", "3.5", "a—b", "…", "[1]", "ที่นี่", "한국어", "x" * 50, "ab\u200bcd",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=30).map(lambda words: clean(" ".join(words)))


def block(text: str, **fields: object) -> Block:
    made = written(text)
    return Block(made.text, tuple(made.runs), gap=None, **fields)  # type: ignore[arg-type]


def wrapped(text: str, room: int) -> list[str]:
    made = block(text)
    return [made.text[line.start : line.end] for line in wrap.lines(made, room)]


def test_lines_break_at_spaces() -> None:
    assert wrapped("one two three four", 9) == ["one two", "three", "four"]


def test_a_line_may_be_exactly_full() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]


def test_a_long_word_breaks_after_its_hyphen_else_anywhere() -> None:
    assert wrapped("a well-known fact", 8) == ["a well-", "known", "fact"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_a_hyphen_at_an_end_of_a_word_is_no_place_to_break() -> None:
    assert wrapped("pre- and post-war", 8) == ["pre- and", "post-war"]
    assert wrapped("take -x out", 6) == ["take", "-x out"]


def test_chinese_and_japanese_break_between_characters() -> None:
    assert wrapped("水門が開いた", 6) == ["水門が", "開いた"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    assert wrapped("水門が開いた。", 12) == ["水門が開い", "た。"]
    assert wrapped("水門は「開いた」", 8) == ["水門は", "「開い", "た」"]


def test_joined_emoji_and_flags_stay_whole() -> None:
    assert wrapped("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 4) == ["👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]
    assert wrapped("🇩🇪🇫🇷🇯🇵", 4) == ["🇩🇪🇫🇷", "🇯🇵"]


def test_marks_stay_with_their_letters() -> None:
    assert wrapped("x\u0323\u0302q\u0323z", 1) == ["x\u0323\u0302", "q\u0323", "z"]


def test_a_space_that_does_not_break_does_not() -> None:
    assert wrapped("see title\u00a0[12] here", 10) == ["see", "title\u00a0[12]", "here"]


def test_what_stands_before_a_line_takes_at_most_half_the_room() -> None:
    made = block("some words here", first=(StyledSpan("▎ " * 20, INK), StyledSpan("1. ", INK)))
    assert [span.text for span in wrap.prefix(made.first, 20)] == ["1. "]


def test_rows_of_code_are_not_wrapped() -> None:
    made = block("a" * 200 + "\n\n  b", is_wide=True)
    assert [(line.start, line.end) for line in wrap.lines(made, 20)] == [(0, 200), (201, 201), (202, 205)]


def test_an_endless_row_of_code_goes_on_below() -> None:
    made = block("a" * (wrap.ROW_LIMIT + 10), is_wide=True)
    assert len(wrap.lines(made, 20)) == 2


@given(TEXTS, st.integers(2, 60))
@settings(max_examples=300)
def test_no_line_is_wider_than_its_room(text: str, room: int) -> None:
    assert all(cell_len(line) <= room for line in wrapped(text, room))


@given(TEXTS, st.integers(1, 60))
@settings(max_examples=300)
def test_wrapping_takes_nothing_but_spaces_away(text: str, room: int) -> None:
    made = written(text).text
    together = "".join(wrapped(text, room))
    assert "".join(together.split()) == "".join(made.split())


# Justified text


def prose(text: str, **fields: object) -> Block:
    return block(text, is_prose=True, **fields)


def first(text: str, end: int, made: Block | None = None) -> wrap.Line:
    return wrap.Line(made or prose(text), 0, end, "first")


def test_free_cells_are_spread_evenly_over_the_spaces() -> None:
    line = first("one two three four and so on", 18)
    assert wrap.wider_spaces(line, 1) == (0, 1, 0)
    assert wrap.wider_spaces(line, 3) == (1, 1, 1)
    assert wrap.wider_spaces(line, 4) == (1, 2, 1)
    assert [sum(wrap.wider_spaces(line, free)) for free in range(7)] == list(range(7))


def test_a_full_line_and_one_that_would_get_holes_stay_as_they_are() -> None:
    line = first("one two three four and so on", 18)
    assert wrap.wider_spaces(line, 0) == wrap.wider_spaces(line, -1) == ()
    assert wrap.wider_spaces(line, 3 * wrap.WIDEST) != ()
    assert wrap.wider_spaces(line, 3 * wrap.WIDEST + 1) == ()
    assert wrap.wider_spaces(first("Donaudampfschiff fährt", 16), 1) == ()


@pytest.mark.parametrize("text", ["one two", "one two ", "one two\nthree four", "one two  \nthree"])
def test_the_last_line_of_a_paragraph_or_a_verse_stays_as_it_is(text: str) -> None:
    assert wrap.wider_spaces(first(text, 7), 1) == ()


def test_text_that_is_no_prose_stays_as_it_is() -> None:
    made = written("A Headline of Several Words")
    heading = Block(made.text, tuple(made.runs), level=2)
    assert wrap.wider_spaces(first("", 10, heading), 1) == ()
    gap = wrap.Line(prose("one two three"), 0, 7, "gap")
    assert wrap.wider_spaces(gap, 1) == ()


def test_chinese_and_japanese_keep_their_grid() -> None:
    assert wrap.wider_spaces(first("灯台 の 光 が見える", 5), 1) == ()


def test_spaces_in_code_at_the_start_and_beside_others_keep_their_width() -> None:
    writing = Writing()
    writing.add(" run ")
    writing.add("make all now", CODE)
    writing.add(" and  wait for it")
    made = Block(writing.text, tuple(writing.runs), is_prose=True)
    line = first("", writing.text.index(" it"), made)
    assert wrap.wider_spaces(line, 4) == (0, 1, 0, 0, 1, 1, 0, 1)


def test_a_hard_space_is_no_gap() -> None:
    assert wrap.wider_spaces(first("one two\u00a0three four", 13), 1) == (1,)


def test_what_builds_an_article_says_what_is_prose() -> None:
    (made,) = plain_blocks("A paragraph of plain text.") or []
    assert made.is_prose
    made = prose("word " * 40)
    shown = wrap.lines(made, 30)
    assert all(wrap.wider_spaces(line, 1) for line in shown[:-1])
    assert wrap.wider_spaces(shown[-1], 1) == ()


@pytest.mark.parametrize("word", ["one", "één", "水"])
def test_the_dot_between_two_facts_is_left_out_where_a_line_ends_with_it(word: str) -> None:
    facts = f"{word}\u00a0· two\u00a0· three"
    room = cell_len(f"{word} · two ·")
    assert wrapped(facts, room) == [f"{word}\u00a0· two", "three"]
    assert wrapped(facts, room + 4) == [f"{word}\u00a0· two", "three"]
    assert wrapped(facts, room + 6) == [facts]
    assert wrapped("one · two · three", 11) == ["one · two ·", "three"], "in a text it is a word"


def test_a_fact_needs_no_room_for_the_dot_behind_it() -> None:
    assert wrapped("a fact\u00a0· two", 6) == ["a fact", "two"]
    assert wrapped("a fact\u00a0· two", 5) == ["a", "fact", "two"]
